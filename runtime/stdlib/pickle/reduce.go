package pickle

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file writes objects by what their __reduce_ex__ says, and classes and functions by
// their names.

var (
	nameReduceEx = py.Intern("__reduce_ex__")
	nameReduce   = py.Intern("__reduce__")
	nameName     = py.Intern("__name__")
	nameQualname = py.Intern("__qualname__")
	nameModule   = py.Intern("__module__")
	nameClass    = py.Intern("__class__")
	nameNew      = py.Intern("__new__")
)

// attribute returns an attribute of a module.
func attribute(module, name string) (value, exc) {
	m, e := py.ImportModule(module)
	if e != nil {
		return value{}, e
	}
	return py.GetAttr(m, py.Intern(name))
}

// imported imports the module of a name. One that CPython has in C, of functions which the
// runtime has in another module, is made for these.
func imported(name value) (value, exc) {
	m, e := py.ImportModuleNamed(py.InternStr(name.Str()))
	if e != nil && e.Is(py.ModuleNotFoundErrorType) {
		if shared, ok := py.ImportShared(name.Str().S); ok {
			return shared, nil
		}
	}
	return m, e
}

func failed(format string, args ...any) exc { return py.Raisef(picklingError, format, args...) }

// saveReduced writes an object of a class that has no operation of its own.
func (p *pickler) saveReduced(v value, t *py.Type) exc {
	if !p.override.IsUnbound() {
		r, e := py.Call1(p.override, v)
		if e != nil {
			return e
		}
		if r != py.NotImplemented {
			return p.saveResult(r, v)
		}
	}
	switch t {
	case py.TypeType:
		for _, x := range []value{py.None, py.Ellipsis, py.NotImplemented} {
			if py.AsType(v) == x.Type() {
				return p.saveReduce(py.TupleV(py.TypeType.Value(), py.TupleV(x)), v)
			}
		}
		return p.saveGlobal(v, value{})
	case py.FunctionType:
		return p.saveGlobal(v, value{})
	}
	r, found, e := p.dispatched(v, t)
	if e != nil {
		return e
	}
	if found {
		return p.saveResult(r, v)
	}
	if t.IsSubclass(py.TypeType) {
		return p.saveGlobal(v, value{})
	}
	f, found, e := py.LookupAttr(v, nameReduceEx)
	if e != nil {
		return e
	}
	if found {
		r, e = py.Call1(f, py.IntOf(p.proto))
	} else if f, found, e = py.LookupAttr(v, nameReduce); e != nil {
		return e
	} else if found {
		r, e = py.Call0(f)
	} else {
		text, e := reprOf(v)
		if e != nil {
			return e
		}
		return failed("can't pickle '%s' object: %s", t.ShownName(), text)
	}
	if e != nil {
		return e
	}
	return p.saveResult(r, v)
}

// dispatched calls what the dispatch table has for class t.
func (p *pickler) dispatched(v value, t *py.Type) (value, bool, exc) {
	var f value
	if p.table.IsUnbound() {
		var ok bool
		var e exc
		if f, ok, e = shared.dispatch.Get(t.Value()); e != nil || !ok {
			return value{}, false, e
		}
	} else if d, ok := py.AsDict(p.table); ok && p.table.Type() == py.DictType {
		var e exc
		if f, ok, e = d.Get(t.Value()); e != nil || !ok {
			return value{}, false, e
		}
	} else {
		var e exc
		if f, e = py.GetItem(p.table, t.Value()); e != nil {
			if e.Is(py.KeyErrorType) {
				e = nil
			}
			return value{}, false, e
		}
	}
	r, e := py.Call1(f, v)
	return r, true, e
}

// saveResult writes v by the result of a __reduce_ex__.
func (p *pickler) saveResult(r, v value) exc {
	if r.IsStr() {
		return p.saveGlobal(v, r)
	}
	if _, ok := py.AsTuple(r); !ok {
		return failed("__reduce__ must return a string or tuple")
	}
	return p.saveReduce(r, v)
}

// isIterator reports whether v has __next__.
func isIterator(v value) bool { return !v.Type().Lookup(py.Intern("__next__")).IsUnbound() }

// saveReduce writes the call that makes v, and what is done with its result. V is unbound
// where the pickle need not know whose call it is.
func (p *pickler) saveReduce(r, v value) exc {
	t, _ := py.AsTuple(r)
	parts := t.Items()
	if len(parts) < 2 || len(parts) > 6 {
		return failed("tuple returned by __reduce__ must contain 2 through 6 elements")
	}
	part := func(i int) value {
		if i < len(parts) && !parts[i].IsNone() {
			return parts[i]
		}
		return value{}
	}
	callable, state, listItems, dictItems, setter := parts[0], part(2), part(3), part(4), part(5)
	if !py.Callable(callable) {
		return failed("first item of the tuple returned by __reduce__ must be callable")
	}
	argTuple, ok := py.AsTuple(parts[1])
	if !ok {
		return failed("second item of the tuple returned by __reduce__ must be a tuple")
	}
	if !listItems.IsUnbound() && !isIterator(listItems) {
		return failed("fourth element of the tuple returned by __reduce__ must be an iterator, not %s", listItems.Type().ShownName())
	}
	if !dictItems.IsUnbound() && !isIterator(dictItems) {
		return failed("fifth element of the tuple returned by __reduce__ must be an iterator, not %s", dictItems.Type().ShownName())
	}
	if !setter.IsUnbound() && !py.Callable(setter) {
		return failed("sixth element of the tuple returned by __reduce__ must be a function, not %s", setter.Type().ShownName())
	}
	name := ""
	if p.proto >= 2 {
		if n, found, e := py.LookupAttr(callable, nameName); e != nil {
			return e
		} else if found && n.IsStr() {
			name = n.Str().S
		}
	}
	var e exc
	switch name {
	case "__newobj_ex__":
		e = p.saveNewObjEx(argTuple.Items())
	case "__newobj__":
		e = p.saveNewObj(argTuple.Items(), v)
	default:
		e = p.steps(opReduce, callable, parts[1])
	}
	if e != nil {
		return e
	}
	if !v.IsUnbound() {
		if n, ok := p.memo.get(v); ok { // the object is in its own arguments
			p.op(opPop)
			p.get(n)
			return nil
		}
		if e := p.put(v); e != nil {
			return e
		}
	}
	if !listItems.IsUnbound() {
		if e := p.appends(listItems); e != nil {
			return e
		}
	}
	if !dictItems.IsUnbound() {
		if e := p.setItems(dictItems); e != nil {
			return e
		}
	}
	switch {
	case state.IsUnbound():
		return nil
	case setter.IsUnbound():
		return p.steps(opBuild, state)
	}
	if e := p.steps(opTuple2, setter, v, state); e != nil {
		return e
	}
	p.bytes(opReduce, opPop)
	return nil
}

// steps writes the objects and then the operation op.
func (p *pickler) steps(op byte, objects ...value) exc {
	if e := p.all(objects); e != nil {
		return e
	}
	p.op(op)
	return nil
}

func (p *pickler) saveNewObj(args []value, v value) exc {
	if len(args) == 0 {
		return failed("__newobj__ arglist is empty")
	}
	cls := args[0]
	if !cls.IsType() {
		return failed("args[0] from __newobj__ args is not a type")
	}
	if !v.IsUnbound() {
		class, found, e := py.LookupAttr(v, nameClass)
		if e != nil {
			return e
		}
		if !found {
			class = v.Type().Value()
		}
		if class != cls {
			return failed("args[0] from __newobj__ args has the wrong class")
		}
	}
	return p.steps(opNewObj, cls, py.TupleV(args[1:]...))
}

func (p *pickler) saveNewObjEx(args []value) exc {
	if len(args) != 3 {
		return failed("length of the NEWOBJ_EX argument tuple must be exactly 3, not %d", len(args))
	}
	cls := args[0]
	if !cls.IsType() {
		return failed("first item from NEWOBJ_EX argument tuple must be a class, not %s", cls.Type().ShownName())
	}
	positional, ok := py.AsTuple(args[1])
	if !ok {
		return failed("second item from NEWOBJ_EX argument tuple must be a tuple, not %s", args[1].Type().ShownName())
	}
	if _, ok := py.AsDict(args[2]); !ok {
		return failed("third item from NEWOBJ_EX argument tuple must be a dict, not %s", args[2].Type().ShownName())
	}
	if p.proto >= 4 {
		return p.steps(opNewObjEx, args...)
	}
	// Protocols before have no operation for keywords: functools.partial has them.
	partial, e := attribute("functools", "partial")
	if e != nil {
		return e
	}
	create, e := py.GetAttr(cls, nameNew)
	if e != nil {
		return e
	}
	call, e := py.CallEx(partial, py.TupleV(append([]value{create, cls}, positional.Items()...)...), args[2])
	if e != nil {
		return e
	}
	return p.steps(opReduce, call, py.EmptyTuple.Value())
}

// dotted splits a qualified name. One of a local function cannot be looked up.
func dotted(name *py.Str, in value) ([]string, exc) {
	path := strings.Split(name.S, ".")
	for _, part := range path {
		if part != "<locals>" {
			continue
		}
		text, e := reprOf(name.Value())
		if e != nil {
			return nil, e
		}
		if in.IsUnbound() {
			return nil, py.Raisef(py.AttributeErrorType, "Can't get local object %s", text)
		}
		where, e := reprOf(in)
		if e != nil {
			return nil, e
		}
		return nil, py.Raisef(py.AttributeErrorType, "Can't get local attribute %s on %s", text, where)
	}
	return path, nil
}

// deep looks the names of path up, one in what the other gives. Parent is what has the last.
func deep(v value, path []string) (x, parent value, found bool, e exc) {
	for _, name := range path {
		parent = v
		if v, found, e = py.LookupAttr(v, py.Intern(name)); e != nil || !found {
			return value{}, value{}, false, e
		}
	}
	return v, parent, true, nil
}

// moduleOf returns the name of the module that has v, a global object.
func moduleOf(v value, path []string) (value, exc) {
	name, found, e := py.LookupAttr(v, nameModule)
	if e != nil {
		return value{}, e
	}
	if found && !name.IsNone() {
		return name, nil
	}
	for k, m, pos, ok := py.Modules.Entry(0); ok; k, m, pos, ok = py.Modules.Entry(pos) {
		if m.IsNone() || k.IsStr() && (k.Str().S == "__main__" || k.Str().S == "__mp_main__") {
			continue
		}
		x, _, found, e := deep(m, path)
		if e != nil {
			return value{}, e
		}
		if found && x == v {
			return k, nil
		}
	}
	return py.StrV("__main__"), nil
}

// saveGlobal writes v as an attribute of a module, called name, or what v itself says if
// that is unbound.
func (p *pickler) saveGlobal(v, name value) exc {
	last := py.InternStr
	if name.IsUnbound() {
		if isBuiltin(v) {
			last = func(s *py.Str) *py.Str { return py.StrV(s.S).Str() }
		}
		var found bool
		var e exc
		if name, found, e = py.LookupAttr(v, nameQualname); e == nil && !found {
			name, e = py.GetAttr(v, nameName)
		}
		if e != nil {
			return e
		}
	}
	if !name.IsStr() {
		return py.Raisef(py.TypeErrorType, "must be str, not %s", name.Type().ShownName())
	}
	path, e := dotted(name.Str(), value{})
	if e != nil {
		return e
	}
	module, e := moduleOf(v, path)
	if e != nil {
		return e
	}
	if module.IsExactStr() {
		module = py.InternStr(module.Str()).Value() // as those of CPython's classes and functions are
	}
	parent, m, e := p.checkGlobal(v, name, module, path)
	if e != nil {
		return e
	}
	if p.proto >= 2 {
		if done, e := p.saveExtension(v, name, module); done || e != nil {
			return e
		}
	}
	end := last(py.StrV(path[len(path)-1]).Str()).Value()
	switch {
	case p.proto >= 4:
		if parent == m {
			name = end
		}
		e = p.steps(opStackGlobal, module, name)
	case parent != m:
		e = p.savePath(module, path)
	default:
		e = p.saveLines(module, end)
	}
	if e != nil {
		return e
	}
	return p.put(v)
}

// isBuiltin reports whether v is a class or function of the runtime: the name of one is a str
// of its own each time that CPython asks for it, which is not that of the module of that name.
func isBuiltin(v value) bool {
	if v.IsType() {
		return py.AsType(v).Flags&py.FlagHeap == 0
	}
	return v.Type() == py.BuiltinType
}

// savePath writes an attribute of a global object as calls of getattr.
func (p *pickler) savePath(module value, path []string) exc {
	get, e := py.LoadBuiltin(py.Intern("getattr"))
	if e != nil {
		return e
	}
	for range path[1:] {
		if e := p.save(get, false); e != nil {
			return e
		}
		if p.proto < 2 {
			p.op(opMark)
		}
	}
	if e := p.saveLines(module, py.Intern(path[0]).Value()); e != nil {
		return e
	}
	for _, name := range path[1:] {
		op := byte(opTuple2)
		if p.proto < 2 {
			op = opTuple
		}
		if e := p.steps(op, py.Intern(name).Value()); e != nil {
			return e
		}
		p.op(opReduce)
	}
	return nil
}

// checkGlobal looks v up under its name.
func (p *pickler) checkGlobal(v, name, module value, path []string) (parent, m value, e exc) {
	refuse := func(format string, args ...value) exc {
		texts := make([]any, len(args))
		for i, x := range args {
			if x.IsStr() && i > 0 {
				texts[i] = x.Str().S
				continue
			}
			text, e := reprOf(x)
			if e != nil {
				return e
			}
			texts[i] = text
		}
		return failed(format, texts...)
	}
	if !module.IsStr() {
		return value{}, value{}, py.Raisef(py.TypeErrorType, "must be str, not %s", module.Type().ShownName())
	}
	m, e = imported(module)
	if e != nil {
		shown, x := reprOf(module)
		if x != nil {
			return value{}, value{}, x
		}
		return value{}, value{}, refuse("Can't pickle %s: import of module "+strings.ReplaceAll(shown, "%", "%%")+" failed", v)
	}
	x, parent, found, e := deep(m, path)
	if e != nil || !found {
		return value{}, value{}, refuse("Can't pickle %s: attribute lookup %s on %s failed", v, name, module)
	}
	if x != v {
		return value{}, value{}, refuse("Can't pickle %s: it's not the same object as %s.%s", v, module, name)
	}
	return parent, m, nil
}

// saveExtension writes v by the number that copyreg.add_extension gave it, if any.
func (p *pickler) saveExtension(v, name, module value) (bool, exc) {
	if shared.extensions.Len() == 0 {
		return false, nil
	}
	number, ok, e := shared.extensions.Get(py.TupleV(module, name))
	if e != nil || !ok {
		return false, e
	}
	n, e := py.Ssize(number)
	if e != nil {
		return false, e
	}
	if n <= 0 || n > math.MaxInt32 {
		return false, py.Raisef(py.RuntimeErrorType, "extension code %d is out of range", n)
	}
	switch {
	case n < 1<<8:
		p.bytes(opExt1, byte(n))
	case n < 1<<16:
		p.bytes(opExt2, byte(n), byte(n>>8))
	default:
		p.op(opExt4)
		p.out = binary.LittleEndian.AppendUint32(p.out, uint32(n))
	}
	return true, nil
}

// saveLines writes the names of a global object as protocols below 4 have them.
func (p *pickler) saveLines(module, name value) exc {
	if p.fix {
		var e exc
		if module, name, e = oldNames(module, name); e != nil {
			return e
		}
	}
	encoding := "ascii"
	if p.proto == 3 {
		encoding = "utf-8"
	}
	p.op(opGlobal)
	for _, part := range []struct {
		what string
		text value
	}{{"module", module}, {"global", name}} {
		b, e := py.Encode(part.text.Str(), encoding, "strict")
		if e != nil {
			if e.Is(py.UnicodeEncodeErrorType) {
				e = failed("can't pickle %s identifier '%s' using pickle protocol %d", part.what, part.text.Str().S, p.proto)
			}
			return e
		}
		p.text(string(b) + "\n")
	}
	return nil
}

// oldNames returns what Python 2 calls a global object.
func oldNames(module, name value) (value, value, exc) {
	pair, ok, e := shared.oldNames.Get(py.TupleV(module, name))
	if e != nil {
		return module, name, e
	}
	if ok {
		t, isTuple := py.AsTuple(pair)
		if !isTuple || len(t.Items()) != 2 {
			return module, name, py.Raisef(py.RuntimeErrorType, "_compat_pickle.REVERSE_NAME_MAPPING values should be 2-tuples, not %s", pair.Type().ShownName())
		}
		module, name = t.Items()[0], t.Items()[1]
		if !module.IsStr() || !name.IsStr() {
			return module, name, py.Raisef(py.RuntimeErrorType, "_compat_pickle.REVERSE_NAME_MAPPING values should be pairs of str, not (%s, %s)", module.Type().ShownName(), name.Type().ShownName())
		}
		return module, name, nil
	}
	other, ok, e := shared.oldMods.Get(module)
	if e != nil || !ok {
		return module, name, e
	}
	if !other.IsStr() {
		return module, name, py.Raisef(py.RuntimeErrorType, "_compat_pickle.REVERSE_IMPORT_MAPPING values should be strings, not %s", other.Type().ShownName())
	}
	return other, name, nil
}
