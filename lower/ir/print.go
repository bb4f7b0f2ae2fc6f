package ir

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the text form of IR, for dumps and tests. It is deterministic and
// meant for reading: variables have their names, numbered where a function has several of
// one name; positions are line:column ranges.

// Print writes a module.
func Print(w io.Writer, m *Module) error {
	p := &printer{}
	p.module(m)
	_, err := io.WriteString(w, p.b.String())
	return err
}

// PrintFunc writes one function.
func PrintFunc(w io.Writer, f *Func) error {
	p := &printer{}
	p.function(f)
	_, err := io.WriteString(w, p.b.String())
	return err
}

type printer struct {
	b      strings.Builder
	fn     *Func
	names  map[*Var]string
	taken  map[string]int
	indent int
}

func (p *printer) module(m *Module) {
	p.line("module %s", m.Name)
	for _, v := range m.Globals {
		if v.Hidden {
			p.line("hidden %s", v.Name)
		}
	}
	for _, f := range m.Funcs {
		p.b.WriteByte('\n')
		p.function(f)
	}
	p.b.WriteByte('\n')
	p.function(m.Body)
}

func (p *printer) line(format string, args ...any) {
	p.b.WriteString(strings.Repeat("\t", p.indent))
	fmt.Fprintf(&p.b, format, args...)
	p.b.WriteByte('\n')
}

var kindNames = [...]string{"func", "coroutine", "generator", "asyncgenerator", "class", "module"}

func (p *printer) function(f *Func) {
	p.fn, p.names, p.taken = f, map[*Var]string{}, map[string]int{}
	params := make([]string, len(f.Params))
	for i, v := range f.Params {
		params[i] = p.v(v)
	}
	p.line("%s %s(%s)%s {", kindNames[f.Kind], f.Qualname, strings.Join(params, ", "), p.frees(f))
	p.indent++
	if f.Machine != nil {
		p.machine(f.Machine)
	} else {
		p.stmts(f.Body)
	}
	p.indent--
	p.line("}")
}

func (p *printer) frees(f *Func) string {
	if len(f.Free) == 0 {
		return ""
	}
	list := make([]string, len(f.Free))
	for i, v := range f.Free {
		list[i] = p.v(v)
	}
	return " [" + strings.Join(list, ", ") + "]"
}

// v returns the name of a variable.
func (p *printer) v(v *Var) string {
	if v == nil {
		return "_"
	}
	if n, ok := p.names[v]; ok {
		return n
	}
	name := v.Name
	switch v.Kind {
	case Global:
		name = "@" + name
	case Cell, Free:
		name = "&" + name
	}
	p.taken[name]++
	if n := p.taken[name]; n > 1 {
		name += "#" + strconv.Itoa(n)
	}
	p.names[v] = name
	return name
}

func (p *printer) stmts(list []Stmt) {
	for _, s := range list {
		p.stmt(s)
	}
}

func (p *printer) body(list []Stmt) {
	p.indent++
	p.stmts(list)
	p.indent--
}

func (p *printer) stmt(s Stmt) {
	switch s := s.(type) {
	case *Let:
		p.line("%s%s%s", p.dst(s.Dst), p.op(s.Op), p.pos(s.Pos))
	case *Assign:
		p.line("%s := %s", p.v(s.Dst), p.expr(s.X))
	case *If:
		p.line("if %s {", p.expr(s.Cond))
		p.body(s.Then)
		if len(s.Else) > 0 {
			p.line("} else {")
			p.body(s.Else)
		}
		p.line("}")
	case *Loop:
		p.line("loop %s {", p.label(s.Label))
		if len(s.Polled) > 0 {
			p.line("polled {")
			p.body(s.Polled)
			p.line("}")
		}
		p.body(s.Body)
		p.line("}")
	case *Block:
		p.line("block %s {", p.label(s.Label))
		p.body(s.Body)
		p.line("}")
	case *Break:
		p.line("break %s", p.label(s.Label))
	case *Continue:
		p.line("continue %s", p.label(s.Label))
	case *Try:
		p.line("try {")
		p.body(s.Body)
		p.line("} handle %s {", p.v(s.Exc))
		p.body(s.Handler)
		p.line("}")
	case *Return:
		p.line("return %s", p.expr(s.X))
	case *Reraise:
		p.line("reraise %s", p.expr(s.X))
	case *Raise:
		p.line("raise %s%s", p.expr(s.X), p.pos(s.Pos))
	case *CheckBound:
		p.line("check %s%s", p.v(s.Var), p.pos(s.Pos))
	case *Poll:
		p.line("poll")
	case *FreshCell:
		p.line("fresh %s", p.v(s.Var))
	case *Line:
		if p.fn.Module != nil && p.fn.Module.File != nil {
			n, _ := p.fn.Module.File.Position(s.Pos)
			p.line("// %s", strings.TrimSpace(p.fn.Module.File.Line(n)))
		}
	case *Goto:
		p.line("goto %s", stateName(s.State))
	case *Suspend:
		p.line("suspend %s then %s%s", p.op(s.Op), stateName(s.Next), p.pos(s.Pos))
	case *Resume:
		p.line("%sresume%s", p.dst(s.Dst), p.pos(s.Pos))
	default:
		p.line("%T", s)
	}
}

func (p *printer) machine(m *Machine) {
	for _, s := range m.States {
		handler := ""
		if s.Handler != nil {
			handler = fmt.Sprintf(" handle %s in %s", p.v(s.HandlerExc), stateName(s.Handler))
		}
		p.line("state %s%s {", stateName(s), handler)
		p.body(s.Body)
		p.line("}")
	}
}

func stateName(s *State) string { return fmt.Sprintf("%d:%s", s.Index, s.Name) }

// label returns the name of a label; labels of one name are told apart by numbers.
func (p *printer) label(l *Label) string {
	if l == nil {
		return "?"
	}
	return l.Name
}

func (p *printer) dst(list []*Var) string {
	named := false
	out := make([]string, len(list))
	for i, v := range list {
		named = named || v != nil
		out[i] = p.v(v)
	}
	if !named {
		return ""
	}
	return strings.Join(out, ", ") + " = "
}

func (p *printer) pos(i int) string {
	if i < 0 || i >= len(p.fn.Positions) || p.fn.Module == nil || p.fn.Module.File == nil {
		return ""
	}
	pos, file := p.fn.Positions[i], p.fn.Module.File
	line, col := file.Position(pos.Span.Start)
	endLine, endCol := file.Position(pos.Span.End)
	s := fmt.Sprintf(" // %d:%d-", line, col)
	if endLine != line {
		s += fmt.Sprintf("%d:", endLine)
	}
	s += strconv.Itoa(endCol)
	if pos.Anchor.Start != 0 || pos.Anchor.End != 0 {
		s += " ^" + strings.ReplaceAll(file.Slice(pos.Anchor), "\n", " ")
	}
	return s
}

func (p *printer) exprs(list []Expr) string {
	var b strings.Builder
	for _, x := range list {
		b.WriteByte(' ')
		b.WriteString(p.operand(x))
	}
	return b.String()
}

func (p *printer) operand(x Expr) string {
	s := p.expr(x)
	if pure, ok := x.(*Pure); ok && pure.Prim.Form != FormIndex {
		return "(" + s + ")"
	}
	return s
}

func (p *printer) expr(x Expr) string {
	switch x := x.(type) {
	case nil:
		return "nil"
	case *Const:
		return constant(x)
	case *Ref:
		return p.v(x.Var)
	case *CellOf:
		return "cell " + p.v(x.Var)
	case *SlotConst:
		return "slot " + x.Class + "." + x.Name
	case *NameConst:
		return "." + x.Name
	case *RuntimeVar:
		return x.Prim.Name
	case *IsRaised:
		return "raised " + p.operand(x.X)
	case *Pure:
		if x.Prim.Form == FormIndex {
			return fmt.Sprintf("%s[%s]", p.operand(x.Args[0]), p.expr(x.Args[1]))
		}
		return x.Prim.Name + p.exprs(x.Args)
	}
	return fmt.Sprintf("%T", x)
}

func constant(c *Const) string {
	switch c.Kind {
	case CNone:
		return "None"
	case CTrue:
		return "True"
	case CFalse:
		return "False"
	case CEllipsis:
		return "..."
	case CNotImplemented:
		return "NotImplemented"
	case CInt:
		if c.Big != nil {
			return c.Big.String()
		}
		return strconv.FormatInt(c.Int, 10)
	case CFloat:
		return strconv.FormatFloat(c.Float, 'g', -1, 64)
	case CComplex:
		return strconv.FormatFloat(c.Float, 'g', -1, 64) + "j"
	case CStr:
		return strconv.Quote(c.Str)
	case CBytes:
		return "b" + strconv.Quote(c.Str)
	case CTuple, CFrozenSet:
		list := make([]string, len(c.Elems))
		for i, e := range c.Elems {
			list[i] = constant(e)
		}
		return "(" + strings.Join(list, ", ") + ")"
	case CUnbound:
		return "unbound"
	case CNilExc:
		return "nil"
	}
	return "?"
}

func (p *printer) op(op Op) string {
	switch op := op.(type) {
	case *CallPrim:
		s := op.Prim.Name + p.exprs(op.Args)
		if len(op.Names) > 0 {
			s += " names=" + strings.Join(op.Names, ",")
		}
		return s
	case *CallFunc:
		return "call " + op.Func.Qualname + p.exprs(op.Args)
	case *NewFrame:
		return "frame " + op.Func.Qualname + p.exprs(op.Args)
	case *MakeFunc:
		s := "function " + op.Func.Qualname
		if len(op.Defaults) > 0 {
			s += " defaults" + p.exprs(op.Defaults)
		}
		if len(op.KwDefaults) > 0 {
			s += " keywords " + strings.Join(op.KwNames, ",") + p.exprs(op.KwDefaults)
		}
		if op.Annotate != nil {
			s += " annotate " + op.Annotate.Qualname
		}
		return s + p.captured(op.Func)
	case *MakeClass:
		s := fmt.Sprintf("class %s %s", op.Name, p.operand(op.Bases))
		if op.Keywords != nil {
			s += " keywords " + p.operand(op.Keywords)
		}
		return s + p.captured(op.Body)
	case *Await:
		return "await " + p.operand(op.X)
	case *AwaitCall:
		return "await " + p.op(op.Call)
	case *AwaitFrame:
		return "await " + op.Func.Qualname + p.exprs(op.Args)
	case *AwaitNext:
		return "awaitnext " + p.operand(op.X)
	case *Yield:
		return "yield " + p.operand(op.X)
	case *YieldFrom:
		return "yieldfrom " + p.operand(op.X)
	}
	return fmt.Sprintf("%T", op)
}

func (p *printer) captured(f *Func) string {
	if len(f.Free) == 0 {
		return ""
	}
	list := make([]string, len(f.Free))
	for i, v := range f.Free {
		list[i] = p.v(v.Outer)
	}
	return " [" + strings.Join(list, ", ") + "]"
}

// RepOf returns the representation of x, for messages; Boxed for nil.
func RepOf(x Expr) types.Rep {
	if x == nil {
		return types.Boxed
	}
	return x.Rep()
}
