package pkg_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/jetlog"
	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/registry"
	"github.com/jejak-id/jejak/pkg/sample"
	"github.com/jejak-id/jejak/pkg/search/meili"
)

// natsServer runs a server with deploy/nats.conf. Only what must differ on this
// machine is changed: ports, and where it stores.
func natsServer(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	conf, err := os.ReadFile("../deploy/nats.conf")
	if err != nil {
		t.Fatal(err)
	}
	var users strings.Builder
	for _, u := range []string{"crawler", "enricher", "indexer", "desk", "admin"} {
		users.WriteString(u + "_password: \"secret-of-" + u + "\"\n")
	}
	for name, b := range map[string][]byte{"nats.conf": conf, "users.conf": []byte(users.String())} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opts, err := server.ProcessConfigFile(filepath.Join(dir, "nats.conf"))
	if err != nil {
		t.Fatalf("deploy/nats.conf: %v", err)
	}
	if !opts.SyncAlways || opts.MaxPayload < 8<<20 || !opts.JetStream || opts.StoreDir != "/data" {
		t.Errorf("sync always %v, max payload %d, JetStream %v in %q", opts.SyncAlways, opts.MaxPayload, opts.JetStream, opts.StoreDir)
	}
	opts.StoreDir, opts.Host, opts.Port, opts.HTTPPort, opts.NoSigs, opts.NoLog = dir, "127.0.0.1", -1, 0, true, true
	s, err := server.NewServer(opts)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server does not start")
	}
	return s.ClientURL()
}

// TestNATSPermissions: each service can do its work as its own user, and nothing
// of another's.
func TestNATSPermissions(t *testing.T) {
	url := natsServer(t)
	ctx := t.Context()
	open := func(user string) (*jetlog.Log, error) {
		log, err := jetlog.Connect(ctx, jetlog.Options{URL: url, User: user, Password: "secret-of-" + user})
		if err == nil {
			t.Cleanup(func() { log.Close() })
		}
		return log, err
	}
	logs := map[string]*jetlog.Log{}
	for _, user := range []string{"indexer", "crawler", "enricher", "desk"} { // the indexer makes the streams
		log, err := open(user)
		if err != nil {
			t.Fatalf("%s: %v", user, err)
		}
		logs[user] = log
	}

	at := time.Date(2025, 5, 16, 9, 0, 0, 0, time.UTC)
	const address = "https://kabar.example/a"
	id := news.NewArticleID(address)
	facts := map[string]event.Data{
		"NEWS": event.Published{Reading: event.Reading{Article: news.Article{ID: id, URL: address, Title: "a"}}},
		"TAGS": event.Tagged{Tags: news.Tags{Article: id}},
		"DEAD": event.Quarantined{Durable: "enrich", Stream: "NEWS", Seq: 1},
	}
	may := map[string][]string{"crawler": {"NEWS", "DEAD"}, "enricher": {"TAGS", "DEAD"}, "indexer": {"DEAD"}, "desk": nil}
	for user, log := range logs {
		for stream, data := range facts {
			e, err := event.New("jejak/"+user, at, time.Time{}, data)
			if err != nil {
				t.Fatal(err)
			}
			allowed := slices.Contains(may[user], stream)
			bounded, cancel := context.WithTimeout(ctx, map[bool]time.Duration{true: 10 * time.Second, false: 300 * time.Millisecond}[allowed])
			_, err = log.Append(bounded, eventlog.Entry{Event: e})
			cancel()
			if (err == nil) != allowed {
				t.Errorf("%s appends to %s: %v, want allowed %v", user, stream, err, allowed)
			}
		}
		if _, err := log.Last(ctx, event.ArticleSubjects(id)); err != nil && !errors.Is(err, eventlog.ErrNotFound) {
			t.Errorf("%s reads: %v", user, err)
		}
		if _, err := log.Cursors(ctx, "NEWS"); err != nil {
			t.Errorf("%s asks for the cursors: %v", user, err)
		}
	}
	if h, err := logs["crawler"].PutBlob(ctx, []byte("<html>")); err != nil {
		t.Errorf("the crawler keeps a page: %v", err)
	} else if _, err := logs["enricher"].GetBlob(ctx, h); err != nil {
		t.Errorf("the enricher reads a page: %v", err)
	}
	subscribed, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	got := make(chan struct{}, 1)
	go logs["enricher"].Subscribe(subscribed, eventlog.Subscription{Stream: "NEWS", Durable: "enrich", Handle: func(context.Context, eventlog.Record) error {
		select {
		case got <- struct{}{}:
		default:
		}
		return nil
	}})
	select {
	case <-got:
	case <-subscribed.Done():
		t.Error("the enricher's subscription delivers nothing")
	}
	for _, user := range []string{"crawler", "enricher", "indexer", "desk"} {
		refuseDestruction(t, url, user)
	}
}

// refuseDestruction tries to remove from the log what no service may.
func refuseDestruction(t *testing.T, url, user string) {
	t.Helper()
	nc, err := nats.Connect(url, nats.UserInfo(user, "secret-of-"+user), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(200*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	s, err := js.Stream(t.Context(), "NEWS")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Purge(t.Context()); err == nil {
		t.Errorf("%s purged NEWS", user)
	}
	if err := s.SecureDeleteMsg(t.Context(), 1); err == nil {
		t.Errorf("%s removed a message", user)
	}
	if err := js.DeleteStream(t.Context(), "NEWS"); err == nil {
		t.Errorf("%s deleted NEWS", user)
	}
}

// TestCompose holds the promises of deploy/README.md about every container.
func TestCompose(t *testing.T) {
	b, err := os.ReadFile("../deploy/compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var project struct {
		Services map[string]struct {
			Image       string         `yaml:"image"`
			User        string         `yaml:"user"`
			ReadOnly    bool           `yaml:"read_only"`
			CapDrop     []string       `yaml:"cap_drop"`
			SecurityOpt []string       `yaml:"security_opt"`
			Privileged  bool           `yaml:"privileged"`
			Ports       []string       `yaml:"ports"`
			Networks    any            `yaml:"networks"`
			MemLimit    string         `yaml:"mem_limit"`
			Environment map[string]any `yaml:"environment"`
		} `yaml:"services"`
	}
	if err := yaml.UnmarshalWithOptions(b, &project, yaml.AllowDuplicateMapKey()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"nats", "meilisearch", "crawler", "enricher", "indexer", "desk", "sample"} {
		if _, ok := project.Services[name]; !ok {
			t.Errorf("no service %s", name)
		}
	}
	for name, s := range project.Services {
		if !s.ReadOnly || s.Privileged || !slices.Contains(s.CapDrop, "ALL") || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s: read only %v, privileged %v, capabilities dropped %v, %v", name, s.ReadOnly, s.Privileged, s.CapDrop, s.SecurityOpt)
		}
		if name != "volumes" && (s.User == "" || strings.HasPrefix(s.User, "0") || s.MemLimit == "") {
			t.Errorf("%s: user %q, memory %q", name, s.User, s.MemLimit)
		}
		if _, tag, _ := strings.Cut(s.Image, ":"); tag == "" || tag == "latest" {
			t.Errorf("%s: image %q is not pinned", name, s.Image)
		}
		for _, p := range s.Ports {
			if name != "desk" || !strings.HasPrefix(p, "127.0.0.1:") {
				t.Errorf("%s publishes %s", name, p)
			}
		}
		for key := range s.Environment {
			if strings.HasSuffix(key, "PASSWORD") || strings.HasSuffix(key, "_KEY") {
				t.Errorf("%s: %s is a secret in the environment", name, key)
			}
		}
	}
	if nets, _ := project.Services["crawler"].Networks.([]any); slices.Contains(nets, any("index")) {
		t.Error("the crawler has a way to Meilisearch")
	}
}

// TestDemoRegistry: the files that the demo mounts load over the project's own.
func TestDemoRegistry(t *testing.T) {
	base, err := registry.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	r, err := base.With("sample/town/town.yaml", "../deploy/demo/outlet.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, ok := r.OutletByHost("kabarwanasari.example:8080")
	want := sample.Outlet("http://kabarwanasari.example:8080")
	if !ok || got.ID != want.ID || got.Articles != want.Articles || !slices.Equal(got.Feeds, want.Feeds) || !slices.Equal(got.Listings, want.Listings) {
		t.Errorf("the demo's outlet is %+v, want %+v", got, want)
	}
}

// TestMeiliRights: the key that the deployment makes has the rights that the
// writer says it needs.
func TestMeiliRights(t *testing.T) {
	b, err := os.ReadFile("../deploy/meili-keys.sh")
	if err != nil {
		t.Fatal(err)
	}
	if want := `["` + strings.Join(meili.WriterRights, `","`) + `"]`; !strings.Contains(string(b), want) {
		t.Errorf("meili-keys.sh does not give the indexer %s", want)
	}
}
