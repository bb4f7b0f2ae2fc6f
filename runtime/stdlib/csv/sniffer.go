package csv

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

// This file implements Sniffer, which guesses the format of a text.

var namePreferred = py.Intern("preferred")

func addSniffer(m *py.Module, base value) exc {
	v, e := pydef.New(pydef.ClassSpec{Name: "Sniffer", Module: "csv", Doc: "\n    \"Sniffs\" the format of a CSV file (i.e. delimiter, quotechar)\n    Returns a Dialect object.\n    ", Methods: []pydef.Method{
		{Sig: "__init__(self)", Impl: func(self value) (value, exc) {
			return py.None, py.SetAttr(self, namePreferred, py.ListV(py.StrV(","), py.StrV("\t"), py.StrV(";"), py.StrV(" "), py.StrV(":")))
		}},
		{Sig: "sniff(self, sample, delimiters=None)", Impl: func(self, sample, delimiters value) (value, exc) { return sniff(self, sample, delimiters, base) }},
		{Sig: "has_header(self, sample)", Impl: func(self, sample value) (value, exc) { return hasHeader(self, sample) }},
	}})
	if e == nil {
		m.Set("Sniffer", v)
	}
	return e
}

func sniff(self, sample, delimiters, base value) (value, exc) {
	text, e := py.StrText(sample)
	if e != nil {
		return value{}, e
	}
	allowed := func(s string) bool { return true }
	if !delimiters.IsNone() {
		d, e := py.StrText(delimiters)
		if e != nil {
			return value{}, e
		}
		allowed = func(s string) bool { return strings.Contains(d, s) }
	}
	quote, double, delimiter, skip := guessQuoted(text, allowed)
	if delimiter == "" {
		if delimiter, skip, e = guessDelimiter(self, text, allowed); e != nil {
			return value{}, e
		}
	}
	if delimiter == "" {
		return value{}, fail("Could not determine delimiter")
	}
	if quote == "" {
		quote = `"`
	}
	return pydef.New(pydef.ClassSpec{Name: "dialect", Qualname: "Sniffer.sniff.<locals>.dialect", Module: "csv", Bases: []value{base}, Attrs: []pydef.Attr{
		{Name: "_name", Value: py.StrV("sniffed")}, {Name: "lineterminator", Value: py.StrV("\r\n")}, {Name: "quoting", Value: py.Int(quoteMinimal)},
		{Name: "doublequote", Value: py.Bool(double)}, {Name: "delimiter", Value: py.StrV(delimiter)}, {Name: "quotechar", Value: py.StrV(quote)}, {Name: "skipinitialspace", Value: py.Bool(skip)},
	}})
}

// quotedField is a field in quotes as the four rules of guessQuoted find it.
type quotedField struct {
	quote, delim, space string
	hasDelim            bool
}

// findQuoted finds the fields in quotes. rule 0 asks for delimiters on both sides, rule 1
// for one behind, rule 2 for one before, rule 3 for a line of its own.
func findQuoted(text string, rule int) []quotedField {
	var out []quotedField
	isDelim := func(c rune) bool {
		return !(c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c)) && c != '\n' && c != '"' && c != '\''
	}
	runes := []rune(text)
	lineStart := func(i int) bool { return i == 0 || runes[i-1] == '\n' }
	lineEnd := func(i int) bool { return i == len(runes) || runes[i] == '\n' }
	for i := 0; i < len(runes); {
		at := i
		var delim rune
		space := ""
		ok := true
		switch rule {
		case 0, 2:
			if !isDelim(runes[at]) {
				ok = false
				break
			}
			delim = runes[at]
			at++
			if at < len(runes) && runes[at] == ' ' {
				space = " "
				at++
			}
		default:
			ok = lineStart(at)
		}
		if !ok || at >= len(runes) || runes[at] != '"' && runes[at] != '\'' {
			i++
			continue
		}
		q := runes[at]
		end := -1
		for k := at + 1; k < len(runes); k++ {
			if runes[k] != q {
				continue
			}
			switch rule {
			case 0:
				if k+1 < len(runes) && runes[k+1] == delim {
					end = k + 2
				}
			case 1:
				if k+1 < len(runes) && isDelim(runes[k+1]) {
					delim = runes[k+1]
					end = k + 2
					if end < len(runes) && runes[end] == ' ' {
						space = " "
						end++
					}
				}
			default:
				if lineEnd(k + 1) {
					end = k + 1
				}
			}
			if end >= 0 {
				break
			}
		}
		if end < 0 {
			i++
			continue
		}
		f := quotedField{quote: string(q), space: space, hasDelim: rule != 3}
		if f.hasDelim {
			f.delim = string(delim)
		}
		out = append(out, f)
		i = end
	}
	return out
}

// most returns the key with the highest count, the first of them.
func most(keys []string, counts map[string]int) string {
	best := ""
	for i, k := range keys {
		if i == 0 || counts[k] > counts[best] {
			best = k
		}
	}
	return best
}

// guessQuoted looks at text between quotes for what stands beside it.
func guessQuoted(text string, allowed func(string) bool) (quote string, double bool, delimiter string, skip bool) {
	var found []quotedField
	for rule := range 4 {
		if found = findQuoted(text, rule); len(found) > 0 {
			break
		}
	}
	if len(found) == 0 {
		return "", false, "", false
	}
	quotes, delims, spaces := map[string]int{}, map[string]int{}, 0
	var quoteKeys, delimKeys []string
	for _, f := range found {
		if quotes[f.quote]++; quotes[f.quote] == 1 {
			quoteKeys = append(quoteKeys, f.quote)
		}
		if !f.hasDelim {
			continue
		}
		if allowed(f.delim) {
			if delims[f.delim]++; delims[f.delim] == 1 {
				delimKeys = append(delimKeys, f.delim)
			}
		}
		if f.space != "" {
			spaces++
		}
	}
	quote = most(quoteKeys, quotes)
	if len(delims) > 0 {
		delimiter = most(delimKeys, delims)
		skip = delims[delimiter] == spaces
		if delimiter == "\n" {
			delimiter = ""
		}
	}
	q, d := regexp.QuoteMeta(quote), regexp.QuoteMeta(delimiter)
	re, err := regexp.Compile(`(?m)((` + d + `)|^)\W*` + q + `[^` + d + `\n]*` + q + `[^` + d + `\n]*` + q + `\W*((` + d + `)|$)`)
	double = err == nil && re.MatchString(text)
	return quote, double, delimiter, skip
}

// guessDelimiter counts how often each ASCII character stands on a line: a delimiter does
// so equally often.
func guessDelimiter(self value, text string, allowed func(string) bool) (string, bool, exc) {
	var data []string
	for _, l := range strings.Split(text, "\n") {
		if l != "" {
			data = append(data, l)
		}
	}
	type mode struct{ freq, count int }
	freqs := make([]map[int]int, 127)
	order := make([][]int, 127)
	for c := range freqs {
		freqs[c] = map[int]int{}
	}
	const chunk = 10
	modes := map[int]mode{}
	delims := map[int]mode{}
	var delimOrder []int
	total := 0
	for start, iteration := 0, 0; start < len(data); start += chunk {
		iteration++
		end := min(start+chunk, len(data))
		for _, line := range data[start:end] {
			for c := range freqs {
				n := strings.Count(line, string(rune(c)))
				if freqs[c][n]++; freqs[c][n] == 1 {
					order[c] = append(order[c], n)
				}
			}
		}
		for c := range freqs {
			items := order[c]
			if len(items) == 1 && items[0] == 0 {
				continue
			}
			best := items[0]
			for _, n := range items {
				if freqs[c][n] > freqs[c][best] {
					best = n
				}
			}
			m := mode{best, freqs[c][best]}
			if len(items) > 1 {
				for _, n := range items {
					if n != best {
						m.count -= freqs[c][n]
					}
				}
			}
			modes[c] = m
		}
		total = min(chunk*iteration, len(data))
		for consistency := 1.0; len(delims) == 0 && consistency >= 0.9; consistency -= 0.01 {
			for c := range freqs {
				m, ok := modes[c]
				if ok && m.freq > 0 && m.count > 0 && float64(m.count)/float64(total) >= consistency && allowed(string(rune(c))) {
					delims[c] = m
					delimOrder = append(delimOrder, c)
				}
			}
		}
		if len(delims) == 1 {
			return oneDelimiter(data, string(rune(delimOrder[0])))
		}
	}
	if len(delims) == 0 {
		return "", false, nil
	}
	preferred, e := py.GetAttr(self, namePreferred)
	if e != nil {
		return "", false, e
	}
	list, e := py.ToSlice(preferred)
	if e != nil {
		return "", false, e
	}
	for _, p := range list {
		s := textOf(p)
		if len(s) == 1 {
			if _, ok := delims[int(s[0])]; ok {
				return oneDelimiter(data, s)
			}
		}
	}
	best := slices.MaxFunc(delimOrder, func(a, b int) int {
		x, y := delims[a], delims[b]
		if x.freq != y.freq {
			return x.freq - y.freq
		}
		if x.count != y.count {
			return x.count - y.count
		}
		return a - b
	})
	return oneDelimiter(data, string(rune(best)))
}

func oneDelimiter(data []string, d string) (string, bool, exc) {
	return d, strings.Count(data[0], d) == strings.Count(data[0], d+" "), nil
}

func hasHeader(self, sample value) (value, exc) {
	d, e := py.CallMethod1(self, py.Intern("sniff"), sample)
	if e != nil {
		return value{}, e
	}
	io, e := py.ImportModule("io")
	if e != nil {
		return value{}, e
	}
	f, e := py.CallMethod1(io, py.Intern("StringIO"), sample)
	if e != nil {
		return value{}, e
	}
	r, e := newReader([]value{f, d}, nil)
	if e != nil {
		return value{}, e
	}
	header, ok, e := py.Next(r)
	if e != nil {
		return value{}, e
	}
	if !ok {
		return value{}, py.RaiseArgs(py.StopIterationType)
	}
	heads, _ := py.ToSlice(header)
	const number = math.MaxInt
	// What each column has: the length of its texts, number, or -1 for nothing that holds.
	columns := make([]int, len(heads))
	known := make([]bool, len(heads))
	dropped := make([]bool, len(heads))
	kind := func(v value) (int, bool) {
		if _, e := py.Call1(py.ComplexType.Value(), v); e == nil {
			return number, true
		}
		n, e := py.Len(v)
		return n, e == nil
	}
	for checked := 0; checked <= 20; {
		row, ok, e := py.Next(r)
		if e != nil {
			return value{}, e
		}
		if !ok {
			break
		}
		cells, _ := py.ToSlice(row)
		if checked++; len(cells) != len(heads) {
			continue
		}
		for i, c := range cells {
			if dropped[i] {
				continue
			}
			k, _ := kind(c)
			switch {
			case !known[i]:
				known[i], columns[i] = true, k
			case columns[i] != k:
				dropped[i] = true
			}
		}
	}
	votes := 0
	for i, h := range heads {
		if dropped[i] {
			continue
		}
		switch {
		case !known[i]: // nothing is said of the column: its type is None, which cannot be called
			votes++
		case columns[i] == number:
			if _, e := py.Call1(py.ComplexType.Value(), h); e != nil {
				votes++
			} else {
				votes--
			}
		default:
			if n, _ := py.Len(h); n != columns[i] {
				votes++
			} else {
				votes--
			}
		}
	}
	return py.Bool(votes > 0), nil
}
