package inspect

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
	_ "github.com/aio2go/aio2go/runtime/stdlib/enum" // for the kinds of parameters
	_ "github.com/aio2go/aio2go/runtime/stdlib/typing"
)

// This file makes the module.

var spec = py.ModuleSpec{
	Name: "inspect",
	Doc:  "Get useful information from live Python objects.",
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

// public is __all__.
var public = []string{"AGEN_CLOSED", "AGEN_CREATED", "AGEN_RUNNING", "AGEN_SUSPENDED", "ArgInfo", "Arguments", "Attribute",
	"BlockFinder", "BoundArguments", "BufferFlags", "CORO_CLOSED", "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CO_ASYNC_GENERATOR", "CO_COROUTINE",
	"CO_GENERATOR", "CO_ITERABLE_COROUTINE", "CO_NESTED", "CO_NEWLOCALS", "CO_NOFREE", "CO_OPTIMIZED", "CO_VARARGS", "CO_VARKEYWORDS",
	"ClassFoundException", "ClosureVars", "EndOfBlock", "FrameInfo", "FullArgSpec", "GEN_CLOSED", "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED",
	"Parameter", "Signature", "TPFLAGS_IS_ABSTRACT", "Traceback", "classify_class_attrs", "cleandoc", "currentframe", "findsource",
	"formatannotation", "formatannotationrelativeto", "formatargvalues", "get_annotations", "getabsfile", "getargs", "getargvalues",
	"getasyncgenlocals", "getasyncgenstate", "getattr_static", "getblock", "getcallargs", "getclasstree", "getclosurevars", "getcomments",
	"getcoroutinelocals", "getcoroutinestate", "getdoc", "getfile", "getframeinfo", "getfullargspec", "getgeneratorlocals", "getgeneratorstate",
	"getinnerframes", "getlineno", "getmembers", "getmembers_static", "getmodule", "getmodulename", "getmro", "getouterframes", "getsource",
	"getsourcefile", "getsourcelines", "indentsize", "isabstract", "isasyncgen", "isasyncgenfunction", "isawaitable", "isbuiltin", "isclass",
	"iscode", "iscoroutine", "iscoroutinefunction", "isdatadescriptor", "isframe", "isfunction", "isgenerator", "isgeneratorfunction",
	"isgetsetdescriptor", "ismemberdescriptor", "ismethod", "ismethoddescriptor", "ismethodwrapper", "ismodule", "isroutine", "istraceback",
	"markcoroutinefunction", "signature", "stack", "trace", "unwrap", "walktree"}

// flagConsts are the CO_ constants.
var flagConsts = []struct {
	name string
	v    int64
}{{"CO_OPTIMIZED", 1}, {"CO_NEWLOCALS", 2}, {"CO_VARARGS", 4}, {"CO_VARKEYWORDS", 8}, {"CO_NESTED", 16}, {"CO_GENERATOR", 32}, {"CO_NOFREE", 64},
	{"CO_COROUTINE", 128}, {"CO_ITERABLE_COROUTINE", 256}, {"CO_ASYNC_GENERATOR", 512}, {"TPFLAGS_IS_ABSTRACT", 1 << 20}}

// bufferFlags are the members of BufferFlags (PEP 688).
var bufferFlags = []struct {
	name string
	v    int64
}{{"SIMPLE", 0}, {"WRITABLE", 1}, {"FORMAT", 4}, {"ND", 8}, {"STRIDES", 0x18}, {"C_CONTIGUOUS", 0x38}, {"F_CONTIGUOUS", 0x58},
	{"ANY_CONTIGUOUS", 0x98}, {"INDIRECT", 0x118}, {"CONTIG", 9}, {"CONTIG_RO", 8}, {"STRIDED", 0x19}, {"STRIDED_RO", 0x18},
	{"RECORDS", 0x1d}, {"RECORDS_RO", 0x1c}, {"FULL", 0x11d}, {"FULL_RO", 0x11c}, {"READ", 0x100}, {"WRITE", 0x200}}

func initModule(m *py.Module) exc {
	names := make([]value, len(public))
	for i, n := range public {
		names[i] = py.StrV(n)
	}
	m.Set("__all__", py.NewList(names).Value())
	for _, c := range flagConsts {
		m.Set(c.name, py.Int(c.v))
	}
	for _, kind := range []string{"GEN", "CORO", "AGEN"} {
		for _, s := range []string{"_CREATED", "_RUNNING", "_SUSPENDED", "_CLOSED"} {
			m.Set(kind+s, py.StrV(kind+s))
		}
	}
	m.Set("modulesbyfile", py.NewDict().Value())
	if e := defineTuples(m); e != nil {
		return e
	}
	var e exc
	for _, c := range []struct {
		dst       *value
		name, doc string
	}{{&emptyClass, "_empty", "Marker object for Signature.empty and Parameter.empty."}, {&voidClass, "_void", "A private marker - used in Parameter & Signature."}} {
		if *c.dst, e = pymod.Define(m, pymod.Class{Name: c.name, Doc: c.doc}); e != nil {
			return e
		}
	}
	for _, c := range []string{"ClassFoundException", "EndOfBlock"} {
		if _, e := pymod.Define(m, pymod.Class{Name: c, Bases: []value{py.ExceptionType.Value()}}); e != nil {
			return e
		}
	}
	for _, define := range []func(m *py.Module) exc{func(*py.Module) exc { return defineKind() }, defineParameter, defineBoundArguments, defineSignature, defineFlags, defineBlockFinder} {
		if e := define(m); e != nil {
			return e
		}
	}
	m.Set("_ParameterKind", kindClass)
	for _, list := range [][]pymod.Func{predicates, sourceFunctions, frameFunctions, stateFunctions, memberFunctions} {
		pymod.AddFunctions(m, list...)
	}
	str := py.StrType.Value()
	prefixed := func(prefix string, call bool) value {
		return pymod.NewFunction("inspect", "", pymod.Func{Sig: "<lambda>(value)", Impl: func(v value) (value, exc) {
			s, e := py.StrText(v)
			if !call {
				s, e = py.ReprText(v)
			}
			return py.StrV(prefix + s), e
		}})
	}
	pymod.AddFunctions(m,
		pymod.Func{Sig: "signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False)", Doc: "Get a signature object for the passed callable.",
			Impl: func(obj, follow, globals, locals, evalStr value) (value, exc) {
				f, e := py.Truth(follow)
				if e != nil {
					return value{}, e
				}
				return (&finder{cls: signatureClass, follow: f, skipBound: true}).evaluated(obj, evalStr)
			}},
		pymod.Func{Sig: "unwrap(func, *, stop=None)", Doc: "Get the object wrapped by *func*.", Impl: func(fn, stop value) (value, exc) {
			if stop.IsNone() {
				return unwrap(fn, nil)
			}
			return unwrap(fn, func(v value) (bool, exc) {
				r, e := py.Call1(stop, v)
				if e != nil {
					return false, e
				}
				return py.Truth(r)
			})
		}},
		pymod.Func{Sig: "getattr_static(obj, attr, default=VOID)", Defaults: map[string]value{"VOID": voidClass}, Impl: getAttrStatic},
		pymod.Func{Sig: "formatannotation(annotation, base_module=None)", Impl: func(a, base value) (value, exc) {
			s, e := formatAnnotation(a, base)
			return py.StrV(s), e
		}},
		pymod.Func{Sig: "formatannotationrelativeto(object)", Impl: func(obj value) (value, exc) {
			base, ok := lookup(obj, "__module__")
			if !ok {
				base = py.None
			}
			return pymod.NewFunction("inspect", "formatannotationrelativeto.<locals>", pymod.Func{Sig: "_formatannotation(annotation)", Impl: func(a value) (value, exc) {
				s, e := formatAnnotation(a, base)
				return py.StrV(s), e
			}}), nil
		}},
		pymod.Func{Sig: "formatargvalues(args, varargs, varkw, locals, formatarg=STR, formatvarargs=STAR, formatvarkw=STARS, formatvalue=VALUE)",
			Defaults: map[string]value{"STR": str, "STAR": prefixed("*", true), "STARS": prefixed("**", true), "VALUE": prefixed("=", false)}, Impl: formatArgValues},
		pymod.Func{Sig: "get_annotations(obj, *, globals=None, locals=None, eval_str=False)", Doc: "Compute the annotations dict for an object.", Impl: getAnnotations},
		pymod.Func{Sig: "getfullargspec(func)", Impl: getFullArgSpec},
		pymod.Func{Sig: "getcallargs(func, /, *positional, **named)", Impl: getCallArgs},
		pymod.Func{Sig: "getclosurevars(func)", Impl: getClosureVars},
	)
	return nil
}

// defineTuples makes the named tuples.
func defineTuples(m *py.Module) exc {
	named := func(dst *value, name string, fields ...string) exc {
		v, e := collections.NewNamedTuple(name, "inspect", fields, nil)
		if e == nil {
			*dst = v
			m.Set(name, v)
		}
		return e
	}
	var tb, fi value
	for _, t := range []struct {
		dst    *value
		name   string
		fields []string
	}{
		{&fullArgSpecClass, "FullArgSpec", []string{"args", "varargs", "varkw", "defaults", "kwonlyargs", "kwonlydefaults", "annotations"}},
		{&argInfoClass, "ArgInfo", []string{"args", "varargs", "keywords", "locals"}},
		{&argumentsClass, "Arguments", []string{"args", "varargs", "varkw"}},
		{&attributeClass, "Attribute", []string{"name", "kind", "defining_class", "object"}},
		{&closureVarsClass, "ClosureVars", []string{"nonlocals", "globals", "builtins", "unbound"}},
		{&tb, "_Traceback", []string{"filename", "lineno", "function", "code_context", "index"}},
		{&fi, "_FrameInfo", []string{"frame", "filename", "lineno", "function", "code_context", "index"}},
	} {
		if e := named(t.dst, t.name, t.fields...); e != nil {
			return e
		}
	}
	none := []value{py.None, py.None, py.None, py.None}
	var e exc
	if positionsClass, e = collections.NewNamedTuple("Positions", "dis", []string{"lineno", "end_lineno", "col_offset", "end_col_offset"}, none); e != nil {
		return e
	}
	if tracebackClass, e = positioned(m, "Traceback", tb); e != nil {
		return e
	}
	frameInfoClass, e = positioned(m, "FrameInfo", fi)
	return e
}

// positioned makes the subclass of a named tuple that also has positions.
func positioned(m *py.Module, name string, base value) (cls value, e exc) {
	newBase, e := pymod.Attr(base, "__new__")
	if e != nil {
		return value{}, e
	}
	cls, e = pymod.Define(m, pymod.Class{Name: name, Bases: []value{base},
		StaticMethods: []pymod.Func{{Sig: "__new__(cls, *args, positions=None, **kwargs)", Impl: func(cls, positions, args, kwargs value) (value, exc) {
			all := append([]value{cls}, py.Heap[py.Tuple](args).Items()...)
			v, e := py.CallEx(newBase, py.NewTuple(all).Value(), kwargs)
			if e == nil {
				e = py.SetAttr(v, py.Intern("positions"), positions)
			}
			return v, e
		}}},
		Methods: []pymod.Func{{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
			s := name + "("
			fields, e := pymod.Attr(self, "_fields")
			if e != nil {
				return value{}, e
			}
			items := py.Heap[py.Tuple](self).Items()
			for i, f := range py.Heap[py.Tuple](fields).Items() {
				r, e := py.ReprText(items[i])
				if e != nil {
					return value{}, e
				}
				s += f.Str().S + "=" + r + ", "
			}
			p, e := pymod.Attr(self, "positions")
			if e != nil {
				return value{}, e
			}
			r, e := py.ReprText(p)
			return py.StrV(s + "positions=" + r + ")"), e
		}}},
	})
	return cls, e
}

func defineFlags(m *py.Module) exc {
	mod, e := py.ImportModule("enum")
	if e != nil {
		return e
	}
	intFlag, e := pymod.Attr(mod, "IntFlag")
	if e != nil {
		return e
	}
	var items []value
	for _, f := range bufferFlags {
		items = append(items, py.TupleV(py.StrV(f.name), py.Int(f.v)))
	}
	cls, e := pymod.CallKw(intFlag, []value{py.StrV("BufferFlags"), py.NewList(items).Value(), py.StrV("inspect")}, "module")
	if e == nil {
		m.Set("BufferFlags", cls)
	}
	return e
}
