// Package contextvars is Python's module contextvars (library reference, contextvars; PEP
// 567): ContextVar, Context, Token and copy_context.
//
// A Context holds an immutable list of bindings, so that copying one, which happens for
// every task and callback, costs one small allocation; binding a variable copies the
// list. Programs have few context variables, for which a list is the best map there is.
package contextvars

import (
	"fmt"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// binding is a variable and its value in a context.
type binding struct {
	v   *ContextVar
	val py.Value
}

// Context is a mapping of context variables to values.
type Context struct {
	py.Header
	vars    Vars
	entered bool
	held    bool // a Token refers to it
	prev    *Context
}

// Vars are the values of context variables, which never change in place: all that a
// Context is but an object of its own. The zero Vars has none.
type Vars struct{ list *[]binding }

// Scope is a Context, or what is in one that nobody has seen as an object: who keeps a
// Scope knows which of them. It has the size of one pointer, since every task has one.
type Scope struct{ p unsafe.Pointer }

// ScopeOf returns ctx as a Scope.
func ScopeOf(ctx *Context) Scope { return Scope{unsafe.Pointer(ctx)} }

// Scope returns v as a Scope.
func (v Vars) Scope() Scope { return Scope{unsafe.Pointer(v.list)} }

// Context returns the Context that s is.
func (s Scope) Context() *Context { return (*Context)(s.p) }

// Vars returns the values that s is.
func (s Scope) Vars() Vars { return Vars{(*[]binding)(s.p)} }

func (v Vars) all() []binding {
	if v.list == nil {
		return nil
	}
	return *v.list
}

// Snapshot returns the values in the current context: with NewContext what Copy returns.
func Snapshot() Vars {
	if c, ok := py.Current.Context.(*Context); ok {
		return c.vars
	}
	return Vars{}
}

// NewContext returns a context with the values vars.
func NewContext(vars Vars) *Context { return newContext(vars) }

// Vars returns the values in c.
func (c *Context) Vars() Vars { return c.vars }

// SetVars makes vars the values in c, for a Context that no program has seen.
func (c *Context) SetVars(vars Vars) { c.vars = vars }

// Held reports whether something refers to c as an object after it was left.
func (c *Context) Held() bool { return c.held }

// ContextVar is a context variable.
type ContextVar struct {
	py.Header
	name *py.Str
	def  py.Value // unbound where there is none
}

// Token remembers what a variable was before ContextVar.set.
type Token struct {
	py.Header
	v    *ContextVar
	ctx  *Context
	old  py.Value // unbound where the variable had no value
	used bool
}

// The types and Token.MISSING.
var (
	ContextType    = &py.Type{Name: "Context"}
	ContextVarType = &py.Type{Name: "ContextVar"}
	TokenType      = &py.Type{Name: "Token"}
	missingType    = &py.Type{Name: "Token.MISSING"}

	missing py.Value
)

// Current returns the current context of the running thread, making an empty one the
// first time.
func Current() *Context {
	t := py.Current
	if c, ok := t.Context.(*Context); ok {
		return c
	}
	c := newContext(Vars{})
	c.entered = true
	t.Context = c
	return c
}

func newContext(vars Vars) *Context {
	c := &Context{vars: vars}
	c.SetType(ContextType)
	return c
}

// Copy returns a copy of the current context, as copy_context().
func Copy() *Context { return newContext(Snapshot()) }

// Enter makes c the current context until Leave.
func (c *Context) Enter() *py.Exception {
	if c.entered {
		return py.Raisef(py.RuntimeErrorType, "cannot enter context: %s is already entered", repr(c.Value()))
	}
	t := py.Current
	c.entered = true
	c.prev, _ = t.Context.(*Context)
	t.Context = c
	return nil
}

// Leave makes the context that was current before Enter current again.
func (c *Context) Leave() {
	t := py.Current
	c.entered = false
	if c.prev == nil {
		t.Context = nil
	} else {
		t.Context = c.prev
	}
	c.prev = nil
}

func repr(v py.Value) string {
	s, exc := py.Repr(v)
	if exc != nil {
		return "<" + v.Type().Name + " object>"
	}
	if str, ok := py.AsStr(s); ok {
		return str.String()
	}
	return ""
}

func (c *Context) lookup(v *ContextVar) (py.Value, bool) {
	for _, b := range c.vars.all() {
		if b.v == v {
			return b.val, true
		}
	}
	return py.Value{}, false
}

// with returns the bindings of c with v bound to val, or not bound where val is unbound.
func (c *Context) with(v *ContextVar, val py.Value) Vars {
	old := c.vars.all()
	vars := make([]binding, 0, len(old)+1)
	found := false
	for _, b := range old {
		if b.v == v {
			found = true
			if val.IsUnbound() {
				continue
			}
			b.val = val
		}
		vars = append(vars, b)
	}
	if !found && !val.IsUnbound() {
		vars = append(vars, binding{v, val})
	}
	return Vars{&vars}
}

// New returns a context variable; def is unbound where it has no default.
func New(name string, def py.Value) *ContextVar {
	v := &ContextVar{name: py.Intern(name), def: def}
	v.SetType(ContextVarType)
	return v
}

// Get returns the value of v in the current context and whether there is one.
func (v *ContextVar) Get() (py.Value, bool) {
	if c, ok := py.Current.Context.(*Context); ok {
		if val, ok := c.lookup(v); ok {
			return val, true
		}
	}
	return v.def, !v.def.IsUnbound()
}

// Set binds v in the current context.
func (v *ContextVar) Set(val py.Value) *Token {
	c := Current()
	t := &Token{v: v, ctx: c}
	t.SetType(TokenType)
	t.old, _ = c.lookup(v)
	c.vars = c.with(v, val)
	c.held = true
	return t
}

func (v *ContextVar) reset(t *Token) *py.Exception {
	switch {
	case t.used:
		return py.Raisef(py.RuntimeErrorType, "%s has already been used once", repr(t.Value()))
	case t.v != v:
		return py.Raisef(py.ValueErrorType, "%s was created by a different ContextVar", repr(t.Value()))
	case t.ctx != Current():
		return py.Raisef(py.ValueErrorType, "%s was created in a different Context", repr(t.Value()))
	}
	t.used = true
	t.ctx.vars = t.ctx.with(v, t.old)
	return nil
}

func self[T any](v py.Value) *T { return py.Heap[T](v) }

func init() {
	missingType.Define(&py.TypeSpec{Slots: py.Slots{Repr: func(py.Value) (py.Value, *py.Exception) {
		return py.NewStr("<Token.MISSING>").Value(), nil
	}}, NoNew: true})
	h := &struct{ py.Header }{}
	h.SetType(missingType)
	missing = h.Value()
	defineContext()
	defineVar()
}

func generic(v, item py.Value) (py.Value, *py.Exception) { return py.NewGenericAlias(v, item), nil }

func defineVar() {
	ContextVarType.Define(&py.TypeSpec{
		Module: "_contextvars",
		Slots: py.Slots{
			Repr: func(v py.Value) (py.Value, *py.Exception) {
				cv := self[ContextVar](v)
				s := fmt.Sprintf("<ContextVar name=%s", repr(cv.name.Value()))
				if !cv.def.IsUnbound() {
					s += " default=" + repr(cv.def)
				}
				return py.NewStr(fmt.Sprintf("%s at 0x%012x>", s, py.Address(v))).Value(), nil
			},
			New: newVar,
		},
		Methods: []py.Method{
			{Name: "get", Sig: "($self, default=<unrepresentable>, /)", Impl: func(v, def py.Value) (py.Value, *py.Exception) {
				cv := self[ContextVar](v)
				if c, ok := py.Current.Context.(*Context); ok {
					if val, ok := c.lookup(cv); ok {
						return val, nil
					}
				}
				if !def.IsUnbound() {
					return def, nil
				}
				if !cv.def.IsUnbound() {
					return cv.def, nil
				}
				return py.Value{}, py.RaiseArgs(py.LookupErrorType, v)
			}},
			{Name: "set", Sig: "($self, value, /)", Impl: func(v, val py.Value) (py.Value, *py.Exception) {
				return self[ContextVar](v).Set(val).Value(), nil
			}},
			{Name: "reset", Sig: "($self, token, /)", Impl: func(v, t py.Value) (py.Value, *py.Exception) {
				if t.Type() != TokenType {
					return py.Value{}, py.Raisef(py.TypeErrorType, "expected an instance of Token, got %s", repr(t))
				}
				if exc := self[ContextVar](v).reset(self[Token](t)); exc != nil {
					return py.Value{}, exc
				}
				return py.None, nil
			}},
		},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Impl: generic}},
		GetSets: []py.GetSet{{Name: "name", Get: func(v py.Value) (py.Value, *py.Exception) {
			return self[ContextVar](v).name.Value(), nil
		}}},
	})
	TokenType.Define(&py.TypeSpec{
		Module: "_contextvars",
		Slots: py.Slots{
			Repr: func(v py.Value) (py.Value, *py.Exception) {
				t := self[Token](v)
				used := ""
				if t.used {
					used = " used"
				}
				return py.NewStr(fmt.Sprintf("<Token%s var=%s at 0x%012x>", used, repr(t.v.Value()), py.Address(v))).Value(), nil
			},
			New: func(*py.Type, []py.Value, []*py.Str) (py.Value, *py.Exception) {
				return py.Value{}, py.Raisef(py.RuntimeErrorType, "Tokens can only be created by ContextVars")
			},
		},
		ClassMethods: []py.Method{{Name: "__class_getitem__", Impl: generic}},
		Consts:       []py.Const{{Name: "MISSING", Value: missing}},
		GetSets: []py.GetSet{
			{Name: "var", Get: func(v py.Value) (py.Value, *py.Exception) { return self[Token](v).v.Value(), nil }},
			{Name: "old_value", Get: func(v py.Value) (py.Value, *py.Exception) {
				if old := self[Token](v).old; !old.IsUnbound() {
					return old, nil
				}
				return missing, nil
			}},
		},
	})
}

func newVar(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var out [2]py.Value
	if exc := varSig.Bind(args, names, out[:]); exc != nil {
		return py.Value{}, exc
	}
	name, ok := py.AsStr(out[0])
	if !ok {
		return py.Value{}, py.Raisef(py.TypeErrorType, "context variable name must be a str")
	}
	return New(name.String(), out[1]).Value(), nil
}

var varSig = py.NewSignature("ContextVar", "", "(name, /, *, default=<unrepresentable>)")

func defineContext() {
	asVar := func(v py.Value) (*ContextVar, *py.Exception) {
		if v.Type() != ContextVarType {
			return nil, py.Raisef(py.TypeErrorType, "a ContextVar key was expected, got %s", repr(v))
		}
		return self[ContextVar](v), nil
	}
	list := func(part func(b binding) py.Value) func(v py.Value) (py.Value, *py.Exception) {
		return func(v py.Value) (py.Value, *py.Exception) {
			c := self[Context](v)
			items := make([]py.Value, len(c.vars.all()))
			for i, b := range c.vars.all() {
				items[i] = part(b)
			}
			return py.Iter(py.TupleV(items...))
		}
	}
	keys := list(func(b binding) py.Value { return b.v.Value() })
	ContextType.Define(&py.TypeSpec{
		Module: "_contextvars",
		NoHash: true,
		Slots: py.Slots{
			New: func(_ *py.Type, args []py.Value, _ []*py.Str) (py.Value, *py.Exception) {
				if len(args) > 0 {
					return py.Value{}, py.Raisef(py.TypeErrorType, "Context() does not accept any arguments")
				}
				return newContext(Vars{}).Value(), nil
			},
			Len:  func(v py.Value) (int, *py.Exception) { return len(self[Context](v).vars.all()), nil },
			Iter: keys,
			Contains: func(v, k py.Value) (bool, *py.Exception) {
				cv, exc := asVar(k)
				if exc != nil {
					return false, exc
				}
				_, ok := self[Context](v).lookup(cv)
				return ok, nil
			},
			GetItem: func(v, k py.Value) (py.Value, *py.Exception) {
				cv, exc := asVar(k)
				if exc != nil {
					return py.Value{}, exc
				}
				if val, ok := self[Context](v).lookup(cv); ok {
					return val, nil
				}
				return py.Value{}, py.RaiseArgs(py.KeyErrorType, k)
			},
			Compare: compareContexts,
		},
		Methods: []py.Method{
			{Name: "run", Impl: runIn},
			{Name: "copy", Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newContext(self[Context](v).vars).Value(), nil
			}},
			{Name: "get", Sig: "($self, key, default=None, /)", Impl: func(v, k, def py.Value) (py.Value, *py.Exception) {
				cv, exc := asVar(k)
				if exc != nil {
					return py.Value{}, exc
				}
				if val, ok := self[Context](v).lookup(cv); ok {
					return val, nil
				}
				if def.IsUnbound() {
					def = py.None
				}
				return def, nil
			}},
			{Name: "keys", Sig: "($self, /)", Impl: keys},
			{Name: "values", Sig: "($self, /)", Impl: list(func(b binding) py.Value { return b.val })},
			{Name: "items", Sig: "($self, /)", Impl: list(func(b binding) py.Value { return py.TupleV(b.v.Value(), b.val) })},
		},
	})
}

func compareContexts(op py.CompareOp, a, b py.Value) (py.Value, *py.Exception) {
	if op != py.EQ && op != py.NE || b.Type() != ContextType {
		return py.NotImplemented, nil
	}
	x, y := self[Context](a), self[Context](b)
	xs := x.vars.all()
	equal := len(xs) == len(y.vars.all())
	for i := 0; equal && i < len(xs); i++ {
		val, ok := y.lookup(xs[i].v)
		if ok {
			var exc *py.Exception
			if ok, exc = py.EqBool(xs[i].val, val); exc != nil {
				return py.Value{}, exc
			}
		}
		equal = ok
	}
	return py.Bool(equal == (op == py.EQ)), nil
}

// runIn is Context.run(callable, *args, **kwargs).
func runIn(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	if len(args) == len(names) {
		return py.Value{}, py.Raisef(py.TypeErrorType, "run() missing 1 required positional argument")
	}
	c := self[Context](v)
	if exc := c.Enter(); exc != nil {
		return py.Value{}, exc
	}
	r, exc := py.CallKw(args[0], args[1:], names)
	c.Leave()
	return r, exc
}

//aio2go:modules contextvars _contextvars

func init() {
	for _, name := range []string{"contextvars", "_contextvars"} {
		py.RegisterModule(&py.ModuleSpec{
			Name:  name,
			Types: []*py.Type{ContextType, ContextVarType, TokenType},
			Functions: []py.Method{{Name: "copy_context", Sig: "()", Impl: func() (py.Value, *py.Exception) {
				return Copy().Value(), nil
			}}},
		})
	}
}
