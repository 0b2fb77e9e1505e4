package event

import (
	"strings"
	"testing"
	"time"

	"github.com/jejak-id/jejak/pkg/news"
)

// TestJudgements holds what a judgement of each kind must say, and what it can not.
func TestJudgements(t *testing.T) {
	id := news.NewArticleID("https://kabar.example/1")
	j := func(kind TagKind, tag, name string) Judgement {
		return Judgement{Article: id, Kind: kind, ID: tag, Name: name, Actor: "ratna"}
	}
	for _, c := range []struct {
		data Data
		say  string // a part of the error; empty: it is taken
	}{
		{TagRejected{j(PlaceTagKind, "", "Sukamaju")}, ""},
		{TagRejected{j(PlaceTagKind, "99.71.01", "")}, ""},
		{TagRejected{j(DateTagKind, "", "")}, "without the id or name"},
		{TagRejected{j(QuoteTagKind, "surya-wanasari", "")}, "without its first words"},
		{TagRejected{j("mood", "x", "")}, "want official, topic"},
		{TagConfirmed{Judgement: j(OfficialTagKind, "surya-wanasari", "")}, ""},
		{TagConfirmed{Judgement: j(PlaceTagKind, "", "Kampung Rekaan")}, ""},
		{TagConfirmed{Judgement: j(PlaceTagKind, "99.71.01", "")}, "without the words of the text"},
		{TagConfirmed{Judgement: j(PlaceTagKind, "sukamaju", "Sukamaju")}, "region code"},
		{TagConfirmed{Judgement: j(OrganisationTagKind, "Dinsos", "Dinsos")}, "identifier"},
		{TagConfirmed{Judgement: j(DateTagKind, "kemarin", "kemarin")}, "date"},
		{TagConfirmed{Judgement: j(QuoteTagKind, "surya-wanasari", "Jembatan ini")}, ""},
		{TagConfirmed{Judgement: j(QuoteTagKind, "", "Jembatan ini"), Speaker: "Sumiyem"}, ""},
		{TagConfirmed{Judgement: j(QuoteTagKind, "", "Jembatan ini")}, "its speaker"},
		{TagConfirmed{Judgement: j(QuoteTagKind, "surya-wanasari", "Jembatan ini"), Speaker: "Sumiyem"}, "not both"},
		{TagConfirmed{Judgement: j(PlaceTagKind, "", "Sukamaju"), Speaker: "Sumiyem"}, "with a speaker"},
		{TagReassigned{Judgement: j(OfficialTagKind, "surya-wanasari", ""), To: "surya-lembayung"}, ""},
		{TagReassigned{Judgement: j(OfficialTagKind, "surya-wanasari", ""), ToName: "Surya"}, "empty identifier"},
		{TagReassigned{Judgement: j(TopicTagKind, "banjir", ""), To: "anggaran"}, "can not be re-assigned"},
		{TagReassigned{Judgement: j(ScopeTagKind, "99.71", ""), To: "99.07"}, "can not be re-assigned"},
		{TagReassigned{Judgement: j(PlaceTagKind, "", "Sukamaju"), To: "99.07.02.2001"}, ""},
		{TagReassigned{Judgement: j(PlaceTagKind, "", "Sukamaju"), ToName: "Sukamaju"}, "region code"},
		{TagReassigned{Judgement: j(OrganisationTagKind, "", "Dinsos"), To: "dinsos-lembayung"}, ""},
		{TagReassigned{Judgement: j(DateTagKind, "", "kemarin"), To: "2025-05"}, ""},
		{TagReassigned{Judgement: j(DateTagKind, "", "kemarin"), To: "2025-05-16.."}, "the first and the last"},
		{TagReassigned{Judgement: j(QuoteTagKind, "", "Jembatan ini"), To: "surya-lembayung"}, ""},
		{TagReassigned{Judgement: j(QuoteTagKind, "", "Jembatan ini"), ToName: "Sumiyem"}, ""},
		{TagReassigned{Judgement: j(QuoteTagKind, "", "Jembatan ini")}, "without its speaker"},
	} {
		_, err := New("jejak/desk", time.Unix(1_750_000_000, 0), time.Time{}, c.data)
		if got := errorText(err); (got == "") != (c.say == "") || !strings.Contains(got, c.say) {
			t.Errorf("New(%#v) = %q, want %q", c.data, got, c.say)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
