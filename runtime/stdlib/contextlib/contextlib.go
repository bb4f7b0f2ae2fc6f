// Package contextlib implements the module contextlib (Python library reference,
// contextlib: Utilities for with-statement contexts).
package contextlib

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/stdlib/abc"
	"github.com/aio2go/aio2go/runtime/stdlib/functools"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name:  "contextlib",
	Doc:   "Utilities for with-statement contexts.  See PEP 343.",
	Types: []*py.Type{suppressType, closingType, aclosingType, nullContextType, redirectStdoutType, redirectStderrType, chdirType},
	Functions: []py.Method{
		{Name: "contextmanager", Sig: "(func)", Impl: contextManager},
		{Name: "asynccontextmanager", Sig: "(func)", Impl: asyncContextManager},
	},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

func pos(names ...string) []string { return append([]string{"self"}, names...) }

func initModule(m *py.Module) exc {
	enter := py.FuncSpec{Name: "__enter__", Pos: pos(), Doc: "Return `self` upon entering the runtime context.", Impl: func(self value) (value, exc) { return self, nil }}
	sync, e := abc.New("AbstractContextManager", "contextlib", nil, abc.ClassSpec{
		Doc: "An abstract base class for context managers.", NoDict: true,
		Methods: []py.FuncSpec{enter}, Abstract: []string{"__exit__ exc_type exc_value traceback"}, Hook: []string{"__enter__", "__exit__"},
	})
	if e != nil {
		return e
	}
	m.Set("AbstractContextManager", sync)
	aenter := py.FuncSpec{Name: "__aenter__", Pos: pos(), Impl: func(self value) (value, exc) {
		return coroutine("__aenter__", func(r *coro.Run, f *goCoroutine) coro.Signal { return f.Return(r, self) }), nil
	}}
	async, e := abc.New("AbstractAsyncContextManager", "contextlib", nil, abc.ClassSpec{
		Doc: "An abstract base class for asynchronous context managers.", NoDict: true,
		Methods: []py.FuncSpec{aenter}, AbstractAsync: []string{"__aexit__ exc_type exc_value traceback"}, Hook: []string{"__aenter__", "__aexit__"},
	})
	if e != nil {
		return e
	}
	m.Set("AbstractAsyncContextManager", async)
	for _, name := range []string{"ContextDecorator", "AsyncContextDecorator"} {
		call := decoratorCall
		if name == "AsyncContextDecorator" {
			call = asyncDecoratorCall
		}
		ns := py.NewDict()
		ns.SetStr(py.Intern("__module__"), py.StrV("contextlib"))
		ns.SetStr(py.Intern("__call__"), py.NewGoFunction(py.FuncSpec{Name: "__call__", Qualname: name + ".__call__", Module: "contextlib", Pos: pos("func"), Impl: call}).Value())
		ns.SetStr(nameRecreate, py.NewGoFunction(py.FuncSpec{Name: "_recreate_cm", Module: "contextlib", Pos: pos(), Impl: func(self value) (value, exc) { return self, nil }}).Value())
		cls, e := py.Call3(py.TypeType.Value(), py.StrV(name), py.EmptyTuple.Value(), ns.Value())
		if e != nil {
			return e
		}
		m.Set(name, cls)
	}
	for _, t := range []*py.Type{managerType, asyncManagerType} {
		m.Set(t.Name, t.Value())
	}
	return addStacks(m)
}

var (
	nameRecreate = py.Intern("_recreate_cm")
	nameEnter    = py.Intern("__enter__")
	nameExit     = py.Intern("__exit__")
	nameAEnter   = py.Intern("__aenter__")
	nameAExit    = py.Intern("__aexit__")
	nameClose    = py.Intern("close")
	nameAClose   = py.Intern("aclose")
	nameThrow    = py.Intern("throw")
	nameDoc      = py.Intern("__doc__")
)

// contextManager is @contextmanager: the decorated generator function becomes a function
// that returns context managers.
func contextManager(fn value) (value, exc) {
	helper := py.NewGoFunction(py.FuncSpec{Name: "helper", Module: "contextlib", VarArgs: "args", VarKw: "kwds", Impl: func(args, kwds value) (value, exc) {
		return newManager(managerType, fn, args, kwds)
	}})
	return functools.UpdateWrapper(helper.Value(), fn)
}

func asyncContextManager(fn value) (value, exc) {
	helper := py.NewGoFunction(py.FuncSpec{Name: "helper", Module: "contextlib", VarArgs: "args", VarKw: "kwds", Impl: func(args, kwds value) (value, exc) {
		return newManager(asyncManagerType, fn, args, kwds)
	}})
	return functools.UpdateWrapper(helper.Value(), fn)
}

// manager is a context manager made of a generator.
type manager struct {
	py.Header
	gen            value
	fn, args, kwds value
	doc            value // the function's
}

var (
	managerType      = &py.Type{Name: "_GeneratorContextManager"}
	asyncManagerType = &py.Type{Name: "_AsyncGeneratorContextManager"}
)

var managerAttrs = []py.GetSet{
	{Name: "gen", Get: func(v value) (value, exc) { return py.Heap[manager](v).gen, nil }},
	{Name: "__doc__", Get: func(v value) (value, exc) { return py.Heap[manager](v).doc, nil }},
}

func newManager(t *py.Type, fn, args, kwds value) (value, exc) {
	v := t.Alloc(t)
	return v, start(v, fn, args, kwds)
}

// start makes v the manager of the generator that fn(*args, **kwds) returns.
func start(v, fn, args, kwds value) exc {
	gen, e := py.CallEx(fn, args, kwds)
	if e != nil {
		return e
	}
	m := py.Heap[manager](v)
	m.gen, m.fn, m.args, m.kwds = gen, fn, args, kwds
	doc, found, e := py.LookupAttr(fn, nameDoc)
	if e != nil {
		return e
	}
	if !found || doc.IsNone() {
		doc = py.StrV("Helper for @contextmanager decorator.")
		if py.IsInstance(v, asyncManagerType) {
			doc = py.StrV("Helper for @asynccontextmanager decorator.")
		}
	}
	m.doc = doc
	return nil
}

var managerSig = py.NewSignature("_GeneratorContextManagerBase.__init__", "", "(func, args, kwds)")

// managerSlots are what both classes have: instances are made of the generator function
// and its arguments, a tuple and a dict.
func managerSlots(call func(self, fn value) (value, exc), name string) py.Slots {
	return py.Slots{
		New: func(cls *py.Type, _ []value, _ []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
		Init: func(v value, args []value, names []*py.Str) exc {
			a, e := managerSig.Parse(args, names)
			if e != nil {
				return e
			}
			return start(v, a[0], a[1], a[2])
		},
		Call: func(v value, args []value, names []*py.Str) (value, exc) {
			if len(args) != 1 || len(names) != 0 {
				return value{}, py.Raisef(py.TypeErrorType, "%s.__call__() takes 2 positional arguments but %d were given", name, len(args)+1)
			}
			return call(v, args[0])
		},
	}
}

func init() {
	managerType.Define(&py.TypeSpec{
		Module: "contextlib", Flags: py.FlagBaseType, Layout: py.LayoutOf[manager](),
		Slots: managerSlots(decoratorCall, "ContextDecorator"),
		Methods: []py.Method{
			{Name: "__enter__", Sig: "($self)", Impl: managerEnter},
			{Name: "__exit__", Sig: "($self, typ, value, traceback)", Impl: managerExit},
			{Name: "_recreate_cm", Sig: "($self)", Impl: recreate},
		},
		GetSets: managerAttrs,
	})
	asyncManagerType.Define(&py.TypeSpec{
		Module: "contextlib", Flags: py.FlagBaseType, Layout: py.LayoutOf[manager](),
		Slots: managerSlots(asyncDecoratorCall, "AsyncContextDecorator"),
		Methods: []py.Method{
			{Name: "__aenter__", Sig: "($self)", Impl: asyncManagerEnter, Await: awaitManagerEnter},
			{Name: "__aexit__", Sig: "($self, typ, value, traceback)", Impl: asyncManagerExit, Await: awaitManagerExit},
			{Name: "_recreate_cm", Sig: "($self)", Impl: recreate},
		},
		GetSets: managerAttrs,
	})
}

func recreate(v value) (value, exc) {
	m := py.Heap[manager](v)
	if m.fn.IsUnbound() { // it is in use: see enter
		return value{}, py.Raisef(py.AttributeErrorType, "'%s' object has no attribute 'func'", v.Type().Name)
	}
	return py.Call3(v.Type().Value(), m.fn, m.args, m.kwds)
}

func managerEnter(v value) (value, exc) {
	m := py.Heap[manager](v)
	if e := m.enter(); e != nil {
		return value{}, e
	}
	x, ok, e := py.Next(m.gen)
	if e != nil {
		return value{}, e
	}
	if !ok {
		return value{}, notYielded(py.RaiseArgs(py.StopIterationType))
	}
	return x, nil
}

// notYielded is what entering a manager raises whose generator ended with stop.
func notYielded(stop exc) exc {
	e := py.Raisef(py.RuntimeErrorType, "generator didn't yield")
	e.Context, e.SuppressContext = stop, true
	return e
}

// enter takes note that the manager is used, for the first and only time.
func (m *manager) enter() exc {
	if m.fn.IsUnbound() {
		return py.Raisef(py.AttributeErrorType, "'%s' object has no attribute 'args'", m.Header.Type().Name)
	}
	m.fn, m.args, m.kwds = value{}, value{}, value{}
	return nil
}

// thrownValue returns the exception to throw into the generator: the value given to
// __exit__, or an instance of the class where there is none.
func thrownValue(typ, val value) (value, exc) {
	if val.IsNone() {
		return py.Call0(typ)
	}
	return val, nil
}

func managerExit(v, typ, val, tb value) (value, exc) {
	m := py.Heap[manager](v)
	if typ.IsNone() {
		_, ok, e := py.Next(m.gen)
		if e != nil {
			return value{}, e
		}
		if !ok {
			return py.False, nil
		}
		return value{}, closeAfter(m.gen, "generator didn't stop")
	}
	x, e := thrownValue(typ, val)
	if e != nil {
		return value{}, e
	}
	in, isExc := py.AsException(x)
	var before *py.Traceback
	if isExc {
		before = in.Traceback
	}
	_, e = py.CallMethod1(m.gen, nameThrow, x)
	if e == nil {
		return value{}, closeAfter(m.gen, "generator didn't stop after throw()")
	}
	return thrownResult(e, x, in, before, py.StopIterationType)
}

func closeAfter(gen value, msg string) exc {
	e := py.Raisef(py.RuntimeErrorType, "%s", msg)
	if _, ce := py.CallMethod0(gen, nameClose); ce != nil {
		return ce
	}
	return e
}

// thrownResult judges the exception e that came out of a generator into which x was
// thrown: an end of the iteration suppresses x; x itself goes on as it was; the
// RuntimeError that a generator makes of a StopIteration thrown into it stands for that.
func thrownResult(e exc, x value, in exc, before *py.Traceback, stop *py.Type) (value, exc) {
	restore := func() (value, exc) {
		if in != nil {
			in.Traceback = before
		}
		return py.False, nil
	}
	switch {
	case e.Is(stop):
		return py.Bool(e.Value() != x), nil
	case e.Value() == x:
		return restore()
	case e.Is(py.RuntimeErrorType) && in != nil && e.Cause == in && (in.Is(py.StopIterationType) || in.Is(stop)):
		return restore()
	}
	return value{}, e
}

// decoratorCall is ContextDecorator.__call__: fn runs inside a fresh context.
func decoratorCall(self, fn value) (value, exc) {
	inner := py.NewGoFunction(py.FuncSpec{Name: "inner", Module: "contextlib", VarArgs: "args", VarKw: "kwds", Impl: func(args, kwds value) (value, exc) {
		cm, e := py.CallMethod0(self, nameRecreate)
		if e != nil {
			return value{}, e
		}
		return within(cm, func() (value, exc) { return py.CallEx(fn, args, kwds) })
	}})
	return functools.UpdateWrapper(inner.Value(), fn)
}

// within runs body as the body of with cm.
func within(cm value, body func() (value, exc)) (value, exc) {
	enter, exit, e := py.WithMethods(cm)
	if e != nil {
		return value{}, e
	}
	if _, e := py.Call0(enter); e != nil {
		return value{}, e
	}
	r, e := body()
	if e == nil {
		_, e = py.Call3(exit, py.None, py.None, py.None)
		return r, e
	}
	prev := py.EnterHandler(e)
	swallowed, fail := callExit(exit, e)
	py.LeaveHandler(prev)
	if fail != nil {
		return value{}, fail
	}
	if swallowed {
		return py.None, nil
	}
	return value{}, e
}

func tracebackOf(e exc) value {
	if e.Traceback == nil {
		return py.None
	}
	return e.Traceback.Value()
}

// callExit calls a bound __exit__ with the exception e and reports whether it swallows it.
func callExit(exit value, e exc) (bool, exc) {
	r, fail := py.Call3(exit, e.Type().Value(), e.Value(), tracebackOf(e))
	if fail != nil {
		return false, fail
	}
	return py.Truth(r)
}

// simple is a context manager with one or more objects.
type simple struct {
	py.Header
	items []value
	saved []value
}

func simpleOf(v value) *simple { return py.Heap[simple](v) }

func define(t *py.Type, doc string, sig string, enter func(s *simple, v value) (value, exc), exit func(s *simple, typ, val, tb value) (value, exc), extra ...py.Method) {
	var parsed *py.Signature
	if sig != "" {
		parsed = py.NewSignature(t.Name, "", sig)
	}
	spec := &py.TypeSpec{
		Module: "contextlib", Doc: doc, Flags: py.FlagBaseType, Layout: py.LayoutOf[simple](),
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				if parsed == nil {
					if len(names) > 0 {
						return py.UnexpectedKeyword(t.Name+".__init__", names[0])
					}
					simpleOf(v).items = append([]value(nil), args...)
					return nil
				}
				p, e := parsed.Parse(args, names)
				simpleOf(v).items = p
				return e
			},
		},
		Methods: extra,
	}
	if enter != nil {
		spec.Methods = append(spec.Methods,
			py.Method{Name: "__enter__", Sig: "($self)", Impl: func(v value) (value, exc) { return enter(simpleOf(v), v) }},
			py.Method{Name: "__exit__", Sig: "($self, exc_type, exc_value, traceback)", Impl: func(v, typ, val, tb value) (value, exc) {
				return exit(simpleOf(v), typ, val, tb)
			}})
		if t == nullContextType {
			last := &spec.Methods[len(spec.Methods)-1]
			last.Sig, last.Impl = "($self, /, *excinfo)", func(value, []value) (value, exc) { return py.None, nil }
		}
	}
	t.Define(spec)
}

var (
	suppressType       = &py.Type{Name: "suppress"}
	closingType        = &py.Type{Name: "closing"}
	aclosingType       = &py.Type{Name: "aclosing"}
	nullContextType    = &py.Type{Name: "nullcontext"}
	redirectStdoutType = &py.Type{Name: "redirect_stdout"}
	redirectStderrType = &py.Type{Name: "redirect_stderr"}
	chdirType          = &py.Type{Name: "chdir"}
)

func init() {
	define(suppressType, "Context manager to suppress specified exceptions", "", func(s *simple, v value) (value, exc) {
		return py.None, nil
	}, suppressExit)
	define(closingType, "Context to automatically close something at the end of a block.", "(thing)", func(s *simple, v value) (value, exc) {
		return s.items[0], nil
	}, func(s *simple, typ, val, tb value) (value, exc) {
		_, e := py.CallMethod0(s.items[0], nameClose)
		return py.None, e
	})
	define(aclosingType, "Async context manager for safely finalizing an asynchronously cleaned-up resource such as an async generator.", "(thing)", nil, nil,
		py.Method{Name: "__aenter__", Sig: "($self)", Impl: func(v value) (value, exc) {
			return coroutine("__aenter__", func(r *coro.Run, f *goCoroutine) coro.Signal { return f.Return(r, simpleOf(v).items[0]) }), nil
		}},
		py.Method{Name: "__aexit__", Sig: "($self, exc_type, exc_value, traceback)", Impl: func(v, typ, val, tb value) (value, exc) {
			return awaitCall("__aexit__", func() (value, exc) { return py.CallMethod0(simpleOf(v).items[0], nameAClose) },
				func(value) (value, exc) { return py.None, nil }, nil), nil
		}})
	define(nullContextType, "Context manager that does no additional processing.", "(enter_result=None)", func(s *simple, v value) (value, exc) {
		return s.result(), nil
	}, func(s *simple, typ, val, tb value) (value, exc) { return py.None, nil },
		py.Method{Name: "__aenter__", Sig: "($self)", Impl: func(v value) (value, exc) {
			return coroutine("__aenter__", func(r *coro.Run, f *goCoroutine) coro.Signal { return f.Return(r, simpleOf(v).result()) }), nil
		}},
		py.Method{Name: "__aexit__", Impl: func(v value, args []value) (value, exc) {
			return coroutine("__aexit__", func(r *coro.Run, f *goCoroutine) coro.Signal { return f.Return(r, py.None) }), nil
		}})
	for t, stream := range map[*py.Type]*value{redirectStdoutType: &pyio.Stdout, redirectStderrType: &pyio.Stderr} {
		define(t, "Context manager for temporarily redirecting a standard stream to another file.", "(new_target)", func(s *simple, v value) (value, exc) {
			s.saved = append(s.saved, *stream)
			*stream = s.items[0]
			return s.items[0], nil
		}, func(s *simple, typ, val, tb value) (value, exc) {
			*stream = s.saved[len(s.saved)-1]
			s.saved = s.saved[:len(s.saved)-1]
			return py.None, nil
		})
	}
	define(chdirType, "Non thread-safe context manager to change the current working directory.", "(path)", func(s *simple, v value) (value, exc) {
		old, e := getwd()
		if e != nil {
			return value{}, e
		}
		s.saved = append(s.saved, old)
		return py.None, chdir(s.items[0])
	}, func(s *simple, typ, val, tb value) (value, exc) {
		old := s.saved[len(s.saved)-1]
		s.saved = s.saved[:len(s.saved)-1]
		return py.None, chdir(old)
	})
}

func (s *simple) result() value {
	if len(s.items) == 0 || s.items[0].IsUnbound() {
		return py.None
	}
	return s.items[0]
}

// suppressExit swallows the exceptions of the given classes, and takes them out of
// exception groups (3.12).
func suppressExit(s *simple, typ, val, tb value) (value, exc) {
	if typ.IsNone() {
		return py.None, nil
	}
	classes := py.NewTuple(s.items).Value()
	is, e := py.IsSubclassOf(typ, classes)
	if e != nil || is {
		return py.Bool(is), e
	}
	if group, e := py.IsInstanceOf(val, py.BaseExceptionGroupType.Value()); e != nil || !group || !py.VersionAtLeast(12) {
		return py.False, e
	}
	pair, e := py.CallMethod1(val, py.Intern("split"), classes)
	if e != nil {
		return value{}, e
	}
	_, rest, e := py.Unpack2(pair)
	if e != nil {
		return value{}, e
	}
	if rest.IsNone() {
		return py.True, nil
	}
	return value{}, py.Raise(rest)
}
