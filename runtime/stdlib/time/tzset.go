package time

import (
	"encoding/binary"
	"os"
	"strings"
	gotime "time"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements tzset: the local zone is what the environment variable TZ says, the
// name of a zone or a rule as POSIX writes it, "EST+05EDT,M3.2.0,M11.1.0". Go reads the
// variable once, and does not know rules in it, but it knows those at the end of files of
// zones.

func init() {
	if tz := os.Getenv("TZ"); tz != "" {
		setLocal(tz)
	}
}

// systemZone is the zone without TZ.
func systemZone() *gotime.Location {
	if data, err := os.ReadFile("/etc/localtime"); err == nil {
		if loc, err := gotime.LoadLocationFromTZData("Local", data); err == nil {
			return loc
		}
	}
	return gotime.UTC
}

// setLocal makes the zone that tz means the local one.
func setLocal(tz string) {
	name := strings.TrimPrefix(tz, ":")
	if name == "" {
		gotime.Local = gotime.UTC
		return
	}
	if strings.HasPrefix(name, "/") {
		if data, err := os.ReadFile(name); err == nil {
			if loc, err := gotime.LoadLocationFromTZData("Local", data); err == nil {
				gotime.Local = loc
				return
			}
		}
	} else if loc, err := gotime.LoadLocation(name); err == nil {
		gotime.Local = loc
		return
	}
	gotime.Local = ruleZone(name)
}

// ruleZone is the zone of a rule; of what is none, UTC under the name that it begins with.
func ruleZone(rule string) *gotime.Location {
	std, rest := zoneName(rule)
	offset, rest, ok := ruleOffset(rest)
	if std == "" || !ok {
		if std == "" {
			std = "UTC"
		}
		return gotime.FixedZone(std, 0)
	}
	if rest == "" {
		return gotime.FixedZone(std, -offset)
	}
	loc, err := gotime.LoadLocationFromTZData("Local", zoneFile(std, -offset, rule))
	if err != nil {
		return gotime.FixedZone(std, -offset)
	}
	return loc
}

// zoneName splits the name off that a rule begins with: letters, or anything in <>.
func zoneName(s string) (name, rest string) {
	if strings.HasPrefix(s, "<") {
		if i := strings.IndexByte(s, '>'); i > 0 {
			return s[1:i], s[i+1:]
		}
	}
	i := 0
	for i < len(s) && ('a' <= s[i]|0x20 && s[i]|0x20 <= 'z') {
		i++
	}
	if i < 3 {
		return "", s
	}
	return s[:i], s[i:]
}

// ruleOffset reads [+-]hh[:mm[:ss]], the seconds west of Greenwich.
func ruleOffset(s string) (seconds int, rest string, ok bool) {
	sign := 1
	if s != "" && (s[0] == '+' || s[0] == '-') {
		if s[0] == '-' {
			sign = -1
		}
		s = s[1:]
	}
	for unit := 3600; unit > 0; unit /= 60 {
		n, i := 0, 0
		for i < len(s) && '0' <= s[i] && s[i] <= '9' {
			n = n*10 + int(s[i]-'0')
			i++
		}
		if i == 0 {
			return 0, s, false
		}
		seconds += n * unit
		s = s[i:]
		if s == "" || s[0] != ':' {
			break
		}
		s = s[1:]
	}
	return sign * seconds, s, true
}

// zoneFile is a file of the format TZif (RFC 8536), version 2, that has no transitions but
// those of the rule.
func zoneFile(std string, offset int, rule string) []byte {
	header := func(types, chars uint32) []byte {
		b := append([]byte("TZif2"), make([]byte, 15)...)
		for _, n := range []uint32{0, 0, 0, 0, types, chars} {
			b = binary.BigEndian.AppendUint32(b, n)
		}
		return b
	}
	block := func() []byte {
		b := header(1, uint32(len(std)+1))
		b = binary.BigEndian.AppendUint32(b, uint32(int32(offset)))
		b = append(b, 0, 0) // not summer time; the name is the first
		return append(append(b, std...), 0)
	}
	b := append(block(), block()...)
	return append(b, "\n"+rule+"\n"...)
}

// timeModule is the module once it is imported.
var timeModule *py.Module

// tzset is time.tzset.
func tzset() (value, exc) {
	if tz, ok := os.LookupEnv("TZ"); ok {
		setLocal(tz)
	} else {
		gotime.Local = systemZone()
	}
	setZone(timeModule)
	return py.None, nil
}

// setZone sets what the module says of the local zone.
func setZone(m *py.Module) {
	std, dst, stdOff, dstOff := zones()
	m.Set("timezone", py.Int(int64(-stdOff)))
	m.Set("altzone", py.Int(int64(-dstOff)))
	daylight := int64(0)
	if std != dst || stdOff != dstOff {
		daylight = 1
	}
	m.Set("daylight", py.Int(daylight))
	m.Set("tzname", py.TupleV(py.StrV(std), py.StrV(dst)))
}
