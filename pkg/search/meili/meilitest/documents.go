package meilitest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// index is one index: its settings and documents by id.
type index struct {
	settings  settings
	documents map[string]document
}

type document = map[string]any

// settings are those that may be set here. Every part that is sent replaces the
// one before.
type settings struct {
	RankingRules         []string        `json:"rankingRules,omitempty"`
	SearchableAttributes []string        `json:"searchableAttributes,omitempty"`
	DisplayedAttributes  []string        `json:"displayedAttributes,omitempty"`
	FilterableAttributes []string        `json:"filterableAttributes,omitempty"`
	SortableAttributes   []string        `json:"sortableAttributes,omitempty"`
	TypoTolerance        *typoTolerance  `json:"typoTolerance,omitempty"`
	Pagination           *pagination     `json:"pagination,omitempty"`
	Faceting             *faceting       `json:"faceting,omitempty"`
	LocalizedAttributes  json.RawMessage `json:"localizedAttributes,omitempty"`
	ProximityPrecision   string          `json:"proximityPrecision,omitempty"`
	PrefixSearch         string          `json:"prefixSearch,omitempty"`
	SearchCutoffMs       int             `json:"searchCutoffMs,omitempty"`
}

type typoTolerance struct {
	Enabled             bool     `json:"enabled"`
	MinWordSizeForTypos minWord  `json:"minWordSizeForTypos"`
	DisableOnWords      []string `json:"disableOnWords"`
	DisableOnAttributes []string `json:"disableOnAttributes"`
	DisableOnNumbers    bool     `json:"disableOnNumbers"`
}

type minWord struct {
	OneTypo  int `json:"oneTypo"`
	TwoTypos int `json:"twoTypos"`
}

type pagination struct {
	MaxTotalHits int `json:"maxTotalHits"`
}

type faceting struct {
	MaxValuesPerFacet int               `json:"maxValuesPerFacet"`
	SortFacetValuesBy map[string]string `json:"sortFacetValuesBy"`
}

// newIndex has the settings with which the server starts.
func newIndex() *index {
	return &index{
		documents: map[string]document{},
		settings: settings{
			SearchableAttributes: []string{"*"}, DisplayedAttributes: []string{"*"}, Pagination: &pagination{1000}, Faceting: &faceting{100, nil},
			TypoTolerance: &typoTolerance{Enabled: true, MinWordSizeForTypos: minWord{5, 9}},
		},
	}
}

var validUID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,400}$`)

func (s *Server) createIndex(body []byte) (any, *refusal) {
	var in struct {
		UID        string `json:"uid"`
		PrimaryKey string `json:"primaryKey"`
	}
	if no := decode(body, &in, "bad_request"); no != nil {
		return nil, no
	}
	if !validUID.MatchString(in.UID) {
		return nil, refuse(http.StatusBadRequest, "invalid_index_uid", "%q is not a valid index uid", in.UID)
	}
	return s.enqueue(in.UID, "indexCreation", func() *taskError {
		if s.indexes[in.UID] != nil {
			return invalid("index_already_exists", "Index `%s` already exists.", in.UID)
		}
		s.indexes[in.UID] = newIndex()
		return nil
	}), nil
}

func (s *Server) swap(body []byte) (any, *refusal) {
	var in []struct {
		Indexes []string `json:"indexes"`
		Rename  bool     `json:"rename"`
	}
	if no := decode(body, &in, "bad_request"); no != nil {
		return nil, no
	}
	for _, pair := range in {
		if len(pair.Indexes) != 2 || pair.Indexes[0] == pair.Indexes[1] {
			return nil, refuse(http.StatusBadRequest, "invalid_swap_indexes", "two different indexes are swapped")
		}
	}
	return s.enqueue("", "indexSwap", func() *taskError {
		for _, pair := range in {
			for _, uid := range pair.Indexes {
				if s.indexes[uid] == nil {
					return invalid("index_not_found", "Index `%s` not found.", uid)
				}
			}
		}
		for _, p := range in {
			s.indexes[p.Indexes[0]], s.indexes[p.Indexes[1]] = s.indexes[p.Indexes[1]], s.indexes[p.Indexes[0]]
		}
		return nil
	}), nil
}

var rules = []string{"words", "typo", "proximity", "attribute", "attributeRank", "wordPosition", "sort", "exactness"}

func (s *Server) updateSettings(uid string, body []byte) (any, *refusal) {
	var in settings
	if no := decode(body, &in, "bad_request"); no != nil {
		return nil, no
	}
	for _, rule := range in.RankingRules {
		if _, _, custom := strings.Cut(rule, ":"); !custom && !slices.Contains(rules, rule) {
			return nil, refuse(http.StatusBadRequest, "invalid_settings_ranking_rules", "`%s` ranking rule is invalid.", rule)
		}
	}
	if in.TypoTolerance != nil && in.TypoTolerance.MinWordSizeForTypos.OneTypo > in.TypoTolerance.MinWordSizeForTypos.TwoTypos {
		return nil, refuse(http.StatusBadRequest, "invalid_settings_typo_tolerance", "oneTypo must not be larger than twoTypos")
	}
	return s.enqueue(uid, "settingsUpdate", func() *taskError {
		x := s.indexes[uid]
		if x == nil {
			return invalid("index_not_found", "Index `%s` not found.", uid)
		}
		b, err := json.Marshal(in)
		if err == nil {
			err = json.Unmarshal(b, &x.settings) // over what was there: nothing that was left out changes
		}
		if err != nil {
			return invalid("invalid_settings", "%v", err)
		}
		return nil
	}), nil
}

var validID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,511}$`)

func (s *Server) addDocuments(uid string, r *http.Request, body []byte) (any, *refusal) {
	if !validUID.MatchString(uid) {
		return nil, refuse(http.StatusBadRequest, "invalid_index_uid", "%q is not a valid index uid", uid)
	}
	for name := range r.URL.Query() {
		if name != "primaryKey" {
			return nil, refuse(http.StatusBadRequest, "bad_request", "Unknown parameter `%s`", name)
		}
	}
	if r.Header.Get("Content-Type") != "application/x-ndjson" {
		return nil, refuse(http.StatusUnsupportedMediaType, "invalid_content_type", "the stand-in takes application/x-ndjson")
	}
	var docs []document
	for line := range bytes.Lines(body) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var d document
		if no := decode(line, &d, "malformed_payload"); no != nil {
			return nil, no
		}
		docs = append(docs, d)
	}
	if len(docs) == 0 {
		return nil, refuse(http.StatusBadRequest, "missing_payload", "A ndjson payload is missing.")
	}
	return s.enqueue(uid, "documentAdditionOrUpdate", func() *taskError {
		if s.indexes[uid] == nil {
			s.indexes[uid] = newIndex() // as the server does, without any settings of ours
		}
		x := s.indexes[uid]
		for _, d := range docs { // one bad document fails them all
			id, ok := d["id"].(string)
			if !ok {
				return invalid("missing_document_id", "Document doesn't have a `id` attribute.")
			}
			if !validID.MatchString(id) {
				return invalid("invalid_document_id", "Document identifier `%q` is invalid.", id)
			}
			if b, _ := json.Marshal(d); s.poison != "" && bytes.Contains(b, []byte(s.poison)) {
				return invalid("invalid_document_fields", "The stand-in was told to refuse this document.")
			}
		}
		for _, d := range docs {
			x.documents[d["id"].(string)] = d
		}
		return nil
	}), nil
}

func (s *Server) deleteDocuments(uid string, body []byte) (any, *refusal) {
	var ids []string
	if no := decode(body, &ids, "malformed_payload"); no != nil {
		return nil, no
	}
	return s.enqueue(uid, "documentDeletion", func() *taskError {
		x := s.indexes[uid]
		if x == nil {
			return invalid("index_not_found", "Index `%s` not found.", uid)
		}
		for _, id := range ids {
			delete(x.documents, id)
		}
		return nil
	}), nil
}

func (x *index) fetch(body []byte) (any, *refusal) {
	var in struct {
		IDs    []string `json:"ids"`
		Fields []string `json:"fields"`
		Limit  int      `json:"limit"`
	}
	if no := decode(body, &in, "bad_request"); no != nil {
		return nil, no
	}
	if in.Limit == 0 {
		in.Limit = 20
	}
	results := []document{}
	for _, id := range in.IDs {
		if d, ok := x.documents[id]; ok && len(results) < in.Limit {
			results = append(results, pick(d, in.Fields))
		}
	}
	return map[string]any{"results": results, "offset": 0, "limit": in.Limit, "total": len(results)}, nil
}

func pick(d document, fields []string) document {
	out := document{}
	for _, f := range fields {
		if v, ok := d[f]; ok {
			out[f] = v
		}
	}
	return out
}
