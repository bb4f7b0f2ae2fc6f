package py

import "strings"

// This file implements the text of exceptions with their chains and groups (traceback.py,
// TracebackException.format).

const (
	causeText   = "\nThe above exception was the direct cause of the following exception:\n\n"
	contextText = "\nDuring handling of the above exception, another exception occurred:\n\n"

	maxGroupWidth = 15
	maxGroupDepth = 10
)

// FormatOptions say how much of an exception is shown.
type FormatOptions struct {
	NoChain bool // without __cause__ and __context__
	// Limit is the number of entries of each traceback, the first ones where it is
	// positive, the last where negative; HasLimit says that there is one.
	Limit    int
	HasLimit bool
}

// FormatException returns the text of exc as an uncaught exception shows it.
func FormatException(exc *Exception) string {
	return strings.Join(FormatExceptionParts(exc, FormatOptions{}), "")
}

// FormatExceptionParts returns the text of exc in pieces that end in newlines, as
// traceback.format_exception.
func FormatExceptionParts(exc *Exception, opts FormatOptions) []string {
	p := &excPrinter{opts: opts, seen: map[*Exception]bool{}}
	p.tree(p.collect(exc))
	return p.out
}

// excNode is an exception whose chain and members are shown: each exception once, however
// often it is linked.
type excNode struct {
	exc            *Exception
	cause, context *excNode
	members        []*excNode
	group          bool
}

type excPrinter struct {
	opts      FormatOptions
	seen      map[*Exception]bool
	depth     int
	needClose bool
	out       []string
}

// collect makes the node of exc and of all that it leads to, in the order in which
// TracebackException visits them: a stack, last in first out.
func (p *excPrinter) collect(exc *Exception) *excNode {
	root := p.node(exc)
	queue := []*excNode{root}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		e := n.exc
		if e.Cause != nil && !p.seen[e.Cause] {
			n.cause = p.node(e.Cause)
		}
		if e.Context != nil && !p.seen[e.Context] && !(n.cause == nil && e.SuppressContext) && n.cause == nil {
			n.context = p.node(e.Context)
		}
		if g := groupOf(e); g != nil {
			n.group = true
			for _, m := range g.Excs.Items() {
				n.members = append(n.members, p.node(excOf(m)))
			}
		}
		for _, next := range []*excNode{n.cause, n.context} {
			if next != nil {
				queue = append(queue, next)
			}
		}
		queue = append(queue, n.members...)
	}
	return root
}

func (p *excPrinter) node(exc *Exception) *excNode {
	p.seen[exc] = true
	return &excNode{exc: exc}
}

func (p *excPrinter) indent() string { return strings.Repeat(" ", 2*p.depth) }

// emit outputs text, inside groups with the margin.
func (p *excPrinter) emit(text string, margin string) {
	prefix := p.indent()
	if p.depth > 0 {
		prefix += margin + " "
	}
	p.out = append(p.out, indentAll(text, prefix))
}

// tree outputs n after what it is chained to.
func (p *excPrinter) tree(n *excNode) {
	type link struct {
		msg string
		n   *excNode
	}
	var chain []link
	for n != nil {
		var next *excNode
		msg := ""
		if !p.opts.NoChain {
			switch {
			case n.cause != nil:
				msg, next = causeText, n.cause
			case n.context != nil && !n.exc.SuppressContext:
				msg, next = contextText, n.context
			}
		}
		chain = append(chain, link{msg, n})
		n = next
	}
	for i := len(chain) - 1; i >= 0; i-- {
		if chain[i].msg != "" {
			p.emit(chain[i].msg, "|")
		}
		p.one(chain[i].n)
	}
}

func (p *excPrinter) entries(exc *Exception) []string {
	list := exc.Traceback.Entries()
	if p.opts.HasLimit {
		switch n := p.opts.Limit; {
		case n >= 0 && n < len(list):
			list = list[:n]
		case n < 0 && -n < len(list):
			list = list[len(list)+n:]
		}
	}
	return FormatEntryList(list)
}

// headed reports whether the heading of a traceback comes before the entries of exc. One
// of functions of the runtime alone has a heading and no entries.
func (p *excPrinter) headed(exc *Exception, entries []string) bool {
	return len(entries) > 0 || exc.Traceback != nil && !p.opts.HasLimit
}

func (p *excPrinter) one(n *excNode) {
	if !n.group {
		if e := p.entries(n.exc); p.headed(n.exc, e) {
			p.emit("Traceback (most recent call last):\n", "|")
			for _, s := range e {
				p.emit(s, "|")
			}
		}
		for _, s := range ExceptionOnlyParts(n.exc) {
			p.emit(s, "|")
		}
		return
	}
	if p.depth > maxGroupDepth {
		p.emit("... (max_group_depth is "+itoa(maxGroupDepth)+")\n", "|")
		return
	}
	top := p.depth == 0
	if top {
		p.depth++
	}
	if e := p.entries(n.exc); p.headed(n.exc, e) {
		margin := "|"
		if top {
			margin = "+"
		}
		p.emit("Exception Group Traceback (most recent call last):\n", margin)
		for _, s := range e {
			p.emit(s, "|")
		}
	}
	for _, s := range ExceptionOnlyParts(n.exc) {
		p.emit(s, "|")
	}
	p.members(n)
	if top {
		p.depth = 0
	}
}

// members outputs the exceptions of a group, boxed.
func (p *excPrinter) members(n *excNode) {
	total := len(n.members)
	shown := min(total, maxGroupWidth+1)
	p.needClose = false
	for i := range shown {
		last := i == shown-1
		if last {
			p.needClose = true
		}
		truncated := i >= maxGroupWidth
		title, corner := itoa(i+1), "  "
		if truncated {
			title = "..."
		}
		if i == 0 {
			corner = "+-"
		}
		p.out = append(p.out, p.indent()+corner+"+---------------- "+title+" ----------------\n")
		p.depth++
		if truncated {
			left := total - maxGroupWidth
			p.emit("and "+itoa(left)+" more exception"+plural(left)+"\n", "|")
		} else {
			p.tree(n.members[i])
		}
		if last && p.needClose {
			p.out = append(p.out, p.indent()+"+------------------------------------\n")
			p.needClose = false
		}
		p.depth--
	}
}

// FormatExceptionOnly returns the last lines of an exception's text: its class and
// message, and its notes.
func FormatExceptionOnly(exc *Exception) string { return strings.Join(ExceptionOnlyParts(exc), "") }

// ExceptionOnlyParts is FormatExceptionOnly in lines, as traceback.format_exception_only.
func ExceptionOnlyParts(exc *Exception) []string {
	name := exc.ShownName()
	var out []string
	if x, ok := exc.Extra.(*syntaxExtra); ok {
		out = formatSyntaxError(name, x)
	} else {
		text := safeStr(exc.Value()) + exc.suggestion()
		if text != "" {
			name += ": " + text
		}
		out = []string{name + "\n"}
	}
	notes, found, fail := LookupAttr(exc.Value(), nameNotes)
	if fail != nil {
		return append(out, "Ignored error getting __notes__: "+safeRepr(fail.Value())+"\n")
	}
	if !found || notes.IsNone() {
		return out
	}
	items, ok := noteList(notes)
	if !ok {
		return append(out, safeReprOr(notes, "<__notes__ repr() failed>")+"\n")
	}
	for _, n := range items {
		s, exc := Str_(n)
		text := "<note str() failed>"
		if exc == nil {
			text = s.Str().S
		}
		for _, line := range strings.Split(text, "\n") {
			out = append(out, line+"\n")
		}
	}
	return out
}

// noteList returns the elements of __notes__ where that is a list or tuple.
func noteList(v Value) ([]Value, bool) {
	if l, ok := AsList(v); ok {
		return l.Items, true
	}
	if t, ok := AsTuple(v); ok {
		return t.Items(), true
	}
	return nil, false
}

// ShownName is the class's qualified name, with the module where that is neither builtins
// nor __main__.
func (exc *Exception) ShownName() string {
	t := exc.typ
	switch m := t.moduleName(); m {
	case "builtins", "__main__":
		return t.Qualname
	case "":
		return "<unknown>." + t.Qualname
	default:
		return m + "." + t.Qualname
	}
}

// safeStr is str(v) for the text of an exception.
func safeStr(v Value) string {
	s, exc := Str_(v)
	if exc != nil {
		return "<exception str() failed>"
	}
	return s.Str().S
}

func safeRepr(v Value) string { return safeReprOr(v, "<exception repr() failed>") }

func safeReprOr(v Value, failed string) string {
	s, exc := Repr(v)
	if exc != nil {
		return failed
	}
	return s.Str().S
}

func smallIntOf(v Value) (int, bool) {
	if v.ref == nil || !v.IsSmallInt() {
		return 0, false
	}
	return int(v.SmallInt()), true
}

// formatSyntaxError is the text of a SyntaxError: where it is, the line and a mark.
func formatSyntaxError(name string, x *syntaxExtra) []string {
	var out []string
	suffix := ""
	file := ""
	if x.Filename.ref != nil && !x.Filename.IsNone() {
		file = textOf(x.Filename)
	}
	if x.Lineno.ref != nil && !x.Lineno.IsNone() {
		if file == "" {
			file = "<string>"
		}
		out = append(out, "  File \""+file+"\", line "+textOf(x.Lineno)+"\n")
	} else if file != "" {
		suffix = " (" + file + ")"
	}
	if x.Text.ref != nil && x.Text.IsStr() {
		out = append(out, markSyntax(x)...)
	}
	msg := "<no detail available>"
	if x.Msg.ref != nil && !x.Msg.IsNone() {
		msg = textOf(x.Msg)
	}
	return append(out, name+": "+msg+suffix+"\n")
}

// markSyntax returns the source line of a SyntaxError and the line of carets.
func markSyntax(x *syntaxExtra) []string {
	text := x.Text.Str().S
	right := strings.TrimRight(text, "\n")
	left := strings.TrimLeft(right, " \n\f")
	spaces := len(right) - len(left)
	out := []string{"    " + left + "\n"}
	offset, ok := smallIntOf(x.Offset)
	if !ok {
		return out
	}
	length, rlen := len([]rune(text)), len([]rune(right))
	end := rlen + 1
	line, _ := smallIntOf(x.Lineno)
	if endLine, ok := smallIntOf(x.EndLineno); !ok && x.EndLineno.ref == nil || ok && endLine == line {
		end = offset
		if n, ok := smallIntOf(x.EndOffset); ok && n != 0 {
			end = n
		}
	}
	if length > 0 && offset > length {
		offset = rlen + 1
	}
	if length > 0 && end > length {
		end = rlen + 1
	}
	if offset >= end || end < 0 {
		end = offset + 1
	}
	col, endCol := offset-1-spaces, end-1-spaces
	if col < 0 {
		return out
	}
	pad := ""
	for i, r := range []rune(left) {
		if i >= col {
			break
		}
		if r == '\t' || r == '\f' || r == '\v' {
			pad += string(r)
		} else {
			pad += " "
		}
	}
	return append(out, "    "+pad+strings.Repeat("^", endCol-col)+"\n")
}
