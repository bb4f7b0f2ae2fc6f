package interp

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/builtins"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file looks up, binds and deletes global names (Python reference 4.2).

var (
	nameBuiltins    = py.Intern("__builtins__")
	nameName        = py.Intern("__name__")
	nameAnnotations = py.Intern("__annotations__")
)

// loadName is a name as the text's own statements see it.
func (e *env) loadName(id *py.Str) (value, exc) {
	if e.locals != e.globals {
		if v, ok, x := py.ClassLoad(e.locals, id); ok || x != nil {
			return v, x
		}
	}
	return e.loadGlobal(id)
}

// loadGlobal looks a name up in the globals, then in the builtins.
func (e *env) loadGlobal(id *py.Str) (value, exc) {
	if v, ok, x := lookup(e.globals, id); ok || x != nil {
		return v, x
	}
	b, ok, x := lookup(e.globals, nameBuiltins)
	if x != nil {
		return value{}, x
	}
	var v value
	found := false
	switch {
	case !ok:
		return py.LoadBuiltin(id)
	case b.Type().Has(py.FlagDict):
		v, found, x = lookup(b, id)
	default:
		v, found, x = py.LookupAttr(b, id)
	}
	if x == nil && !found {
		x = py.NameNotDefined(id.S)
	}
	return v, x
}

// lookup is d[id] of a dict, which may be a module's.
func lookup(d value, id *py.Str) (value, bool, exc) {
	v, x := py.GetItem(d, id.Value())
	if x != nil {
		if x.Is(py.KeyErrorType) {
			return value{}, false, nil
		}
		return value{}, false, x
	}
	return v, true, nil
}

func deleteIn(d value, id *py.Str) exc {
	x := py.DelItem(d, id.Value())
	if x != nil && x.Is(py.KeyErrorType) {
		return py.NameNotDefined(id.S)
	}
	return x
}

// moduleName is the __name__ of the globals.
func (e *env) moduleName() (value, bool, exc) { return lookup(e.globals, nameName) }

// classBegin is py.ClassBegin with the module's name that the globals have.
func (e *env) classBegin(args []slot) exc {
	name := py.Intern("builtins")
	v, found, x := e.moduleName()
	if x != nil {
		return x
	}
	if s, ok := py.AsStr(v); found && ok {
		name = py.InternStr(s)
	}
	return py.ClassBegin(args[0].v, name, nameOf(args[2]), int(args[3].n))
}

// importStar binds what "from mod import *" does.
func (e *env) importStar(mod value) exc {
	names, found, x := py.LookupAttr(mod, py.Intern("__all__"))
	if x == nil && !found {
		names, x = py.GetAttr(mod, py.Intern("__dict__"))
	}
	if x != nil {
		return x
	}
	l := py.NewList(nil)
	if x := py.ListExtend(l.Value(), names); x != nil {
		return x
	}
	for _, n := range l.Items {
		id, x := py.AttrName(n)
		if x != nil {
			return x
		}
		if !found && strings.HasPrefix(id.S, "_") {
			continue
		}
		v, x := py.GetAttr(mod, id)
		if x != nil {
			return x
		}
		if x := py.SetItem(e.locals, id.Value(), v); x != nil {
			return x
		}
	}
	return nil
}

// display shows the value of an expression of mode single, by sys.displayhook where the
// program has the module sys.
func display(v value) exc {
	if sys, x := py.ImportModule("sys"); x == nil {
		hook, x := py.GetAttr(sys, py.Intern("displayhook"))
		if x != nil {
			return x
		}
		_, x = py.Call1(hook, v)
		return x
	}
	if v.IsNone() {
		return nil
	}
	text, x := py.Repr(v)
	if x != nil {
		return x
	}
	return builtins.Print(text)
}
