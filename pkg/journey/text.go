package journey

import (
	"fmt"
	"strings"
	"time"

	"github.com/jejak-id/jejak/pkg/correcting"
	"github.com/jejak-id/jejak/pkg/desk/locale"
	"github.com/jejak-id/jejak/pkg/event"
)

// say picks the sentence in a language. Both stand side by side, so that one is
// not changed without the other.
func say(l locale.Lang, indonesian, english string, args ...any) string {
	s := indonesian
	if l == locale.English {
		s = english
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// Text tells the journey to a person: the address, the verdict, then one line an
// event.
func (j Journey) Text(l locale.Lang, zone *time.Location) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", j.URL, j.Verdict.Text(l))
	for _, s := range j.Steps {
		fmt.Fprintf(&b, "  %s  %-5s #%-6d %s\n", l.ShortTime(s.Observed, zone), s.Stream, s.Seq, s.Text(l))
	}
	return b.String()
}

// Text tells the verdict in one sentence.
func (v Verdict) Text(l locale.Lang) string {
	out := v.sentence(l)
	if v.Found && !v.Tagged {
		out += say(l, " Tanda pejabat dan topik belum ada.", " It has no tags yet.")
	}
	if v.Found && v.Withdrawn {
		out += say(l, " Media sudah menghapusnya; arsip tetap menunjukkannya.", " The outlet took it down; the archive still shows it.")
	}
	return out
}

func (v Verdict) sentence(l locale.Lang) string {
	switch v.Code {
	case Indexed:
		return say(l, "Ada di indeks dan dapat dicari.", "It is in the index and can be found.")
	case Behind:
		return say(l, "Ada di indeks, tetapi dalam keadaan lama: indeks tertinggal %s peristiwa.",
			"It is in the index in an older state: the index is %s events behind.", l.Number(int(v.Lag)))
	case Waiting:
		return say(l, "Belum di indeks: giliran setelah %s peristiwa lagi.", "Not in the index yet: %s more events come first.", l.Number(int(v.Lag)))
	case Rejected:
		return say(l, "Tidak di indeks: indeks menolak dokumennya (%s).", "Not in the index: it would not take the document (%s).", v.Why)
	case Missing:
		return say(l, "Tidak di indeks, padahal seharusnya ada: bangun ulang indeks.", "Not in the index though it should be: build the index anew.")
	case Redacted:
		return say(l, "Tidak di indeks: dihapus dari arsip (%s).", "Not in the index: removed from the archive (%s).", v.Why)
	case NotArticle:
		return say(l, "Tidak di indeks: halaman ini tidak terbaca sebagai artikel (%s).", "Not in the index: the page was not read as an article (%s).", v.Why)
	case NotRead:
		return say(l, "Tidak di indeks: halaman sudah diambil, tetapi belum dibaca.", "Not in the index: the page was fetched and not read yet.")
	case Refused:
		return say(l, "Tidak di indeks: perayap tidak mengambilnya (%s).", "Not in the index: the crawler does not fetch it (%s).", v.Why)
	case Moved:
		return say(l, "Halaman di alamat ini menyebut dirinya artikel lain: %s.", "The page at this address calls itself another article: %s.", v.Moved)
	case Failed:
		return say(l, "Belum di indeks: perayap sudah mencoba dan akan mencoba lagi (%s).", "Not in the index yet: the crawler tried and will try again (%s).", v.Why)
	case Queued:
		return say(l, "Belum di indeks: alamat ini dikenal dan menunggu giliran diambil.", "Not in the index yet: the address is known and waits to be fetched.")
	}
	return say(l, "Tidak di indeks: arsip ini belum pernah mengenal alamat ini.", "Not in the index: this archive never heard of the address.")
}

// Text tells one event in a line.
func (s Step) Text(l locale.Lang) string {
	switch d := s.Data.(type) {
	case event.Captured:
		out := say(l, "halaman diambil: HTTP %d, %s", "page fetched: HTTP %d, %s", d.Status, l.Bytes(uint64(max(d.Size, 0))))
		if d.FoundBy != "" {
			out += say(l, ", ditemukan lewat %s", ", found by %s", d.FoundBy)
		}
		if d.NotArticle != "" {
			out += say(l, "; bukan artikel: %s", "; not an article: %s", d.NotArticle)
		}
		return out
	case event.Published:
		return say(l, "dibaca pertama kali: “%s” (pembaca %s)", "first reading: “%s” (extractor %s)", d.Article.Title, d.Extractor)
	case event.Revised:
		return say(l, "diubah media: %s", "changed by the outlet: %s", Parts(l, d.Changed))
	case event.Reread:
		return say(l, "dibaca ulang dari halaman yang sama (pembaca %s): %s", "read again from the same page (extractor %s): %s", d.Extractor, Parts(l, d.Changed))
	case event.Withdrawn:
		return say(l, "dihapus media: %s, %d kali dilihat", "taken down by the outlet: %s, seen %d times", Reason(l, d.Reason), len(d.Looks))
	case event.Restored:
		return say(l, "muncul kembali", "came back")
	case event.Redacted:
		return say(l, "dihapus dari arsip oleh %s: %s", "removed from the archive by %s: %s", d.Actor, d.Reason)
	case event.Tagged:
		return say(l, "ditandai: %d pejabat, %d topik, %d kutipan, %d hal belum pasti (aturan %s)",
			"tagged: %d officials, %d topics, %d quotes, %d unsettled (rules %s)", len(d.Officials), len(d.Topics), len(d.Quotes), len(d.Unsettled), d.Enricher)
	case event.PageDue:
		return page(d, l)
	case event.TagConfirmed, event.TagRejected, event.TagReassigned, event.NameMerged, event.NameSplit:
		return say(l, "koreksi: ", "correction: ") + correcting.Correction{Data: d}.Text(string(l), nil)
	case event.Undone:
		return say(l, "koreksi dibatalkan oleh %s: %s", "correction taken back by %s: %s", d.Actor, d.Note)
	case event.Quarantined:
		return say(l, "menyerah pada %s #%d oleh “%s” setelah %d kali: %s", "gave up on %s #%d by “%s” after %d tries: %s", d.Stream, d.Seq, d.Durable, d.Attempts, d.Reason)
	}
	switch {
	case s.Error != "" && s.Type != "":
		return say(l, "peristiwa jenis %s, yang belum dikenal versi ini", "event of type %s, which this version does not know", s.Type)
	case s.Error != "":
		return say(l, "tidak dapat dibaca: %s", "can not be read: %s", s.Error)
	}
	return s.Type
}

// page tells what the crawler will do with an address.
func page(p event.PageDue, l locale.Lang) string {
	var out string
	switch p.State {
	case event.PageRefused:
		return say(l, "perayap tidak mengambilnya: %s", "the crawler does not fetch it: %s", p.Reason)
	case event.PageIsDone:
		out = say(l, "perayap sudah melihatnya untuk terakhir kali", "the crawler looked for the last time")
	default:
		out = say(l, "perayap akan melihatnya lagi", "the crawler will look again")
		if p.Looks == 0 {
			out = say(l, "menunggu giliran diambil", "waits to be fetched")
		}
		if !p.Due.IsZero() {
			out += say(l, " sejak %s", " from %s on", l.Time(p.Due, nil))
		}
	}
	if p.Looks > 0 {
		out += say(l, ", %d kali dilihat", ", %d looks so far", p.Looks)
	}
	if p.Fails > 0 {
		out += say(l, "; %d kali gagal: %s", "; %d failures: %s", p.Fails, p.Reason)
	}
	if p.Doubt != nil {
		out += say(l, "; perubahan menunggu dipastikan", "; a change waits to be confirmed")
	}
	return out
}

// Parts names the changed parts of an article.
func Parts(l locale.Lang, parts []string) string {
	var out []string
	for _, p := range parts {
		out = append(out, part(l, p))
	}
	if len(out) == 0 {
		return say(l, "tidak ada", "nothing")
	}
	return strings.Join(out, ", ")
}

func part(l locale.Lang, name string) string {
	switch name {
	case "title":
		return say(l, "judul", "headline")
	case "summary":
		return say(l, "ringkasan", "summary")
	case "byline":
		return say(l, "penulis", "byline")
	case "section":
		return say(l, "rubrik", "section")
	case "published":
		return say(l, "waktu terbit", "time of publication")
	case "paragraphs":
		return say(l, "isi", "text")
	case "related":
		return say(l, "baca juga", "related links")
	}
	return name
}

// Reason tells why an article counts as withdrawn.
func Reason(l locale.Lang, reason string) string {
	switch reason {
	case "gone":
		return say(l, "halaman dinyatakan tidak ada lagi (410)", "the page is gone (410)")
	case "not-found":
		return say(l, "halaman tidak ditemukan (404)", "the page is not found (404)")
	case "redirected-home":
		return say(l, "alamatnya dialihkan ke beranda", "the address leads to the front page")
	}
	return reason
}
