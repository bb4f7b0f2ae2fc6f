package pickle

import (
	"bytes"

	"github.com/aio2go/aio2go/runtime/py"
)

// unpickler is an Unpickler, or the state of a call of load or loads.
type unpickler struct {
	py.Header
	memo    []value
	memoLen int // objects in memo

	in      []byte // what was read from the file, or is all there is
	pos     int    // in in
	fetched int    // how far the file was really read, where in is from peek

	read, readLine, peek value // the file's methods; unbound where there are none
	fix                  bool
	encoding, errors     string
	buffers              value // an iterator, unbound where there is none
	ready                bool  // __init__ was called

	persistentLoad value // while load runs
	findClass      value // a subclass's, while load runs

	proto int
	stack []value
	marks []int
	fence int // no operation takes what is below this in stack
}

var (
	unpicklerSig  = py.NewSignature("Unpickler", "", "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())")
	unpicklerType = &py.Type{Name: "Unpickler"}

	nameRead           = py.Intern("read")
	nameReadLine       = py.Intern("readline")
	namePeek           = py.Intern("peek")
	namePersistentLoad = py.Intern("persistent_load")
	nameFindClass      = py.Intern("find_class")
)

func init() {
	unpicklerType.Define(&py.TypeSpec{
		Module: "_pickle", Layout: py.LayoutOf[unpickler](), Flags: py.FlagBaseType,
		Doc: "This takes a binary file for reading a pickle data stream.",
		Slots: py.Slots{
			New: func(cls *py.Type, _ []value, _ []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				a, e := unpicklerSig.Parse(args, names)
				if e != nil {
					return e
				}
				u := py.Heap[unpickler](v)
				if e := u.file(a[0]); e != nil {
					return e
				}
				if e := u.options("Unpickler", a[1:]); e != nil {
					return e
				}
				u.memo, u.memoLen, u.in, u.pos, u.fetched, u.ready = nil, 0, nil, 0, 0, true
				return nil
			},
		},
		Methods: []py.Method{
			{Name: "persistent_load", Sig: "($self, pid, /)", Impl: func(_, _ value) (value, exc) { return value{}, noPersistent() }},
			{Name: "load", Sig: "($self, /)", Impl: unpicklerLoad, Doc: "Load a pickle."},
			{Name: "find_class", Sig: "($self, module_name, global_name, /)", Doc: "Return an object from a specified module.",
				Impl: func(v, module, name value) (value, exc) { return py.Heap[unpickler](v).lookUp(module, name) }},
		},
		GetSets: []py.GetSet{{
			Name: "memo", Deletable: true, Set: setUnpicklerMemo,
			Get: func(v value) (value, exc) {
				m := unpicklerMemoType.Alloc(unpicklerMemoType)
				py.Heap[unpicklerMemo](m).of = py.Heap[unpickler](v)
				return m, nil
			},
		}},
	})
}

func noPersistent() exc {
	return py.Raisef(unpicklingError, "A load persistent id instruction was encountered, but no persistent_load function was specified.")
}

// file takes the methods of a file.
func (u *unpickler) file(f value) exc {
	peek, found, e := py.LookupAttr(f, namePeek)
	if e != nil {
		return e
	}
	if u.peek = (value{}); found {
		u.peek = peek
	}
	u.ready = false
	read, found, e := py.LookupAttr(f, nameRead)
	if e != nil {
		return e
	}
	line, also, e := py.LookupAttr(f, nameReadLine)
	if e != nil {
		return e
	}
	if !found || !also {
		u.read, u.readLine, u.peek = value{}, value{}, value{}
		return py.Raisef(py.TypeErrorType, "file must have 'read' and 'readline' attributes")
	}
	u.read, u.readLine = read, line
	return nil
}

// options takes fix_imports, encoding, errors and buffers, which caller was given.
func (u *unpickler) options(caller string, a []value) exc {
	u.fix, u.encoding, u.errors = true, "ASCII", "strict"
	if !a[0].IsUnbound() {
		yes, e := py.Truth(a[0])
		if e != nil {
			return e
		}
		u.fix = yes
	}
	for i, to := range []*string{&u.encoding, &u.errors} {
		x := a[i+1]
		if x.IsUnbound() {
			continue
		}
		if !x.IsStr() {
			return py.Raisef(py.TypeErrorType, "%s() argument '%s' must be str, not %s", caller, []string{"encoding", "errors"}[i], x.Type().ShownName())
		}
		*to = x.Str().S
	}
	u.buffers = value{}
	if !given(a[3]) {
		return nil
	}
	it, e := py.Iter(a[3])
	u.buffers = it
	return e
}

func unpicklerLoad(self value) (value, exc) {
	u := py.Heap[unpickler](self)
	if !u.ready {
		return value{}, py.Raisef(unpicklingError, "Unpickler.__init__() was not called by %s.__init__()", self.Type().ShownName())
	}
	if self.Type() != unpicklerType {
		var e exc
		if u.findClass, e = ownMethod(self, unpicklerType, nameFindClass); e != nil {
			return value{}, e
		}
		if u.persistentLoad, e = ownMethod(self, unpicklerType, namePersistentLoad); e != nil {
			return value{}, e
		}
	}
	v, e := u.load()
	u.findClass, u.persistentLoad = value{}, value{}
	return v, e
}

func truncated() exc { return py.Raisef(unpicklingError, "pickle data was truncated") }

// next returns the next n bytes.
func (u *unpickler) next(n int) ([]byte, exc) {
	if n <= len(u.in)-u.pos {
		b := u.in[u.pos : u.pos+n]
		u.pos += n
		return b, nil
	}
	if u.read.IsUnbound() {
		return nil, truncated()
	}
	if e := u.refill(n); e != nil {
		return nil, e
	}
	if len(u.in) < n {
		return nil, truncated()
	}
	u.pos = n
	return u.in[:n], nil
}

// refill sets in to what the file has next, at least n bytes if there are so many.
func (u *unpickler) refill(n int) exc {
	if e := u.skip(); e != nil {
		return e
	}
	if !u.peek.IsUnbound() && n < prefetch {
		v, e := py.Call1(u.peek, py.Int(prefetch))
		if e != nil && !e.Is(py.NotImplementedErrorType) {
			return e
		}
		if e != nil {
			u.peek = value{}
		} else {
			if e := u.input(v); e != nil {
				return e
			}
			u.fetched = 0
			if n <= len(u.in) {
				return nil
			}
		}
	}
	v, e := py.Call1(u.read, py.IntOf(n))
	if e != nil {
		return e
	}
	return u.input(v)
}

func (u *unpickler) input(v value) exc {
	b, ok := py.BytesOf(v)
	if !ok {
		return py.Raisef(py.TypeErrorType, "a bytes-like object is required, not '%s'", v.Type().ShownName())
	}
	u.in, u.pos, u.fetched = b, 0, len(b)
	return nil
}

// skip has the file go beyond what was taken of the bytes that it has shown.
func (u *unpickler) skip() exc {
	if u.pos <= u.fetched || u.read.IsUnbound() {
		return nil
	}
	_, e := py.Call1(u.read, py.IntOf(u.pos-u.fetched))
	u.fetched = u.pos
	return e
}

// line returns the next line without its end, of at least n bytes.
func (u *unpickler) line(n int) (string, exc) {
	i := bytes.IndexByte(u.in[u.pos:], '\n')
	if i < 0 {
		if u.read.IsUnbound() {
			return "", truncated()
		}
		if e := u.skip(); e != nil {
			return "", e
		}
		v, e := py.Call0(u.readLine)
		if e != nil {
			return "", e
		}
		if e := u.input(v); e != nil {
			return "", e
		}
		if i = len(u.in) - 1; i < 0 || u.in[i] != '\n' {
			return "", truncated()
		}
	}
	s := string(u.in[u.pos : u.pos+i])
	u.pos += i + 1
	if i < n {
		return "", truncated()
	}
	return s, nil
}

// put remembers v under the number i.
func (u *unpickler) put(i int, v value) {
	for i >= len(u.memo) {
		if len(u.memo) < cap(u.memo) {
			u.memo = u.memo[:min(cap(u.memo), max(i+1, len(u.memo)+1))]
			continue
		}
		u.memo = append(make([]value, 0, max(2*i+2, 16)), u.memo...)
	}
	if u.memo[i].IsUnbound() {
		u.memoLen++
	}
	u.memo[i] = v
}

// global returns what a pickle calls by these names.
func (u *unpickler) global(module, name value) (value, exc) {
	if !u.findClass.IsUnbound() {
		return py.Call2(u.findClass, module, name)
	}
	return u.lookUp(module, name)
}

// lookUp is find_class.
func (u *unpickler) lookUp(module, name value) (value, exc) {
	if u.proto < 3 && u.fix && module.IsStr() && name.IsStr() {
		var e exc
		if module, name, e = newNames(module, name); e != nil {
			return value{}, e
		}
	}
	if !module.IsStr() {
		return value{}, py.Raisef(py.TypeErrorType, "must be str, not %s", module.Type().ShownName())
	}
	if module.Str().S == "" {
		return value{}, py.Raisef(py.ValueErrorType, "Empty module name")
	}
	m, e := imported(module)
	if e != nil {
		return value{}, e
	}
	if !name.IsStr() {
		return value{}, py.Raisef(py.TypeErrorType, "attribute name must be string, not '%s'", name.Type().ShownName())
	}
	path := []string{name.Str().S}
	if u.proto >= 4 {
		if path, e = dotted(name.Str(), m); e != nil {
			return value{}, e
		}
	}
	v, _, found, e := deep(m, path)
	if e != nil || found {
		return v, e
	}
	what, e := reprOf(name)
	if e != nil {
		return value{}, e
	}
	where, e := reprOf(m)
	if e != nil {
		return value{}, e
	}
	return value{}, py.Raisef(py.AttributeErrorType, "Can't get attribute %s on %s", what, where)
}

// newNames returns what is called so in Python 3 that is a global object of Python 2.
func newNames(module, name value) (value, value, exc) {
	pair, ok, e := shared.newNames.Get(py.TupleV(module, name))
	if e != nil {
		return module, name, e
	}
	if ok {
		t, isTuple := py.AsTuple(pair)
		if !isTuple || len(t.Items()) != 2 {
			return module, name, py.Raisef(py.RuntimeErrorType, "_compat_pickle.NAME_MAPPING values should be 2-tuples, not %s", pair.Type().ShownName())
		}
		module, name = t.Items()[0], t.Items()[1]
		if !module.IsStr() || !name.IsStr() {
			return module, name, py.Raisef(py.RuntimeErrorType, "_compat_pickle.NAME_MAPPING values should be pairs of str, not (%s, %s)", module.Type().ShownName(), name.Type().ShownName())
		}
		return module, name, nil
	}
	other, ok, e := shared.newModules.Get(module)
	if e != nil || !ok {
		return module, name, e
	}
	if !other.IsStr() {
		return module, name, py.Raisef(py.RuntimeErrorType, "_compat_pickle.IMPORT_MAPPING values should be strings, not %s", other.Type().ShownName())
	}
	return other, name, nil
}
