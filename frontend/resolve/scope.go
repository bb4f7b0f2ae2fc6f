package resolve

import (
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// ScopeKind says what makes a scope.
type ScopeKind uint8

// The kinds of scope.
const (
	ModuleScope        ScopeKind = iota
	FunctionScope                // def and async def
	LambdaScope                  // lambda
	ComprehensionScope           // list, set and dict comprehensions and generator expressions
	ClassScope
	TypeParamsScope   // the type parameters of a function, class or type alias (PEP 695)
	TypeVariableScope // the bound, constraints or default of one type parameter
	TypeAliasScope    // the value of a type statement
	AnnotationScope   // an annotation under "from __future__ import annotations": never evaluated
)

// String returns the kind as CPython's symtable module prints it, except that
// lambdas and comprehensions are told apart from functions.
func (k ScopeKind) String() string {
	return [...]string{"module", "function", "lambda", "comprehension", "class",
		"type parameters", "type variable", "type alias", "annotation"}[k]
}

// CompKind says which kind of comprehension a scope belongs to.
type CompKind uint8

// The kinds of comprehension.
const (
	NotComp CompKind = iota
	ListComp
	SetComp
	DictComp
	Generator
)

// noun returns what error messages call the comprehension.
func (k CompKind) noun() string {
	return [...]string{"", "list comprehension", "set comprehension", "dict comprehension", "generator expression"}[k]
}

// Scope is one block of a program in which names have meanings of their own.
type Scope struct {
	Kind     ScopeKind
	Node     syntax.Node // what makes the scope; for TypeVariableScope the type parameter
	Name     string      // as code objects are named; "top" for the module
	Parent   *Scope      // nil for the module
	Children []*Scope    // in source order, annotation scopes left out
	Symbols  []*Symbol   // in the order in which CPython's symtable meets them

	// Nested is set for what stands inside a function, at any depth.
	Nested bool

	// Comp is the kind of comprehension; Inlined that it runs in the frame of
	// the scope around it (PEP 709).
	Comp    CompKind
	Inlined bool

	// IsAsync is set for an async def. IsCoroutine is set for whatever has
	// await, async for or async with in its own code as well as for an async
	// def, IsGenerator for what has yield and for generator expressions.
	IsAsync, IsCoroutine, IsGenerator bool

	// HasAwait, HasYield and HasYieldFrom say what the scope's own code has,
	// inlined comprehensions included.
	HasAwait, HasYield, HasYieldFrom bool

	// ReturnsValue is set when there is a return statement with a value.
	ReturnsValue bool

	// UsesSuper is set when the name super is read, which makes __class__ a
	// free variable of the function.
	UsesSuper bool

	// UsesLocals is set when locals, vars, dir, eval or exec is called by its
	// name: the local variables must be findable by their names at run time.
	UsesLocals bool

	// ImportStar is set when the scope, which is a module then, has "from m
	// import *": any global name may be bound by it.
	ImportStar bool

	// ClassCell is the cell around a class body that functions in it know as
	// __class__, and ClassDict the one that its annotation scopes know as
	// __classdict__; nil when none of them does. They are not in Symbols.
	ClassCell, ClassDict *Symbol

	// CanSeeClass is set on the annotation scopes of PEP 695 directly in a
	// class: their free names are looked up in the class first.
	CanSeeClass bool

	byName map[string]*Symbol
	nested []*Scope // all children, annotation scopes too

	private    string          // class name for mangling
	mangleOnly map[string]bool // names to mangle; nil: all
	directives map[string]source.Span
	inIterable int    // depth of comprehension iterables around
	inTarget   bool   // while the iteration variables of a comprehension are collected
	variable   string // what a TypeVariableScope belongs to, for messages
	isDefault  bool   // of a TypeVariableScope: it is the default's
}

// IsFunctionLike reports whether the scope's local variables live in a frame,
// so that scopes in it can capture them.
func (s *Scope) IsFunctionLike() bool {
	switch s.Kind {
	case FunctionScope, LambdaScope, ComprehensionScope, TypeParamsScope, TypeVariableScope, TypeAliasScope:
		return true
	}
	return false
}

// isFunction reports whether CPython's symtable calls the scope a function.
func (s *Scope) isFunction() bool {
	return s.Kind == FunctionScope || s.Kind == LambdaScope || s.Kind == ComprehensionScope
}

// IsAsyncGenerator reports whether calling the function makes an asynchronous
// generator (PEP 525, and PEP 530 for generator expressions).
func (s *Scope) IsAsyncGenerator() bool {
	return s.IsGenerator && (s.IsAsync || s.Comp == Generator && s.IsCoroutine)
}

// Lookup returns the symbol for name, which is mangled already, or nil when
// the scope does nothing with that name.
func (s *Scope) Lookup(name string) *Symbol { return s.byName[name] }

// Params returns the parameters in the order positional-only, positional,
// keyword-only, *args, **kwargs.
func (s *Scope) Params() []*Symbol { return s.withFlag(Param) }

// FreeVars returns the symbols that the scope takes from scopes around it, for
// itself or for a scope inside it.
func (s *Scope) FreeVars() []*Symbol {
	var list []*Symbol
	for _, sym := range s.Symbols {
		if sym.Kind == Free || sym.Flags&FreeClass != 0 {
			list = append(list, sym)
		}
	}
	return list
}

// CellVars returns the local variables that scopes inside capture.
func (s *Scope) CellVars() []*Symbol {
	var list []*Symbol
	for _, sym := range s.Symbols {
		if sym.Kind == Cell {
			list = append(list, sym)
		}
	}
	return list
}

func (s *Scope) withFlag(f Flags) []*Symbol {
	var list []*Symbol
	for _, sym := range s.Symbols {
		if sym.Flags&f != 0 {
			list = append(list, sym)
		}
	}
	return list
}

// Frame returns the scope in whose frame the code of s runs: s itself unless
// it is an inlined comprehension.
func (s *Scope) Frame() *Scope {
	for s.Inlined {
		s = s.Parent
	}
	return s
}

// Kind says where the value of a symbol is kept.
type Kind uint8

// The kinds of symbol. In a class scope a Local is an entry of the class's
// namespace and a GlobalImplicit is looked up there first, then in the
// globals, then in the builtins; a Free symbol there is looked up in the
// namespace and then in the captured cell.
const (
	Local          Kind = iota // bound in this scope
	Cell                       // bound in this scope and captured by one inside
	Free                       // bound in a function around this scope
	GlobalExplicit             // declared global
	GlobalImplicit             // not bound in any scope around: a global or a builtin
)

// String returns the name of the kind.
func (k Kind) String() string {
	return [...]string{"local", "cell", "free", "global explicit", "global implicit"}[k]
}

// Flags says what a scope does with a name.
type Flags uint16

// The flags. Those of CPython's symtable.h are the first ones.
const (
	Global    Flags = 1 << iota // in a global statement, or a named expression's target in a comprehension at module level
	Assigned                    // assigned, deleted, defined, or bound in any way other than the flags below say
	Param                       // a parameter
	Nonlocal                    // in a nonlocal statement, or a named expression's target in a comprehension
	Used                        // read
	Imported                    // bound by an import statement
	Annotated                   // target of an annotated assignment
	CompIter                    // iteration variable of a comprehension
	TypeParam                   // a type parameter
	FreeClass                   // bound in this class, and free in a function inside that skips the class
	Deleted                     // in a del statement

	bound = Assigned | Param | Imported | TypeParam
)

// Symbol is one name in one scope.
type Symbol struct {
	Name  string // mangled (see Mangle)
	Kind  Kind
	Flags Flags
	Scope *Scope

	// Outer is, for a Free symbol, the symbol of the same name in the next
	// scope outwards that has it; for a global one, the symbol of the module's
	// scope, or nil when that scope does nothing with the name. See IsBuiltin.
	Outer *Symbol

	// Binds counts the places in the source that bind or delete the variable,
	// in any scope. It is kept on the symbol that Def returns.
	Binds int
}

// Def returns the symbol of the scope that the variable belongs to: what Outer
// leads to.
func (s *Symbol) Def() *Symbol {
	for s.Outer != nil {
		s = s.Outer
	}
	return s
}

// IsGlobal reports whether the symbol is a variable of the module or a builtin.
func (s *Symbol) IsGlobal() bool {
	return s.Kind >= GlobalExplicit || s.Scope.Kind == ModuleScope
}

// IsBuiltin reports whether the symbol is global and nothing in the module binds
// it: then it is a builtin, or comes from an import *, or does not exist.
func (s *Symbol) IsBuiltin() bool {
	if c := s.Scope.classAround(); c != nil && c.flagsOf(s.Name)&bound != 0 {
		return false // looked up in the class first
	}
	return s.IsGlobal() && s.Def().Flags&(bound|Global) == 0
}

// IsBound reports whether the scope itself binds the name.
func (s *Symbol) IsBound() bool { return s.Flags&bound != 0 }

// BoundTwice reports whether more than one place binds the variable.
func (s *Symbol) BoundTwice() bool { return s.Def().Binds > 1 }
