package extract

import (
	"testing"
	"time"
)

func TestFindMoment(t *testing.T) {
	jakarta := "+07:00"
	for _, c := range []struct {
		in       string
		dayFirst bool
		want     string // RFC 3339, a day, or "" for none
	}{
		{"2025-05-17T10:15:00+07:00", false, "2025-05-17T10:15:00" + jakarta},
		{"2025-05-17T03:15:00.123Z", false, "2025-05-17T03:15:00Z"},
		{"2025-05-17 10:15:00", false, "2025-05-17T10:15:00" + jakarta},
		{"20250517T101500+0700", false, "2025-05-17T10:15:00" + jakarta},
		{"2025/05/17 10:15", false, "2025-05-17T10:15:00" + jakarta},
		{"2025-05-17", false, "2025-05-17"},
		{"1747451700", false, "2025-05-17T03:15:00Z"},
		{"1747451700000", false, "2025-05-17T03:15:00Z"},
		{"Sat, 17 May 2025 03:15:00 GMT", false, "2025-05-17T03:15:00Z"},
		{"Sat May 17 10:15:00 WIB 2025", false, "2025-05-17T10:15:00" + jakarta},
		{"01-11-2023 10:29", true, "2023-11-01T10:29:00" + jakarta},
		{"Sabtu, 17 Mei 2025 | 10:15 WIB", true, "2025-05-17T10:15:00" + jakarta},
		{"Sabtu, 17 Mei 2025 10.15 WITA", true, "2025-05-17T10:15:00+08:00"},
		{"17 Mei 2025, 10:15 WIT", true, "2025-05-17T10:15:00+09:00"},
		{"Tayang: Senin, 22 Juni 2026 15:08 WIB", true, "2026-06-22T15:08:00" + jakarta},
		{"17 - Jun - 2026, 12:15", true, "2026-06-17T12:15:00" + jakarta},
		{"3 Pebruari 2019", true, "2019-02-03"},
		{"Selasa, 5 Nopember 2024", true, "2024-11-05"},
		{"Jum'at, 16/05/2025 08:30 WIB", true, "2025-05-16T08:30:00" + jakarta},
		{"17/05/2025", false, "2025-05-17"},
		{"05/17/2025", false, "2025-05-17"},
		{"05/06/2025", false, ""},
		{"05/06/2025", true, "2025-06-05"},
		{"17.05.2025 14:30", false, "2025-05-17T14:30:00" + jakarta},
		{"May 17, 2025 at 3:04 p.m. ET", false, "2025-05-17T15:04:00" + jakarta},
		{"May 17, 2025 3:04 AM EDT", false, "2025-05-17T03:04:00-04:00"},
		{"17th of May 2025", false, "2025-05-17"},
		{"17. Mai 2025, 9:05 Uhr", false, "2025-05-17T09:05:00" + jakarta},
		{"Publié le 3 février 2025 à 18h30", false, "2025-02-03T18:30:00" + jakarta},
		{"3 de fevereiro de 2025", false, "2025-02-03"},
		{"3 лютого 2025, 12:00", false, "2025-02-03T12:00:00" + jakarta},
		{"2025年5月17日 10時", false, "2025-05-17"},
		{"2025.05.17 10:15", false, "2025-05-17T10:15:00" + jakarta},
		{"١٧ مايو ٢٠٢٥", true, "2025-05-17"},
		{"الجمعة 17 أيار / مايو 2025 09:22", true, "2025-05-17T09:22:00" + jakarta},
		{"17 مايو 2025 09:22 مساءً", true, "2025-05-17T21:22:00" + jakarta},
		{"2025年5月17日 下午3:05", true, "2025-05-17T15:05:00" + jakarta},
		{"יום שבת, 17 במאי 2025, 10:15", true, "2025-05-17T10:15:00" + jakarta},
		{"17 พฤษภาคม 2568 10:15", true, "2025-05-17T10:15:00" + jakarta},
		{"Thứ bảy, 17 tháng 5, 2025", true, "2025-05-17"},
		{"2025. május 17. 10:15", true, "2025-05-17T10:15:00" + jakarta},
		{"2025 m. gegužės 17 d. 10:15", true, "2025-05-17T10:15:00" + jakarta},
		{"2025. gada 17. maijs", true, "2025-05-17"},
		{"17 Disember 2025", true, "2025-12-17"},
		{"17 Desemba 2025", true, "2025-12-17"},
		{"17 maí 2025", true, "2025-05-17"},
		{"१७ मई २०२५", true, "2025-05-17"},
		{"17 de mai. de 2025", true, "2025-05-17"},
		{"2 تير 1399", true, ""},
		{"Sabtu, 17 Mei 2025 – 10.15 Waktu Indonesia Tengah", true, "2025-05-17T10:15:00+08:00"},
		{"31 Februari 2025", true, ""},
		{"2025-13-01", false, ""},
		{"0001-01-01T00:00:00Z", false, ""},
		{"1970-01-01", false, ""},
		{"Rp 17.500.000", true, ""},
		{"0812-3456-7890", true, ""},
		{"versi 1.2.2025b", false, ""},
		{"{{ $detail[0]->news_datepub }}", true, ""},
	} {
		m, ok := parseMoment(c.in, c.dayFirst)
		got := ""
		if ok {
			got = m.at(wib).Format(time.RFC3339)
			if !m.clock {
				got = m.at(wib).Format(time.DateOnly)
			}
		}
		if got != c.want {
			t.Errorf("%q (day first: %v) = %q, want %q", c.in, c.dayFirst, got, c.want)
		}
	}
}

func TestAgo(t *testing.T) {
	now := time.Date(2025, 5, 17, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		in   string
		want time.Duration
		ok   bool
	}{
		{"2 jam yang lalu", 2 * time.Hour, true},
		{"15 menit lalu", 15 * time.Minute, true},
		{"sejam lalu", time.Hour, true},
		{"3 hari yang lalu", 72 * time.Hour, true},
		{"2 hours ago", 2 * time.Hour, true},
		{"5 mins ago", 5 * time.Minute, true},
		{"baru saja", 0, true},
		{"2 bulan lalu", 0, false},
		{"dua jam lagi", 0, false},
	} {
		got, ok := ago(c.in, now)
		if ok != c.ok || ok && now.Sub(got) != c.want {
			t.Errorf("ago(%q) = %v before, %v; want %v, %v", c.in, now.Sub(got), ok, c.want, c.ok)
		}
	}
	if _, ok := ago("2 jam yang lalu", time.Time{}); ok {
		t.Error("a relative date was read without a time of fetching")
	}
}

func TestWeekday(t *testing.T) {
	right, _ := findMoment("Sabtu, 17 Mei 2025", true)
	wrong, _ := findMoment("Senin, 17 Mei 2025", true)
	if right.weekdayWrong() || !wrong.weekdayWrong() {
		t.Errorf("Sabtu wrong: %v, Senin wrong: %v", right.weekdayWrong(), wrong.weekdayWrong())
	}
}

func TestURLDate(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"https://a.example/2025/05/17/judul", "2025-05-17"},
		{"https://a.example/read/2024/06/07/13560841/judul", "2024-06-07"},
		{"https://a.example/baca/3331345341/20260613/042800/judul", "2026-06-13"},
		{"https://a.example/news/2025-05-17-judul", "2025-05-17"},
		{"https://a.example/world/2019/nov/19/judul", "2019-11-19"},
		{"https://a.example/berita/12345678/judul", ""},
		{"https://web.archive.example/web/20130307194448/a.example/2008/05/judul.html", ""},
		{"https://web.archive.example/web/20130307194448/https://a.example/2008/05/26/judul.html", "2008-05-26"},
		{"https://a.example/kota/judul-2025", ""},
		{"https://a.example/2025/17/judul", ""},
	} {
		m, ok := urlDate(c.in)
		got := ""
		if ok {
			got = m.at(time.UTC).Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("urlDate(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
