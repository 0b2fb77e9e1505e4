package desk

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jejak-id/jejak/pkg/correcting"
	"github.com/jejak-id/jejak/pkg/event"
	"github.com/jejak-id/jejak/pkg/eventlog"
	"github.com/jejak-id/jejak/pkg/news"
)

// Bounds of a correction, in code points.
const (
	maxReason = 500
	maxActor  = 100
)

// ArticleTag is a topic or place of an article.
type ArticleTag struct {
	RowName
	Rule        string              `json:"rule,omitempty"`
	Corrections []ArticleCorrection `json:"corrections,omitempty"`
	Wrong       wrong               `json:"-"`
}

// ArticleCorrection is what somebody said of a tag.
type ArticleCorrection struct {
	ID     string              `json:"id"`
	Time   time.Time           `json:"time"`
	Text   string              `json:"text"` // what, by whom and why, in the reader's language
	Undone *correcting.Undoing `json:"undone,omitempty"`

	fact  correcting.Correction
	Wrong wrong `json:"-"` // for taking it back
}

// wrong is the form by which a reader says that a tag is wrong, or the command that
// does the same where this desk takes no corrections.
type wrong struct {
	Article news.ArticleID
	Kind    event.TagKind
	Tag     string // id, or the name of somebody whom the registry does not know; of a quote its first words
	Name    string
	Unsaid  bool   // a quote without a speaker
	Event   string // of a correction to be taken back
	Write   bool
	Command string
}

// Person reports whether the tag can be re-assigned to another official.
func (w wrong) Person() bool { return w.Kind == event.OfficialTagKind }

// Kinds are those of which a reader can add a tag.
func (w wrong) Kinds() []event.TagKind {
	return []event.TagKind{event.OfficialTagKind, event.TopicTagKind, event.ScopeTagKind, event.PlaceTagKind, event.OrganisationTagKind}
}

// Quote reports whether the speaker of a quote is meant.
func (w wrong) Quote() bool { return w.Kind == event.QuoteTagKind }

func (q *request) wrong(a *Article, kind event.TagKind, id, name string) wrong {
	w := wrong{Article: a.ID, Kind: kind, Tag: id, Name: name, Write: q.desk.writable(q.Request) == nil}
	if w.Tag == "" {
		w.Tag = name
	}
	w.Command = "jejak correct reject " + quoted(a.URL) + " " + quoted(w.Tag)
	if kind != event.OfficialTagKind { // a region can be the scope and a place of the text
		w.Command += " --kind " + string(kind)
	}
	w.Command += " --reason " + quoted(q.t("wrong-reason"))
	return w
}

// wrongSpeaker is wrong for who said a quote.
func (q *request) wrongSpeaker(a *Article, quote *ArticleQuote) wrong {
	w := q.wrong(a, event.QuoteTagKind, quote.opening, quote.opening+" …")
	if w.Unsaid = quote.Speaker == ""; w.Unsaid {
		w.Command = "jejak correct reassign " + quoted(a.URL) + " " + quoted(w.Tag) + " --to " + quoted(q.t("wrong-to-quote")) + " --reason " + quoted(q.t("wrong-reason"))
	}
	return w
}

func (q *request) missing(a *Article) wrong {
	w := wrong{Article: a.ID, Write: q.desk.writable(q.Request) == nil}
	w.Command = "jejak correct confirm " + quoted(a.URL) + " " + quoted(q.t("wrong-tag")) + " --reason " + quoted(q.t("wrong-reason"))
	return w
}

// quoted writes a word of a command line as every shell of Unix reads it.
func quoted(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// corrections adds what people said of the article's tags, beside each tag and all
// together.
func (q *request) corrections(out *Article, tags *news.Tags) error {
	list, err := correcting.Of(q.Context(), q.desk.Log, out.ID, tags)
	if err != nil {
		return err
	}
	for _, c := range list {
		x := ArticleCorrection{ID: c.ID, Time: c.Time, Text: c.Text(string(q.lang), q.desk.Registry), Undone: c.Undone, fact: c}
		x.Wrong = wrong{Article: out.ID, Event: c.ID, Write: q.desk.writable(q.Request) == nil}
		x.Wrong.Command = "jejak correct undo " + c.ID[:8] + " --reason " + quoted(q.t("wrong-reason"))
		out.Corrections = append(out.Corrections, x)
	}
	beside := func(kind event.TagKind, id, name string) []ArticleCorrection {
		var own []ArticleCorrection
		for _, c := range out.Corrections {
			if c.Undone == nil && c.about(kind, id, name) {
				own = append(own, c)
			}
		}
		return own
	}
	for i := range out.Officials {
		p := &out.Officials[i]
		p.Corrections = beside(event.OfficialTagKind, string(p.ID), p.Name)
		p.Wrong = q.wrong(out, event.OfficialTagKind, string(p.ID), p.Name)
	}
	for kind, tags := range map[event.TagKind][]ArticleTag{event.TopicTagKind: out.Topics, event.ScopeTagKind: out.Places} {
		for i := range tags {
			tags[i].Corrections = beside(kind, tags[i].ID, tags[i].Name)
			tags[i].Wrong = q.wrong(out, kind, tags[i].ID, tags[i].Name)
		}
	}
	for i := range out.Quotes {
		quote := &out.Quotes[i]
		for _, c := range out.Corrections {
			if c.Undone == nil && c.ofQuote(tags, i) {
				quote.Corrections = append(quote.Corrections, c)
			}
		}
		quote.Wrong = q.wrongSpeaker(out, quote)
	}
	out.Missing = q.missing(out)
	return nil
}

// about reports whether a correction is about a tag as it is now.
func (c ArticleCorrection) about(kind event.TagKind, id, name string) bool {
	judged := func(j event.Judgement) bool {
		return j.Kind == kind && (j.ID == id && id != "" || j.ID == "" && strings.EqualFold(j.Name, name))
	}
	person := kind == event.OfficialTagKind && id != ""
	switch d := c.fact.Data.(type) {
	case event.TagConfirmed:
		return judged(d.Judgement)
	case event.TagRejected:
		return judged(d.Judgement)
	case event.TagReassigned:
		return person && d.Kind == kind && d.To == id
	case event.NameMerged:
		return person && string(d.Into) == id
	case event.NameSplit:
		return person && string(d.From) == id || strings.EqualFold(d.Name, name)
	}
	return false
}

// ofQuote reports whether a correction is about who said a quote.
func (c ArticleCorrection) ofQuote(tags *news.Tags, quote int) bool {
	d, ok := c.fact.Data.(interface{ Judged() event.Judgement })
	return ok && d.Judged().Kind == event.QuoteTagKind && slices.Contains(correcting.Quoted(tags, d.Judged().Name), quote)
}

// errForbidden says that whoever asks may not write here.
var errForbidden = errors.New("corrections are taken from this machine alone")

// crossOrigin refuses what another site makes a browser send.
var crossOrigin = http.NewCrossOriginProtection()

// writable reports why a request may not write: where corrections are not taken, and
// from anywhere but this machine. The name in the address must be this machine's
// too, or a site that makes its own name lead here could write; and nothing may
// stand between, or everybody before it would seem to be here.
func (d *desk) writable(r *http.Request) error {
	if !d.Corrections {
		return errForbidden
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !peer.Addr().Unmap().IsLoopback() || !loopback(r.Host) {
		return errForbidden
	}
	for _, h := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(h) != "" {
			return errForbidden
		}
	}
	return crossOrigin.Check(r)
}

func loopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && a.IsLoopback()
}

// correct takes a correction from the form of an article, and leads back there.
func (d *desk) correct(w http.ResponseWriter, r *http.Request) {
	q := d.understand(r, noParams)
	if err := d.writable(r); err != nil {
		d.failAs(w, q, http.StatusForbidden, err)
		return
	}
	if err := r.ParseForm(); err != nil {
		d.failAs(w, q, http.StatusBadRequest, err)
		return
	}
	id := news.ArticleID(r.PathValue("id"))
	if !id.Valid() {
		d.failAs(w, q, http.StatusNotFound, errNotFound)
		return
	}
	fact, err := d.said(q, id)
	var e event.Event
	if err == nil {
		e, err = correcting.Append(r.Context(), d.Log, d.Now(), fact)
	}
	switch {
	case err == nil:
		http.Redirect(w, r, "/article/"+string(id)+"?corrected="+e.ID, http.StatusSeeOther)
	case errors.Is(err, correcting.ErrNoArticle):
		d.failAs(w, q, http.StatusNotFound, err)
	case r.Context().Err() != nil, errors.Is(err, eventlog.ErrClosed), errors.Is(err, eventlog.ErrFull), errors.Is(err, eventlog.ErrFrozen):
		d.failAs(w, q, codeOf(err), err)
	default: // the reader can mend it: the page again, with what is wrong
		q.notice("notice-correction", err)
		q.Request = withPath(r, "/article/"+string(id))
		v, shownErr := d.articlePage(q)
		if shownErr != nil {
			d.failAs(w, q, codeOf(shownErr), shownErr)
			return
		}
		v.code = http.StatusUnprocessableEntity
		d.write(w, q, d.position(r.Context()), v)
	}
}

// said makes the fact of a form.
func (d *desk) said(q *request, id news.ArticleID) (event.Data, error) {
	field := func(name string, most int) (string, error) {
		v := strings.TrimSpace(q.PostForm.Get(name))
		if !utf8.ValidString(v) || utf8.RuneCountInString(v) > most {
			return "", fmt.Errorf("%s: want at most %d characters", name, most)
		}
		return v, nil
	}
	actor, err1 := field("by", maxActor)
	reason, err2 := field("reason", maxReason)
	tag, err3 := field("tag", maxReason)
	to, err4 := field("to", maxReason)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return nil, err
	}
	by := correcting.By{Actor: actor, Reason: reason}
	verdict := correcting.Verdict(q.PostForm.Get("verdict"))
	if verdict == "undo" {
		fact, _, err := correcting.Undo(q.Context(), d.Log, q.PostForm.Get("event"), by)
		return fact, err
	}
	about, err := correcting.Load(q.Context(), d.Log, id)
	if err != nil {
		return nil, err
	}
	return about.Judge(d.Registry, verdict, tag, event.TagKind(q.PostForm.Get("kind")), to, by)
}
