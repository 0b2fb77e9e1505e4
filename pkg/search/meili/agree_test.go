package meili_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/search/meili/meilitest"
)

// asked is a server with a key.
type asked struct{ url, key string }

// ask makes a request and returns what of the answer matters: the status and the
// error's code, the status of the task it started, or the ids that were found.
func (a asked) ask(t *testing.T, method, path, body string) string {
	t.Helper()
	status, answer := a.request(t, method, path, body)
	if code, ok := answer["code"].(string); ok {
		return fmt.Sprintf("%d %s", status, code)
	}
	uid, isTask := answer["taskUid"]
	for isTask {
		_, task := a.request(t, "GET", fmt.Sprintf("/tasks/%.0f", uid), "")
		switch task["status"] {
		case "succeeded":
			return fmt.Sprintf("%d %s succeeded", status, task["type"])
		case "failed":
			return fmt.Sprintf("%d %s failed %s", status, task["type"], task["error"].(map[string]any)["code"])
		}
		time.Sleep(2 * time.Millisecond)
	}
	results, _ := answer["results"].([]any)
	out := fmt.Sprint(status)
	for _, r := range results {
		r, _ := r.(map[string]any)
		if id, ok := r["id"].(string); ok {
			out += " " + id
		}
		hits, isSearch := r["hits"].([]any)
		if !isSearch {
			continue
		}
		var ids []string
		for _, h := range hits {
			ids = append(ids, fmt.Sprint(h.(map[string]any)["id"]))
		}
		if !strings.Contains(body, `"sort"`) {
			slices.Sort(ids) // by likeness the stand-in orders as it likes
		}
		counts, _ := json.Marshal(r["facetDistribution"])
		out += fmt.Sprintf(" %s of %v %s", ids, r["estimatedTotalHits"], counts)
	}
	return out
}

func (a asked) request(t *testing.T, method, path, body string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequest(method, a.url+path, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+a.key)
	r.Header.Set("Content-Type", "application/json")
	if strings.HasSuffix(path, "/documents") {
		r.Header.Set("Content-Type", "application/x-ndjson")
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	_ = json.Unmarshal(b, &answer) // some answers are no objects, and none of these matter
	return res.StatusCode, answer
}

// TestRealAgrees asks the stand-in and the real server the same, and wants the same
// answers: what the suite shows on the one is then worth something for the other.
func TestRealAgrees(t *testing.T) {
	real := asked{realServer(t).url, masterKey}
	stand := meilitest.New(t)
	fake := asked{stand.URL, stand.Key}

	find := func(q string, more ...string) string {
		b, _ := json.Marshal(q)
		return fmt.Sprintf(`{"queries":[{"indexUid":"a","q":%s,"matchingStrategy":"all","attributesToRetrieve":["id"]%s}]}`, b, strings.Join(more, ""))
	}
	filter := func(f string) string {
		b, _ := json.Marshal(f)
		return find("", `,"filter":`+string(b))
	}
	type request struct{ method, path, body string }
	requests := []request{
		{"GET", "/indexes/a", ""},
		{"POST", "/indexes", `{"uid":"a","primaryKey":"id"}`},
		{"POST", "/indexes", `{"uid":"a","primaryKey":"id"}`},
		{"POST", "/indexes", `{"uid":"a b"}`},
		{"PATCH", "/indexes/a/settings", `{"colour":"red"}`},
		{"PATCH", "/indexes/a/settings", `{"rankingRules":["best"]}`},
		{"PATCH", "/indexes/a/settings", `{"searchableAttributes":["title","text","root"],"filterableAttributes":["kind","day","outlet","n","id"],"sortableAttributes":["n","id"],
			"displayedAttributes":["id"],"rankingRules":["sort","words","typo","attribute","id:asc"],"pagination":{"maxTotalHits":50},"faceting":{"maxValuesPerFacet":10},
			"typoTolerance":{"enabled":true,"minWordSizeForTypos":{"oneTypo":5,"twoTypos":9},"disableOnWords":[],"disableOnAttributes":["root"],"disableOnNumbers":true}}`},
		{"POST", "/indexes/a/documents", `{"id":"a1","kind":"x","title":"pelayanan publik","text":["warga menanam pohon","ombudsman 500"],"root":["layan","tanam"],"n":5,"day":"2025-05-01","outlet":"satu"}
			{"id":"a2","kind":"x","title":"layanan air","text":["pipa pdam"],"root":["layan"],"n":5,"day":"2025-05-03","outlet":["satu","dua \"x\" \\ y"]}
			{"id":"a3","kind":"y","title":"layar tancap","text":["tanam pohon"],"n":-9}
			{"id":"a4","kind":"x","title":"wali kota lepas retret","text":["retret asn di tepi sungai","kota lama"]}`},
		{"POST", "/indexes/a/documents", "{\"id\":\"good\"}\n{\"id\":\"no good\"}"},
		{"POST", "/indexes/a/documents", "{\"id\":\"good\"}\n{\"title\":\"none\"}"},
		{"POST", "/indexes/a/documents", ""},
		{"POST", "/indexes/a/documents", "{"},
		{"POST", "/indexes/a/documents/fetch", `{"ids":["a1","a9","a3"],"fields":["id"]}`},
		{"POST", "/indexes/b/documents/fetch", `{"ids":["a1"],"fields":["id"]}`},
		{"POST", "/indexes/a/documents/delete-batch", `["a9"]`},
		{"POST", "/indexes/b/documents/delete-batch", `["a9"]`},
		{"DELETE", "/indexes/b", ""},
		{"POST", "/swap-indexes", `[{"indexes":["a","b"]}]`},
		{"POST", "/swap-indexes", `[{"indexes":["a"]}]`},
		{"PUT", "/indexes/a/settings/facet-search", "false"},
		{"POST", "/multi-search", `{"queries":[{"indexUid":"b","q":"","matchingStrategy":"all"}]}`},
		{"POST", "/multi-search", `{"queries":[{"indexUid":"a","q":"","matchingStrategy":"all","colour":1}]}`},
		{"POST", "/multi-search", find("", `,"sort":["day:asc"]`)},
		{"POST", "/multi-search", find("", `,"sort":["n:asc","id:asc"]`)},
		{"POST", "/multi-search", find("", `,"sort":["n:desc","id:asc"]`)},
		{"POST", "/multi-search", find("", `,"facets":["outlet","day"]`)},
		{"POST", "/multi-search", find("", `,"facets":["title"]`)},
		{"POST", "/multi-search", find("", `,"limit":1`)},
	}
	for _, q := range []string{
		"", "layan", `"layan"`, "layan ", "pelay", "pelay ", "-layan ", `-"tanam pohon" `, `"tanam pohon"`, `"pohon tanam"`, "retert", "retrat ", "rexxet", "ombuds", "ombuds ",
		`"o"`, "o ", "pohon -retret", `"layan" publik`, `"menanam pohon" ombudsman`, `"wali kota" retret`, "asn retret", "zzz", "zzz -layan", "-layan -retret ", "500 ", "501 ", "kota air", `"sungai kota"`,
		"satu dua tiga empat lima enam tujuh delapan sembilan sepuluh retret",
	} {
		requests = append(requests, request{"POST", "/multi-search", find(q)})
	}
	for _, f := range []string{
		`kind = x`, `kind = "x" AND n = 5`, `kind = x OR kind = y`, `kind = x AND (n < 0 OR n NOT EXISTS)`, `n EXISTS`, `NOT n EXISTS`, `n >= 5`, `n < 5`, `n <= -9`,
		`day >= "2025-05-02" AND day <= "2025-05-09"`, `day > "2025-05-01"`, `id > "a2"`, `outlet IN ["satu"]`, `outlet IN ["dua \"x\" \\ y", "tiga"]`, `outlet NOT IN ["satu"]`, `outlet = "SATU"`,
		`outlet != "satu"`, `title = x`, `colour = x`, `kind =`, `kind = "x`, `kind IN [x`, `(kind = x`, `kind = x)`, `AND`, `kind x`,
	} {
		requests = append(requests, request{"POST", "/multi-search", filter(f)})
	}
	for _, r := range requests {
		want, got := real.ask(t, r.method, r.path, r.body), fake.ask(t, r.method, r.path, r.body)
		if got != want {
			t.Errorf("%s %s %s:\nstand-in: %s\nserver:   %s", r.method, r.path, r.body, got, want)
		}
	}
}
