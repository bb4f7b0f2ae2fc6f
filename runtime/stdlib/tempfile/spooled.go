package tempfile

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	_ "github.com/aio2go/aio2go/runtime/stdlib/io" // SpooledTemporaryFile is one of its classes
)

// This file implements SpooledTemporaryFile: a file in memory that becomes a file of the
// system when it is larger than its max_size, or when something asks for its descriptor.

// passed are the methods and attributes that the file behind has.
var (
	passedMethods = []string{"__next__", "detach", "flush", "isatty", "read", "read1", "readable", "readinto", "readinto1", "readline",
		"readlines", "seek", "seekable", "tell", "writable"}
	passedAttrs = []string{"closed", "encoding", "errors", "newlines"}
	// checkedMethods write, so that the size is looked at after them.
	checkedMethods = []string{"write", "writelines"}
)

func defineSpooled(m *py.Module) exc {
	base, e := py.ImportModule("io")
	if e == nil {
		base, e = py.GetAttr(base, py.Intern("IOBase"))
	}
	if e != nil {
		return e
	}
	file := func(self value) (value, exc) { return py.GetAttr(self, py.Intern("_file")) }
	c := pymod.Class{
		Name: "SpooledTemporaryFile", Bases: []value{base},
		Doc:          "Temporary file wrapper, specialized to switch from BytesIO\n    or StringIO to a real file when it exceeds a certain size or\n    when a fileno is needed.\n    ",
		Attrs:        []py.Const{{Name: "_rolled", Value: py.False}},
		ClassMethods: []pymod.Func{{Sig: "__class_getitem__(cls, item, /)", Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}},
		Methods: []pymod.Func{
			{Sig: "__init__(self, max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None)", Impl: initSpooled},
			{Sig: "__enter__(self)", Impl: func(self value) (value, exc) {
				var st pymod.Steps
				if st.Is(st.Attr(self, "_file"), "closed") {
					st.Failf(py.ValueErrorType, "Cannot enter context with closed file")
				}
				return st.Done(self)
			}},
			{Sig: "__exit__(self, exc, value, tb)", Impl: func(self, kind, x, tb value) (value, exc) {
				var st pymod.Steps
				st.Call(st.Attr(self, "_file"), "close")
				return st.Done(py.None)
			}},
			{Sig: "__iter__(self)", Impl: func(self value) (value, exc) {
				f, e := file(self)
				if e != nil {
					return value{}, e
				}
				return py.Iter(f)
			}},
			{Sig: "close(self)", Impl: func(self value) (value, exc) {
				f, found, e := py.LookupAttr(self, py.Intern("_file"))
				if e != nil || !found {
					return py.None, e
				}
				_, e = py.CallMethod0(f, py.Intern("close"))
				return py.None, e
			}},
			{Sig: "rollover(self)", Impl: func(self value) (value, exc) { return py.None, rollover(self) }},
			{Sig: "fileno(self)", Impl: func(self value) (value, exc) {
				var st pymod.Steps
				st.Call(self, "rollover")
				return st.Done(st.Call(st.Attr(self, "_file"), "fileno"))
			}},
			{Sig: "truncate(self, size=None)", Impl: func(self, size value) (value, exc) {
				var st pymod.Steps
				if size.IsNone() {
					return st.Done(st.Call(st.Attr(self, "_file"), "truncate"))
				}
				limit := st.Attr(self, "_max_size")
				if more, e := py.GtBool(size, limit); e != nil {
					return value{}, e
				} else if more {
					st.Call(self, "rollover")
				}
				return st.Done(st.Call(st.Attr(self, "_file"), "truncate", size))
			}},
		},
		Properties: []pymod.Property{
			{Name: "mode", Get: func(self value) (value, exc) {
				var st pymod.Steps
				args := st.Attr(self, "_TemporaryFileArgs")
				return st.Done(st.AttrOr(st.Attr(self, "_file"), "mode", st.Item(args, py.StrV("mode"))))
			}},
			{Name: "name", Get: func(self value) (value, exc) {
				var st pymod.Steps
				return st.Done(st.AttrOr(st.Attr(self, "_file"), "name", py.None))
			}},
		},
	}
	for _, name := range passedMethods {
		c.Methods = append(c.Methods, pymod.Func{Sig: name + "(self, *args)", Impl: func(self, args value) (value, exc) {
			var st pymod.Steps
			return st.Done(st.Call(st.Attr(self, "_file"), name, st.Items(args)...))
		}})
	}
	for _, name := range passedAttrs {
		c.Properties = append(c.Properties, pymod.Property{Name: name, Get: func(self value) (value, exc) {
			var st pymod.Steps
			return st.Done(st.Attr(st.Attr(self, "_file"), name))
		}})
	}
	for _, name := range checkedMethods {
		c.Methods = append(c.Methods, pymod.Func{Sig: name + "(self, data)", Impl: func(self, data value) (value, exc) {
			var st pymod.Steps
			f := st.Attr(self, "_file")
			r := st.Call(f, name, data)
			limit := st.Attr(self, "_max_size")
			if !st.Is(self, "_rolled") && st.Truth(limit) {
				more, e := py.GtBool(st.Call(f, "tell"), limit)
				st.Raise(e)
				if more {
					st.Call(self, "rollover")
				}
			}
			return st.Done(r)
		}})
	}
	_, e = pymod.Define(m, c)
	return e
}

var argNames = []string{"mode", "buffering", "encoding", "newline", "suffix", "prefix", "dir", "errors"}

func initSpooled(args []value) (value, exc) {
	var st pymod.Steps
	self, mode := args[0], args[2]
	binary := st.In(py.StrV("b"), mode)
	var f value
	if binary {
		f = st.Apply(st.Import("io", "BytesIO"))
	} else {
		// The text in memory is encoded as it will be in the file.
		f = st.ApplyKw(st.Import("io", "TextIOWrapper"), []value{st.Apply(st.Import("io", "BytesIO")), args[4], args[9], args[5]}, "encoding", "errors", "newline")
	}
	kept := py.NewDict()
	for i, name := range argNames {
		kept.SetStr(py.Intern(name), args[i+2])
	}
	st.Set(self, "_file", f)
	st.Set(self, "_max_size", args[1])
	st.Set(self, "_rolled", py.False)
	st.Set(self, "_TemporaryFileArgs", kept.Value())
	return st.Done(py.None)
}

// rollover moves what is written to a file of the system.
func rollover(self value) exc {
	var st pymod.Steps
	if st.Is(self, "_rolled") || st.Failed() {
		return st.Exc
	}
	old := st.Attr(self, "_file")
	f := st.ApplyEx(st.Import("tempfile", "TemporaryFile"), py.EmptyTuple.Value(), st.Attr(self, "_TemporaryFileArgs"))
	pos := st.Call(old, "tell")
	if buffer := st.AttrOr(old, "buffer", value{}); !buffer.IsUnbound() {
		st.Call(old, "flush")
		st.Call(st.Attr(f, "buffer"), "write", st.Call(st.Call(old, "detach"), "getvalue"))
	} else {
		st.Call(f, "write", st.Call(old, "getvalue"))
	}
	st.Call(f, "seek", pos, py.Int(0))
	st.Set(self, "_file", f)
	st.Set(self, "_rolled", py.True)
	return st.Exc
}
