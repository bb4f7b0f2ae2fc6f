package enum

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes enum classes: from a class statement, from a call, from constants of a
// module.

// prepare makes the namespace of a class body.
func prepare(cls value, args []value, names []*py.Str) (value, exc) {
	v := enumDictType.Alloc(enumDictType)
	d := py.Heap[enumDict](v)
	if len(args)-len(names) < 2 {
		return v, nil
	}
	bases, e := py.ItemsOf(args[1])
	if e != nil {
		return value{}, e
	}
	if e := checkExtend(args[0], bases); e != nil {
		return value{}, e
	}
	if s, ok := py.AsStr(args[0]); ok {
		d.class = s.S
	}
	_, first, e := mixins(args[0], bases)
	if e != nil || first.IsUnbound() {
		return v, e
	}
	g, found, e := py.LookupAttr(first, nameGenerate)
	if e != nil {
		return value{}, e
	}
	if !found {
		g = py.None
	}
	return v, d.set(nameGenerate.Value(), g)
}

// newEnum is EnumType.__new__.
func newEnum(meta *py.Type, args []value, names []*py.Str) (value, exc) {
	n := len(args) - len(names)
	if n != 3 {
		return value{}, py.Raisef(py.TypeErrorType, "EnumType.__new__() takes exactly 4 arguments (%d given)", n+1)
	}
	boundary, simple := py.None, false
	typeArgs := slices.Clone(args[:3])
	var kw []*py.Str
	for i, k := range names {
		switch k.S {
		case "boundary":
			boundary = args[n+i]
		case "_simple":
			simple = args[n+i] == py.True
		default:
			typeArgs, kw = append(typeArgs, args[n+i]), append(kw, k)
		}
	}
	if simple {
		return py.TypeType.New(meta, typeArgs, kw)
	}
	if !py.IsInstance(args[2], enumDictType) {
		return value{}, py.Raisef(py.AttributeErrorType, "'%s' object has no attribute '_member_names'", args[2].Type().Name)
	}
	bases, e := py.ItemsOf(args[1])
	if e != nil {
		return value{}, e
	}
	c := &creation{name: args[0], bases: bases, body: py.Heap[enumDict](args[2]), ns: py.NewDict()}
	return c.create(meta, typeArgs, kw, boundary)
}

// creation is the making of one class.
type creation struct {
	steps
	name   value
	bases  []value
	body   *enumDict
	ns     *py.Dict // the namespace that type.__new__ gets
	order  value    // _order_, unbound without it
	member *py.Type // what the values are instances of
	first  value    // the enumeration that is the last base
	cls    value
	failed exc // what making a member has raised
}

func (c *creation) create(meta *py.Type, typeArgs []value, kw []*py.Str, boundary value) (value, exc) {
	if e := c.takeBody(); e != nil {
		return value{}, e
	}
	var e exc
	if c.member, c.first, e = mixins(c.name, c.bases); e != nil {
		return value{}, e
	}
	newMember, save, useArgs := c.findNew()
	c.ns.SetStr(nameNewMember, newMember)
	c.ns.SetStr(nameUseArgs, py.Bool(useArgs))
	for _, k := range c.body.names().Keys() {
		x, ok := c.ns.GetStr(k.Str())
		if !ok {
			return value{}, py.RaiseArgs(py.KeyErrorType, k)
		}
		c.ns.SetStr(py.InternStr(k.Str()), newProto(c, x))
	}
	c.housekeeping(boundary)
	progress := py.Intern("_" + c.Str(c.name) + "__in_progress")
	c.ns.SetStr(progress, py.True)
	typeArgs[2] = c.ns.Value()
	if c.Exc != nil {
		return value{}, c.Exc
	}
	c.cls, e = py.TypeType.New(meta, typeArgs, kw)
	if c.failed != nil {
		e = c.failed // without the note of type.__new__
	}
	if e != nil {
		return value{}, again(e)
	}
	c.Raise(put(c.cls, progress, value{}))
	c.ns.DeleteStr(progress)
	c.methods(newMember, save)
	c.finishFlag()
	c.checkOrder()
	return c.Done(c.cls)
}

// again returns e as EnumType.__new__ raises it once more: a new exception with its text,
// cause and context.
func again(e exc) exc {
	if !e.Is(py.ExceptionType) {
		return e
	}
	var s steps
	x, ok := py.AsException(s.Apply(e.Type().Value(), py.StrV(s.Str(e.Value()))))
	if s.Failed() {
		return s.Exc
	}
	if !ok {
		return e
	}
	x.Cause, x.Context, x.SuppressContext, x.Traceback = e.Cause, e.Context, true, e.Traceback
	return x
}

// takeBody takes the namespace of the class body over, without what is ignored.
func (c *creation) takeBody() exc {
	for _, bad := range []string{"mro", ""} {
		if c.body.isMember(py.Intern(bad)) && !slices.Contains(c.body.ignore, bad) {
			return py.Raisef(py.ValueErrorType, "invalid enum member name(s) %s", py.QuoteStr(bad))
		}
	}
	for k, x, pos, ok := c.body.Entry(0); ok; k, x, pos, ok = c.body.Entry(pos) {
		key := k.Str()
		switch {
		case key.S == "_ignore_" || slices.Contains(c.body.ignore, key.S):
			continue
		case key.S == "_order_":
			c.order = x
			continue
		case key.S == nameGenerate.S && !x.IsNone() && x.Type() != py.StaticMethodType:
			x = py.NewStaticMethod(x)
		}
		c.ns.SetStr(py.InternStr(key), x)
	}
	return nil
}

// findNew returns the function that makes members, whether it is the class's own, and
// whether it gets the values.
func (c *creation) findNew() (fn value, save, useArgs bool) {
	object := ofObject(nameNew)
	fn, own := c.ns.GetStr(nameNew)
	enumNewValue := value{}
	if !enumClass.IsUnbound() {
		enumNewValue = c.Attr(enumClass, nameNew.S)
	}
	if !own {
		fn = object
	search:
		for _, method := range []*py.Str{nameSavedNew, nameNew} {
			for _, possible := range []value{c.member.Value(), c.first} {
				if possible.IsUnbound() {
					continue
				}
				f := c.AttrOr(possible, method.S, py.None)
				if !f.IsNone() && f != object && f != enumNewValue {
					fn = f
					break search
				}
			}
		}
	}
	return fn, own && !c.first.IsUnbound(), !c.first.IsUnbound() && fn != enumNewValue && fn != object
}

// housekeeping adds what the class will know of its members.
func (c *creation) housekeeping(boundary value) {
	set := c.ns.SetStr
	set(nameMemberList, py.ListV())
	set(nameMemberMap, py.NewDict().Value())
	set(nameValueMap, py.NewDict().Value())
	set(nameUnhashable, py.ListV())
	set(nameUnhashMap, py.NewDict().Value())
	set(nameMemberType, c.member.Value())
	set(nameValueRepr, c.dataRepr())
	if !c.Truth(boundary) {
		boundary = py.None
		if !c.first.IsUnbound() {
			boundary = c.AttrOr(c.first, nameBoundary.S, py.None)
		}
	}
	set(nameBoundary, boundary)
	set(nameFlagMask, py.Int(0))
	set(nameSingles, py.Int(0))
	set(nameAllBits, py.Int(0))
	set(nameInverted, py.None)
}

// dataRepr returns the repr of the values, None for repr itself.
func (c *creation) dataRepr() value {
	for _, b := range c.bases {
		for _, t := range py.AsType(b).MRO {
			if t == py.ObjectType {
				continue
			}
			if t.Type().IsSubclass(metaType) {
				return c.AttrOr(t.Value(), nameValueRepr.S, py.None)
			}
			r, ok := t.Namespace().GetStr(nameRepr)
			if !ok {
				continue
			}
			if _, isData := t.Namespace().GetStr(py.Intern("__dataclass_fields__")); isData {
				if params, ok := t.Namespace().GetStr(py.Intern("__dataclass_params__")); ok && c.Is(params, "repr") {
					return dataclassRepr
				}
			}
			return r
		}
	}
	return py.None
}

// dataclassRepr shows the fields of a dataclass.
var dataclassRepr = py.NewBuiltin("_dataclass_repr", "enum", "(self)", func(self value) (value, exc) {
	var s steps
	text := ""
	fields := s.Attr(self, "__dataclass_fields__")
	for _, k := range s.Items(fields) {
		if f := s.Item(fields, k); !s.Is(f, "repr") {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += s.Str(k) + "=" + s.Repr(s.Attr(self, s.Str(k)))
	}
	return s.Done(py.StrV(text))
}).Value()

// methods gives the class those methods of Enum that a mixin would hide.
func (c *creation) methods(newMember value, save bool) {
	t := py.AsType(c.cls)
	has := func(name string) bool {
		_, ok := t.Namespace().GetStr(py.Intern(name))
		return ok
	}
	set := func(name string, v value) { c.Raise(put(c.cls, py.Intern(name), v)) }
	member := c.member.Value()
	if !reprEnumClass.IsUnbound() && slices.Contains(c.bases, reprEnumClass) {
		if c.member == py.ObjectType {
			c.Failf(py.TypeErrorType, "ReprEnum subclasses must be mixed with a data type (i.e. int, str, float, etc.)")
			return
		}
		if !has("__format__") {
			set("__format__", c.Attr(member, "__format__"))
		}
		if !has("__str__") {
			method := c.Attr(member, "__str__")
			if method == ofObject(py.Intern("__str__")) {
				method = c.Attr(member, "__repr__")
			}
			set("__str__", method)
		}
	}
	for _, name := range []string{"__repr__", "__str__", "__format__", "__reduce_ex__"} {
		if c.first.IsUnbound() || has(name) {
			continue
		}
		have := c.Attr(c.cls, name)
		if have == c.Attr(member, name) || have == ofObject(py.Intern(name)) {
			set(name, c.Attr(c.first, name))
		}
	}
	if isFlag(t) {
		for _, name := range []string{"__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__"} {
			if !has(name) {
				set(name, c.Attr(flagClass, name))
			}
		}
	}
	if enumClass.IsUnbound() {
		return
	}
	if save {
		c.Raise(put(c.cls, nameSavedNew, newMember))
	}
	c.Raise(put(c.cls, nameNew, enumNew))
}

// finishFlag removes what only flags have, or chooses the order of their iteration.
func (c *creation) finishFlag() {
	t := py.AsType(c.cls)
	if !isFlag(t) {
		if flagClass.IsUnbound() && c.Str(c.name) == "Flag" {
			return
		}
		for _, n := range []*py.Str{nameBoundary, nameFlagMask, nameSingles, nameAllBits, nameInverted} {
			c.Raise(put(c.cls, n, value{}))
		}
		return
	}
	last := value{}
	for _, m := range members(c.cls) {
		v := c.Attr(m, nameValue.S)
		if !last.IsUnbound() && !c.Failed() {
			less, e := py.LtBool(v, last)
			c.Raise(e)
			if less {
				c.Raise(put(c.cls, nameIterMember, c.Attr(c.cls, "_iter_member_by_def_")))
				break
			}
		}
		last = v
	}
}

// checkOrder compares _order_ with the members.
func (c *creation) checkOrder() {
	if c.order.IsUnbound() || c.order.IsNone() || c.Failed() {
		return
	}
	var order []value
	if s, ok := py.AsStr(c.order); ok {
		for _, w := range words(s.S) {
			order = append(order, py.StrV(w))
		}
	} else {
		order = c.Items(c.order)
	}
	names, m := listOf(c.cls, nameMemberList), dictOf(c.cls, nameMemberMap)
	var want []value
	for _, o := range order {
		_, known, e := m.Get(o)
		c.Raise(e)
		if !known || c.In(o, names.Value()) {
			want = append(want, o)
		}
	}
	if len(order) == 0 || c.Failed() {
		return
	}
	list := py.NewList(want).Value()
	if !c.Eq(list, names.Value()) && !c.Failed() {
		c.Failf(py.TypeErrorType, "member order does not match _order_:\n  %s\n  %s", c.Repr(names.Value()), c.Repr(list))
	}
}

var createSig = py.NewSignature("EnumType._create_", "", "(class_name, names, *, module=None, qualname=None, type=None, start=1, boundary=None)")

// createMethod is EnumType._create_.
func createMethod(cls value, args []value, names []*py.Str) (value, exc) {
	a, e := createSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	if a[5].IsUnbound() {
		a[5] = py.Int(1)
	}
	return create(cls, a[0], a[1], orNone(a[2]), orNone(a[3]), orNone(a[4]), a[5], orNone(a[6]), py.CallerModule())
}

// create makes a class by the functional interface.
func create(cls, name, list, module, qualname, mixin, start, boundary value, caller string) (value, exc) {
	var s steps
	bases := []value{cls}
	if !mixin.IsNone() {
		bases = []value{mixin, cls}
	}
	_, first, e := mixins(name, bases)
	if e != nil {
		return value{}, e
	}
	meta := cls.Type()
	basesV := py.TupleV(bases...)
	ns := s.Call(meta.Value(), "__prepare__", name, basesV)
	if s.Failed() {
		return value{}, s.Exc
	}
	set := func(k, x value) {
		if !s.Failed() {
			s.Raise(py.SetItem(ns, k, x))
		}
	}
	if text, ok := py.AsStr(list); ok {
		items := []value{}
		for _, w := range words(text.S) {
			items = append(items, py.StrV(w))
		}
		list = py.NewList(items).Value()
	}
	var items []value
	if !list.IsNone() {
		items = s.Items(list)
	}
	_, isList := py.AsList(list)
	_, isTuple := py.AsTuple(list)
	if (isList || isTuple) && len(items) > 0 && items[0].IsStr() {
		last := []value{}
		for i, n := range items {
			x := s.Call(first, nameGenerate.S, n, start, py.Int(int64(i)), py.NewList(slices.Clone(last)).Value())
			last = append(last, x)
			set(n, x)
		}
	} else {
		for _, item := range items {
			if item.IsStr() {
				set(item, s.Item(list, item))
				continue
			}
			k, x, e := py.Unpack2(item)
			s.Raise(e)
			set(k, x)
		}
	}
	if module.IsNone() {
		module = py.StrV(caller)
	}
	set(nameModule.Value(), module)
	if !qualname.IsNone() {
		set(nameQualname.Value(), qualname)
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	return newEnum(meta, []value{name, basesV, ns, boundary}, []*py.Str{py.Intern("boundary")})
}

var convertSig = py.NewSignature("EnumType._convert_", "", "(name, module, filter, source=None, *, boundary=None, as_global=False)")

// convert is EnumType._convert_: an enumeration of those globals of a module that pass the
// filter. It takes the place of them.
func convert(cls value, args []value, names []*py.Str) (value, exc) {
	a, e := convertSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	name, module, filter, source, boundary, asGlobal := a[0], a[1], a[2], a[3], a[4], a[5]
	var s steps
	mods := s.Import("sys", "modules")
	globals := s.Attr(s.Item(mods, module), "__dict__")
	from := globals
	if !source.IsUnbound() && !source.IsNone() {
		from = s.Attr(source, "__dict__")
	}
	var pairs []value
	for _, item := range s.Items(s.Call(from, "items")) {
		if k, x, e := py.Unpack2(item); e == nil && s.Truth(s.Apply(filter, k)) {
			pairs = append(pairs, py.TupleV(x, k))
		}
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	list := py.NewList(pairs).Value()
	if _, e := py.CallMethod0(list, py.Intern("sort")); e != nil { // not comparable: by name
		if !e.Is(py.TypeErrorType) {
			return value{}, e
		}
		slices.SortStableFunc(pairs, func(a, b value) int {
			x, _ := py.AsTuple(a)
			y, _ := py.AsTuple(b)
			if x.Items()[1].Str().S < y.Items()[1].Str().S {
				return -1
			}
			return 1
		})
		list = py.NewList(pairs).Value()
	}
	items := make([]value, 0, len(pairs))
	for _, p := range s.Items(list) {
		t, _ := py.AsTuple(p)
		items = append(items, py.TupleV(t.Items()[1], t.Items()[0]))
	}
	if !s.Truth(orNone(boundary)) {
		boundary = keep
	}
	made, e := create(cls, name, py.NewList(items).Value(), module, py.None, py.None, py.Int(1), boundary, "")
	if e != nil {
		return value{}, e
	}
	if !asGlobal.IsUnbound() && s.Truth(asGlobal) {
		_, e := globalEnum(made, value{})
		s.Raise(e)
	} else {
		s.Call(globals, "update", s.Attr(made, "__members__"))
	}
	s.SetItem(globals, name, made)
	return s.Done(made)
}

// simpleEnum is the decorator _simple_enum: a class becomes an enumeration of kind etype.
// (Unlike CPython's it makes the same checks as a class statement.)
func simpleEnum(etype, boundary, useArgs value) (value, exc) {
	return py.NewBuiltin("convert_class", "enum", "(cls)", func(cls value) (value, exc) {
		var s steps
		name := s.Attr(cls, "__name__")
		bases := py.TupleV(etype)
		ns := s.Call(etype.Type().Value(), "__prepare__", name, bases)
		for _, item := range s.Items(s.Call(s.Attr(cls, "__dict__"), "items")) {
			k, x, e := py.Unpack2(item)
			s.Raise(e)
			if n, ok := py.AsStr(k); ok && (n.S == "__dict__" || n.S == "__weakref__") {
				continue
			}
			if !s.Failed() {
				s.Raise(py.SetItem(ns, k, x))
			}
		}
		if s.Failed() {
			return value{}, s.Exc
		}
		return newEnum(etype.Type(), []value{name, bases, ns, boundary}, []*py.Str{py.Intern("boundary")})
	}).Value(), nil
}
