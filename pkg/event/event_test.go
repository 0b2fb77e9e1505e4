package event

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

var noon = time.Date(2025, 5, 16, 12, 0, 0, 123_456_789, time.FixedZone("WIB", 7*3600))

const page = "https://kabarlembayung.example/a"

func seen(size int) Captured {
	return Captured{Article: news.NewArticleID(page), URL: page, Status: 200, Size: size}
}

func TestSameFactHasTheSameID(t *testing.T) {
	first, err := New("jejak/crawler", noon, time.Time{}, seen(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		source   string
		observed time.Time
		data     Data
		same     bool
	}{
		{"again", "jejak/crawler", noon, seen(1), true},
		{"another observer", "jejak/import", noon, seen(1), true},
		{"the same instant in another zone", "jejak/crawler", noon.UTC(), seen(1), true},
		{"less than a millisecond later", "jejak/crawler", noon.Add(400 * time.Microsecond), seen(1), true},
		{"a millisecond later", "jejak/crawler", noon.Add(time.Millisecond), seen(1), false},
		{"another body", "jejak/crawler", noon, seen(2), false},
		{"another fact about it", "jejak/crawler", noon, Restored{Article: seen(1).Article, URL: page}, false},
	} {
		e, err := New(c.source, c.observed, time.Time{}, c.data)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if (e.ID == first.ID) != c.same {
			t.Errorf("%s: id %s, the first was %s; want the same: %v", c.name, e.ID, first.ID, c.same)
		}
	}
	if len(first.ID) != 32 {
		t.Errorf("id %q has %d characters, want 32", first.ID, len(first.ID))
	}
	if got, want := first.Time, time.Date(2025, 5, 16, 5, 0, 0, 123e6, time.UTC); got != want {
		t.Errorf("New keeps %v, want %v", got, want)
	}
}

func TestNewRefusesWhatDecodeWould(t *testing.T) {
	article := news.Article{ID: news.NewArticleID(page), URL: page + "/another"}
	for _, c := range []struct {
		name     string
		source   string
		observed time.Time
		data     Data
	}{
		{"no source", "", noon, seen(1)},
		{"no article id", "jejak", noon, Captured{URL: page}},
		{"an id with a wildcard", "jejak", noon, Withdrawn{Article: "*"}},
		{"an id of another page", "jejak", noon, Published{Reading{Article: article}}},
		{"an article without a URL", "jejak", noon, Revised{}},
		{"a year that the wire form can not hold", "jejak", time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC), seen(1)},
		{"a quarantine of nothing", "jejak", noon, Quarantined{}},
	} {
		if e, err := New(c.source, c.observed, time.Time{}, c.data); err == nil {
			t.Errorf("%s: New made the event %s, want an error", c.name, e.ID)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	good, err := New("jejak/crawler", noon, time.Time{}, seen(1))
	if err != nil {
		t.Fatal(err)
	}
	wire, err := Encode(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"cut short", `"data":`, ``, "envelope"},
		{"another version of the envelope", `"specversion":"1.0"`, `"specversion":"0.3"`, "specversion"},
		{"no id", good.ID, ``, "without id"},
		{"an unknown type", CapturedType, "jejak.article.praised.v1", "unknown event type"},
		{"a broken time", "2025-05-16T05:", "16 Mei 2025 ", "time"},
		{"a body of another shape", `"size":1`, `"size":"large"`, "size"},
		{"about another article", `"subject":"`, `"subject":"0`, "but the body is about"},
		{"a broken article id", string(seen(1).Article), "x", "32 hexadecimal"},
	} {
		b := strings.ReplaceAll(string(wire), c.old, c.new)
		_, err := Decode([]byte(b))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Decode gives the error %v, want one with %q", c.name, err, c.want)
		}
		if got := errors.Is(err, ErrUnknown); got != (c.name == "an unknown type") {
			t.Errorf("%s: errors.Is(%v, ErrUnknown) = %v", c.name, err, got)
		}
	}
	if _, err := Encode(Event{}); err == nil {
		t.Error("Encode takes an event that New did not make")
	}
}

// Encode writes the envelope by hand; it must be what encoding/json would write.
func TestEncodeIsPlainJSON(t *testing.T) {
	for _, outlet := range []time.Time{{}, noon} {
		d := seen(1)
		d.FoundBy = "<a href=\"x\">\u2028\xff"
		e, err := New("jejak/\"crawler\" & \n", noon, outlet, d)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		env := envelope{
			SpecVersion: "1.0", ID: e.ID, Source: e.Source, Type: d.Type(), Subject: d.Entity(),
			Time: e.Time.Format(timeLayout), DataContentType: "application/json", Data: body,
		}
		if !outlet.IsZero() {
			env.OutletTime = e.OutletTime.Format(timeLayout)
		}
		want, err := json.Marshal(env)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("Encode = %s\nwant     %s", got, want)
		}
	}
}

func TestStreamOf(t *testing.T) {
	for _, c := range []struct{ subject, want string }{
		{"news.article.00.captured", "NEWS"},
		{"tags.article.00", "TAGS"},
		{"dead.enrich.NEWS.3", "DEAD"},
		{"news", ""},
		{"newsroom.x", ""},
		{"", ""},
	} {
		s, ok := StreamOf(c.subject)
		if s.Name != c.want || ok != (c.want != "") {
			t.Errorf("StreamOf(%q) = %q, %v, want %q", c.subject, s.Name, ok, c.want)
		}
	}
}

// What can be read can be written, and reading it again changes nothing.
func FuzzDecode(f *testing.F) {
	for _, list := range samples(f) {
		for _, b := range list {
			f.Add(b)
		}
	}
	f.Add([]byte(`{"specversion":"1.0","id":"1","source":"s","type":"jejak.article.captured.v1","time":"9999-12-31T23:59:59-01:00"}`))
	for _, tail := range []string{`,"data":{}}`, `,"data":{},"more":1}`, `,"data":{},"data":{"seq":1}}`, `,"x":{"a":1,"data":{}}}`, `,"x":",\"data\":","data":{}}`} {
		f.Add([]byte(`{"specversion":"1.0","id":"1","source":"s","type":"jejak.dead.quarantined.v1","subject":"d/s/1","time":"2025-01-01T00:00:00Z"` +
			strings.Replace(tail, "{}", `{"durable":"d","stream":"s","seq":1}`, 1)))
	}
	f.Add([]byte(`[]`))
	f.Add([]byte("\xff\xfe{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := Decode(b)
		var env envelope
		slow := json.Unmarshal(b, &env)
		var plain Event
		if slow == nil {
			plain, slow = env.event()
		}
		if (err == nil) != (slow == nil) || !reflect.DeepEqual(e, plain) {
			t.Fatalf("Decode(%q) = %+v, %v; by encoding/json alone it is %+v, %v", b, e, err, plain, slow)
		}
		if err != nil {
			return
		}
		once, err := Encode(e)
		if err != nil {
			t.Fatalf("Encode(Decode(%q)): %v", b, err)
		}
		e2, err := Decode(once)
		if err != nil {
			t.Fatalf("Decode(%q), which Encode wrote: %v", once, err)
		}
		twice, err := Encode(e2)
		if err != nil {
			t.Fatal(err)
		}
		if string(once) != string(twice) {
			t.Errorf("reading and writing is not stable:\n%s\n%s", once, twice)
		}
	})
}
