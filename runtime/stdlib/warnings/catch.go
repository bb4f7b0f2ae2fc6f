package warnings

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the classes of the module: catch_warnings, WarningMessage and
// deprecated (PEP 702).

// records are the lists that active catch_warnings(record=True) fill, nil for a
// catch_warnings that does not record but shows warnings by itself again.
var records []*py.List

// catcher is an instance of catch_warnings.
type catcher struct {
	py.Header
	record, entered bool
	set             bool // a filter is to be set on entering
	act, cat        value
	line, last      value
	filters         []py.WarningFilter
	show            value
	depth           int
}

var (
	catchType      = &py.Type{Name: "catch_warnings"}
	messageType    = &py.Type{Name: "WarningMessage"}
	deprecatedType = &py.Type{Name: "deprecated"}
)

var catchSig = py.NewSignature("catch_warnings.__init__", "",
	"(*, record=False, module=None, action=None, category=Warning, lineno=0, append=False)")

func catchNew(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	if n := len(args) - len(names); n > 0 {
		return value{}, py.Raisef(py.TypeErrorType, "catch_warnings.__init__() takes 1 positional argument but %d were given", n+1)
	}
	a, e := catchSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	v := cls.Alloc(cls)
	c := py.Heap[catcher](v)
	if !a[0].IsUnbound() {
		if c.record, e = py.Truth(a[0]); e != nil {
			return value{}, e
		}
	}
	c.set = !absent(a[2])
	c.act, c.cat, c.line, c.last = a[2], a[3], a[4], a[5]
	return v, nil
}

func (c *catcher) repr() string {
	if c.record {
		return "catch_warnings(record=True)"
	}
	return "catch_warnings()"
}

func catchEnter(v value) (value, exc) {
	c := py.Heap[catcher](v)
	if c.entered {
		return value{}, py.Raisef(py.RuntimeErrorType, "Cannot enter %s twice", c.repr())
	}
	c.entered = true
	c.filters = py.WarningFilters
	setFilters(append([]py.WarningFilter(nil), c.filters...))
	c.show, _ = module.Get(nameShow)
	c.depth = len(records)
	result := py.None
	if c.record {
		l := py.NewList(nil)
		records = append(records, l)
		module.Set("showwarning", ownShow)
		result = l.Value()
	} else {
		var l *py.List
		if len(records) > 0 {
			l = records[len(records)-1]
		}
		records = append(records, l)
	}
	if c.set {
		if e := filter(c.act, value{}, c.cat, value{}, c.line, c.last); e != nil {
			return value{}, e
		}
	}
	return result, nil
}

func catchExit(v value, _ []value) (value, exc) {
	c := py.Heap[catcher](v)
	if !c.entered {
		return value{}, py.Raisef(py.RuntimeErrorType, "Cannot exit %s without entering first", c.repr())
	}
	setFilters(c.filters)
	module.Set("showwarning", c.show)
	records = records[:min(c.depth, len(records))]
	return py.None, nil
}

var catchSpec = py.TypeSpec{
	Module: "warnings",
	Flags:  py.FlagBaseType,
	Layout: py.LayoutOf[catcher](),
	Slots: py.Slots{
		New:  catchNew,
		Init: func(value, []value, []*py.Str) exc { return nil },
		Repr: func(v value) (value, exc) { return py.StrV(py.Heap[catcher](v).repr()), nil },
	},
	Methods: []py.Method{
		{Name: "__enter__", Sig: "($self)", Impl: catchEnter},
		{Name: "__exit__", Sig: "($self, *exc_info)", Impl: catchExit},
	},
}

// message is an instance of WarningMessage.
type message struct {
	py.Header
	w    *py.WarningMessage
	file value
}

func newMessage(w *py.WarningMessage) value {
	v := messageType.Alloc(messageType)
	py.Heap[message](v).w = w
	return v
}

func orNone(v value) value {
	if v.IsUnbound() {
		return py.None
	}
	return v
}

var messageSig = py.NewSignature("WarningMessage.__init__", "",
	"(message, category, filename, lineno, file=None, line=None, source=None)")

func msg(v value) *py.WarningMessage { return py.Heap[message](v).w }

var messageSpec = py.TypeSpec{
	Module: "warnings",
	Flags:  py.FlagBaseType,
	Layout: py.LayoutOf[message](),
	Slots: py.Slots{
		New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			a, e := messageSig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			v := cls.Alloc(cls)
			w, e := shown(a[0], a[1], a[2], a[3], a[5])
			if e != nil {
				return value{}, e
			}
			m := py.Heap[message](v)
			m.w, m.file = w, a[4]
			return v, nil
		},
		Init: func(value, []value, []*py.Str) exc { return nil },
		Str: func(v value) (value, exc) {
			w := msg(v)
			m, e := py.Repr(w.Message)
			if e != nil {
				return value{}, e
			}
			f, e := py.Repr(py.StrV(w.Filename))
			if e != nil {
				return value{}, e
			}
			n, e := py.Repr(py.Int(int64(w.Line)))
			return py.StrV("{message : " + m.Str().S + ", category : '" + w.Category.Name + "', filename : " + f.Str().S + ", lineno : " + n.Str().S + ", line : None}"), e
		},
	},
	GetSets: []py.GetSet{
		{Name: "message", Get: func(v value) (value, exc) { return msg(v).Message, nil }},
		{Name: "category", Get: func(v value) (value, exc) { return msg(v).Category.Value(), nil }},
		{Name: "filename", Get: func(v value) (value, exc) { return py.StrV(msg(v).Filename), nil }},
		{Name: "lineno", Get: func(v value) (value, exc) { return py.Int(int64(msg(v).Line)), nil }},
		{Name: "file", Get: func(v value) (value, exc) { return orNone(py.Heap[message](v).file), nil }},
		{Name: "line", Get: func(value) (value, exc) { return py.None, nil }},
		{Name: "source", Get: func(v value) (value, exc) { return orNone(msg(v).Source), nil }},
	},
}

// deprecated is an instance of warnings.deprecated, the decorator.
type deprecated struct {
	py.Header
	message, category value
	level             int64
}

var deprecatedSig = py.NewSignature("deprecated.__init__", "", "(message, /, *, category=DeprecationWarning, stacklevel=1)")

func deprecatedNew(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	a, e := deprecatedSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	if !a[0].IsStr() {
		return value{}, py.Raisef(py.TypeErrorType, "Expected an object of type str for 'message', not '%s'", a[0].Type().Name)
	}
	v := cls.Alloc(cls)
	d := py.Heap[deprecated](v)
	d.message, d.category = a[0], a[1]
	if d.category.IsUnbound() {
		d.category = py.DeprecationWarningType.Value()
	}
	d.level, e = intArg(a[2], 1)
	return v, e
}

// warn shows the warning, unless it is switched off with None as the category.
func (d *deprecated) warn() exc {
	return py.WarnValue(d.message, py.AsType(d.category), int(d.level), value{})
}

var (
	nameDeprecated = py.Intern("__deprecated__")
	nameNew        = py.Intern("__new__")
)

// wrapper makes the function that warns and calls fn.
func (d *deprecated) wrapper(fn value) (value, exc) {
	wrapper := py.FuncV("wrapper", "", func(args []value, names []*py.Str) (value, exc) {
		if e := d.warn(); e != nil {
			return value{}, e
		}
		return py.CallKw(fn, args, names)
	})
	update, e := py.ImportModule("functools")
	if e != nil {
		return value{}, e
	}
	w := py.NewWrapper(wrapper)
	if _, e := py.CallMethod2(update, py.Intern("update_wrapper"), w, fn); e != nil {
		return value{}, e
	}
	return w, py.SetAttr(w, nameDeprecated, d.message)
}

func deprecatedCall(v value, args []value, names []*py.Str) (value, exc) {
	d := py.Heap[deprecated](v)
	if len(args) != 1 || len(names) > 0 {
		return value{}, py.Raisef(py.TypeErrorType, "deprecated.__call__() takes 2 positional arguments but %d were given", len(args)+1)
	}
	arg := args[0]
	if d.category.IsNone() {
		return arg, py.SetAttr(arg, nameDeprecated, d.message)
	}
	if !arg.IsType() {
		if !py.Callable(arg) {
			r, e := py.ReprText(arg)
			if e == nil {
				e = py.Raisef(py.TypeErrorType, "@deprecated decorator with non-None category must be applied to a class or callable, not %s", r)
			}
			return value{}, e
		}
		w, e := d.wrapper(arg)
		if e == nil {
			e = py.SetAttr(arg, nameDeprecated, d.message)
		}
		return w, e
	}
	original, e := py.GetAttr(arg, nameNew)
	if e != nil {
		return value{}, e
	}
	own := py.AsType(arg).Lookup(nameNew).Type() == py.StaticMethodType
	fn := py.FuncV("__new__", "", func(a []value, n []*py.Str) (value, exc) {
		if a[0] == arg {
			if e := d.warn(); e != nil {
				return value{}, e
			}
		}
		if !own {
			if name := py.Intern("__init__"); len(a) > 1 && a[0].IsType() && py.AsType(a[0]).Lookup(name) == py.ObjectType.Lookup(name) {
				return value{}, py.Raisef(py.TypeErrorType, "%s() takes no arguments", py.AsType(a[0]).Name)
			}
			return py.CallN(original, a[:1])
		}
		return py.CallKw(original, a, n)
	})
	if e := py.SetAttr(arg, nameNew, py.NewStaticMethod(fn)); e != nil {
		return value{}, e
	}
	if e := d.wrapInitSubclass(arg); e != nil {
		return value{}, e
	}
	return arg, py.SetAttr(arg, nameDeprecated, d.message)
}

// wrapInitSubclass lets __init_subclass__ of the class warn: deriving from it is deprecated
// as well.
func (d *deprecated) wrapInitSubclass(cls value) exc {
	name := py.Intern("__init_subclass__")
	original, e := py.GetAttr(cls, name)
	if e != nil {
		return e
	}
	of := py.NewStaticMethod
	if original.Type() == py.MethodType {
		if original, e = py.GetAttr(original, py.Intern("__func__")); e != nil {
			return e
		}
		of = py.NewClassMethod
	}
	w, e := d.wrapper(original)
	if e != nil {
		return e
	}
	return py.SetAttr(cls, name, of(w))
}

var deprecatedSpec = py.TypeSpec{
	Module: "warnings",
	Flags:  py.FlagBaseType,
	Layout: py.LayoutOf[deprecated](),
	Slots: py.Slots{
		New:  deprecatedNew,
		Init: func(value, []value, []*py.Str) exc { return nil },
		Call: deprecatedCall,
	},
	GetSets: []py.GetSet{
		{Name: "message", Get: func(v value) (value, exc) { return py.Heap[deprecated](v).message, nil }},
		{Name: "category", Get: func(v value) (value, exc) { return py.Heap[deprecated](v).category, nil }},
		{Name: "stacklevel", Get: func(v value) (value, exc) { return py.Int(py.Heap[deprecated](v).level), nil }},
	},
}

func init() {
	catchType.Define(&catchSpec)
	messageType.Define(&messageSpec)
	deprecatedType.Define(&deprecatedSpec)
}
