// Package news is the domain: what Jejak knows about articles, the people in
// them, and the offices those people held.
//
// It is data and the few rules that belong to the data itself. It imports the
// standard library alone and everything else imports it. Nothing here reads a
// clock, a file or the network.
//
// All offsets count Unicode code points inside one paragraph, never bytes. All
// calendar days are [Date]s, which have no time zone; all instants are
// [time.Time]s.
package news

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// ArticleID names one article of one outlet for ever. It is made from the
// article's canonical URL by [NewArticleID], so a link can name its target
// before that page was ever fetched. It is a valid NATS subject token and a
// valid Meilisearch document id.
type ArticleID string

// NewArticleID makes the id of the article at a canonical URL, as
// canonical.URL returns it. The scheme takes no part: an outlet that moves from
// http to https keeps its articles.
func NewArticleID(canonicalURL string) ArticleID {
	rest := canonicalURL
	if _, after, ok := strings.Cut(canonicalURL, "://"); ok {
		rest = after
	}
	sum := sha256.Sum256([]byte(rest))
	return ArticleID(hex.EncodeToString(sum[:16]))
}

// Valid reports whether id has the form that [NewArticleID] gives.
func (id ArticleID) Valid() bool {
	if len(id) != 32 {
		return false
	}
	for _, c := range id {
		if !strings.ContainsRune("0123456789abcdef", c) {
			return false
		}
	}
	return true
}

// Identifiers of the registry: lower-case words joined by hyphens, such as
// "wahyu-hidayat", "wali-kota-malang", "pemkot-malang", "seru".
type (
	OfficialID     string
	OfficeID       string
	OrganisationID string
	OutletID       string
	TopicID        string
)

// PlaceCode is a Kemendagri region code: "35" a province, "35.73" a kota or
// kabupaten, "35.73.01" a kecamatan, "35.73.01.1004" a kelurahan or desa.
type PlaceCode string

// Within reports whether p is the place outer or lies inside it.
func (p PlaceCode) Within(outer PlaceCode) bool {
	return p == outer || strings.HasPrefix(string(p), string(outer)+".")
}

// Hash names bytes by their content: the lower-case hexadecimal SHA-256.
type Hash string

// HashOf returns the content address of b.
func HashOf(b []byte) Hash {
	sum := sha256.Sum256(b)
	return Hash(hex.EncodeToString(sum[:]))
}

// CheckSlug returns an error unless s is made of lower-case ASCII letters,
// digits and single hyphens, as every registry identifier is.
func CheckSlug(s string) error {
	if s == "" {
		return fmt.Errorf("empty identifier")
	}
	prev := '-'
	for _, c := range s {
		ok := c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' && prev != '-'
		if !ok {
			return fmt.Errorf("identifier %q: want lower-case letters, digits and single hyphens", s)
		}
		prev = c
	}
	if prev == '-' {
		return fmt.Errorf("identifier %q ends in a hyphen", s)
	}
	return nil
}
