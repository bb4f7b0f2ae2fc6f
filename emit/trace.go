package emit

import (
	"strings"

	"github.com/aio2go/aio2go/emit/gofile"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file implements what functions have besides, of programs whose functions tell the
// events of sys.settrace, sys.setprofile and sys.monitoring.

// tracedWords are what the frame of a function has besides its variables, for events.
var tracedWords = []string{"Live", "Bare", "live", "run"}

// traced reports whether the function tells events.
func (w *funcWriter) traced() bool { return w.m.p.prog.Traced }

// entry is the method that adds a traceback entry.
func (w *funcWriter) entry() string {
	switch {
	case !w.traced():
		return "At"
	case w.resumed:
		return "AtResumed"
	}
	return "AtTraced"
}

// giveBack writes the return of x from a plain function.
func (w *funcWriter) giveBack(x string) {
	if !w.traced() {
		w.leave()
		w.printf("return %s, nil\n", x)
		return
	}
	if !w.fn.Recursive {
		w.printf("return py.TraceReturn(%s)\n", x)
		return
	}
	w.needExc = true
	result := w.scope.Name("result")
	w.printf("{\nvar %s py.Value\n%s, failed = py.TraceReturn(%s)\n", result, result, x)
	w.leave()
	w.printf("return %s, failed\n}\n", result)
}

// traceCall writes the beginning of a plain function.
func (w *funcWriter) traceCall() {
	f := w.m.file
	for _, v := range w.decls.top {
		f.Printf("var %s %s\n", w.variable(v), v.Rep)
	}
	line, _ := w.m.m.File.Position(w.fn.Span.Start)
	f.Print(gofile.MarkText(line))
	leave := ""
	if w.fn.Recursive {
		leave = "py.Leave()\n"
	}
	f.Printf("if exc := py.TraceCall(&%s, %s); exc != nil {\n%sreturn %s, exc\n}\n", w.n.code, w.locals(""), leave, w.zero(false))
}

// locals returns the function that gives f_locals, which has the parameter param.
func (w *funcWriter) locals(param string) string {
	switch w.fn.Kind {
	case ir.ModuleBody:
		return "nil"
	case ir.ClassBody:
		return "func() py.Value { return " + w.vars[w.fn.Params[0]] + " }"
	}
	var names, values []string
	for _, v := range w.fn.Visible() {
		if _, used := w.vars[v]; used {
			names = append(names, v.Name)
			values = append(values, w.value(v))
		}
	}
	if len(names) == 0 {
		return "func(" + param + ") py.Value { return py.NewDict().Value() }"
	}
	return "func(" + param + ") py.Value {\nreturn py.NameSpace([]py.Value{" + strings.Join(values, ", ") + "}, " + w.m.namesConst(names) + ")\n}"
}

// unpooled writes the constructor of frames that are awaited at once. They are not used again,
// as the frame objects refer to them.
func (w *funcWriter) unpooled() {
	params, sets := w.frameParams()
	args := make([]string, len(sets))
	for i, s := range sets {
		args[i] = s.param
	}
	w.m.file.Printf("func %s(%s) *coro.Frame { return %s(%s) }\n\n", w.n.await, strings.Join(params, ", "), w.n.make, strings.Join(args, ", "))
}

// tellingResume writes the Resume method of a function that suspends, which tells that it
// is called and that it returns, and returns the name of what it calls.
func (w *funcWriter) tellingResume() string {
	f := w.m.file
	frame := w.frameAddr()
	f.Print(gofile.MarkText(0))
	f.Print("// Live returns the frame object.\n")
	f.Printf("func (f *%s) Live() *py.Frame {\nif f.live == nil {\nf.live = py.NewLiveFrame(f.Frame.Code(), coro.Locals(f, %s))\n}\nreturn f.live\n}\n\n", w.n.fn, w.locals("f *"+w.n.fn))
	w.bare()
	f.Print("// Resume tells the events around run.\n")
	f.Printf("func (f *%s) Resume(r *coro.Run) coro.Signal {\n", w.n.fn)
	f.Printf("if exc := r.Begin(%s, f.Live()); exc != nil {\nreturn f.Frame.Raise(r, exc)\n}\n", frame)
	f.Printf("return r.End(%s, f.live, f.run(r))\n}\n\n", frame)
	return "run"
}

// bare writes the method that tells whether the function is suspended where no handler is.
func (w *funcWriter) bare() {
	var states []string
	for _, s := range w.fn.Machine.States {
		ir.EachStmt(s.Body, func(stmt ir.Stmt) {
			suspend, ok := stmt.(*ir.Suspend)
			if !ok || suspend.Next.Handler != nil {
				return
			}
			if _, ok := suspend.Op.(*ir.Yield); ok {
				states = append(states, w.stateName(suspend.Next))
			}
		})
	}
	f := w.m.file
	f.Print("// Bare reports whether nothing would catch what is thrown in.\n")
	f.Printf("func (f *%s) Bare() bool {\n", w.n.fn)
	if len(states) > 0 {
		f.Printf("switch f.Frame.State {\ncase %s:\nreturn true\n}\n", strings.Join(states, ", "))
	}
	f.Print("return false\n}\n\n")
}

// tracedLines writes the lines that fn may tell, of which the first is that of its beginning.
func (m *module) tracedLines(fn *ir.Func, first int) {
	if fn.Kind == ir.ModuleBody {
		first = 0
	}
	m.file.Printf("\tLines: []int32{%d", first)
	last := int64(first)
	for _, list := range fn.Lists() {
		ir.EachStmt(*list, func(s ir.Stmt) {
			let, ok := s.(*ir.Let)
			if !ok {
				return
			}
			if call, ok := let.Op.(*ir.CallPrim); ok && call.Prim == prim.TraceLine {
				if line := call.Args[0].(*ir.Const).Int; line != last {
					m.file.Printf(", %d", line)
					last = line
				}
			}
		})
	}
	m.file.Print("},\n")
}
