package py

import "slices"

// This file numbers the places in the code of functions that tell events: the lines that it may
// tell, in its order, each followed by the operations in it. Each counts as an instruction of two bytes, so that
// a place is an offset as f_lasti, co_lines and the callbacks of sys.monitoring have them, and half
// of it is an index into co_positions.

// codeLayout has the numbers of the places in a code.
type codeLayout struct {
	lines, operations []int32 // of Code.Lines and of Code.Positions
	// places are the lines of all places, 0 for an operation in a line that is never told, and
	// positions the operations, -1 for a line.
	places, positions []int32
}

// codeLayouts are those that were asked for.
var codeLayouts = map[*Code]*codeLayout{}

// base returns the code that c is a copy of, or c.
func (c *Code) base() *Code {
	for c.Original != nil {
		c = c.Original
	}
	if c.Shown != nil {
		return c.Shown
	}
	return c
}

func (c *Code) layout() *codeLayout {
	c = c.base()
	if l := codeLayouts[c]; l != nil {
		return l
	}
	l := &codeLayout{operations: make([]int32, len(c.Positions))}
	add := func(line, position int32) int32 {
		l.places = append(l.places, line)
		l.positions = append(l.positions, position)
		return int32(len(l.places) - 1)
	}
	operations := func(in func(line int32) bool, shown func(line int32) int32) {
		for i, p := range c.Positions {
			if in(p.Line) {
				l.operations[i] = add(shown(p.Line), int32(i))
			}
		}
	}
	for i, line := range c.Lines {
		l.lines = append(l.lines, add(line, -1))
		if slices.Index(c.Lines, line) == i {
			operations(func(n int32) bool { return n == line }, func(n int32) int32 { return n })
		}
	}
	operations(func(n int32) bool { return !slices.Contains(c.Lines, n) }, func(int32) int32 { return 0 })
	codeLayouts[c] = l
	return l
}

// coLines returns what co_lines gives.
func (c *Code) coLines() Value {
	places := c.layout().places
	var list []Value
	for start := 0; start < len(places); {
		end := start + 1
		for end < len(places) && places[end] == places[start] {
			end++
		}
		line := Int(int64(places[start]))
		if places[start] == 0 && start > 0 {
			line = None
		}
		list = append(list, TupleV(Int(int64(2*start)), Int(int64(2*end)), line))
		start = end
	}
	return ListV(list...)
}

// coPositions returns what co_positions gives.
func (c *Code) coPositions() Value {
	l := c.layout()
	list := make([]Value, len(l.places))
	for i, line := range l.places {
		if at := l.positions[i]; at >= 0 {
			p := c.base().Positions[at]
			list[i] = TupleV(Int(int64(p.Line)), Int(int64(p.EndLine)), Int(int64(p.Col)), Int(int64(p.EndCol)))
		} else {
			list[i] = TupleV(Int(int64(line)), Int(int64(line)), None, None)
		}
	}
	return ListV(list...)
}

// place returns f_lasti, -1 where the frame's code has no lines or is in none of them.
func (f *Frame) place() Value {
	i := slices.Index(f.Code.Lines, f.Line)
	if i < 0 {
		return Int(-1)
	}
	return Int(2 * int64(f.Code.layout().lines[i]))
}

// operation returns the place of the operation at position pos, that of its line where that is -1.
func (f *Frame) operation(pos int32) Value {
	if pos < 0 {
		return f.place()
	}
	return Int(2 * int64(f.Code.layout().operations[pos]))
}
