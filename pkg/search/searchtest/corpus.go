package searchtest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/jejak-id/jejak/pkg/news"
	"github.com/jejak-id/jejak/pkg/search"
)

// Corpus reads real articles, to measure with, from the folder shared beside the
// checkout, or from where JEJAK_SHARED says. Ids are made again for each copy, so
// that there are as many as wanted. Without the articles it skips, aloud.
func Corpus(b testing.TB, want int) []search.Document {
	b.Helper()
	shared := os.Getenv("JEJAK_SHARED")
	for up := ".."; shared == "" && len(up) < 40; up = filepath.Join(up, "..") {
		if _, err := os.Stat(filepath.Join(up, "shared", "data", "corpus")); err == nil {
			shared = filepath.Join(up, "shared")
		}
	}
	path := filepath.Join(shared, "data", "corpus", "articles.jsonl")
	f, err := os.Open(path)
	if err != nil {
		b.Skipf("SKIPPED: no articles to measure with: %v (set JEJAK_SHARED)", err)
	}
	defer f.Close()
	type article struct {
		Title, URL, Content, Source string
		Day                         string `json:"published_date"`
	}
	var all []article
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20)
	for sc.Scan() {
		var a article
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			b.Fatal(err)
		}
		all = append(all, a)
	}
	if len(all) == 0 {
		b.Fatalf("%s holds no articles: %v", path, sc.Err())
	}
	docs := make([]search.Document, want)
	for i := range docs {
		a := all[i%len(all)]
		url := fmt.Sprintf("%s#%d", a.URL, i/len(all))
		d := search.Document{
			ID: news.NewArticleID(url), Seq: uint64(i + 1), URL: url, Outlet: news.OutletID(a.Source), Title: a.Title,
			Paragraphs: []string{a.Content}, Revisions: 1, Places: []news.PlaceCode{"35.07"},
			Topics: []news.TopicTag{{ID: news.TopicID(fmt.Sprintf("topik-%d", i%40)), Label: "Topik"}},
		}
		if day, err := news.ParseDate(a.Day); err == nil {
			d.Day, d.Published = day, day.Time()
		}
		docs[i] = d
	}
	return docs
}
