package py

import "strings"

// This file implements traceback and frame objects (Python reference 3.2.13.2 and
// 3.2.13.3). Frames are not kept: a frame object is made, when one is asked for, from
// the code and the line that a traceback entry or the Go stack says.

// CodeValue returns the code object of c.
func CodeValue(c *Code) Value { return c.Value() }

// position returns the position of the entry, and whether it has one.
func (tb *Traceback) position() (Position, bool) {
	if tb.Pos >= 0 && int(tb.Pos) < len(tb.Code.Positions) {
		p := tb.Code.Positions[tb.Pos]
		if tb.Lookup && p.LookupEnd != 0 {
			p = Position{Line: p.Line, EndLine: p.Line, Col: p.Col, EndCol: p.LookupEnd}
		}
		return p, true
	}
	return Position{Line: tb.Code.FirstLine}, false
}

// Line returns the line of the entry, tb_lineno.
func (tb *Traceback) Line() int32 {
	p, _ := tb.position()
	return p.Line
}

// Frame is a frame object.
type Frame struct {
	Header
	Code *Code
	Line int32
	Back *Frame

	// Of a function that tells events (trace.go): its frame is live while it runs.
	live, running bool
	started       bool  // it has begun other than by an exception that was thrown into it
	thrown        bool  // it goes on with an exception that was thrown into it
	loopEnd       bool  // see NoteLoopEnd
	noLines       bool  // f_trace_lines is false
	last          int32 // the line of what ran last, other than any where the next line is told
	jumped        int32 // the line that a jump backwards has just left, 0 for none
	trace         Value // f_trace, unbound for none
	locals        func() Value
}

// NewFrameObject returns the frame object of code at line.
func NewFrameObject(code *Code, line int32) Value {
	return (&Frame{Header: Header{FrameType}, Code: code, Line: line}).Value()
}

func frameOf(v Value) *Frame { return heap[Frame](v) }

// globals returns the namespace of the module that c belongs to.
func (c *Code) globals() Value {
	if m := c.module(); m != nil {
		return m.DictValue()
	}
	return NewDict().Value()
}

// module returns the module whose code c is, nil where it is not known.
func (c *Code) module() *Module {
	if p := sourceModules[c.File]; p != nil {
		return p.Module()
	}
	return nil
}

var tracebackSpec = TypeSpec{
	Slots: Slots{New: func(_ *Type, args []Value, names []*Str) (Value, *Exception) {
		a, exc := tracebackSig.Parse(args, names)
		if exc != nil {
			return Value{}, exc
		}
		tb := &Traceback{Header: Header{TracebackType}, Pos: -1}
		if a[1].Type() != FrameType {
			return Value{}, Raisef(TypeErrorType, "traceback() argument 'tb_frame' must be frame, not %s", a[1].Type().ShownName())
		}
		f := frameOf(a[1])
		line, exc := IndexInt(a[3], OverflowErrorType)
		if exc != nil {
			return Value{}, exc
		}
		// A code of its own carries the line.
		c := *f.Code
		c.Positions = []Position{{Line: int32(line)}}
		tb.Code, tb.Pos = &c, 0
		return tb.Value(), setTracebackNext(tb.Value(), a[0])
	}},
	Methods: []Method{{Name: "__dir__", Sig: "($self, /)", Impl: func(Value) (Value, *Exception) {
		return ListV(StrV("tb_frame"), StrV("tb_next"), StrV("tb_lasti"), StrV("tb_lineno")), nil
	}}},
	GetSets: []GetSet{
		{Name: "tb_next", Get: func(v Value) (Value, *Exception) {
			if n := heap[Traceback](v).Next; n != nil {
				return n.Value(), nil
			}
			return None, nil
		}, Set: setTracebackNext},
		{Name: "tb_lineno", Get: func(v Value) (Value, *Exception) { return Int(int64(heap[Traceback](v).Line())), nil }},
		{Name: "tb_lasti", Get: func(v Value) (Value, *Exception) { return Int(int64(heap[Traceback](v).Pos) * 2), nil }},
		{Name: "tb_frame", Get: func(v Value) (Value, *Exception) {
			tb := heap[Traceback](v)
			return NewFrameObject(tb.Code, tb.Line()), nil
		}},
	},
}

var tracebackSig = NewSignature("traceback", "", "(tb_next, tb_frame, tb_lasti, tb_lineno)")

func setTracebackNext(v, x Value) *Exception {
	tb := heap[Traceback](v)
	switch {
	case x.ref == nil:
		return Raisef(TypeErrorType, "can't delete tb_next attribute")
	case x.IsNone():
		tb.Next = nil
		return nil
	case x.Type() != TracebackType:
		return Raisef(TypeErrorType, "expected traceback object, got '%s'", x.Type().ShownName())
	}
	for n := heap[Traceback](x); n != nil; n = n.Next {
		if n == tb {
			return Raisef(ValueErrorType, "traceback loop detected")
		}
	}
	tb.Next = heap[Traceback](x)
	return nil
}

// FramesCleared is called where a program clears the variables of frames, which have to be
// over: what they alone referred to goes.
var FramesCleared = func() {}

var frameSpec = TypeSpec{
	NoNew: true,
	Slots: Slots{Repr: func(v Value) (Value, *Exception) {
		f := frameOf(v)
		return StrV("<frame at " + addressString(v) + ", file " + reprString(StrV(f.Code.fileName())) + ", line " + itoa(int(f.Line)) + ", code " + f.Code.Name + ">"), nil
	}},
	Methods: []Method{{Name: "clear", Sig: "($self, /)", Impl: func(Value) (Value, *Exception) { FramesCleared(); return None, nil }}},
	GetSets: []GetSet{
		{Name: "f_code", Get: func(v Value) (Value, *Exception) { return frameOf(v).Code.Value(), nil }},
		{Name: "f_lineno", Get: func(v Value) (Value, *Exception) {
			if f := frameOf(v); f.Line >= 0 {
				return Int(int64(f.Line)), nil
			}
			return None, nil
		}, Set: func(v, _ Value) *Exception {
			return Raisef(RuntimeErrorType, "f_lineno cannot be set: the program is compiled")
		}},
		{Name: "f_lasti", Get: func(v Value) (Value, *Exception) { return frameOf(v).place(), nil }},
		{Name: "f_back", Get: func(v Value) (Value, *Exception) {
			if b := frameOf(v).Back; b != nil {
				return b.Value(), nil
			}
			return None, nil
		}},
		{Name: "f_globals", Get: func(v Value) (Value, *Exception) { return frameOf(v).Code.globals(), nil }},
		{Name: "f_locals", Get: func(v Value) (Value, *Exception) {
			f := frameOf(v)
			switch {
			case f.locals != nil:
				return f.locals(), nil
			case f.Code.Name == "<module>":
				return f.Code.globals(), nil
			}
			return NewDict().Value(), nil
		}},
		{Name: "f_builtins", Get: func(Value) (Value, *Exception) { return BuiltinsModule().DictValue(), nil }},
		{Name: "f_trace", Get: func(v Value) (Value, *Exception) {
			if fn := frameOf(v).trace; !fn.IsUnbound() {
				return fn, nil
			}
			return None, nil
		}, Set: func(v, x Value) *Exception {
			if x.IsNone() {
				x = Value{}
			}
			frameOf(v).trace = x
			return nil
		}},
		{Name: "f_trace_lines", Get: func(v Value) (Value, *Exception) { return Bool(!frameOf(v).noLines), nil }, Set: func(v, x Value) *Exception {
			on, exc := onOff(x)
			if exc == nil {
				frameOf(v).noLines = !on
			}
			return exc
		}},
		{Name: "f_trace_opcodes", Get: func(Value) (Value, *Exception) { return False, nil }, Set: func(_, x Value) *Exception {
			on, exc := onOff(x)
			if exc == nil && on {
				return Raisef(RuntimeErrorType, "f_trace_opcodes is not supported: the program is compiled")
			}
			return exc
		}},
	},
}

// onOff returns the bool that an attribute of a frame is set to.
func onOff(x Value) (bool, *Exception) {
	if x.ref == nil || x.Type() != BoolType {
		return false, Raisef(TypeErrorType, "attribute value type must be bool")
	}
	return x == True, nil
}

func init() {
	TracebackType.Define(&tracebackSpec)
	FrameType.Define(&frameSpec)
}

// sourceModules finds the module for a source file.
var sourceModules = map[*SourceFile]*ProgramModule{}

func addSource(p *ProgramModule) {
	if p.File != nil {
		sourceModules[p.File] = p
	}
}

// fileLines caches the lines of source files, for tracebacks.
var fileLines = map[*SourceFile][]string{}

// lines returns the lines of f without their ends.
func (f *SourceFile) lines() []string {
	l, ok := fileLines[f]
	if !ok {
		l = strings.Split(f.Text, "\n")
		for i, s := range l {
			l[i] = strings.TrimSuffix(s, "\r")
		}
		fileLines[f] = l
	}
	return l
}

// Line returns line n of f without its end, "" where there is none.
func (f *SourceFile) Line(n int32) string {
	if f == nil {
		return ""
	}
	if l := f.lines(); n >= 1 && int(n) <= len(l) {
		return l[n-1]
	}
	return ""
}
