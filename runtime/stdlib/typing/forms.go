package typing

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the special forms (Optional, Literal ...), the aliases of classes
// (List, Mapping ...) and what subscripting them gives.

type formKind uint8

const (
	kindPlain formKind = iota // no parameters: NoReturn, Self
	kindOne                   // one parameter: ClassVar, Final
	kindAny                   // any parameters: Concatenate, Unpack
	kindUnion
	kindOptional
	kindLiteral
	kindAnnotated
	kindAlias   // stands for a class
	kindContext // ContextManager and its async sister
)

var forms = map[string]formKind{
	"NoReturn": kindPlain, "Never": kindPlain, "Self": kindPlain, "LiteralString": kindPlain, "TypeAlias": kindPlain,
	"ClassVar": kindOne, "Final": kindOne, "Required": kindOne, "NotRequired": kindOne, "ReadOnly": kindOne,
	"TypeGuard": kindOne, "TypeIs": kindOne, "Unpack": kindOne, "Concatenate": kindAny,
	"Union": kindUnion, "Optional": kindOptional, "Literal": kindLiteral, "Annotated": kindAnnotated,
}

// form is a special form or the alias of a class.
type form struct {
	py.Header
	name   string
	kind   formKind
	origin value // the class that an alias stands for
	params int   // how many it takes; -1 any
}

var (
	specialFormType  = &py.Type{Name: "_SpecialForm"}
	specialAliasType = &py.Type{Name: "_SpecialGenericAlias", Base: baseAliasType}
	baseAliasType    = &py.Type{Name: "_BaseGenericAlias"}
	aliasType        = &py.Type{Name: "_GenericAlias", Base: baseAliasType}
	forwardRefType   = &py.Type{Name: "ForwardRef"}
)

var unionForm *form

func newForm(t *py.Type, name string, kind formKind, origin value, params int) value {
	v := t.Alloc(t)
	f := py.Heap[form](v)
	f.name, f.kind, f.origin, f.params = name, kind, origin, params
	if name == "Union" {
		unionForm = f
	}
	return v
}

// alias is a subscripted form or alias.
type alias struct {
	py.Header
	form *form
	args []value
	list bool // of a Callable: the parameters were given as a list
}

type forwardRef struct {
	py.Header
	arg string
}

// orTable is a table of operators with |.
func orTable(f py.BinaryFunc) (t [len(py.Slots{}.Binary)]py.BinaryFunc) {
	t[py.OpOr] = f
	return t
}

// unionOf is a | b where one is an object of this module: Union[a, b].
func unionOf(a, b value) (value, exc) { return makeUnion([]value{a, b}) }

func unionOfReflected(v, other value) (value, exc) { return makeUnion([]value{other, v}) }

func init() {
	hash := func(v value) (int64, exc) { return py.HashIdentity(v), nil }
	refuse := func(text string) func(v value, args []value) (value, exc) {
		return func(v value, args []value) (value, exc) {
			return value{}, py.Raisef(py.TypeErrorType, "%s %s", shown(v), text)
		}
	}
	slots := py.Slots{
		Repr:      func(v value) (value, exc) { return py.StrV("typing." + py.Heap[form](v).name), nil },
		Hash:      hash,
		GetItem:   formGetItem,
		Binary:    orTable(unionOf),
		Reflected: orTable(unionOfReflected),
	}
	names := []py.GetSet{
		{Name: "__name__", Get: func(v value) (value, exc) { return py.StrV(py.Heap[form](v).name), nil }},
		{Name: "_name", Get: func(v value) (value, exc) { return py.StrV(py.Heap[form](v).name), nil }},
		{Name: "__module__", Get: func(v value) (value, exc) { return py.StrV("typing"), nil }},
		{Name: "__origin__", Get: func(v value) (value, exc) {
			if o := py.Heap[form](v).origin; !o.IsUnbound() {
				return o, nil
			}
			return value{}, py.NoAttribute(v, nameOrigin)
		}},
	}
	formSlots := slots
	formSlots.Call = func(v value, args []value, names []*py.Str) (value, exc) {
		return value{}, py.Raisef(py.TypeErrorType, "Cannot instantiate %s", shown(v))
	}
	baseAliasType.Define(&py.TypeSpec{Module: "typing", NoNew: true})
	specialFormType.Define(&py.TypeSpec{
		Module: "typing", Layout: py.LayoutOf[form](), NoNew: true, Slots: formSlots, GetSets: names,
		Methods: []py.Method{
			{Name: "__instancecheck__", Impl: func(v value, args []value) (value, exc) {
				if py.Heap[form](v).kind == kindUnion {
					return py.Bool(isAlias(args[0]) || args[0].Type() == py.UnionType), nil
				}
				return refuse("cannot be used with isinstance()")(v, args)
			}},
			{Name: "__subclasscheck__", Impl: refuse("cannot be used with issubclass()")},
			{Name: "__mro_entries__", Impl: func(v value, args []value) (value, exc) {
				return value{}, py.Raisef(py.TypeErrorType, "Cannot subclass %s", shown(v))
			}},
		},
	})
	aliasSlots := slots
	aliasSlots.Call = func(v value, args []value, names []*py.Str) (value, exc) {
		f := py.Heap[form](v)
		if f.origin.IsType() && py.AsType(f.origin).Module == "collections.abc" {
			return value{}, py.Raisef(py.TypeErrorType, "Type %s cannot be instantiated; use %s() instead", f.name, f.origin.Type().Name)
		}
		return py.CallKw(f.origin, args, names)
	}
	specialAliasType.Define(&py.TypeSpec{
		Module: "typing", Layout: py.LayoutOf[form](), NoNew: true, Slots: aliasSlots, GetSets: names,
		Methods: []py.Method{
			{Name: "__instancecheck__", Sig: "($self, obj)", Impl: func(v, x value) (value, exc) {
				is, e := py.IsInstanceOf(x, py.Heap[form](v).origin)
				return py.Bool(is), e
			}},
			{Name: "__subclasscheck__", Sig: "($self, cls)", Impl: func(v, x value) (value, exc) {
				if x.Type() == specialAliasType {
					x = py.Heap[form](x).origin
				}
				is, e := py.IsSubclassOf(x, py.Heap[form](v).origin)
				return py.Bool(is), e
			}},
			{Name: "__mro_entries__", Sig: "($self, bases)", Impl: func(v, bases value) (value, exc) {
				return aliasBases(v, py.Heap[form](v).origin, bases), nil
			}},
		},
	})
	aliasType.Define(&py.TypeSpec{
		Module: "typing", Layout: py.LayoutOf[alias](), NoNew: true,
		Slots: py.Slots{
			Repr: aliasRepr, Hash: aliasHash, Compare: aliasCompare, GetItem: aliasGetItem, GetAttr: aliasGetAttr,
			Binary: orTable(unionOf), Reflected: orTable(unionOfReflected),
			Call: func(v value, args []value, names []*py.Str) (value, exc) {
				a := py.Heap[alias](v)
				if a.form.kind != kindAlias && a.form.kind != kindContext {
					s, e := typeText(v)
					if e != nil {
						return value{}, e
					}
					return value{}, py.Raisef(py.TypeErrorType, "Cannot instantiate %s", s)
				}
				return py.CallKw(a.form.origin, args, names)
			},
		},
		Methods: []py.Method{
			{Name: "__instancecheck__", Sig: "($self, obj)", Impl: func(v, x value) (value, exc) { return aliasCheck(v, x, py.IsInstanceOf) }},
			{Name: "__subclasscheck__", Sig: "($self, cls)", Impl: func(v, x value) (value, exc) { return aliasCheck(v, x, py.IsSubclassOf) }},
			{Name: "__mro_entries__", Sig: "($self, bases)", Impl: func(v, bases value) (value, exc) {
				a := py.Heap[alias](v)
				if a.form.kind != kindAlias && a.form.kind != kindContext {
					s, e := typeText(v)
					if e != nil {
						return value{}, e
					}
					return value{}, py.Raisef(py.TypeErrorType, "Cannot subclass %s", s)
				}
				return aliasBases(v, a.form.origin, bases), nil
			}},
		},
		GetSets: []py.GetSet{
			{Name: "__origin__", Get: func(v value) (value, exc) { return py.Heap[alias](v).origin(), nil }},
			{Name: "__args__", Get: func(v value) (value, exc) {
				a := py.Heap[alias](v)
				if a.form.kind == kindAnnotated {
					return py.TupleV(a.args[0]), nil
				}
				return py.NewTuple(append([]value(nil), a.args...)).Value(), nil
			}},
			{Name: "__metadata__", Get: func(v value) (value, exc) {
				a := py.Heap[alias](v)
				if a.form.kind != kindAnnotated {
					return value{}, py.NoAttribute(v, nameMetadata)
				}
				return py.NewTuple(append([]value(nil), a.args[1:]...)).Value(), nil
			}},
			{Name: "__parameters__", Get: func(v value) (value, exc) {
				return py.NewTuple(typeParams(py.Heap[alias](v).args)).Value(), nil
			}},
			{Name: "__module__", Get: func(v value) (value, exc) { return py.StrV("typing"), nil }},
			{Name: "__name__", Get: func(v value) (value, exc) { return py.StrV(py.Heap[alias](v).form.name), nil }},
			{Name: "_name", Get: func(v value) (value, exc) { return py.StrV(py.Heap[alias](v).form.name), nil }},
		},
	})
	defineAliasClasses()
	forwardRefType.Define(&py.TypeSpec{
		Module: "typing", Layout: py.LayoutOf[forwardRef](),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				if len(args) == 0 || !args[0].IsStr() {
					return value{}, py.Raisef(py.TypeErrorType, "Forward reference must be a string -- got %s", py.QuoteStr(""))
				}
				return newForwardRef(args[0].Str().S), nil
			},
			Repr: func(v value) (value, exc) {
				return py.StrV("ForwardRef(" + py.QuoteStr(py.Heap[forwardRef](v).arg) + ")"), nil
			},
			Hash: func(v value) (int64, exc) { return py.Hash(py.StrV(py.Heap[forwardRef](v).arg)) },
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if b.Type() != forwardRefType || op != py.EQ && op != py.NE {
					return py.NotImplemented, nil
				}
				return py.Bool((py.Heap[forwardRef](a).arg == py.Heap[forwardRef](b).arg) == (op == py.EQ)), nil
			},
			Binary: orTable(unionOf), Reflected: orTable(unionOfReflected),
		},
		GetSets: []py.GetSet{{Name: "__forward_arg__", Get: func(v value) (value, exc) { return py.StrV(py.Heap[forwardRef](v).arg), nil }}},
	})
}

// aliasBases returns the bases that the alias v stands for: its origin, and Generic unless
// a later base brings it.
func aliasBases(v, origin, bases value) value {
	list, _ := py.AsTuple(bases)
	after := false
	for _, b := range list.Items() {
		switch {
		case b == v:
			after = true
		case !after:
		case isAlias(b), b.Type() == specialAliasType,
			b.IsType() && py.AsType(b).IsSubclass(py.GenericType):
			return py.TupleV(origin)
		case b.Type() == py.GenericAliasType:
			if o, _, _ := py.LookupAttr(b, py.Intern("__origin__")); !o.IsUnbound() && o.IsType() && py.AsType(o).IsSubclass(py.GenericType) {
				return py.TupleV(origin)
			}
		}
	}
	return py.TupleV(origin, py.GenericType.Value())
}

func newForwardRef(arg string) value {
	v := forwardRefType.Alloc(forwardRefType)
	py.Heap[forwardRef](v).arg = arg
	return v
}

func shown(v value) string { return "typing." + py.Heap[form](v).name }

func (f *form) make(args []value) value {
	t := f.aliasClass()
	v := t.Alloc(t)
	a := py.Heap[alias](v)
	a.form, a.args = f, args
	return v
}

func (a *alias) origin() value {
	switch {
	case a.form.kind == kindAnnotated:
		return a.args[0]
	case a.form.kind == kindOptional:
		return unionForm.Value()
	case a.form.origin.IsUnbound():
		return a.form.Value()
	}
	return a.form.origin
}

func (a *alias) callableList() bool { return a.list }

// typeParams collects the type variables among args, each once.
func typeParams(args []value) []value {
	var out []value
	add := func(p value) {
		for _, have := range out {
			if have == p {
				return
			}
		}
		out = append(out, p)
	}
	for _, x := range args {
		switch t := x.Type(); t {
		case py.TypeVarType, py.ParamSpecType, py.TypeVarTupleType:
			add(x)
		default:
			if isAlias(x) || t == py.GenericAliasType || t == py.UnionType {
				p, found, _ := py.LookupAttr(x, py.Intern("__parameters__"))
				if tup, ok := py.AsTuple(p); found && ok {
					for _, y := range tup.Items() {
						add(y)
					}
				}
			}
		}
	}
	return out
}

// asType converts a parameter: None means its class, a string is a forward reference.
func asType(v value) value {
	switch {
	case v.IsNone():
		return py.NoneType.Value()
	case v.IsExactStr():
		return newForwardRef(v.Str().S)
	}
	return v
}

func asTypes(items []value) []value {
	out := make([]value, len(items))
	for i, x := range items {
		out[i] = asType(x)
	}
	return out
}

func formGetItem(v, key value) (value, exc) {
	f := py.Heap[form](v)
	params := []value{key}
	if t, ok := py.AsTuple(key); ok {
		params = t.Items()
	}
	switch f.kind {
	case kindPlain:
		return value{}, py.Raisef(py.TypeErrorType, "%s is not subscriptable", shown(v))
	case kindOne:
		if len(params) != 1 {
			return value{}, py.Raisef(py.TypeErrorType, "%s accepts only single type.", shown(v))
		}
		return f.make(asTypes(params)), nil
	case kindOptional:
		if len(params) != 1 {
			return value{}, py.Raisef(py.TypeErrorType, "%s requires a single type.", shown(v))
		}
		return makeUnion([]value{params[0], py.None})
	case kindUnion:
		if len(params) == 0 {
			return value{}, py.Raisef(py.TypeErrorType, "Cannot take a Union of no types.")
		}
		return makeUnion(params)
	case kindLiteral:
		return literal(f, params)
	case kindAnnotated:
		if len(params) < 2 {
			return value{}, py.Raisef(py.TypeErrorType, "Annotated[...] should be used with at least two arguments (a type and an annotation).")
		}
		args := append([]value{asType(params[0])}, params[1:]...)
		if isAlias(args[0]) {
			if in := py.Heap[alias](args[0]); in.form.kind == kindAnnotated {
				args = append(append([]value(nil), in.args...), params[1:]...)
			}
		}
		return f.make(args), nil
	case kindContext:
		if len(params) == 1 {
			b, e := py.UnionOr(py.BoolType.Value(), py.None)
			if e != nil {
				return value{}, e
			}
			params = append(append([]value(nil), params...), b)
		}
		return f.make(asTypes(params)), nil
	}
	if f.name == "Callable" {
		return callable(f, params)
	}
	if f.params >= 0 && len(params) != f.params && !(f.name == "Generator" && len(params) >= 1 && len(params) <= 3) && !(f.name == "AsyncGenerator" && len(params) == 1) {
		if f.params == 0 {
			return value{}, py.Raisef(py.TypeErrorType, "%s is not a generic class", shown(v))
		}
		many := "many"
		if len(params) < f.params {
			many = "few"
		}
		n, _ := py.StrText(py.Int(int64(len(params))))
		want, _ := py.StrText(py.Int(int64(f.params)))
		return value{}, py.Raisef(py.TypeErrorType, "Too %s arguments for %s; actual %s, expected %s", many, shown(v), n, want)
	}
	args := asTypes(params)
	for len(args) < f.params && (f.name == "Generator" || f.name == "AsyncGenerator") {
		args = append(args, py.NoneType.Value())
	}
	return f.make(args), nil
}

// callable is Callable[[params], result].
func callable(f *form, params []value) (value, exc) {
	if len(params) != 2 {
		return value{}, py.Raisef(py.TypeErrorType, "Callable must be used as Callable[[arg, ...], result].")
	}
	var args []value
	list := false
	if l, ok := py.AsList(params[0]); ok {
		args, list = asTypes(l.Items), true
	} else {
		args = []value{asType(params[0])}
	}
	v := f.make(append(args, asType(params[1])))
	py.Heap[alias](v).list = list
	return v, nil
}

func literal(f *form, params []value) (value, exc) {
	var args []value
	for _, p := range params {
		add := []value{p}
		if isAlias(p) && py.Heap[alias](p).form.kind == kindLiteral {
			add = py.Heap[alias](p).args
		}
	next:
		for _, x := range add {
			for _, have := range args {
				same, e := py.EqBool(have, x)
				if e != nil {
					return value{}, e
				}
				if same && have.Type() == x.Type() {
					continue next
				}
			}
			args = append(args, x)
		}
	}
	return f.make(args), nil
}

// makeUnion makes Union of the given types: flat, without duplicates, and the one type
// where only one is left.
func makeUnion(params []value) (value, exc) {
	var args []value
	for _, p := range params {
		p = asType(p)
		add := []value{p}
		switch {
		case isAlias(p) && py.Heap[alias](p).isUnion():
			add = py.Heap[alias](p).args
		case p.Type() == py.UnionType:
			v, e := py.GetAttr(p, nameArgs)
			if e != nil {
				return value{}, e
			}
			add = py.Heap[py.Tuple](v).Items()
		case !p.IsType() && !py.Callable(p) && !isAlias(p) && p.Type() != specialFormType && p.Type() != specialAliasType &&
			p.Type() != py.TypeVarType && p.Type() != forwardRefType && p.Type() != py.GenericAliasType && p.Type() != py.TypeAliasTypeType:
			r, e := py.ReprText(p)
			if e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(py.TypeErrorType, "Union[arg, ...]: each arg must be a type. Got %s.", r)
		}
	next:
		for _, x := range add {
			for _, have := range args {
				same, e := py.EqualItems(have, x)
				if e != nil {
					return value{}, e
				}
				if same {
					continue next
				}
			}
			args = append(args, x)
		}
	}
	if len(args) == 1 {
		return args[0], nil
	}
	if unionForm == nil {
		if _, e := py.ImportModule("typing"); e != nil {
			return value{}, e
		}
	}
	return unionForm.make(args), nil
}

func (a *alias) isUnion() bool { return a.form.kind == kindUnion }

// typeText is typing._type_repr.
func typeText(v value) (string, exc) {
	switch {
	case v == py.Ellipsis:
		return "...", nil
	case v.IsType() && v.Type() != py.GenericAliasType:
		t := py.AsType(v)
		if v == anyClass {
			return "typing.Any", nil
		}
		name, e := py.GetAttr(v, py.Intern("__module__"))
		if e != nil {
			return "", e
		}
		if name.IsStr() && name.Str().S == "builtins" {
			return t.Qualname, nil
		}
		s, e := py.StrText(name)
		return s + "." + t.Qualname, e
	case v.Type() == py.FunctionType:
		f, _ := py.AsFunction(v)
		return f.Name.S, nil
	}
	return py.ReprText(v)
}

func typeTexts(list []value) (string, exc) {
	parts := make([]string, len(list))
	for i, x := range list {
		var e exc
		if parts[i], e = typeText(x); e != nil {
			return "", e
		}
	}
	return strings.Join(parts, ", "), nil
}

func aliasRepr(v value) (value, exc) {
	a := py.Heap[alias](v)
	name, args := a.form.name, a.args
	switch a.form.kind {
	case kindUnion:
		if len(args) == 2 {
			for i, x := range args {
				if x == py.NoneType.Value() {
					s, e := typeText(args[1-i])
					return py.StrV("typing.Optional[" + s + "]"), e
				}
			}
		}
	case kindLiteral:
		parts := make([]string, len(args))
		for i, x := range args {
			var e exc
			if parts[i], e = py.ReprText(x); e != nil {
				return value{}, e
			}
		}
		return py.StrV("typing.Literal[" + strings.Join(parts, ", ") + "]"), nil
	case kindAnnotated:
		s, e := typeText(args[0])
		if e != nil {
			return value{}, e
		}
		for _, x := range args[1:] {
			r, e := py.ReprText(x)
			if e != nil {
				return value{}, e
			}
			s += ", " + r
		}
		return py.StrV("typing.Annotated[" + s + "]"), nil
	}
	if name == "Callable" {
		n := len(args) - 1
		params, e := typeTexts(args[:n])
		if e != nil {
			return value{}, e
		}
		if a.list {
			params = "[" + params + "]"
		}
		result, e := typeText(args[n])
		return py.StrV("typing.Callable[" + params + ", " + result + "]"), e
	}
	s, e := typeTexts(args)
	if len(args) == 0 {
		s = "()"
	}
	return py.StrV("typing." + name + "[" + s + "]"), e
}

func (a *alias) sameForm(b *alias) bool {
	return a.form == b.form && len(a.args) == len(b.args)
}

func aliasHash(v value) (int64, exc) {
	a := py.Heap[alias](v)
	args := py.NewTuple(append([]value(nil), a.args...)).Value()
	if a.form.kind == kindUnion || a.form.kind == kindLiteral {
		f, e := py.Call1(py.FrozenSetType.Value(), args)
		if e != nil {
			return 0, e
		}
		args = f
	}
	return py.Hash(py.TupleV(a.form.Value(), args))
}

func aliasCompare(op py.CompareOp, x, y value) (value, exc) {
	if op != py.EQ && op != py.NE || !isAlias(y) {
		return py.NotImplemented, nil
	}
	a, b := py.Heap[alias](x), py.Heap[alias](y)
	equal := a.sameForm(b)
	unordered := a.form.kind == kindUnion || a.form.kind == kindLiteral
	for i := 0; equal && i < len(a.args); i++ {
		found := false
		for j := range b.args {
			if !unordered && i != j {
				continue
			}
			same, e := py.EqualItems(a.args[i], b.args[j])
			if e != nil {
				return value{}, e
			}
			if same && (a.form.kind != kindLiteral || a.args[i].Type() == b.args[j].Type()) {
				found = true
				break
			}
		}
		equal = found
	}
	return py.Bool(equal == (op == py.EQ)), nil
}

// aliasGetItem replaces the type variables of an alias: List[T][int].
func aliasGetItem(v, key value) (value, exc) {
	a := py.Heap[alias](v)
	params := typeParams(a.args)
	items := []value{key}
	if t, ok := py.AsTuple(key); ok {
		items = t.Items()
	}
	if len(params) == 0 {
		s, e := py.ReprText(v)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s is not a generic class", s)
	}
	if len(items) != len(params) {
		many := "many"
		if len(items) < len(params) {
			many = "few"
		}
		s, e := py.ReprText(v)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "Too %s arguments for %s; actual %d, expected %d", many, s, len(items), len(params))
	}
	args := make([]value, len(a.args))
	for i, x := range a.args {
		args[i] = x
		for k, p := range params {
			if x == p {
				args[i] = asType(items[k])
			}
		}
		if own := typeParams([]value{x}); args[i] == x && len(own) > 0 && (isAlias(x) || x.Type() == py.GenericAliasType) {
			var sub []value
			for _, p := range own {
				for k, q := range params {
					if p == q {
						sub = append(sub, items[k])
					}
				}
			}
			var e exc
			if args[i], e = py.GetItem(x, py.NewTuple(sub).Value()); e != nil {
				return value{}, e
			}
		}
	}
	if a.form.kind == kindUnion {
		return makeUnion(args)
	}
	r := a.form.make(args)
	py.Heap[alias](r).list = a.list
	return r, nil
}

// aliasGetAttr looks other attributes than its own up on the class.
func aliasGetAttr(v value, name *py.Str) (value, exc) {
	x, e := py.GenericGetAttr(v, name)
	if e == nil || !e.Is(py.AttributeErrorType) {
		return x, e
	}
	a := py.Heap[alias](v)
	if o := a.origin(); o.IsType() && !(len(name.S) > 4 && strings.HasPrefix(name.S, "__") && strings.HasSuffix(name.S, "__")) {
		return py.GetAttr(o, name)
	}
	return value{}, e
}

func aliasCheck(v, x value, check func(x, cls value) (bool, exc)) (value, exc) {
	a := py.Heap[alias](v)
	if a.form.kind == kindUnion {
		for _, t := range a.args {
			if is, e := check(x, t); is || e != nil {
				return py.Bool(is), e
			}
		}
		return py.False, nil
	}
	return value{}, py.Raisef(py.TypeErrorType, "Subscripted generics cannot be used with class and instance checks")
}
