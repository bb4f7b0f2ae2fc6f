package ast

import (
	"reflect"
	"strings"

	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyparse"
)

// This file turns objects into a tree for compile. A tree's positions are offsets in a
// text; the text made here consists of blanks, with lines long enough for the columns that
// the nodes have.

// maxLine and maxCol bound the places that nodes can have.
const (
	maxLine = 1 << 20
	maxCol  = 1 << 16
)

// trees turns the objects of one tree into structs.
type trees struct {
	widths []int    // of the lines, for the text
	places []placed // nodes that wait for the text
	depth  int      // of the recursion
	err    *py.Exception
}

// placed is a node with its place: lines from 1 and columns from 0.
type placed struct {
	extent *syntax.Extent
	at     [4]int
}

// treeOf is what compile does with a Module, Expression or Interactive.
func treeOf(v value, name, mode string) (*pyparse.Tree, exc) {
	want := map[string]string{pyparse.Exec: "Module", pyparse.Eval: "Expression", pyparse.Single: "Interactive"}[mode]
	if !is(v, want) {
		return nil, py.Raisef(py.TypeErrorType, "expected %s node, got %s", want, v.Type().Name)
	}
	t := &trees{}
	out := &pyparse.Tree{}
	if mode == pyparse.Eval {
		body := t.get(v, rules["Expression"], rules["Expression"].fields[0])
		out.Expr = &syntax.Expression{}
		t.set(reflect.ValueOf(&out.Expr.Body).Elem(), body, rules["Expression"], rules["Expression"].fields[0])
	} else {
		r := rules[want]
		out.Module = &syntax.Module{}
		body := t.get(v, r, r.fields[0])
		t.set(reflect.ValueOf(&out.Module.Body).Elem(), body, r, r.fields[0])
	}
	if t.err == nil {
		t.err = checkTree(out)
	}
	if t.err != nil {
		return nil, t.err
	}
	out.File = t.text(name)
	if out.Expr != nil {
		cover(out.Expr.Body)
	} else {
		cover(out.Module)
	}
	return out, nil
}

// fail keeps the first error.
func (t *trees) fail(class *py.Type, format string, args ...any) {
	if t.err == nil {
		t.err = py.Raisef(class, format, args...)
	}
}

func (t *trees) repr(v value) string {
	s, e := py.ReprText(v)
	if e != nil && t.err == nil {
		t.err = e
	}
	return s
}

// get returns a field of v; None where it lacks one that may be missing, unbound after a
// failure.
func (t *trees) get(v value, r *rule, f field) value {
	if t.err != nil {
		return value{}
	}
	x, found, e := py.LookupAttr(v, py.Intern(f.name))
	switch {
	case e != nil:
		t.err = e
		return value{}
	case found:
		return x
	case f.list:
		return py.ListV()
	case f.optional:
		return py.None
	case f.kind == "expr_context":
		return singletons["Load"]
	}
	t.fail(py.TypeErrorType, "required field \"%s\" missing from %s", f.name, r.name)
	return value{}
}

// set sets a field of a struct to what the object x is.
func (t *trees) set(to reflect.Value, x value, r *rule, f field) {
	if t.err != nil {
		return
	}
	if f.list {
		list, ok := py.AsList(x)
		if !ok {
			t.fail(py.TypeErrorType, "%s field \"%s\" must be a list, not a %s", r.name, f.name, x.Type().Name)
			return
		}
		items := append([]value(nil), list.Items...)
		out := reflect.MakeSlice(to.Type(), len(items), len(items))
		one := f
		one.list = false
		// A missing default or the key of **mapping is None.
		one.optional = r.name == "Dict" && f.name == "keys" || f.name == "kw_defaults"
		for i, item := range items {
			if item.IsNone() && !one.optional && f.kind != "identifier" {
				t.fail(py.ValueErrorType, "None disallowed in %s list", plainKind(f.kind))
				return
			}
			t.set(out.Index(i), item, r, one)
		}
		to.Set(out)
		return
	}
	if x.IsNone() && f.kind != "constant" {
		if !f.optional {
			t.fail(py.ValueErrorType, "field '%s' is required for %s", f.name, r.name)
		}
		if to.Kind() == reflect.String || to.Kind() == reflect.Interface || to.Kind() == reflect.Pointer || to.Kind() == reflect.Int {
			to.SetZero()
		}
		return
	}
	switch f.kind {
	case "identifier", "string":
		s, ok := py.AsStr(x)
		if !ok {
			what := map[string]string{"identifier": "identifier", "string": "string"}[f.kind]
			t.fail(py.TypeErrorType, "AST %s must be of type str", what)
			return
		}
		if f.kind == "identifier" && (s.S == "None" || s.S == "True" || s.S == "False") {
			t.fail(py.ValueErrorType, "identifier field can't represent '%s' constant", s.S)
		}
		to.SetString(s.S)
	case "int":
		n, ok := py.AsInt64(x)
		if !ok {
			t.fail(py.ValueErrorType, "invalid integer value: %s", t.repr(x))
			return
		}
		if to.Kind() == reflect.Bool {
			to.SetBool(n != 0)
		} else {
			to.SetInt(n)
		}
	case "constant": // of a MatchSingleton
		kind, ok := map[value]syntax.ConstKind{py.None: syntax.ConstNone, py.True: syntax.ConstTrue, py.False: syntax.ConstFalse}[x]
		if !ok {
			t.fail(py.ValueErrorType, "MatchSingleton can only contain True, False and None")
			return
		}
		to.Set(reflect.ValueOf(kind))
	case "expr_context", "boolop", "operator", "unaryop", "cmpop":
		t.setOperator(to, x, f.kind)
	default:
		if n := t.node(x, f.kind); n != nil {
			v := reflect.ValueOf(n)
			if !v.Type().AssignableTo(to.Type()) {
				t.fail(py.TypeErrorType, "expected some sort of %s, but got %s", f.kind, t.repr(x))
				return
			}
			to.Set(v)
		}
	}
}

// plainKind is how messages name the elements of a list.
func plainKind(kind string) string {
	switch kind {
	case "expr":
		return "expression"
	case "stmt":
		return "statement"
	}
	return kind
}

// setOperator sets a field whose value is one of a few, of which Go has the number.
func (t *trees) setOperator(to reflect.Value, x value, kind string) {
	n := uint64(0)
	for _, r := range classOrder {
		if r.base != rules[kind] {
			continue
		}
		if py.IsInstance(x, py.AsType(r.class)) {
			to.SetUint(n)
			return
		}
		n++
	}
	t.fail(py.TypeErrorType, "expected some sort of %s, but got %s", kind, t.repr(x))
}

// node returns the struct for an object of class kind.
func (t *trees) node(x value, kind string) syntax.Node {
	if t.depth++; t.depth > 5000 {
		t.fail(py.RecursionErrorType, "maximum recursion depth exceeded during ast construction")
	}
	defer func() { t.depth-- }()
	at, placed := t.readPlace(x, rules[kind])
	r := t.rule(x, kind)
	if t.err != nil {
		return nil
	}
	if r.name == "Constant" {
		return t.constant(x, r, at)
	}
	typ := structs[r.name]
	v := reflect.New(typ)
	for i, f := range r.fields {
		t.set(v.Elem().Field(i+1), t.get(x, r, f), r, f)
	}
	if placed {
		t.place(at, v.Elem().Field(0).Addr().Interface().(*syntax.Extent))
	}
	return v.Interface().(syntax.Node)
}

// rule returns the class of the object.
func (t *trees) rule(x value, kind string) *rule {
	base := rules[kind]
	if !isNode(x) || !py.IsInstance(x, py.AsType(base.class)) {
		t.fail(py.TypeErrorType, "expected some sort of %s, but got %s", kind, t.repr(x))
		return nil
	}
	if !base.sum {
		return base
	}
	for _, r := range classOrder {
		if r.base == base && py.IsInstance(x, py.AsType(r.class)) {
			return r
		}
	}
	t.fail(py.TypeErrorType, "expected some sort of %s, but got %s", kind, t.repr(x))
	return nil
}

// readPlace reads where an object is, if those of its class are anywhere.
func (t *trees) readPlace(x value, base *rule) (at [4]int, ok bool) {
	attrs := base.attrs
	if attrs == nil || t.err != nil {
		return at, false
	}
	for i, a := range attrs {
		v := t.get(x, base, a)
		if t.err != nil {
			return at, false
		}
		if v.IsNone() && a.optional {
			at[i] = at[i-2]
			continue
		}
		n, ok := py.AsInt64(v)
		if !ok {
			t.fail(py.ValueErrorType, "invalid integer value: %s", t.repr(v))
			return at, false
		}
		at[i] = int(n)
	}
	return at, true
}

// place notes where a node is.
func (t *trees) place(at [4]int, extent *syntax.Extent) {
	switch {
	case at[0] > at[2]:
		t.fail(py.ValueErrorType, "AST node line range (%d, %d) is not valid", at[0], at[2])
	case at[0] < 0 && at[2] != at[0] || at[1] < 0 && at[1] != at[3]:
		t.fail(py.ValueErrorType, "AST node column range (%d, %d) for line range (%d, %d) is not valid", at[1], at[3], at[0], at[2])
	case at[0] == at[2] && at[1] > at[3]:
		t.fail(py.ValueErrorType, "line %d, column %d-%d is not a valid range", at[0], at[1], at[3])
	}
	at[0], at[2] = min(max(at[0], 1), maxLine), min(max(at[2], 1), maxLine)
	at[1], at[3] = min(max(at[1], 0), maxCol), min(max(at[3], 0), maxCol)
	for i := 0; i < 4; i += 2 {
		for len(t.widths) < at[i] {
			t.widths = append(t.widths, 0)
		}
		t.widths[at[i]-1] = max(t.widths[at[i]-1], at[i+1])
	}
	t.places = append(t.places, placed{extent, at})
}

// text makes the text and gives all nodes their places in it.
func (t *trees) text(name string) *source.File {
	var b strings.Builder
	starts := make([]int, len(t.widths))
	for i, w := range t.widths {
		starts[i] = b.Len()
		b.WriteString(strings.Repeat(" ", w+1))
		b.WriteByte('\n')
	}
	for _, p := range t.places {
		p.extent.Start = source.Pos(starts[p.at[0]-1] + p.at[1])
		p.extent.End = source.Pos(starts[p.at[2]-1] + p.at[3])
	}
	return source.NewText(name, b.String())
}

// constant returns the expression for a Constant; for a tuple, which the compiler makes
// of literals but no text has, that is a Tuple.
func (t *trees) constant(x value, r *rule, at [4]int) syntax.Node {
	v := t.get(x, r, r.fields[0])
	kind := t.get(x, r, r.fields[1])
	if t.err != nil {
		return nil
	}
	e := t.literal(v)
	if e == nil {
		return nil
	}
	if c, ok := e.(*syntax.Constant); ok && !kind.IsNone() {
		s, isStr := py.AsStr(kind)
		if !isStr {
			t.fail(py.TypeErrorType, "AST string must be of type str")
			return nil
		}
		c.UKind = s.S == "u"
	}
	t.placeAll(at, e)
	return e
}

// placeAll gives a constant, and the elements of one that is a tuple, a place.
func (t *trees) placeAll(at [4]int, e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.Constant:
		t.place(at, &e.Extent)
	case *syntax.Tuple:
		t.place(at, &e.Extent)
		for _, elt := range e.Elts {
			t.placeAll(at, elt)
		}
	}
}

func (t *trees) literal(v value) syntax.Expr {
	c := &syntax.Constant{}
	switch v {
	case py.None:
		return c
	case py.True, py.False:
		c.Kind = syntax.ConstFalse
		if v == py.True {
			c.Kind = syntax.ConstTrue
		}
		return c
	case py.Ellipsis:
		c.Kind = syntax.ConstEllipsis
		return c
	}
	switch v.Type() {
	case py.IntType:
		c.Kind = syntax.ConstInt
		if n, ok := py.AsInt64(v); ok {
			c.Int = n
		} else {
			c.Big = py.BigOf(v)
		}
	case py.FloatType:
		c.Kind = syntax.ConstFloat
		c.Float, t.err = py.AsFloat(v)
	case py.ComplexType:
		z := v.Complex()
		if real(z) != 0 {
			t.fail(py.NotImplementedErrorType, "a constant complex with a real part is not supported")
			return nil
		}
		c.Kind, c.Float = syntax.ConstComplex, imag(z)
	case py.StrType:
		c.Kind, c.Str = syntax.ConstStr, v.Str().S
	case py.BytesType:
		b, _ := py.AsBytes(v)
		c.Kind, c.Str = syntax.ConstBytes, string(b.B)
	case py.TupleType:
		tuple := &syntax.Tuple{}
		items, _ := py.AsTuple(v)
		for _, x := range items.Items() {
			e := t.literal(x)
			if e == nil {
				return nil
			}
			tuple.Elts = append(tuple.Elts, e)
		}
		return tuple
	case py.FrozenSetType:
		t.fail(py.NotImplementedErrorType, "a constant frozenset is not supported")
		return nil
	default:
		t.fail(py.TypeErrorType, "got an invalid type in Constant: %s", v.Type().Name)
		return nil
	}
	return c
}
