package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// moment is a date as a page writes it.
type moment struct {
	year, month, day  int
	hour, minute, sec int
	clock             bool           // a time of day is given
	zone              *time.Location // nil: none is given
	weekday           int            // 1 Monday … 7 Sunday; 0: none is given
}

// The zones of Indonesia have had no summer time since 1964, so fixed offsets are
// exact and need no zone files on the machine.
var (
	wib  = time.FixedZone("WIB", 7*3600)
	wita = time.FixedZone("WITA", 8*3600)
	wit  = time.FixedZone("WIT", 9*3600)
)

// at returns the instant of m; a moment without a zone is in the given one.
func (m moment) at(home *time.Location) time.Time {
	zone := m.zone
	if zone == nil {
		zone = home
	}
	return time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, m.sec, 0, zone)
}

func (m moment) real() bool {
	if m.year < 1990 || m.year > 2100 || m.month < 1 || m.month > 12 || m.day < 1 || m.day > 31 || m.hour > 23 || m.minute > 59 || m.sec > 60 {
		return false
	}
	t := time.Date(m.year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC)
	return t.Day() == m.day
}

// weekdayWrong reports whether the day of the week that is given is another one.
func (m moment) weekdayWrong() bool {
	if m.weekday == 0 {
		return false
	}
	t := time.Date(m.year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC)
	return (int(t.Weekday())+6)%7+1 != m.weekday
}

var (
	isoForm  = regexp.MustCompile(`^(\d{4})-?(\d{2})-?(\d{2})(?:[T\s_,]+(\d{1,2})[:.]?(\d{2})(?:[:.]?(\d{2})(?:[.,:]\d+)?)?)?\s*(.*)$`)
	ymdForm  = regexp.MustCompile(`^(\d{4})[/.](\d{1,2})[/.](\d{1,2})\.?(?:[T\s,|-]+(\d{1,2})[:.h](\d{2})(?::(\d{2}))?)?\s*(.*)$`)
	unixNum  = regexp.MustCompile(`^1\d{9}(?:\d{3})?$`)
	clockIn  = regexp.MustCompile(`(?i)(?:^|[^\d:.])(\d{1,2})\s?[:.h]\s?(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?\s?m\b\.?)?(?:[^\d]|$)`)
	javaForm = regexp.MustCompile(`^\pL{3}\s+(\pL{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(\S+)\s+(\d{4})$`)
	hourAM   = regexp.MustCompile(`(?i)\b(\d{1,2})\s*([ap])\.?m\b\.?`)
	offset   = regexp.MustCompile(`(?i)(?:GMT|UTC)?\s*([+\-−])(\d{1,2}):?(\d{2})?\b`)
	cjkForm  = regexp.MustCompile(`(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]`)
	vietForm = regexp.MustCompile(`(?i)(\d{1,2})\s+tháng\s+(\d{1,2})\s*(?:,|năm|/)?\s*(\d{4})`)
	ymdText  = regexp.MustCompile(`(?i)((?:19|20)\d{2})(?:\.|,| m\.)?\s+([\pL\pM]{3,14})\s+(\d{1,2})(?:\D|$)`)
	ydmText  = regexp.MustCompile(`(?i)((?:19|20)\d{2})\.\s+gada\s+(\d{1,2})\.\s+([\pL\pM]{3,14})`)
	dmyText  = regexp.MustCompile(`(?i)(?:^|[^\d])(\d{1,2})(?:st|nd|rd|th|er|\.|º|ª|a)?\s*[-/.\s]?\s*(?:de\s+|of\s+|d['’]\s*)?([\pL\pM'’]{2,14})\.?,?\s*[-/.\s]?\s*(?:de[l]?\s+|г\.?\s*)?(\d{4}|['’]?\d{2}\b)`)
	mdyText  = regexp.MustCompile(`(?i)([\pL\pM]{3,14})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})`)
	numeric  = regexp.MustCompile(`(?:^|[^\d/.:-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?([/.-])\s?(\d{4}|\d{2})(?:[^\d\pL/:-]|$)`)
	ymdIn    = regexp.MustCompile(`(?:^|[^\d/.-])((?:19|20)\d{2})\s?([/.-])\s?(\d{1,2})\s?([/.-])\s?(\d{1,2})(?:[^\d/-]|$)`)
)

// parseMoment reads a date in one of the forms that machines write. It does not
// search: the whole of s is the date. dayFirst is as in [findMoment].
func parseMoment(s string, dayFirst bool) (moment, bool) {
	s = latinDigits(tidy(s))
	if s == "" || len(s) > 80 {
		return moment{}, false
	}
	if unixNum.MatchString(s) {
		n, _ := strconv.ParseInt(s[:10], 10, 64)
		t := time.Unix(n, 0).UTC()
		return moment{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), true, time.UTC, 0}, true
	}
	for _, form := range []*regexp.Regexp{isoForm, ymdForm} {
		f := form.FindStringSubmatch(s)
		if f == nil {
			continue
		}
		m := moment{year: num(f[1]), month: num(f[2]), day: num(f[3]), hour: num(f[4]), minute: num(f[5]), sec: num(f[6]), clock: f[4] != ""}
		if !m.clock && strings.IndexFunc(f[7], isDigit) >= 0 && !strings.HasPrefix(f[7], "+") && !strings.HasPrefix(f[7], "-") {
			return moment{}, false // more digits: not a date
		}
		if m.clock {
			m.zone = zoneOf(f[7])
			if rest := strings.ToLower(f[7]); m.hour <= 12 && (strings.HasPrefix(rest, "pm") || strings.HasPrefix(rest, "am")) {
				m.hour = m.hour%12 + 12*strings.Count(rest[:1], "p")
			}
		}
		return m, m.real()
	}
	if f := javaForm.FindStringSubmatch(s); f != nil {
		m := moment{year: num(f[7]), month: monthOf(f[1]), day: num(f[2]), hour: num(f[3]), minute: num(f[4]), sec: num(f[5]), clock: true, zone: zoneOf(f[6])}
		return m, m.real()
	}
	return findMoment(s, dayFirst)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func num(s string) int {
	n, _ := strconv.Atoi(strings.Trim(s, "'’ "))
	return n
}

// findMoment looks for a date in visible text: "Sabtu, 17 Mei 2025 | 10:15 WIB",
// "17 - Jun - 2026, 12:15", "May 17, 2025 at 3:04 p.m. ET", "17.05.2025". A
// numeric date that can be read in two ways is none, unless dayFirst.
func findMoment(s string, dayFirst bool) (moment, bool) {
	s = oneName(latinDigits(tidy(s[:min(len(s), 400)])))
	if strings.IndexFunc(s, isDigit) < 0 {
		return moment{}, false
	}
	var m moment
	at := -1
	try := func(y, mo, d, from, to int) {
		c := moment{year: y, month: mo, day: d}
		if c.year < 100 {
			c.year += 2000
		}
		if c.year > 2400 && c.year < 2700 && buddhist.MatchString(s) {
			c.year -= 543 // the calendar of Thailand
		}
		if c.real() && (at < 0 || from < at) {
			rest := s[:from] + " \n" + s[to:] // the clock may stand on either side
			c.readClock(rest)
			m, at = c, from
		}
	}
	if f := cjkForm.FindStringSubmatchIndex(s); f != nil {
		try(num(s[f[2]:f[3]]), num(s[f[4]:f[5]]), num(s[f[6]:f[7]]), f[0], f[1])
	}
	spread := dashes.ReplaceAllString(s, " ")
	if len(spread) == len(s) {
		s = spread
	}
	for _, f := range dmyText.FindAllStringSubmatchIndex(s, 4) {
		if mo := monthOf(s[f[4]:f[5]]); mo > 0 {
			try(num(s[f[6]:f[7]]), mo, num(s[f[2]:f[3]]), f[2], f[7])
		}
	}
	if f := vietForm.FindStringSubmatchIndex(s); f != nil {
		try(num(s[f[6]:f[7]]), num(s[f[4]:f[5]]), num(s[f[2]:f[3]]), f[2], f[7])
	}
	if f := ymdText.FindStringSubmatchIndex(s); f != nil {
		if mo := monthOf(s[f[4]:f[5]]); mo > 0 {
			try(num(s[f[2]:f[3]]), mo, num(s[f[6]:f[7]]), f[2], f[7])
		}
	}
	if f := ydmText.FindStringSubmatchIndex(s); f != nil {
		if mo := monthOf(s[f[6]:f[7]]); mo > 0 {
			try(num(s[f[2]:f[3]]), mo, num(s[f[4]:f[5]]), f[2], f[7])
		}
	}
	for _, f := range mdyText.FindAllStringSubmatchIndex(s, 4) {
		if mo := monthOf(s[f[2]:f[3]]); mo > 0 {
			try(num(s[f[6]:f[7]]), mo, num(s[f[4]:f[5]]), f[2], f[7])
		}
	}
	if f := ymdIn.FindStringSubmatchIndex(s); f != nil && s[f[4]:f[5]] == s[f[8]:f[9]] {
		try(num(s[f[2]:f[3]]), num(s[f[6]:f[7]]), num(s[f[10]:f[11]]), f[2], f[11])
	}
	if f := numeric.FindStringSubmatchIndex(s); f != nil && s[f[4]:f[5]] == s[f[8]:f[9]] {
		a, b, y := num(s[f[2]:f[3]]), num(s[f[6]:f[7]]), num(s[f[10]:f[11]])
		dotted := s[f[4]:f[5]] == "."
		switch {
		case f[11]-f[10] == 2 && !dayFirst:
		case a > 12 || dayFirst && b <= 12 || dotted && b <= 12 || a == b:
			try(y, b, a, f[2], f[11])
		case b > 12:
			try(y, a, b, f[2], f[11])
		}
	}
	if at < 0 {
		return m, false
	}
	m.weekday = weekdayIn(s)
	return m, true
}

// buddhist is a month in Thai.
var buddhist = regexp.MustCompile(`(?:คม|ยน|พันธ์)`)

var dashes = regexp.MustCompile(` - `)

// readClock finds the time of day and zone in what stands around a date.
func (m *moment) readClock(s string) {
	f := clockIn.FindStringSubmatchIndex(s)
	if f == nil {
		if h := hourAM.FindStringSubmatch(s); h != nil && num(h[1]) >= 1 && num(h[1]) <= 12 {
			m.hour, m.clock = num(h[1])%12, true
			if strings.EqualFold(h[2], "p") {
				m.hour += 12
			}
			m.zone = zoneOf(s)
		}
		return
	}
	hour, minute := num(s[f[2]:f[3]]), num(s[f[4]:f[5]])
	if hour > 23 || minute > 59 {
		return
	}
	switch {
	case f[8] >= 0 && hour <= 12:
		hour %= 12
		if s[f[8]]|0x20 == 'p' {
			hour += 12
		}
	case hour < 12 && evening.MatchString(s):
		hour += 12
	}
	m.hour, m.minute, m.clock = hour, minute, true
	if f[6] >= 0 {
		m.sec = num(s[f[6]:f[7]])
	}
	m.zone = zoneOf(s[f[5]:])
}

// evening is "p.m." in other scripts.
var evening = regexp.MustCompile(`مساء|下午|晚上|午後|오후|(?:^|\PL)(?:chiều|tối|μ\.?μ)(?:\PL|$)`)

// zoneOf reads a zone at the front of what follows a time of day.
func zoneOf(s string) *time.Location {
	s = strings.TrimLeft(s, " ,|()[]:0123456789.")
	if len(s) > 2 && (s[0]|0x20 == 'a' || s[0]|0x20 == 'p') {
		if rest, ok := cutFold(strings.ReplaceAll(s[:min(len(s), 24)], ".", ""), s[:1]+"m"); ok && (rest == "" || rest[0] == ' ') {
			s = strings.TrimLeft(rest, " ,|()[]")
		}
	}
	if s == "" {
		return nil
	}
	head := s[:min(len(s), 16)]
	switch {
	case head[0] == 'Z' && (len(head) == 1 || !isLetter(rune(head[1]))):
		return time.UTC
	case wordAt(head, "WIB"):
		return wib
	case wordAt(head, "WITA"):
		return wita
	case wordAt(head, "WIT"):
		return wit
	}
	for name, zone := range spelledOut {
		if wordAt(s, name) {
			return zone
		}
	}
	if f := offset.FindStringSubmatchIndex(head); f != nil && f[0] == 0 {
		h, mi := num(head[f[4]:f[5]]), 0
		if f[6] >= 0 {
			mi = num(head[f[6]:f[7]])
		}
		if h > 14 || mi > 59 {
			return nil
		}
		sec := h*3600 + mi*60
		if head[f[2]] != '+' {
			sec = -sec
		}
		if sec == 0 {
			return time.UTC
		}
		return time.FixedZone("", sec)
	}
	for name, hours := range abbreviated {
		if wordAt(head, name) {
			if hours == 0 {
				return time.UTC
			}
			return time.FixedZone(name, int(hours*3600))
		}
	}
	return nil
}

func wordAt(s, word string) bool {
	if len(s) < len(word) || !strings.EqualFold(s[:len(word)], word) {
		return false
	}
	return len(s) == len(word) || !isLetter(rune(s[len(word)]))
}

var spelledOut = map[string]*time.Location{"Waktu Indonesia Barat": wib, "Waktu Indonesia Tengah": wita, "Waktu Indonesia Timur": wit}

// abbreviated are zones whose letters mean one thing in the press.
var abbreviated = map[string]float64{
	"GMT": 0, "UTC": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
	"CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "SGT": 8, "MYT": 8, "PKT": 5, "WEST": 1, "WET": 0, "SAST": 2, "EAT": 3, "WAT": 1,
}

var (
	agoForm = regexp.MustCompile(`(?i)^\W*(?:sekitar\s+|about\s+)?(\d{1,3}|se|an?|satu|one)\s*(detik|dtk|menit|mnt|jam|hari|minggu|bulan|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|min|h)\s+(?:yang\s+)?(?:lalu|ago)\b`)
	sejam   = regexp.MustCompile(`(?i)^\W*se(jam|menit|hari|minggu)\s+(?:yang\s+)?lalu`)
)

// ago reads "2 jam yang lalu" and the like against the time of fetching.
// "Kemarin" and months are too coarse to be an instant.
func ago(s string, fetched time.Time) (time.Time, bool) {
	if fetched.IsZero() || len(s) > 60 {
		return time.Time{}, false
	}
	n, unit := 1, ""
	if f := agoForm.FindStringSubmatch(s); f != nil {
		if v := num(f[1]); v > 0 {
			n = v
		}
		unit = strings.ToLower(f[2])
	} else if f := sejam.FindStringSubmatch(s); f != nil {
		unit = strings.ToLower(f[1])
	} else if strings.EqualFold(strings.TrimSpace(s), "baru saja") {
		return fetched, true
	}
	var d time.Duration
	switch {
	case unit == "":
		return time.Time{}, false
	case strings.HasPrefix(unit, "det"), unit == "dtk", strings.HasPrefix(unit, "sec"):
		d = time.Second
	case unit == "menit", unit == "mnt", strings.HasPrefix(unit, "min") && unit != "minggu":
		d = time.Minute
	case unit == "jam", strings.HasPrefix(unit, "h") && unit != "hari":
		d = time.Hour
	case unit == "hari", strings.HasPrefix(unit, "day"):
		d = 24 * time.Hour
	case unit == "minggu", strings.HasPrefix(unit, "week"):
		d = 7 * 24 * time.Hour
	default:
		return time.Time{}, false
	}
	return fetched.Add(-time.Duration(n) * d), true
}
