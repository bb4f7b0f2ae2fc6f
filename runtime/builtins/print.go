package builtins

import (
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements print and input.

var (
	nameWrite    = py.Intern("write")
	nameFlush    = py.Intern("flush")
	nameReadLine = py.Intern("readline")
)

// printer writes the pieces of one print call. While they are of types whose str runs no
// Python code they are collected and written at once.
type printer struct {
	text    *pyio.Text // the file, where it is a TextIOWrapper
	file    py.Value
	pending []byte
}

func (p *printer) write(v py.Value) *py.Exception {
	switch {
	case v.IsExactStr():
		return p.writeString(v.Str().S)
	case v.IsSmallInt() && p.text != nil:
		p.pending = strconv.AppendInt(p.pending, v.SmallInt(), 10)
		return nil
	}
	if !(v.IsNone() || v.IsFloat() || v.IsBool()) {
		if exc := p.flush(); exc != nil {
			return exc
		}
	}
	s, exc := py.Str_(v)
	if exc != nil {
		return exc
	}
	if p.text == nil {
		_, exc = py.CallMethod1(p.file, nameWrite, s)
		return exc
	}
	return p.writeString(s.Str().S)
}

func (p *printer) writeString(s string) *py.Exception {
	if p.text != nil {
		p.pending = append(p.pending, s...)
		return nil
	}
	_, exc := py.CallMethod1(p.file, nameWrite, py.StrV(s))
	return exc
}

func (p *printer) flush() *py.Exception {
	if len(p.pending) == 0 {
		return nil
	}
	s := string(p.pending)
	p.pending = p.pending[:0]
	return p.text.WriteString(s)
}

// Print is print(*args).
func Print(args ...py.Value) *py.Exception {
	return printTo(args, " ", "\n", pyio.Stdout, false)
}

// PrintKw is print with keyword arguments; see py.Slots.Call.
func PrintKw(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	if len(names) == 0 {
		return py.None, printTo(args, " ", "\n", pyio.Stdout, false)
	}
	sep, end, file, flush := " ", "\n", pyio.Stdout, false
	pos := len(args) - len(names)
	for i, name := range names {
		v := args[pos+i]
		switch name.S {
		case "sep", "end":
			if v.IsNone() {
				continue
			}
			if !v.IsStr() {
				return py.Value{}, py.Raisef(py.TypeErrorType, "%s must be None or a string, not %s", name.S, v.Type().ShownName())
			}
			if name.S == "sep" {
				sep = v.Str().S
			} else {
				end = v.Str().S
			}
		case "file":
			if !v.IsNone() {
				file = v
			}
		case "flush":
			var exc *py.Exception
			if flush, exc = py.Truth(v); exc != nil {
				return py.Value{}, exc
			}
		default:
			return py.Value{}, py.UnexpectedKeyword("print", name, printNames...)
		}
	}
	return py.None, printTo(args[:pos], sep, end, file, flush)
}

func printTo(args []py.Value, sep, end string, file py.Value, flush bool) *py.Exception {
	if file.IsUnbound() {
		return py.Raisef(py.RuntimeErrorType, "lost sys.stdout")
	}
	if file.IsNone() {
		return nil
	}
	p := printer{file: file}
	if file.Type() == pyio.TextType {
		p.text = py.Heap[pyio.Text](file)
	}
	var buf [256]byte
	p.pending = buf[:0]
	for i, v := range args {
		if i > 0 {
			if exc := p.writeString(sep); exc != nil {
				return exc
			}
		}
		if exc := p.write(v); exc != nil {
			p.flush()
			return exc
		}
	}
	if exc := p.writeString(end); exc != nil {
		return exc
	}
	if p.text != nil {
		if exc := p.flush(); exc != nil {
			return exc
		}
		if flush {
			return p.text.Flush()
		}
		return nil
	}
	if flush {
		_, exc := py.CallMethod0(file, nameFlush)
		return exc
	}
	return nil
}

// Input is input(prompt); prompt may be unbound.
func Input(prompt py.Value) (py.Value, *py.Exception) {
	in, out := pyio.Stdin, pyio.Stdout
	for _, s := range []struct {
		v    py.Value
		name string
	}{{in, "stdin"}, {out, "stdout"}, {pyio.Stderr, "stderr"}} {
		if s.v.IsUnbound() || s.v.IsNone() {
			return py.Value{}, py.Raisef(py.RuntimeErrorType, "input(): lost sys.%s", s.name)
		}
	}
	if _, exc := py.CallMethod0(pyio.Stderr, nameFlush); exc != nil {
		return py.Value{}, exc
	}
	if !prompt.IsUnbound() {
		s, exc := py.Str_(prompt)
		if exc != nil {
			return py.Value{}, exc
		}
		if _, exc := py.CallMethod1(out, nameWrite, s); exc != nil {
			return py.Value{}, exc
		}
	}
	if _, exc := py.CallMethod0(out, nameFlush); exc != nil {
		return py.Value{}, exc
	}
	line, exc := py.CallMethod0(in, nameReadLine)
	if exc != nil {
		return py.Value{}, exc
	}
	if !line.IsStr() {
		return py.Value{}, py.Raisef(py.TypeErrorType, "object.readline() returned non-string")
	}
	s := line.Str().S
	if s == "" {
		return py.Value{}, py.Raisef(py.EOFErrorType, "EOF when reading a line")
	}
	return py.StrV(strings.TrimSuffix(s, "\n")), nil
}

// printNames are the keyword parameters of print.
var printNames = []*py.Str{py.Intern("sep"), py.Intern("end"), py.Intern("file"), py.Intern("flush")}
