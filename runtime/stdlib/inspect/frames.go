package inspect

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the functions about frames and tracebacks.

func currentFrame() (value, exc) {
	frames := py.RunningFrames()
	if len(frames) == 0 {
		return py.None, nil
	}
	return frames[0].Value(), nil
}

// frameInfo is getframeinfo(frame, context): a Traceback.
func frameInfo(frame, context value) (value, exc) {
	positions := []value{py.None, py.None, py.None, py.None}
	lineno := py.None
	if isA(frame, py.TracebackType) {
		tb := py.Heap[py.Traceback](frame)
		lineno = py.Int(int64(tb.Line()))
		positions[0] = lineno
		if tb.Pos >= 0 && int(tb.Pos) < len(tb.Code.Positions) {
			p := tb.Code.Positions[tb.Pos]
			positions = []value{py.Int(int64(p.Line)), py.Int(int64(p.EndLine)), py.Int(int64(p.Col)), py.Int(int64(p.EndCol))}
		}
		frame, _ = lookup(frame, "tb_frame")
	} else if isA(frame, py.FrameType) {
		lineno, _ = lookup(frame, "f_lineno")
		positions = []value{lineno, lineno, py.None, py.None}
	}
	if !isA(frame, py.FrameType) {
		if _, e := pymod.Attr(frame, "f_lineno"); e != nil {
			return value{}, e
		}
		r, e := py.ReprText(frame)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a frame or traceback object", r)
	}
	n, e := py.Ssize(context)
	if e != nil {
		return value{}, e
	}
	c, _ := codeOf(frame)
	filename := "<unknown>"
	if c.File != nil {
		filename = c.File.Name
	}
	lines, index := py.None, py.None
	at, _ := py.AsInt64(lineno)
	if n > 0 && c.File != nil {
		all := splitLines(c.File.Text)
		start := max(0, min(int(at)-1-n/2, len(all)-n))
		end := min(start+n, len(all))
		lines = strList(all[start:end])
		index = py.IntOf(int(at) - 1 - start)
	}
	pos, e := py.CallN(positionsClass, positions)
	if e != nil {
		return value{}, e
	}
	return newTraceback(tracebackClass, pos, py.StrV(filename), lineno, py.StrV(c.Name), lines, index)
}

// newTraceback makes a named tuple with the attribute positions.
func newTraceback(cls, positions value, items ...value) (value, exc) {
	return pymod.CallKw(cls, append(items, positions), "positions")
}

// frameInfoOf is the FrameInfo of a frame or a traceback entry.
func frameInfoOf(v, context value) (value, exc) {
	tb, e := frameInfo(v, context)
	if e != nil {
		return value{}, e
	}
	frame := v
	if isA(v, py.TracebackType) {
		frame, _ = lookup(v, "tb_frame")
	}
	items := append([]value{frame}, py.Heap[py.Tuple](tb).Items()...)
	pos, e := pymod.Attr(tb, "positions")
	if e != nil {
		return value{}, e
	}
	return newTraceback(frameInfoClass, pos, items...)
}

func outerFrames(frame, context value) (value, exc) {
	var list []value
	for !frame.IsNone() {
		info, e := frameInfoOf(frame, context)
		if e != nil {
			return value{}, e
		}
		list = append(list, info)
		if frame, e = pymod.Attr(frame, "f_back"); e != nil {
			return value{}, e
		}
	}
	return py.NewList(list).Value(), nil
}

func innerFrames(tb, context value) (value, exc) {
	var list []value
	for !tb.IsNone() {
		info, e := frameInfoOf(tb, context)
		if e != nil {
			return value{}, e
		}
		list = append(list, info)
		if tb, e = pymod.Attr(tb, "tb_next"); e != nil {
			return value{}, e
		}
	}
	return py.NewList(list).Value(), nil
}

func stack(context value) (value, exc) {
	f, e := currentFrame()
	if e != nil {
		return value{}, e
	}
	return outerFrames(f, context)
}

func trace(context value) (value, exc) {
	tb := py.None
	if x := py.Handled(); x != nil {
		if t, ok := lookup(x.Value(), "__traceback__"); ok {
			tb = t
		}
	}
	return innerFrames(tb, context)
}

// getArgs is getargs(co).
func getArgs(co value) (value, exc) {
	c, ok := py.AsCode(co)
	if !ok {
		r, e := py.ReprText(co)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a code object", r)
	}
	args, varargs, varkw := argNames(c)
	return py.CallN(argumentsClass, []value{args, varargs, varkw})
}

// argNames are the names of the parameters of c: a list, and those of *args and **kwargs.
func argNames(c *py.Code) (args, varargs, varkw value) {
	var names []value
	n := c.Pos + c.KwOnly
	for _, p := range c.Params[:n] {
		names = append(names, p.Value())
	}
	varargs, varkw = py.None, py.None
	if c.Flags&py.CodeVarArgs != 0 {
		varargs = c.Params[n].Value()
		n++
	}
	if c.Flags&py.CodeVarKeywords != 0 {
		varkw = c.Params[n].Value()
	}
	return py.NewList(names).Value(), varargs, varkw
}

func getArgValues(frame value) (value, exc) {
	c, ok := codeOf(frame)
	if !ok {
		return value{}, py.NoAttribute(frame, py.Intern("f_code"))
	}
	locals, e := pymod.Attr(frame, "f_locals")
	if e != nil {
		return value{}, e
	}
	args, varargs, varkw := argNames(c)
	return py.CallN(argInfoClass, []value{args, varargs, varkw, locals})
}

// formatArgValues is formatargvalues.
func formatArgValues(p []value) (value, exc) {
	args, e := py.ItemsOf(p[0])
	if e != nil {
		return value{}, e
	}
	locals := p[3]
	var parts []string
	add := func(name, prefix, formatName, formatValue value) exc {
		x, e := py.GetItem(locals, name)
		if e != nil {
			return e
		}
		out := ""
		for _, c := range []struct{ fn, arg value }{{formatName, name}, {formatValue, x}} {
			r, e := py.Call1(c.fn, c.arg)
			if e != nil {
				return e
			}
			s, e := py.StrText(r)
			if e != nil {
				return e
			}
			out += s
		}
		parts = append(parts, out)
		return nil
	}
	for _, a := range args {
		if e := add(a, value{}, p[4], p[7]); e != nil {
			return value{}, e
		}
	}
	for i, n := range []value{p[1], p[2]} {
		if !n.IsNone() {
			if e := add(n, value{}, p[5+i], p[7]); e != nil {
				return value{}, e
			}
		}
	}
	return py.StrV("(" + strings.Join(parts, ", ") + ")"), nil
}

var frameFunctions = []pymod.Func{
	{Sig: "currentframe()", Impl: currentFrame, Doc: "Return the frame of the caller or None if this is not possible."},
	{Sig: "getframeinfo(frame, context=1)", Impl: frameInfo},
	{Sig: "getouterframes(frame, context=1)", Impl: outerFrames},
	{Sig: "getinnerframes(tb, context=1)", Impl: innerFrames},
	{Sig: "getlineno(frame)", Impl: func(f value) (value, exc) { return pymod.Attr(f, "f_lineno") }},
	{Sig: "stack(context=1)", Impl: stack},
	{Sig: "trace(context=1)", Impl: trace},
	{Sig: "getargs(co)", Impl: getArgs},
	{Sig: "getargvalues(frame)", Impl: getArgValues},
}
