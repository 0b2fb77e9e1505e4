package crawl_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jejak-id/jejak/pkg/crawl"
)

func TestBackfillGoesOnWhereItWas(t *testing.T) {
	b := open(t)
	b.site.Found(false, false, 3)
	b.publish(40)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last atomic.Pointer[crawl.FillProgress]
	_, err := b.crawler().Backfill(ctx, crawl.Fill{Outlet: "wanasari", Progress: func(p crawl.FillProgress) {
		if last.Store(&p); p.Walked == 5 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%v, want the stop", err)
	}
	front := b.site.Asked("/indeks?page=2")
	sum, err := b.crawler().Backfill(t.Context(), crawl.Fill{Outlet: "wanasari", Progress: func(p crawl.FillProgress) { last.Store(&p) }})
	if err != nil || sum.Counts[crawl.Fresh] != 40 {
		t.Fatalf("%+v, %v", sum, err)
	}
	if b.site.Asked("/indeks?page=2") > front {
		t.Error("the walk began at the front again")
	}
	if p := last.Load(); p.Left != 0 || p.Done < 40 {
		t.Errorf("progress %+v", p)
	}
	if f := b.site.Faults(0); len(f) > 0 {
		t.Error(f)
	}
}

// TestBackfillAfterAFault: a page of a listing that fails is not its end.
func TestBackfillAfterAFault(t *testing.T) {
	b := open(t)
	b.site.Found(false, false, 5)
	b.publish(25)
	failed := false
	b.site.Handle("/indeks", func(w http.ResponseWriter, r *http.Request) {
		page := 1
		fmt.Sscan(r.URL.Query().Get("page"), &page)
		if page == 3 && !failed {
			failed = true
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		for i := (page - 1) * 5; i < min(page*5, 25); i++ {
			fmt.Fprintf(w, "<a href='/berita/%s'>x</a>", crawltestWrite(i).Slug)
		}
	})
	sum, err := b.crawler().Backfill(t.Context(), crawl.Fill{Outlet: "wanasari"})
	if err == nil || !strings.Contains(err.Error(), "answered 500") || sum.Counts[crawl.Fresh] != 10 {
		t.Fatalf("%+v, %v, want the ten of the first pages and the fault", sum, err)
	}
	front := b.site.Asked("/indeks?page=1")
	if sum, err = b.crawler().Backfill(t.Context(), crawl.Fill{Outlet: "wanasari"}); err != nil || sum.Counts[crawl.Fresh] != 15 || b.site.Asked("/indeks?page=1") != front {
		t.Errorf("%+v, %v, want the other fifteen, from the third page on", sum, err)
	}
}

func TestBackfillBetweenDays(t *testing.T) {
	b := open(t)
	b.site.Found(false, true, 0)
	for i := range 10 {
		a := crawltestWrite(i)
		a.Published = day.AddDate(0, 0, i)
		b.site.Publish(a)
	}
	c := b.crawler()
	sum, err := c.Backfill(t.Context(), crawl.Fill{Outlet: "wanasari", From: "2026-03-05"})
	if err != nil {
		t.Fatal(err)
	}
	if sum.Found != 7 || sum.Counts[crawl.Fresh] != 7 || c.Status()[0].Name == "" {
		t.Errorf("%+v", sum)
	}
}
