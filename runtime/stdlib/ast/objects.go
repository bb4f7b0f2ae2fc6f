package ast

import (
	"reflect"

	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file turns the parser's tree into objects. The fields of a struct of package syntax
// are, behind its Extent, those of the class in the same order; a Constant, whose one field
// is several of Go's, is the exception.

// structNames are the classes of structs that are named otherwise.
var structNames = map[string]string{
	"ExprStmt": "Expr", "Comprehension": "comprehension", "Arguments": "arguments", "Arg": "arg",
	"Keyword": "keyword", "Alias": "alias", "WithItem": "withitem", "MatchCase": "match_case",
}

// objects turns the nodes of one file into objects.
type objects struct {
	file  *source.File
	rules map[reflect.Type]*rule
}

func (o *objects) rule(t reflect.Type) *rule {
	r := o.rules[t]
	if r == nil {
		name := t.Name()
		if s, ok := structNames[name]; ok {
			name = s
		}
		r = rules[name]
		o.rules[t] = r
	}
	return r
}

// node returns the object for n.
func (o *objects) node(n syntax.Node) value { return o.object(reflect.ValueOf(n).Elem()) }

// object returns the object for the struct v.
func (o *objects) object(v reflect.Value) value {
	r := o.rule(v.Type())
	fields := make([]value, len(r.fields))
	if c, ok := v.Addr().Interface().(*syntax.Constant); ok {
		fields[0], fields[1] = constant(c), py.None
		if c.UKind {
			fields[1] = py.Intern("u").Value()
		}
	} else {
		for i := range fields {
			fields[i] = o.field(v.Field(i+1), r.fields[i])
		}
	}
	obj := r.make(fields)
	if attrs := r.attributes(); attrs != nil {
		e := v.Field(0).Addr().Interface().(*syntax.Extent)
		o.place(obj, e)
	}
	return obj
}

var (
	nameLine    = py.Intern("lineno")
	nameCol     = py.Intern("col_offset")
	nameEndLine = py.Intern("end_lineno")
	nameEndCol  = py.Intern("end_col_offset")
)

// place sets where a node is.
func (o *objects) place(obj value, e *syntax.Extent) {
	a := py.AttrsOf(obj)
	line, col := o.file.Position(e.Start)
	a.Set(nameLine, py.Int(int64(line)))
	a.Set(nameCol, py.Int(int64(col)))
	line, col = o.file.Position(e.End)
	a.Set(nameEndLine, py.Int(int64(line)))
	a.Set(nameEndCol, py.Int(int64(col)))
}

// field returns the value of a field.
func (o *objects) field(x reflect.Value, f field) value {
	switch x.Kind() {
	case reflect.Interface:
		if x.IsNil() {
			return py.None
		}
		return o.object(x.Elem().Elem())
	case reflect.Pointer:
		if x.IsNil() {
			return py.None
		}
		return o.object(x.Elem())
	case reflect.Slice:
		items := make([]value, x.Len())
		for i := range items {
			items[i] = o.field(x.Index(i), f)
		}
		return py.NewList(items).Value()
	case reflect.String:
		if x.Len() == 0 && f.optional {
			return py.None
		}
		return py.Intern(x.String()).Value()
	case reflect.Bool:
		if x.Bool() {
			return py.Int(1)
		}
		return py.Int(0)
	case reflect.Int:
		return py.Int(x.Int())
	}
	if k, ok := x.Interface().(syntax.ConstKind); ok { // of a MatchSingleton
		return constant(&syntax.Constant{Kind: k})
	}
	// An operator or a context.
	return singletons[x.Interface().(interface{ String() string }).String()]
}

// constant returns the value of a literal.
func constant(c *syntax.Constant) value {
	switch c.Kind {
	case syntax.ConstTrue:
		return py.True
	case syntax.ConstFalse:
		return py.False
	case syntax.ConstEllipsis:
		return py.Ellipsis
	case syntax.ConstInt:
		if c.Big != nil {
			return py.IntBig(c.Big)
		}
		return py.Int(c.Int)
	case syntax.ConstFloat:
		return py.Float(c.Float)
	case syntax.ConstComplex:
		return py.NewComplex(complex(0, c.Float))
	case syntax.ConstStr:
		return py.StrV(c.Str)
	case syntax.ConstBytes:
		return py.BytesV([]byte(c.Str))
	}
	return py.None
}
