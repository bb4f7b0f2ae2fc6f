// Package structseq makes the classes of C Python's struct sequences: tuples whose
// elements have names, such as time.struct_time and sys.version_info.
package structseq

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// Spec describes a class of struct sequences.
type Spec struct {
	Name, Module, Doc string
	// Fields are the names of the elements.
	Fields []string
	// Hidden are further attributes, kept behind the elements that the tuple shows.
	Hidden []string
	// Elements says that the class is called with the elements, not with a sequence of them.
	Elements bool
	// Final says that the class can be neither called nor derived from.
	Final bool
}

// seq is an instance: a tuple and the hidden attributes.
type seq struct {
	py.TupleBase
	hidden []py.Value
}

// New returns the class that spec describes. Its instances are made from a sequence of
// the elements, which may have the hidden attributes behind it.
func New(spec Spec) *py.Type {
	n := len(spec.Fields)
	full := spec.Name
	if spec.Module != "builtins" {
		full = spec.Module + "." + spec.Name
	}
	t := &py.Type{Name: spec.Name}
	ts := &py.TypeSpec{
		Base: py.TupleType, Module: spec.Module, Doc: spec.Doc, NoNew: spec.Final,
		Layout: py.LayoutOf[seq](),
		Slots: py.Slots{
			Repr: func(v py.Value) (py.Value, *py.Exception) {
				var b strings.Builder
				b.WriteString(full + "(")
				for i, x := range py.Heap[py.Tuple](v).Items() {
					if i > 0 {
						b.WriteString(", ")
					}
					s, exc := py.ReprText(x)
					if exc != nil {
						return py.Value{}, exc
					}
					b.WriteString(spec.Fields[i] + "=" + s)
				}
				b.WriteByte(')')
				return py.StrV(b.String()), nil
			},
		},
		Consts: []py.Const{
			{Name: "n_fields", Value: py.Int(int64(n + len(spec.Hidden)))},
			{Name: "n_sequence_fields", Value: py.Int(int64(n))},
			{Name: "n_unnamed_fields", Value: py.Int(0)},
			{Name: "__match_args__", Value: strTuple(spec.Fields)},
		},
		Methods: []py.Method{{Name: "__reduce__", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			items := append(append([]py.Value(nil), py.Heap[py.Tuple](v).Items()...), py.Heap[seq](v).hidden...)
			args := []py.Value{py.NewTuple(items).Value()}
			if spec.Elements {
				args = append(args, py.NewDict().Value()) // what such a class does not take
			}
			return py.TupleV(v.Type().Value(), py.NewTuple(args).Value()), nil
		}}},
	}
	switch {
	case spec.Elements:
		sig := py.NewSignature(spec.Name, "", "("+strings.Join(spec.Fields, ", ")+")")
		ts.Slots.New = func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			items, exc := sig.Parse(args, names)
			if exc != nil {
				return py.Value{}, exc
			}
			return Make(cls, items), nil
		}
	case !spec.Final:
		sig := py.NewSignature(full, "", "(sequence, dict=None)")
		ts.Slots.New = func(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
			p, exc := sig.Parse(args, names)
			if exc != nil {
				return py.Value{}, exc
			}
			if p[0].Type().Iter == nil {
				return py.Value{}, py.Raisef(py.TypeErrorType, "constructor requires a sequence")
			}
			items, exc := py.ToSlice(p[0])
			if exc != nil {
				return py.Value{}, exc
			}
			if len(items) < n || len(items) > n+len(spec.Hidden) {
				exact := ""
				want := n
				switch {
				case len(spec.Hidden) > 0 && len(items) < n:
					exact = "at least "
				case len(spec.Hidden) > 0:
					exact, want = "at most ", n+len(spec.Hidden)
				}
				return py.Value{}, py.Raisef(py.TypeErrorType, "%s() takes an %s%d-sequence (%d-sequence given)", full, exact, want, len(items))
			}
			v := cls.Alloc(cls)
			s := py.Heap[seq](v)
			s.SetItems(items[:n:n])
			s.hidden = items[n:]
			return v, nil
		}
	}
	for i, name := range spec.Fields {
		ts.GetSets = append(ts.GetSets, py.GetSet{Name: name, Get: func(v py.Value) (py.Value, *py.Exception) {
			return py.Heap[py.Tuple](v).Items()[i], nil
		}})
	}
	for i, name := range spec.Hidden {
		ts.GetSets = append(ts.GetSets, py.GetSet{Name: name, Get: func(v py.Value) (py.Value, *py.Exception) {
			if h := py.Heap[seq](v).hidden; i < len(h) {
				return h[i], nil
			}
			return py.None, nil
		}})
	}
	t.Define(ts)
	return t
}

func strTuple(names []string) py.Value {
	items := make([]py.Value, len(names))
	for i, n := range names {
		items[i] = py.Intern(n).Value()
	}
	return py.NewTuple(items).Value()
}

// Make returns an instance of t with the given elements and hidden attributes.
func Make(t *py.Type, items []py.Value, hidden ...py.Value) py.Value {
	v := t.Alloc(t)
	s := py.Heap[seq](v)
	s.SetItems(items)
	s.hidden = hidden
	return v
}
