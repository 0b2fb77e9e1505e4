package locale

import (
	"testing"
	"time"
)

func TestTimes(t *testing.T) {
	wib := time.FixedZone("", 7*3600)
	at := time.Date(2025, 5, 19, 14, 5, 40, 0, wib)
	for _, c := range []struct{ got, want string }{
		{Indonesian.Time(at, nil), "Senin, 19 Mei 2025 pukul 14.05 WIB"},
		{English.Time(at, nil), "Monday, 19 May 2025, 14:05 WIB"},
		{Indonesian.Time(at, time.FixedZone("", 9*3600)), "Senin, 19 Mei 2025 pukul 16.05 WIT"},
		{Indonesian.Time(at.Add(10*time.Hour), time.FixedZone("", 8*3600)), "Selasa, 20 Mei 2025 pukul 01.05 WITA"},
		{Indonesian.ShortTime(at, nil), "19 Mei 2025, 14.05"},
		{English.ShortTime(at, nil), "19 May 2025, 14:05"},
		{Indonesian.Clock(at, time.UTC), "07.05 UTC"},
		{Indonesian.Clock(at, time.FixedZone("", 5*3600+1800)), "12.35 UTC+05:30"},
		{Indonesian.Day("2025-08-01"), "1 Agustus 2025"},
		{Indonesian.Day(""), ""},
		{Indonesian.Partial("2024-08"), "Agustus 2024"},
		{English.Partial("2024"), "2024"},
		{Indonesian.Partial("..2026-03"), "paling lambat Maret 2026"},
		{English.Partial("2026-06.."), "not before June 2026"},
		{Indonesian.Partial("1942..1945-08"), "antara 1942 dan Agustus 1945"},
		{English.Partial("2024-08-10"), "10 August 2024"},
		{Indonesian.MonthShort(time.August), "Agu"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1.000", 184211: "184.211", 1234567: "1.234.567", -1500: "-1.500"} {
		if got := Indonesian.Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
	if got := English.Number(1234567); got != "1,234,567" {
		t.Errorf("English.Number = %q", got)
	}
	for n, want := range map[uint64]string{12: "12 B", 3400: "3,4 kB", 1_250_000_000: "1,2 GB"} {
		if got := Indonesian.Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 detik", 90 * time.Second: "1 menit 30 detik", 26 * time.Hour: "1 hari 2 jam", 2 * time.Hour: "2 jam", 622*24*time.Hour + 20*time.Hour: "622 hari",
	} {
		if got := Indonesian.Span(d); got != want {
			t.Errorf("Span(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for s, want := range map[string]Lang{"id": Indonesian, "en": English, "en-GB": English, "fr": Indonesian, "": Indonesian, "english": Indonesian} {
		got, ok := Parse(s)
		if got != want || ok != (s == "id" || s == "en" || s == "en-GB") {
			t.Errorf("Parse(%q) = %v, %v", s, got, ok)
		}
	}
}
