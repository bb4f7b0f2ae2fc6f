package py

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file implements the text of one traceback entry: the source lines and the ~~~^^^
// marks under them (PEP 657; traceback.py, StackSummary.format_frame_summary).

// Entry is one entry of a traceback as text shows it. Pos has no columns where EndLine
// is 0.
type Entry struct {
	File *SourceFile
	Name string
	Pos  Position
}

// Entries returns the entries of tb, outermost first, without those of functions of the
// runtime, which have no source.
func (tb *Traceback) Entries() []Entry {
	var list []Entry
	for ; tb != nil; tb = tb.Next {
		if tb.Code.File == nil {
			continue
		}
		p, ok := tb.position()
		if !ok {
			p.EndLine = 0
		}
		list = append(list, Entry{tb.Code.File, tb.Code.Name, p})
	}
	return list
}

// repeatedLimit is how many equal entries in a row are shown.
const repeatedLimit = 3

// FormatEntries returns the text of a list of traceback entries.
func FormatEntries(list []Entry) string {
	var b strings.Builder
	for _, s := range FormatEntryList(list) {
		b.WriteString(s)
	}
	return b.String()
}

// FormatEntryList is FormatEntries in pieces: one string for each entry that is shown and
// for each run of repetitions.
func FormatEntryList(list []Entry) []string {
	var out []string
	var last Entry
	count := 0
	repeated := func() {
		if count > repeatedLimit {
			n := count - repeatedLimit
			out = append(out, "  [Previous line repeated "+itoa(n)+" more time"+plural(n)+"]\n")
		}
	}
	for i, e := range list {
		if i == 0 || e.File != last.File || e.Pos.Line != last.Pos.Line || e.Name != last.Name {
			repeated()
			last, count = e, 0
		}
		count++
		if count <= repeatedLimit {
			out = append(out, e.Format())
		}
	}
	repeated()
	return out
}

// Format returns the text of one entry.
func (e Entry) Format() string {
	name := "<unknown>"
	if e.File != nil {
		name = e.File.Name
	}
	head := "  File \"" + name + "\", line " + itoa(int(e.Pos.Line)) + ", in " + e.Name + "\n"
	switch {
	case e.Pos.EndLine == 0 || !VersionAtLeast(11):
		if s := strings.TrimSpace(e.File.Line(e.Pos.Line)); s != "" {
			head += "    " + s + "\n"
		}
		return head
	case !VersionAtLeast(13):
		return head + e.formatOneLine()
	}
	return head + e.formatLines()
}

// cells converts the byte offset off of line to characters.
func cells(line string, off int32) int {
	if int(off) > len(line) {
		off = int32(len(line))
	}
	return utf8.RuneCountInString(line[:off])
}

// displayWidth is the width of the first n characters of line on a terminal.
func displayWidth(line []rune, n int) int {
	w := 0
	for i, r := range line {
		if i >= n {
			break
		}
		w++
		if r >= 0x1100 && wideRune(r) {
			w++
		}
	}
	if n > len(line) && isASCIIRunes(line) {
		return n
	}
	return w
}

func isASCIIRunes(line []rune) bool {
	for _, r := range line {
		if r >= 0x80 {
			return false
		}
	}
	return true
}

// wideRune reports whether r is shown two columns wide: East Asian Width W or F.
func wideRune(r rune) bool {
	return r <= 0x115f || r >= 0x2e80 && r <= 0x303e || r >= 0x3041 && r <= 0x33ff ||
		r >= 0x3400 && r <= 0x4dbf || r >= 0x4e00 && r <= 0x9fff || r >= 0xa000 && r <= 0xa4cf ||
		r >= 0xa960 && r <= 0xa97f || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 ||
		r >= 0x1f300 && r <= 0x1f64f || r >= 0x1f680 && r <= 0x1f6ff || r >= 0x1f900 && r <= 0x1f9ff ||
		r >= 0x20000 && r <= 0x3fffd
}

// markedLines is the state of writing the lines of one entry.
type markedLines struct {
	lines      [][]rune // without common indentation
	start, end int      // columns, in characters: of the first and of the last line
	// anchor from (line, column) to (line, column), where has is set
	has            bool
	aLine, aCol    int
	bLine, bCol    int
	startW, endW   int // start and end as widths
	aWidth, bWidth int
	carets         bool
	out            []string
}

// formatLines is the form of Python 3.13: all lines of the operation, those in the middle
// abbreviated.
func (e Entry) formatLines() string {
	p := e.Pos
	var text []string
	for n := p.Line; n <= p.EndLine; n++ {
		text = append(text, e.File.Line(n))
	}
	first, last := text[0], text[len(text)-1]
	if strings.TrimSpace(strings.Join(text, "")) == "" {
		return ""
	}
	dedented := dedent(text)
	m := &markedLines{}
	for _, s := range dedented {
		m.lines = append(m.lines, []rune(strings.TrimRight(s, " \t\f")))
	}
	// A line keeps what follows the operation, but trailing space is of no matter.
	shift := utf8.RuneCountInString(first) - utf8.RuneCountInString(dedented[0])
	m.start = max(0, cells(first, p.Col)-shift)
	m.end = max(0, cells(last, p.EndCol)-shift)
	lastLine := len(m.lines) - 1
	m.startW = displayWidth(m.lines[0], m.start)
	m.endW = displayWidth(m.lines[lastLine], m.end)
	if p.AnchorEndLine != 0 && p.AnchorLine >= p.Line && p.AnchorEndLine <= p.EndLine {
		m.has = true
		m.aLine, m.bLine = int(p.AnchorLine-p.Line), int(p.AnchorEndLine-p.Line)
		m.aCol = max(0, cells(text[m.aLine], p.AnchorStart)-shift)
		m.bCol = max(0, cells(text[m.bLine], p.AnchorEnd)-shift)
		m.aWidth = displayWidth(m.lines[m.aLine], m.aCol)
		m.bWidth = displayWidth(m.lines[m.bLine], m.bCol)
	}
	m.carets = m.showCarets()
	m.write()
	return indentAll(strings.Join(dedent(m.out), "\n")+"\n", "    ")
}

// write outputs the first and last line and those around the anchors.
func (m *markedLines) write() {
	n := len(m.lines)
	show := make([]bool, n)
	mark := func(i int) {
		if i >= 0 && i < n {
			show[i] = true
		}
	}
	mark(0)
	mark(n - 1)
	if m.has {
		for d := -1; d <= 1; d++ {
			mark(m.aLine + d)
			mark(m.bLine + d)
		}
	}
	prev := -1
	for i := range n {
		if !show[i] {
			continue
		}
		if prev >= 0 {
			switch gap := i - prev; {
			case gap == 2:
				m.line(i - 1)
			case gap > 2:
				m.out = append(m.out, "...<"+itoa(gap-1)+" lines>...")
			}
		}
		m.line(i)
		prev = i
	}
}

// line outputs line i and its marks.
func (m *markedLines) line(i int) {
	line := m.lines[i]
	m.out = append(m.out, string(line))
	if !m.carets {
		return
	}
	indent := 0
	for indent < len(line) && unicode.IsSpace(line[indent]) {
		indent++
	}
	width := displayWidth(line, len(line))
	if i == len(m.lines)-1 {
		width = m.endW
	}
	marks := make([]byte, width)
	for col := range marks {
		switch {
		case col < indent || i == 0 && col < m.startW:
			marks[col] = ' '
		case !m.has:
			marks[col] = '^'
		case (i > m.aLine || i == m.aLine && col >= m.aWidth) && (i < m.bLine || i == m.bLine && col < m.bWidth):
			marks[col] = '^'
		default:
			marks[col] = '~'
		}
	}
	m.out = append(m.out, string(marks))
}

// showCarets decides whether marks say anything: not where they would be under the whole
// of the lines, nor under the whole call in "return f(...)" or "x = f(...)"
// (traceback.py, _should_show_carets).
func (m *markedLines) showCarets() bool {
	before := string(m.lines[0][:min(m.start, len(m.lines[0]))])
	lastLine := m.lines[len(m.lines)-1]
	after := string(lastLine[min(m.end, len(lastLine)):])
	if m.isCall() && isRest(after) {
		word := strings.TrimRight(before, " \t(")
		if word == "return" && before != word && m.calleeIsName() {
			return false
		}
		if target, ok := strings.CutSuffix(word, "="); ok && isIdentifier(strings.TrimSpace(target)) {
			return false
		}
	}
	return m.has || strings.TrimLeft(before, " \t\f") != "" || strings.TrimRight(after, " \t\f\r") != ""
}

// isCall reports whether the operation is a call.
func (m *markedLines) isCall() bool {
	return m.has && m.aCol < len(m.lines[m.aLine]) && m.lines[m.aLine][m.aCol] == '(' &&
		m.bLine == len(m.lines)-1 && m.bCol == m.end
}

func (m *markedLines) calleeIsName() bool {
	return m.aLine == 0 && m.start <= m.aCol && isIdentifier(strings.TrimSpace(string(m.lines[0][m.start:m.aCol])))
}

// isRest reports whether s, which follows an expression, ends the statement.
func isRest(s string) bool {
	s = strings.TrimLeft(s, " \t)")
	return s == "" || s[0] == '#' || s[0] == ';'
}

// formatOneLine is the form of Python 3.11 and 3.12: the first line, marked where the
// operation does not cover all of it.
func (e Entry) formatOneLine() string {
	p := e.Pos
	original := e.File.Line(p.Line)
	line := strings.TrimSpace(original)
	if line == "" {
		return ""
	}
	out := "    " + line + "\n"
	runes := []rune(original)
	stripped := len(runes) - len([]rune(strings.TrimLeft(original, " \t\f")))
	start, end := cells(original, p.Col), len([]rune(strings.TrimRight(original, " \t\f")))
	anchors := false
	var a, b int
	if p.Line == p.EndLine {
		end = cells(original, p.EndCol)
		if p.AnchorEndLine == p.Line && p.AnchorLine == p.Line {
			a, b = cells(original, p.AnchorStart), cells(original, p.AnchorEnd)
			// Calls have no marks of their own before 3.13.
			anchors = !(b == end && a < len(runes) && runes[a] == '(')
		}
	}
	if end-start >= len([]rune(line)) && !(anchors && b > a) {
		return out
	}
	out += "    " + strings.Repeat(" ", max(0, displayWidth(runes, start)-stripped))
	w := func(lo, hi int) int { return max(0, displayWidth(runes, hi)-displayWidth(runes, lo)) }
	if anchors {
		return out + strings.Repeat("~", w(start, a)) + strings.Repeat("^", w(a, b)) + strings.Repeat("~", w(b, end)) + "\n"
	}
	return out + strings.Repeat("^", w(start, end)) + "\n"
}

// dedent removes the white space that all lines begin with, ignoring blank ones.
func dedent(lines []string) []string {
	margin, found := "", false
	for _, l := range lines {
		t := strings.TrimLeft(l, " \t")
		if strings.TrimSpace(t) == "" {
			continue
		}
		space := l[:len(l)-len(t)]
		if !found {
			margin, found = space, true
			continue
		}
		n := 0
		for n < len(margin) && n < len(space) && margin[n] == space[n] {
			n++
		}
		margin = margin[:n]
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		out[i] = l[len(margin):]
	}
	return out
}

// indentAll puts prefix before every line of text.
func indentAll(text, prefix string) string {
	if text == "" {
		return ""
	}
	body, end := strings.CutSuffix(text, "\n")
	out := prefix + strings.ReplaceAll(body, "\n", "\n"+prefix)
	if end {
		out += "\n"
	}
	return out
}
