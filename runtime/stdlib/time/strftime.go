package time

import (
	"math"
	"strconv"
	"strings"
	gotime "time"
	"unicode/utf8"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements strftime in the C locale, as glibc has it: a directive is %, flags,
// a width, a modifier and a letter; what is none is written as it stands.

var (
	dayNames   = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	monthNames = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
)

// Moment is a point in time broken down for formatting.
type Moment struct {
	Year, Month, Day, Hour, Minute, Second, Micro int
	Weekday                                       int // Monday is 0
	YearDay                                       int
	Zone                                          string
	Offset                                        int // of the zone, in seconds
	NoOffset                                      bool
}

// directive is a part of a format that begins with %.
type directive struct {
	pad    byte // one of - _ 0, or 0
	upper  bool // flag ^
	change bool // flag #
	width  int
	mod    byte // E, O or 0
	letter byte // 0 for what is no letter
}

// Strftime formats m as C's strftime.
func Strftime(format string, m Moment) (string, exc) {
	if strings.IndexByte(format, 0) >= 0 {
		return "", py.Raisef(py.ValueErrorType, "embedded null character")
	}
	s := m.format(format, false)
	// C's function gives nothing where its buffer is too small; this is how far CPython
	// makes it greater.
	n := utf8.RuneCountInString(s)
	for room := 1024; n >= room; room *= 2 {
		if room >= 256*utf8.RuneCountInString(format) {
			return "", nil
		}
	}
	return s, nil
}

// lastLocal is what FormatLocal has returned last.
var lastLocal struct {
	format  string
	seconds int64
	zone    *gotime.Location
	text    value
}

// FormatLocal is strftime(format, localtime(seconds)), which is computed once for a second. ok
// is false where that raises something.
func FormatLocal(format, seconds value) (text value, ok bool) {
	if !format.IsStr() || !seconds.IsFloat() {
		return value{}, false
	}
	f := seconds.Float()
	if !(math.Abs(f) < 1<<40) {
		return value{}, false
	}
	n := int64(math.Floor(f))
	last := &lastLocal
	if !last.text.IsUnbound() && last.seconds == n && last.zone == gotime.Local && last.format == format.Str().S {
		return last.text, true
	}
	t, e := breakDown([]value{py.Int(n)}, "localtime", gotime.Local)
	if e == nil {
		text, e = strftime([]value{format, t})
	}
	if e != nil {
		return value{}, false
	}
	last.format, last.seconds, last.zone, last.text = format.Str().S, n, gotime.Local, text
	return text, true
}

// format writes m by the format; upper is the flag ^ of the directive that stands for it.
func (m Moment) format(format string, upper bool) string {
	var b strings.Builder
	for {
		text, rest, found := strings.Cut(format, "%")
		b.WriteString(text)
		if !found {
			return b.String()
		}
		if rest != "" {
			if n, digits, pad, ok := m.number(rest[0]); ok && n >= 0 {
				writeNumber(&b, n, digits, pad)
				format = rest[1:]
				continue
			}
		}
		d, n := readDirective(rest)
		d.upper = d.upper || upper
		m.write(&b, d, "%"+rest[:n])
		format = rest[n:]
	}
}

// writeNumber writes n with so many digits at least, filled up as pad says.
func writeNumber(b *strings.Builder, n, digits int, pad byte) {
	var room [24]byte
	text := strconv.AppendInt(room[:0], int64(n), 10)
	for k := len(text); k < digits; k++ {
		if pad == '_' {
			b.WriteByte(' ')
		} else {
			b.WriteByte('0')
		}
	}
	b.Write(text)
}

// readDirective reads a directive behind its %, and returns its length.
func readDirective(s string) (d directive, n int) {
	next := func(of string) bool { return n < len(s) && strings.IndexByte(of, s[n]) >= 0 }
	for ; next("-_0^#"); n++ {
		switch s[n] {
		case '^':
			d.upper = true
		case '#':
			d.change = true
		default:
			d.pad = s[n]
		}
	}
	for ; next("0123456789"); n++ {
		d.width = min(d.width*10+int(s[n]-'0'), maxWidth)
	}
	if next("EO") {
		d.mod = s[n]
		n++
	}
	if n == len(s) {
		return d, n
	}
	r, size := utf8.DecodeRuneInString(s[n:])
	if size == 1 && r != utf8.RuneError {
		d.letter = s[n]
	}
	return d, n + size
}

// maxWidth is more than C's buffer ever has.
const maxWidth = 1 << 22

// modified are the letters that may follow the modifiers.
var modified = map[byte]string{'E': "cnprstuxyzCPRTXYZ%", 'O': "bdeghjklmnprstuwyzBCGHIMPRSTUVWZ%"}

// write writes what the directive d stands for, and source where it is none.
func (m Moment) write(b *strings.Builder, d directive, source string) {
	letter := d.letter
	if d.mod != 0 && strings.IndexByte(modified[d.mod], letter) < 0 {
		letter = 0
	}
	if n, digits, pad, ok := m.number(letter); ok {
		if d.pad == 0 {
			d.pad = pad
		}
		b.WriteString(d.digits(n, digits))
		return
	}
	switch letter {
	case 'z':
		if m.NoOffset {
			return
		}
		sign, off := "+", m.Offset/60
		if m.Offset < 0 {
			sign, off = "-", -off
		}
		b.WriteString(d.text(sign))
		if d.pad == 0 {
			d.pad = '0'
		}
		b.WriteString(d.digits(off/60*100+off%60, 4))
		return
	case 'p', 'P', 'Z':
		source = m.Zone
		if letter != 'Z' {
			source = "AM"
			if m.Hour >= 12 {
				source = "PM"
			}
		}
		if d.change || letter == 'P' {
			source, d.upper = strings.ToLower(source), false
		}
	case '%':
		source = "%"
	default:
		if text, ok := m.text(letter, d); ok {
			source = text
		}
	}
	b.WriteString(d.text(source))
}

// digits is a number with at least so many digits.
func (d directive) digits(n, digits int) string {
	s, fill := strconv.Itoa(n), "0"
	switch d.pad {
	case '-':
		digits, fill = 0, " "
	case '_':
		fill = " "
	}
	return strings.Repeat(fill, max(max(digits, d.width)-len(s), 0)) + s
}

// text is a text as wide as the directive asks for.
func (d directive) text(s string) string {
	if d.upper {
		s = strings.ToUpper(s)
	}
	fill := " "
	if d.pad == '0' {
		fill = "0"
	}
	return strings.Repeat(fill, max(d.width-utf8.RuneCountInString(s), 0)) + s
}

// number returns the number that a letter stands for, how many digits it has, and what
// fills it up where the directive does not say.
func (m Moment) number(letter byte) (n, digits int, pad byte, ok bool) {
	hour12 := (m.Hour+11)%12 + 1
	switch letter {
	case 'C':
		return m.Year / 100, 1, '0', true
	case 'd':
		return m.Day, 2, '0', true
	case 'e':
		return m.Day, 2, '_', true
	case 'G', 'g', 'V':
		year, week := m.isoWeek()
		switch letter {
		case 'G':
			return year, 1, '0', true
		case 'g':
			return year % 100, 2, '0', true
		}
		return week, 2, '0', true
	case 'H':
		return m.Hour, 2, '0', true
	case 'I':
		return hour12, 2, '0', true
	case 'j':
		return m.YearDay, 3, '0', true
	case 'k':
		return m.Hour, 2, '_', true
	case 'l':
		return hour12, 2, '_', true
	case 'm':
		return m.Month, 2, '0', true
	case 'M':
		return m.Minute, 2, '0', true
	case 's':
		t := gotime.Date(m.Year, gotime.Month(m.Month), m.Day, m.Hour, m.Minute, m.Second, 0, gotime.FixedZone("", m.Offset))
		return int(t.Unix()), 1, '_', true
	case 'S':
		return m.Second, 2, '0', true
	case 'u':
		return m.Weekday + 1, 1, '0', true
	case 'U':
		return (m.YearDay + 6 - m.sunday()) / 7, 2, '0', true
	case 'w':
		return m.sunday(), 1, '0', true
	case 'W':
		return (m.YearDay + 6 - m.Weekday) / 7, 2, '0', true
	case 'y':
		return m.Year % 100, 2, '0', true
	case 'Y':
		return m.Year, 1, '0', true
	}
	return 0, 0, 0, false
}

// isoWeek returns the year and week of ISO 8601. It goes by the days of the year and of
// the week, which need not be those of the date.
func (m Moment) isoWeek() (year, week int) {
	daysIn := func(year int) int {
		return gotime.Date(year, 12, 31, 0, 0, 0, 0, gotime.UTC).YearDay()
	}
	// since is how many days the week's Monday is after that of the first week of a year
	// that began so many days ago.
	since := func(days int) int { return days - (days-m.Weekday+24)%7 + 3 }
	year, day := m.Year, m.YearDay-1
	days := since(day)
	if days < 0 {
		year--
		days = since(day + daysIn(year))
	} else if d := since(day - daysIn(year)); d >= 0 {
		year++
		days = d
	}
	return year, days/7 + 1
}

// sunday is the day of the week, where Sunday is 0.
func (m Moment) sunday() int { return (m.Weekday + 1) % 7 }

// text returns the text that a letter stands for.
func (m Moment) text(letter byte, d directive) (string, bool) {
	name := func(s string) (string, bool) {
		if d.change {
			s = strings.ToUpper(s)
		}
		return s, true
	}
	switch letter {
	case 'a':
		return name(dayNames[m.Weekday][:3])
	case 'A':
		return name(dayNames[m.Weekday])
	case 'b', 'h':
		return name(monthNames[m.Month-1][:3])
	case 'B':
		return name(monthNames[m.Month-1])
	case 'c':
		return m.format("%a %b %e %H:%M:%S %Y", d.upper), true
	case 'D', 'x':
		return m.format("%m/%d/%y", d.upper), true
	case 'F':
		return m.format("%Y-%m-%d", d.upper), true
	case 'n':
		return "\n", true
	case 'r':
		return m.format("%I:%M:%S %p", d.upper), true
	case 'R':
		return m.format("%H:%M", d.upper), true
	case 't':
		return "\t", true
	case 'T', 'X':
		return m.format("%H:%M:%S", d.upper), true
	}
	return "", false
}
