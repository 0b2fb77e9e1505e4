package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jejak-id/jejak/pkg/news"
)

// MaxDocument is the size in bytes of the largest document, as JSON, that an index
// takes. An article of a newspaper has some thousand bytes; this is a page gone
// wrong.
const MaxDocument = 4 << 20

// Prepared is a document that is ready to be stored.
type Prepared struct {
	Document
	JSON []byte // the document as it comes back from the index
}

// Prepare cleans a document and checks it. Marks of highlights, zero bytes and
// broken UTF-8 are taken out of every text. The error says why an index can not
// take the document; it becomes [Rejected.Reason].
func Prepare(d Document) (Prepared, error) {
	if !d.ID.Valid() {
		return Prepared{}, fmt.Errorf("id %q is not 32 hexadecimal digits", clip(string(d.ID)))
	}
	if d.Day != "" {
		if _, err := news.ParseDate(string(d.Day)); err != nil {
			return Prepared{}, fmt.Errorf("day %q is not a day", clip(string(d.Day)))
		}
	}
	b, err := encode(d)
	if err != nil {
		return Prepared{}, fmt.Errorf("document does not fit into JSON: %w", err)
	}
	if len(b) > MaxDocument {
		return Prepared{}, fmt.Errorf("document has %d bytes, at most %d fit", len(b), MaxDocument)
	}
	if !dirty(b) {
		return Prepared{d, b}, nil
	}
	var v any
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		return Prepared{}, fmt.Errorf("clean document: %w", err)
	}
	if b, err = encode(scrub(v)); err != nil {
		return Prepared{}, fmt.Errorf("clean document: %w", err)
	}
	var clean Document
	if err := json.Unmarshal(b, &clean); err != nil {
		return Prepared{}, fmt.Errorf("clean document: %w", err)
	}
	return Prepared{clean, b}, nil
}

// Decode reads a document back from [Prepared.JSON].
func Decode(b []byte) (Document, error) {
	var d Document
	if err := json.Unmarshal(b, &d); err != nil {
		return Document{}, fmt.Errorf("stored document: %w", err)
	}
	return d, nil
}

// encode is json.Marshal without escapes for HTML, which would make text longer.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// dirty reports whether a text in b has to be cleaned. The encoder writes a zero
// byte and broken UTF-8 as escapes.
func dirty(b []byte) bool {
	for _, s := range []string{MarkStart, MarkEnd, `\u0000`, `\ufffd`} {
		if bytes.Contains(b, []byte(s)) {
			return true
		}
	}
	return false
}

func scrub(v any) any {
	switch v := v.(type) {
	case string:
		return Scrub(v)
	case []any:
		for i := range v {
			v[i] = scrub(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = scrub(v[k])
		}
	}
	return v
}

// Scrub takes highlight marks and zero bytes out of a text, and puts U+FFFD for
// broken UTF-8.
func Scrub(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	return strings.Map(func(c rune) rune {
		if c == 0 || c == '\ue000' || c == '\ue001' {
			return -1
		}
		return c
	}, s)
}

// Supersedes reports whether d may overwrite a stored document with these
// sequences: one that folds less of the log never does.
func (d Document) Supersedes(seq, tags uint64) bool {
	return d.Seq > seq || d.Seq == seq && d.Tags >= tags
}

// Enclosing returns places with every region around them, sorted and each once: an
// index stores them all, so that a filter on a province finds its villages.
func Enclosing(places []news.PlaceCode) []news.PlaceCode {
	var out []news.PlaceCode
	for _, p := range places {
		for p != "" {
			out = append(out, p)
			i := strings.LastIndexByte(string(p), '.')
			if i < 0 {
				break
			}
			p = p[:i]
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Values returns what an index stores of a document for the field of a facet:
// sorted, each once, without empty ones.
func (d Document) Values(f Facet) []string {
	var out []string
	switch f {
	case ByOutlet:
		out = append(out, string(d.Outlet))
	case ByOfficial:
		for _, o := range d.Officials {
			out = append(out, string(o.ID))
		}
	case ByOffice:
		for _, o := range d.Offices {
			out = append(out, string(o))
		}
	case ByPlace:
		for _, p := range Enclosing(d.Places) {
			out = append(out, string(p))
		}
	case ByTopic:
		for _, t := range d.Topics {
			out = append(out, string(t.ID))
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(s string) bool { return s == "" || len(s) > maxValue })
}

// maxValue is the length in bytes of the longest value that can be filtered by;
// a server refuses or cuts longer ones.
const maxValue = 400
