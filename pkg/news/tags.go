package news

// Tags is what the enricher says of one revision of one article. It can always
// be derived again from the article, the registry and the corrections.
type Tags struct {
	Article   ArticleID     `json:"article"`
	Content   Hash          `json:"content"` // [Article.Content] of the revision that was read
	Date      Date          `json:"date"`    // the day on which offices were looked up
	Officials []OfficialTag `json:"officials,omitempty"`
	Mentions  []Mention     `json:"mentions,omitempty"`
	Quotes    []Quote       `json:"quotes,omitempty"`
	Dates     []DateMention `json:"dates,omitempty"`
	Amounts   []Amount      `json:"amounts,omitempty"`
	Topics    []TopicTag    `json:"topics,omitempty"`
	Scope     []ScopeTag    `json:"scope,omitempty"`
	Unsettled []Unsettled   `json:"unsettled,omitempty"`
	Registry  string        `json:"registry"` // version of the registry that decided
	Enricher  string        `json:"enricher"` // version of the rules that decided
}

// Span is a piece of one paragraph. Start and End count code points; Text is
// what stands there.
type Span struct {
	Paragraph int    `json:"paragraph"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Text      string `json:"text"`
}

// MentionType says what kind of thing a mention names.
type MentionType string

// The kinds of mention.
const (
	PersonMention       MentionType = "person"
	OrganisationMention MentionType = "organisation"
	PlaceMention        MentionType = "place"
	OfficeMention       MentionType = "office"
	EventMention        MentionType = "event"
	DocumentMention     MentionType = "document"
)

// Mention is a name in the text. ID is the registry's identifier, or empty when
// the registry does not know the thing; for a place it is the region code.
type Mention struct {
	Span
	Type       MentionType `json:"type"`
	ID         string      `json:"id,omitempty"`
	Name       string      `json:"name,omitempty"`   // in full, where the text or registry gives it
	Office     OfficeID    `json:"office,omitempty"` // of a person, on the article's date
	Rule       string      `json:"rule"`
	Antecedent *Span       `json:"antecedent,omitempty"` // of an epithet: the mention that decided who is meant
	Candidates []string    `json:"candidates,omitempty"` // when it could not be settled
}

// Standing is the relation of a person to an office in an article.
type Standing string

// The standings.
const (
	Holder    Standing = "holder"
	Former    Standing = "former"
	Candidate Standing = "candidate"
)

// OfficialTag says that an article is about a person in public office. Office is
// nil when it could not be settled on the article's date, and Rule says why.
type OfficialTag struct {
	ID         OfficialID `json:"id,omitempty"` // empty: not in the registry
	Name       string     `json:"name"`
	Office     *OfficeID  `json:"office"`
	OfficeName string     `json:"office_name,omitempty"`
	Status     Status     `json:"status,omitempty"`
	Standing   Standing   `json:"standing,omitempty"` // empty means holder
	Unnamed    bool       `json:"unnamed,omitempty"`  // only the office is in the text; who held it on the day is the registry's word
	Rule       string     `json:"rule"`
	Evidence   []Span     `json:"evidence,omitempty"`
}

// Speaker is who said a quote.
type Speaker struct {
	ID     OfficialID `json:"id,omitempty"`
	Name   string     `json:"name"`
	Office OfficeID   `json:"office,omitempty"` // on the article's date
	Role   string     `json:"role,omitempty"`   // as the text gives it
}

// Quote is a statement with its speaker.
type Quote struct {
	Span
	EndParagraph int       `json:"end_paragraph,omitempty"` // when it runs on; 0 means Paragraph
	Direct       bool      `json:"direct"`
	Speaker      *Speaker  `json:"speaker,omitempty"`
	Candidates   []Speaker `json:"candidates,omitempty"` // in order of likelihood, when ambiguous
	Antecedent   *Span     `json:"antecedent,omitempty"` // of a cue without a name ("ujarnya", "kata dia"): the mention that decided
	Cue          string    `json:"cue,omitempty"`        // "seru Wahyu"
	CueSpan      *Span     `json:"cue_span,omitempty"`
	CueKind      string    `json:"cue_kind,omitempty"` // verb+name, verb+role, verb+nya, pronoun, nominal, none
	Rule         string    `json:"rule"`
}

// DateMention is a date in the text as days. From and To are equal for one day.
type DateMention struct {
	Span
	From            Date   `json:"from"`
	To              Date   `json:"to"`
	Role            string `json:"role,omitempty"` // event, statement, deadline
	WeekdayMismatch bool   `json:"weekday_mismatch,omitempty"`
	Rule            string `json:"rule"`
}

// Days returns the days as one value: "2025-05-16", or the first and the last.
func (d DateMention) Days() PartialDate {
	if d.From == d.To {
		return PartialDate(d.From)
	}
	return PartialDate(d.From + ".." + d.To)
}

// Amount is a typed value in the text: money in rupiah, a count with its unit,
// or a regulation by kind, number and year.
type Amount struct {
	Span
	Kind  string  `json:"kind"` // money, count, regulation
	Value float64 `json:"value,omitempty"`
	Unit  string  `json:"unit,omitempty"` // "IDR", "peserta", "Perda"
	Ref   string  `json:"ref,omitempty"`  // "Perda Kota Malang 4/2023"
	Rule  string  `json:"rule"`
}

// TopicTag says that an article is about a topic, and why.
type TopicTag struct {
	ID       TopicID `json:"id"`
	Label    string  `json:"label"`
	Rule     string  `json:"rule"`
	Evidence []Span  `json:"evidence,omitempty"`
}

// ScopeTag says which government an article is about, and why.
type ScopeTag struct {
	Place    PlaceCode `json:"place"`
	Name     string    `json:"name"`
	Rule     string    `json:"rule"`
	Evidence []Span    `json:"evidence,omitempty"`
}

// Unsettled is something the enricher saw and would not guess.
type Unsettled struct {
	Span
	What       string   `json:"what"` // "office", "person", "place", "speaker"
	Why        string   `json:"why"`
	Candidates []string `json:"candidates,omitempty"`
}
