package desk

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"

	"github.com/jejak-id/jejak/pkg/news"
)

//go:embed static
var staticFiles embed.FS

// static is the desk's own files. Their address holds a hash of them all, so a
// browser may keep them for ever.
type static struct {
	hash  string
	files map[string][]byte
}

var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
}

func loadStatic() (static, error) {
	s := static{files: map[string][]byte{}}
	var all []byte
	names, err := fs.Glob(staticFiles, "static/*") // sorted, so that the hash is always the same
	if err != nil {
		return s, fmt.Errorf("desk: static files: %w", err)
	}
	for _, name := range names {
		b, err := staticFiles.ReadFile(name)
		if err != nil {
			return s, fmt.Errorf("desk: static files: %w", err)
		}
		s.files[path.Base(name)] = b
		all = append(append(all, name...), b...)
	}
	s.hash = string(news.HashOf(all))[:12]
	return s, nil
}

// path returns the address of a file.
func (s static) path(name string) string { return "/static/" + s.hash + "/" + name }

func (s static) serve(w http.ResponseWriter, r *http.Request) {
	b, ok := s.files[r.PathValue("file")]
	if !ok || r.PathValue("hash") != s.hash {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", contentTypes[path.Ext(r.PathValue("file"))])
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Write(b)
}

func (s static) icon(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, s.path("icon.svg"), http.StatusFound)
}

// robots keeps search engines of the world away from a private archive's copies
// of the press.
func (s static) robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(w, "User-agent: *\nDisallow: /\n")
}
