package eventlog_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/eventlog/memlog"
	"github.com/jejak-id/jejak/pkg/news"
)

func TestVerify(t *testing.T) {
	log := memlog.New(time.Now)
	defer log.Close()
	var wire [][]byte
	for i := range 10 {
		e, err := event.New("jejak/test", time.Unix(int64(i), 0), time.Time{}, event.Captured{Article: news.NewArticleID("a"), URL: "https://kabarlembayung.example", Size: i})
		if err != nil {
			t.Fatal(err)
		}
		b, err := event.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		wire = append(wire, b)
		if _, err := log.Append(t.Context(), eventlog.Entry{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	v, err := eventlog.Verify(t.Context(), log, "NEWS")
	if err != nil || v.Records != 10 || v.Missing != 0 || len(v.Damaged) != 0 {
		t.Fatalf("Verify of a good log = %+v, %v", v, err)
	}

	for _, seq := range []uint64{1, 4, 5} {
		if err := log.Erase(t.Context(), "NEWS", seq); err != nil {
			t.Fatal(err)
		}
	}
	subject := event.Captured{Article: news.NewArticleID("a")}.Subject()
	for _, p := range []struct {
		subject string
		data    []byte
	}{
		{subject, bytes.Replace(wire[3], []byte("lembayung"), []byte("lembayang"), 1)}, // 11: another content
		{subject, wire[3][:40]}, // 12: cut off
		{"news.article.00.captured", wire[3]},
		{subject, bytes.Replace(wire[3], []byte("captured.v1"), []byte("praised.v1"), 1)}, // 14: newer
	} {
		if _, err := log.Plant(p.subject, p.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Erase(t.Context(), "NEWS", 10); err != nil {
		t.Fatal(err)
	}
	v, err = eventlog.Verify(t.Context(), log, "NEWS")
	if err != nil {
		t.Fatal(err)
	}
	if v.Records != 10 || v.Missing != 4 || v.Unknown != 1 || !slices.Equal(v.Gaps, []eventlog.Gap{{From: 1, To: 1}, {From: 4, To: 5}, {From: 10, To: 10}}) {
		t.Errorf("Verify = %+v", v)
	}
	var damaged []uint64
	for _, d := range v.Damaged {
		damaged = append(damaged, d.Seq)
	}
	if !slices.Equal(damaged, []uint64{11, 12, 13}) {
		t.Errorf("damaged are %+v, want 11 to 13", v.Damaged)
	}
	if v, err := eventlog.Verify(t.Context(), log, "TAGS"); err != nil || v.Records != 0 {
		t.Errorf("Verify of an empty stream = %+v, %v", v, err)
	}
	if _, err := eventlog.Verify(t.Context(), log, "GOSSIP"); err == nil {
		t.Error("Verify of no stream gives no error")
	}
}
