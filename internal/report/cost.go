package report

import (
	"sort"
	"strings"

	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file finds what the lines of a lowered program cost.

// Cost is a kind of operation.
type Cost string

// The costs, the cheapest first. A line has those of all its operations, and the colour of
// the last of them in this order.
const (
	Native    Cost = "native"    // Go's own arithmetic, comparison, call
	Checked   Cost = "checked"   // a fast path behind a check of class, size or bounds
	Allocates Cost = "allocates" // makes an object
	Suspends  Cost = "suspends"  // may give up control to the event loop or a consumer
	Dynamic   Cost = "dynamic"   // looks up what to do at run time
)

var costOrder = []Cost{Native, Checked, Allocates, Suspends, Dynamic}

// Report is what is said of a program.
type Report struct {
	Modules []*Module `json:"modules"`
}

// Module is a source file of the program.
type Module struct {
	Name      string      `json:"name"`
	File      string      `json:"file"`
	Lines     []*Line     `json:"lines"`
	Functions []*Function `json:"functions"`
}

// Line is a line of Python.
type Line struct {
	Number int      `json:"line"`
	Text   string   `json:"text"`
	Costs  []Cost   `json:"costs,omitempty"` // in the order of the constants
	Why    []string `json:"why,omitempty"`   // the operations that are dynamic
	Types  []Typed  `json:"types,omitempty"` // of the variables that the line names
	Go     string   `json:"go,omitempty"`

	costs map[Cost]bool
}

// Worst is the cost that the line has the colour of, "" where it costs nothing.
func (l *Line) Worst() Cost {
	if len(l.Costs) == 0 {
		return ""
	}
	return l.Costs[len(l.Costs)-1]
}

// Typed is a variable with the classes its values may have and the Go type it is held in.
type Typed struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Go   string `json:"go"`
}

// Function is a function of the program.
type Function struct {
	Name    string    `json:"name"`
	Line    int       `json:"line"`
	Kind    string    `json:"kind"`
	Params  []Typed   `json:"params,omitempty"`
	Result  string    `json:"result"`
	Dynamic []Reason  `json:"dynamic,omitempty"`
	Unknown []Unknown `json:"unknown,omitempty"`
	// States, FrameVars and FrameBytes are of functions that suspend: the states of the
	// machine, the variables that live across a suspension, and what they take in the
	// frame besides the header of the coroutine.
	States     int     `json:"states,omitempty"`
	FrameVars  []Typed `json:"frameVars,omitempty"`
	FrameBytes int     `json:"frameBytes,omitempty"`
}

// Reason is a dynamic operation.
type Reason struct {
	Line int    `json:"line"`
	Op   string `json:"operation"`
}

// Unknown is a parameter or variable whose class is not known, and what would help.
type Unknown struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Help string `json:"help"`
}

// New makes the report on a program and the Go files of its modules, by their names.
func New(prog *ir.Program, goFiles map[string][]byte) *Report {
	r := &Report{}
	for _, m := range prog.Modules {
		r.Modules = append(r.Modules, newModule(m, goFiles))
	}
	return r
}

func newModule(m *ir.Module, goFiles map[string][]byte) *Module {
	out := &Module{Name: m.Name, File: m.File.Name}
	text := strings.TrimSuffix(string(m.File.Text), "\n")
	for i, line := range strings.Split(text, "\n") {
		out.Lines = append(out.Lines, &Line{Number: i + 1, Text: strings.TrimSuffix(line, "\r"), costs: map[Cost]bool{}})
	}
	names := map[int]map[string]*ir.Var{} // by line, the variables in scope there
	for _, fn := range append([]*ir.Func{m.Body}, m.Funcs...) {
		if fn.Typed != nil || fn.IsBeside {
			continue // the copy for the arguments that are expected is what runs
		}
		if fn.Name == "__annotate__" {
			continue // runs where somebody asks for __annotations__
		}
		w := &walker{out: out, fn: fn, quick: map[*ir.Var]bool{}}
		w.function()
		if fn.Kind != ir.ModuleBody && fn.Kind != ir.ClassBody { // they run once
			out.Functions = append(out.Functions, w.describe())
		}
		first, last := lineOf(m.File, fn.Span.Start), lineOf(m.File, fn.Span.End)
		if fn.Kind == ir.ModuleBody {
			first, last = 1, len(out.Lines)
		}
		for n := first; n <= last; n++ {
			if names[n] == nil {
				names[n] = map[string]*ir.Var{}
			}
			for _, list := range [][]*ir.Var{m.Globals, fn.Params, fn.Locals} {
				for _, v := range list {
					if v.Kind != ir.Temp && !v.Hidden && (v.Kind != ir.Global || names[n][v.Name] == nil) {
						names[n][v.Name] = v
					}
				}
			}
		}
	}
	sort.SliceStable(out.Functions, func(i, j int) bool { return out.Functions[i].Line < out.Functions[j].Line })
	segments := goSegments(m.File.Name, goFiles)
	for _, l := range out.Lines {
		for _, c := range costOrder {
			if l.costs[c] {
				l.Costs = append(l.Costs, c)
			}
		}
		for _, word := range identifiers(l.Text) {
			if v := names[l.Number][word]; v != nil {
				l.Types = append(l.Types, typed(v))
			}
		}
		l.Go = segments[l.Number]
	}
	return out
}

func lineOf(f *source.File, pos source.Pos) int {
	n, _ := f.Position(pos)
	return n
}

func typed(v *ir.Var) Typed {
	return Typed{Name: v.Name, Type: v.Type.String(), Go: v.Rep.String()}
}

// identifiers returns the names in a line of Python, each once. Names in strings and
// comments are among them: they do no harm.
func identifiers(text string) []string {
	var list []string
	seen := map[string]bool{}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool {
		return r < 0x80 && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		if !seen[w] {
			seen[w] = true
			list = append(list, w)
		}
	}
	return list
}

// walker looks at the statements of one function.
type walker struct {
	out     *Module
	fn      *ir.Func
	line    int
	slow    bool             // in the branch that a fast path falls back to
	quick   map[*ir.Var]bool // the variables that say whether a fast path has gone well
	reasons []Reason
}

func (w *walker) function() {
	file := w.fn.Module.File
	w.line = lineOf(file, w.fn.Span.Start)
	if w.fn.Machine == nil {
		w.list(w.fn.Body)
		return
	}
	for _, s := range w.fn.Machine.States {
		if s.Pos.IsValid() {
			w.line = lineOf(file, s.Pos)
		}
		w.list(s.Body)
	}
}

func (w *walker) list(body []ir.Stmt) {
	for _, s := range body {
		w.stmt(s)
	}
}

func (w *walker) add(c Cost, pos int) *Line {
	n := w.line
	if pos >= 0 && pos < len(w.fn.Positions) {
		n = lineOf(w.fn.Module.File, w.fn.Positions[pos].Span.Start)
	}
	if n < 1 || n > len(w.out.Lines) {
		return nil
	}
	l := w.out.Lines[n-1]
	l.costs[c] = true
	return l
}

func (w *walker) stmt(s ir.Stmt) {
	switch s := s.(type) {
	case *ir.Line:
		w.line = lineOf(w.fn.Module.File, s.Pos)
	case *ir.Let:
		w.op(s.Op, s.Pos, s.Dst)
	case *ir.Assign:
		if p, ok := s.X.(*ir.Pure); ok {
			w.prim(p.Prim, -1)
		} else if s.Dst.Kind != ir.Temp {
			w.add(Native, -1)
		}
	case *ir.If:
		w.branch(s)
		return
	case *ir.Return:
		w.add(Native, -1)
	case *ir.Suspend:
		w.add(Suspends, s.Pos)
		w.op(s.Op, s.Pos, nil)
	}
	for _, body := range ir.Bodies(s) {
		w.list(body)
	}
}

// branch walks an if. Where its condition says whether a fast path has gone well, the
// other branch is what the path falls back to, and no cost of its own.
func (w *walker) branch(s *ir.If) {
	cond, negated := s.Cond, false
	if p, ok := cond.(*ir.Pure); ok && len(p.Args) == 1 && p.Prim.Form == ir.FormPrefix && p.Prim.Symbol == "!" {
		cond, negated = p.Args[0], true
	}
	fast := false
	switch c := cond.(type) {
	case *ir.Ref:
		fast = w.quick[c.Var]
	case *ir.Pure:
		fast = len(c.Args) > 0 && c.Args[0].Rep() == types.Boxed && strings.HasPrefix(c.Prim.Symbol, "Is") && c.Prim.Symbol != "Is"
		w.prim(c.Prim, -1)
	}
	bodies := [2][]ir.Stmt{s.Then, s.Else}
	for i, body := range bodies {
		old := w.slow
		if fast && (i == 1) != negated {
			w.slow = true
		}
		w.list(body)
		w.slow = old
	}
}

func (w *walker) op(op ir.Op, pos int, dst []*ir.Var) {
	switch op := op.(type) {
	case *ir.CallPrim:
		w.prim(op.Prim, pos)
		if n := len(op.Prim.Results); !op.Prim.Raises && n > 1 && op.Prim.Results[n-1] == types.Bool && len(dst) == n && dst[n-1] != nil {
			w.quick[dst[n-1]] = true
		} else if n == 1 && !op.Prim.Raises && !op.Prim.Pure && op.Prim.Results[0] == types.Bool && len(dst) == 1 && dst[0] != nil {
			w.quick[dst[0]] = true
		}
	case *ir.CallFunc:
		w.add(Native, pos)
	case *ir.NewFrame, *ir.MakeFunc:
		w.add(Allocates, pos)
	case *ir.MakeClass:
		w.add(Allocates, pos)
	case *ir.Await, *ir.AwaitCall, *ir.AwaitFrame, *ir.AwaitNext, *ir.Yield, *ir.YieldFrom:
		w.add(Suspends, pos)
	}
}

// makes are the operations whose result is a new object whatever their operands are.
var makes = map[string]bool{
	"DictBuild": true, "SetBuild": true, "ListV": true, "TupleV": true, "NewSlice": true, "Concat": true, "StrConcat": true,
	"NewList": true, "NewDict": true, "NewSet": true, "ListToTuple": true, "NameSpace": true, "SuperV": true, "Super": true,
}

// bookkeeping are operations that are no work of the line's.
var bookkeeping = map[string]bool{
	"Enter": true, "Leave": true, "EnterHandler": true, "LeaveHandler": true, "EnterFinally": true, "ClassBegin": true,
	"ClassStore": true, "ClassLoad": true, "ImportModuleNamed": true, "ImportFrom": true,
}

func (w *walker) prim(p *ir.Prim, pos int) {
	if bookkeeping[p.Symbol] {
		return
	}
	boxed := false
	for _, r := range p.Params {
		boxed = boxed || r == types.Boxed
	}
	for _, r := range p.Results {
		boxed = boxed || r == types.Boxed
	}
	n := len(p.Results)
	switch {
	case makes[p.Symbol]:
		w.add(Allocates, pos)
	case p.Form == ir.FormInfix, p.Form == ir.FormPrefix, p.Form == ir.FormIndex:
		w.add(Native, pos)
	case !boxed && p.Raises:
		w.add(Checked, pos)
	case !boxed, p.Pure && len(p.Params) == 1:
		w.add(Native, pos)
	case p.Pure, !p.Raises && n > 0 && p.Results[n-1] == types.Bool, !p.Raises:
		w.add(Checked, pos)
	case w.slow:
		w.add(Checked, pos)
	default:
		if l := w.add(Dynamic, pos); l != nil {
			what := p.Name
			if len(l.Why) == 0 || l.Why[len(l.Why)-1] != what {
				l.Why = append(l.Why, what)
			}
			w.reasons = append(w.reasons, Reason{l.Number, what})
		}
	}
}
