package sample

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/goccy/go-yaml"
)

// WriteFiles writes the town and the outlet at baseURL as registry files into a
// directory, for programs that take such files, and returns their names.
func WriteFiles(dir, baseURL string) ([]string, error) {
	town, err := fs.ReadFile(content, "town/town.yaml")
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err) // unreachable: it is embedded
	}
	o := Outlet(baseURL)
	outlet, err := yaml.Marshal(map[string]any{"outlets": []map[string]any{{
		"id": o.ID, "name": o.Name, "kind": o.Kind, "place": o.Place, "hosts": o.Hosts, "feeds": o.Feeds,
		"sitemaps": o.Sitemaps, "listings": o.Listings, "zone": o.Zone, "articles": o.Articles, "sources": o.Sources,
	}}})
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	files := map[string][]byte{"town.yaml": town, "outlet.yaml": outlet}
	var names []string
	for _, name := range []string{"town.yaml", "outlet.yaml"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, files[name], 0o666); err != nil {
			return nil, fmt.Errorf("sample: %w", err)
		}
		names = append(names, path)
	}
	return names, nil
}
