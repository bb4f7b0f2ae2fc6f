package ast

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements get_source_segment.

// splitLines splits source at the line ends that the parser knows, which stay at the end
// of the lines.
func splitLines(source string) []string {
	var lines []string
	for source != "" {
		i := strings.IndexAny(source, "\r\n")
		if i < 0 {
			return append(lines, source)
		}
		if source[i] == '\r' && i+1 < len(source) && source[i+1] == '\n' {
			i++
		}
		lines = append(lines, source[:i+1])
		source = source[i+1:]
	}
	return append(lines, "")
}

func sourceSegment(source, node, padded value) (value, exc) {
	var s steps
	var at [4]int
	for i, n := range []*py.Str{nameEndLine, nameEndCol, nameLine, nameCol} {
		x, found, e := py.LookupAttr(node, n)
		if e != nil {
			return value{}, e
		}
		if !found || i < 2 && x.IsNone() {
			return py.None, nil
		}
		at[i] = s.Int(x)
	}
	text, ok := py.AsStr(source)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "expected string or bytes-like object, got '%s'", source.Type().Name)
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	endLine, endCol, line, col := at[0]-1, at[1], at[2]-1, at[3]
	lines := splitLines(text.S)
	if line < 0 || line >= len(lines) || endLine < line || endLine >= len(lines) {
		return value{}, py.Raisef(py.IndexErrorType, "list index out of range")
	}
	cut := func(line string, from, to int) string {
		to = min(to, len(line))
		return line[min(from, to):to]
	}
	if line == endLine {
		return py.StrV(cut(lines[line], col, endCol)), nil
	}
	out := ""
	if s.Truth(padded) {
		for _, c := range cut(lines[line], 0, col) {
			if c != '\f' && c != '\t' {
				c = ' '
			}
			out += string(c)
		}
	}
	out += cut(lines[line], col, len(lines[line]))
	for _, l := range lines[line+1 : endLine] {
		out += l
	}
	return s.Done(py.StrV(out + cut(lines[endLine], 0, endCol)))
}
