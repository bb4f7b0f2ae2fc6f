package emit

import (
	"fmt"
	"strings"

	"github.com/aio2go/aio2go/emit/gofile"
	"github.com/aio2go/aio2go/emit/names"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the emission of functions that do not suspend, and what they have
// in common with those that do.

// funcWriter writes the Go of one function.
type funcWriter struct {
	m     *module
	fn    *ir.Func
	n     *funcNames
	scope *names.Scope
	vars  map[*ir.Var]string
	decls *declarations
	out   strings.Builder
	// needExc says that the body assigns to a variable failed that the head declares.
	needExc bool
	tries   []*handlerLabel
	loops   []*loopLabel
	state   *ir.State // being written, nil in plain functions
	states  []string  // the states' constants
	// positions are those that the text refers to, posIndex where in it each one is.
	positions []ir.Position
	posIndex  map[int]int
	read      map[*ir.Var]bool   // whose value the text uses
	fresh     map[*ir.Var]bool   // cells that are made anew, nil before it is known
	resumed   bool               // the exception being written was awaited
	awaited   map[*ir.State]bool // states that the function is resumed in
	goneTo    map[*ir.State]bool // states whose labels are used
	inLoop    int                // Go loops between here and the function or machine
}

// handlerLabel is a Try whose body is being written.
type handlerLabel struct {
	label string
	exc   *ir.Var
	used  bool
}

// loopLabel is a Loop or Block whose body is being written.
type loopLabel struct {
	label *ir.Label
	name  string
	loop  bool
	depth int
	used  bool // the Go label is needed
	left  bool // there is a break
}

// function writes fn in whatever form it has.
func (m *module) function(fn *ir.Func) {
	defer ir.Locate(fn, nil)
	w := &funcWriter{m: m, fn: fn, n: m.p.funcs[fn], vars: map[*ir.Var]string{}, scope: names.NewScope(m.p.scope), posIndex: map[int]int{}, read: map[*ir.Var]bool{},
		awaited: map[*ir.State]bool{}, goneTo: map[*ir.State]bool{}}
	// The code object comes first in the file, but only the function's text says which
	// positions it needs.
	file := m.file
	m.file = gofile.New("", "")
	if fn.Machine != nil {
		w.frame()
	} else {
		w.plain()
	}
	text := m.file
	m.file = file
	if !fn.IsBeside {
		m.code(fn, w.positions)
	}
	file.Merge("", text)
}

// pos returns the index in the function's py.Code of one of its positions.
func (w *funcWriter) pos(i int) int {
	at, ok := w.posIndex[i]
	if !ok {
		at = len(w.positions)
		w.posIndex[i] = at
		w.positions = append(w.positions, w.fn.Positions[i])
	}
	return at
}

func (w *funcWriter) printf(format string, args ...any) { fmt.Fprintf(&w.out, format, args...) }

// where says where the function is, for comments.
func (w *funcWriter) where() string {
	line, _ := w.m.m.File.Position(w.fn.Span.Start)
	return fmt.Sprintf("%s:%d", w.m.shortName(), line)
}

// plain writes a function that does not suspend.
func (w *funcWriter) plain() {
	var params []string
	for _, v := range w.fn.Free {
		params = append(params, w.declare(v)+" *py.Cell")
	}
	for _, v := range w.fn.Params {
		params = append(params, w.declare(v)+" "+v.Rep.String())
	}
	w.decls = newDeclarations(w.fn, [][]ir.Stmt{w.fn.Body})
	w.list(w.fn.Body)
	if !w.terminates(w.fn.Body) {
		w.giveBack(w.zero(true))
	}
	f := w.m.file
	f.Printf("// %s is %s (%s).\n", w.n.fn, w.describe(), w.where())
	f.Printf("func %s(%s) (%s, *py.Exception) {\n", w.n.fn, strings.Join(params, ", "), w.fn.Result)
	if w.fn.Typed != nil {
		w.expected(f)
	}
	if w.fn.Recursive {
		// The call that is one too many has no entry in the traceback.
		f.Printf("if exc := py.Enter(); exc != nil {\nreturn %s, exc\n}\n", w.zero(false))
	}
	if w.needExc {
		f.Print("var failed *py.Exception\n")
	}
	w.cells(func(v *ir.Var, name string) { f.Printf("%s := py.NewCell(py.Value{})\n", name) })
	if w.traced() {
		w.traceCall()
	}
	f.Print(w.settle())
	f.Print("}\n\n")
	if w.fn.Beside != nil {
		w.beside(f)
	}
}

// beside writes what calls the function's copy that needs no turn.
func (w *funcWriter) beside(f *gofile.File) {
	copied := w.fn.Beside
	var tests, args []string
	for i, v := range copied.Params {
		if i == len(w.fn.Params) {
			args = append(args, "0") // the depth of the recursion
			break
		}
		arg := fmt.Sprintf("args[%d]", i)
		if w.fn.Typed != nil && w.fn.Expected[i] != 0 {
			e := expectedClasses[w.fn.Expected[i]]
			tests = append(tests, arg+e.test)
			if v.Rep != types.Boxed {
				arg += e.unbox
			}
		}
		args = append(args, arg)
	}
	name := w.n.fn + "_submitted"
	f.Printf("// %s is %s, given to a thread.\n", name, w.describe())
	f.Printf("func %s(args []py.Value) (py.Value, *py.Exception) {\n", name)
	if len(tests) > 0 {
		f.Printf("if !(%s) {\nreturn py.Value{}, py.NotBeside\n}\n", strings.Join(tests, " && "))
	}
	call := fmt.Sprintf("%s(%s)", w.m.p.funcs[copied].fn, strings.Join(args, ", "))
	if copied.Result == types.Boxed {
		f.Printf("return %s\n}\n\n", call)
		return
	}
	f.Printf("result, exc := %s\nreturn %s, exc\n}\n\n", call, fmt.Sprintf(boxings[copied.Result], "result"))
}

// expected writes the test for arguments of the classes that the function's copy expects.
func (w *funcWriter) expected(f *gofile.File) {
	typed := w.fn.Typed
	names := make([]string, len(w.fn.Params))
	for i, v := range w.fn.Params {
		names[i] = w.vars[v]
	}
	test, args, ok := w.expectedArgs(names)
	if !ok {
		return
	}
	call := fmt.Sprintf("%s(%s)", w.m.p.funcs[typed].fn, args)
	f.Printf("if %s {\n", test)
	if typed.Result == w.fn.Result {
		f.Printf("return %s\n}\n", call)
		return
	}
	f.Printf("result, exc := %s\nreturn %s, exc\n}\n", call, fmt.Sprintf(boxings[typed.Result], "result"))
}

// expectedArgs returns the test whether the arguments in the parameters names are those that
// the function's copy expects, and what it is called with then; ok is false where inference
// knows that they are something else.
func (w *funcWriter) expectedArgs(names []string) (test, call string, ok bool) {
	var tests, args []string
	for i, v := range w.fn.Params {
		name, k, rep := names[i], w.fn.Expected[i], w.fn.Typed.Params[i].Rep
		e := expectedClasses[k]
		switch {
		case v.Rep == types.Boxed:
			if k != 0 {
				tests = append(tests, name+e.test)
			}
			if rep != types.Boxed {
				name += e.unbox
			}
		case v.Rep != rep:
			return "", "", false
		case k == types.KInt:
			tests = append(tests, fmt.Sprintf("py.Int(%s)%s", name, e.test))
		}
		args = append(args, name)
	}
	return strings.Join(tests, " && "), strings.Join(args, ", "), true
}

// expectedClasses are the tests of package specialise, and how the values are unboxed.
var expectedClasses = map[types.Kinds]struct{ test, unbox string }{
	types.KInt:   {".IsModestInt()", ".SmallInt()"},
	types.KFloat: {".IsFloat()", ".Float()"},
	types.KStr:   {".IsExactStr()", ""},
}

// boxings make values of native ones.
var boxings = map[types.Rep]string{types.Int64: "py.Int(%s)", types.Float64: "py.Float(%s)", types.Bool: "py.Bool(%s)"}

// describe says what the function is, for its comment.
func (w *funcWriter) describe() string {
	name := sanitize(w.fn.Qualname)
	switch {
	case w.fn.IsBeside:
		return "the function " + name + " where it needs no turn"
	case w.fn.Original != nil:
		return "the function " + name + " for the arguments that it expects"
	}
	switch w.fn.Kind {
	case ir.ModuleBody:
		return "the body of module " + sanitize(w.m.m.Name)
	case ir.ClassBody:
		return "the body of class " + name
	case ir.Coroutine:
		return "the coroutine " + name
	case ir.Generator:
		return "the generator " + name
	case ir.AsyncGenerator:
		return "the async generator " + name
	}
	return "the function " + name
}

// cells calls f for every cell that the function has to make where it starts.
func (w *funcWriter) cells(f func(v *ir.Var, name string)) {
	for _, v := range w.fn.Locals {
		if v.Kind == ir.Cell {
			if name, ok := w.vars[v]; ok {
				f(v, name)
			}
		}
	}
}

// declare gives v a Go name in the function.
func (w *funcWriter) declare(v *ir.Var) string {
	if name, ok := w.vars[v]; ok {
		return name
	}
	name := w.scope.Name(v.Name)
	w.vars[v] = name
	return name
}

// variable returns the Go text of v itself: for a Cell or Free variable, the cell.
func (w *funcWriter) variable(v *ir.Var) string {
	if v.Kind == ir.Global {
		return w.m.p.modules[v.Module].goName + "." + w.m.p.globals[v]
	}
	name := w.declare(v)
	if w.inFrame(v) {
		return "f." + name
	}
	return name
}

// inFrame reports whether v is a field of the frame.
func (w *funcWriter) inFrame(v *ir.Var) bool { return w.fn.Machine != nil && v.InFrame }

// isNative reports whether v is a plain Go variable of the function.
func isNative(v *ir.Var) bool { return v.Kind == ir.Local || v.Kind == ir.Temp }

// value returns the Go text that reads or assigns v.
func (w *funcWriter) value(v *ir.Var) string {
	if v.Kind == ir.Cell || v.Kind == ir.Free {
		return w.variable(v) + ".V"
	}
	return w.variable(v)
}

// zero returns the value that is returned beside an exception, or None at the end of the
// function.
func (w *funcWriter) zero(end bool) string {
	return zeroOf(w.fn.Result, end)
}

func zeroOf(rep types.Rep, none bool) string {
	switch rep {
	case types.Boxed:
		if none {
			return "py.None"
		}
		return "py.Value{}"
	case types.Bool:
		return "false"
	case types.Int64, types.Float64, types.Native:
		return "0"
	}
	return "nil"
}

// leave writes what every way out of the function does.
func (w *funcWriter) leave() {
	if w.fn.Recursive && w.fn.Machine == nil {
		w.printf("py.Leave()\n")
	}
}

// fail writes the way out with the exception exc, adding the traceback entry for pos
// where pos is not negative.
func (w *funcWriter) fail(exc string, pos int) {
	if pos >= 0 {
		exc = fmt.Sprintf("%s.%s(&%s, %d)", exc, w.entry(), w.n.code, w.pos(pos))
	}
	if n := len(w.tries); n > 0 {
		t := w.tries[n-1]
		t.used = true
		w.printf("%s = %s\ngoto %s\n", w.variable(t.exc), exc, t.label)
		return
	}
	if w.state != nil {
		if h := w.state.Handler; h != nil {
			if v := w.state.HandlerExc; w.decls.reads[v] > 0 || w.inFrame(v) {
				w.printf("%s = %s\n", w.variable(v), exc)
			} else {
				w.printf("_ = %s\n", exc) // the handler does not look at it
			}
			w.jump(h)
			return
		}
		if w.pooled() {
			w.printf("return f.fail(r, %s)\n", exc)
		} else {
			w.printf("return f.Frame.Raise(r, %s)\n", exc)
		}
		return
	}
	if w.traced() {
		exc = fmt.Sprintf("py.TraceUnwind(%s)", exc)
	}
	w.leave()
	if w.fn.Async {
		w.m.file.Import(runtimePath+"/coro", "")
		exc = fmt.Sprintf("coro.Escape(%s)", exc)
	}
	if w.fn.Drained {
		w.m.file.Import(runtimePath+"/coro", "")
		exc = fmt.Sprintf("coro.EscapeGenerator(%s)", exc)
	}
	w.printf("return %s, %s\n", w.zero(false), exc)
}

// finish returns the Go text that ends a frame, giving it back where it can be used again.
func (w *funcWriter) finish(end string) string {
	if w.pooled() {
		return "f.finish(" + end + ")"
	}
	return end
}

// mark says that the next statements come from Python line n.
func (w *funcWriter) mark(n int) { w.out.WriteString(gofile.MarkText(n)) }
