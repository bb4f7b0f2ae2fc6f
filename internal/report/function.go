package report

import (
	"sort"
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file describes functions: their frames, and why they stayed dynamic.

var kindNames = map[ir.FuncKind]string{
	ir.Plain: "function", ir.Coroutine: "coroutine", ir.Generator: "generator",
	ir.AsyncGenerator: "async generator",
}

// sizes are the bytes that a variable takes in a frame on a 64-bit machine.
var sizes = map[types.Rep]int{
	types.Boxed: 16, types.Bool: 1, types.ValuesRep: 24, types.NamesRep: 24,
}

func sizeOf(r types.Rep) int {
	if n, ok := sizes[r]; ok {
		return n
	}
	return 8
}

func (w *walker) describe() *Function {
	fn := w.fn
	f := &Function{
		Name: fn.Qualname, Line: lineOf(fn.Module.File, fn.Span.Start), Kind: kindNames[fn.Kind], Result: fn.Result.String(),
	}
	for _, v := range fn.Params {
		f.Params = append(f.Params, typed(v))
	}
	seen := map[Reason]bool{}
	for _, r := range w.reasons {
		if !seen[r] {
			seen[r] = true
			f.Dynamic = append(f.Dynamic, r)
		}
	}
	sort.SliceStable(f.Dynamic, func(i, j int) bool { return f.Dynamic[i].Line < f.Dynamic[j].Line })
	if len(f.Dynamic) > 0 {
		for i, list := range [][]*ir.Var{fn.Params, fn.Locals} {
			for _, v := range list {
				if v.Kind == ir.Temp || v.Rep != types.Boxed {
					continue
				}
				if help := helpFor(v.Type.String(), i == 0); help != "" {
					f.Unknown = append(f.Unknown, Unknown{v.Name, v.Type.String(), help})
				}
			}
		}
	}
	if fn.Machine != nil {
		f.States = len(fn.Machine.States)
		size := 0
		for _, list := range [][]*ir.Var{fn.Params, fn.Locals} {
			for _, v := range list {
				if !v.InFrame {
					continue
				}
				n := sizeOf(v.Rep)
				size = (size + min(n, 8) - 1) / min(n, 8) * min(n, 8)
				size += n
				if v.Kind != ir.Temp {
					f.FrameVars = append(f.FrameVars, typed(v))
				}
			}
		}
		f.FrameBytes = (size + 7) / 8 * 8
	}
	return f
}

// helpFor says what would make a variable's class known; "" where it is known, or nothing
// would help.
func helpFor(static string, param bool) string {
	switch {
	case static == types.Any.String() || static == "object" || static == "any":
		if param {
			return "nothing is known of what the callers pass: call the function by its name from this program, always with values of one class; an annotation alone is not trusted"
		}
		return "nothing is known of what is assigned: give it values of one class, from calls whose results are known"
	case strings.Contains(static, " | "):
		return "it may be of several classes: give it values of one class, or use another variable for the others"
	case static == "int":
		return "the int may be of any size: bounds that can be seen (range(n), i < n, x % m) make it a machine word"
	}
	return ""
}
