package build

import (
	"github.com/aio2go/aio2go/frontend/resolve"
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements calls (Python reference 6.3.4).

var (
	calls       = [...]*ir.Prim{prim.Call0, prim.Call1, prim.Call2, prim.Call3}
	methodCalls = [...]*ir.Prim{prim.CallMethod0, prim.CallMethod1, prim.CallMethod2, prim.CallMethod3}
	invokes     = [...]*ir.Prim{prim.Invoke0, prim.Invoke1, prim.Invoke2, prim.Invoke3}
)

// call builds "f(...)".
func (b *fn) call(e *syntax.Call) (x ir.Expr) {
	if list := b.consumed(e); list != nil {
		b.consume(list, func() { x = b.callOf(e) })
	} else {
		x = b.callOf(e)
	}
	if v := b.made[e]; v != nil {
		b.emit(&ir.Assign{Dst: v, X: x})
	}
	return x
}

// callOf builds the call itself.
func (b *fn) callOf(e *syntax.Call) ir.Expr {
	if x := b.frameCall(e); x != nil {
		return x
	}
	if op, pos := b.directCall(e); op != nil {
		b.tellDirect(e, op, pos)
		x := b.op("result", op, pos)
		if _, ok := op.(*ir.NewFrame); ok {
			b.frames[e] = x
		}
		return x
	}
	x := b.drained(e)
	if x == nil {
		x = b.builtinCall(e)
	}
	if x == nil {
		x = b.dynamicCall(e)
	}
	if b.m.p.traced && b.consumed(e) != nil {
		b.discard(e.Args[0])
	}
	if b.keepsNothing(e) {
		for _, a := range e.Args {
			b.discard(a)
		}
	}
	return x
}

// discard says that the value of e, which has just been used for the last time, dies; of
// interest are coroutine objects that were never awaited and generators to close.
func (b *fn) discard(e syntax.Expr) {
	if g, ok := e.(*syntax.GeneratorExp); ok {
		if made, ok := b.expressions[g]; ok {
			b.do(prim.CloseDiscarded, -1, made[0])
			b.closed(g.Generators[0].Iter, made[1])
		}
		return
	}
	c, ok := e.(*syntax.Call)
	if !ok || b.frames[c] == nil {
		return
	}
	switch k := b.callee(c.Func); {
	case k.f.Kind == ir.Coroutine:
		b.do(prim.Discard, b.at(c), b.frames[c])
	case b.m.closes(k):
		b.do(prim.CloseDiscarded, -1, b.frames[c])
	}
}

// dynamicCall builds a call whose target is not known.
func (b *fn) dynamicCall(e *syntax.Call) ir.Expr {
	if attr, ok := e.Func.(*syntax.Attribute); ok && !isUnpacking(e) {
		return b.methodCall(e, attr)
	}
	after := append(append([]syntax.Expr{}, e.Args...), keywordValues(e)...)
	fn := b.hold(b.expr(e.Func), after...)
	if isUnpacking(e) {
		return b.callEx(e, fn)
	}
	if b.callees[e] != nil {
		fn = b.copy(fn)
		b.callees[e] = fn
	}
	pos := b.at(e)
	if attr, ok := e.Func.(*syntax.Attribute); ok {
		pos = b.atCall(e, attr)
	}
	return b.callValue(e, fn, pos)
}

// callValue calls the value fn with the arguments of e, none of which is starred.
func (b *fn) callValue(e *syntax.Call, fn ir.Expr, pos int) ir.Expr {
	args, names := b.arguments(e)
	if b.m.p.traced {
		return b.toldInvoke(fn, noObject(), args, names, pos)
	}
	all := append([]ir.Expr{fn}, args...)
	switch {
	case len(names) > 0:
		return b.letNames("result", prim.CallKw, pos, names, all...)
	case len(args) < len(calls):
		return b.let("result", calls[len(args)], pos, all...)
	}
	return b.let("result", prim.CallN, pos, all...)
}

// methodCall builds "x.m(...)". CPython looks the method up before it evaluates the
// arguments; where they run code, so does this.
func (b *fn) methodCall(e *syntax.Call, attr *syntax.Attribute) ir.Expr {
	if cls, self := b.superOf(attr.Value); cls != nil {
		return b.invoke(e, attr, prim.SuperMethod, ref(cls), ref(self))
	}
	x := b.expr(attr.Value)
	if g := b.onlyGenerator(e); g != nil && !b.m.p.traced && attr.Attr == "join" && len(e.Keywords) == 0 && isText(attr.Value) {
		return b.let("result", prim.CallMethod1, b.atMethod(e, attr), x, name("join"), b.listed(e, g))
	}
	if b.callees[e] != nil || !b.plainArguments(e) {
		return b.invoke(e, attr, prim.LoadMethod, x)
	}
	pos := b.atMethod(e, attr)
	args, names := b.arguments(e)
	all := append([]ir.Expr{x, name(b.mangle(attr.Attr))}, args...)
	switch {
	case len(names) > 0:
		return b.letNames("result", prim.CallMethodKw, pos, names, all...)
	case len(args) < len(methodCalls):
		return b.let("result", methodCalls[len(args)], pos, all...)
	}
	return b.let("result", prim.CallMethodN, pos, all...)
}

// invoke builds "x.m(...)" as a look-up by load, in what comes before the name, and a call. No
// bound method is made.
func (b *fn) invoke(e *syntax.Call, attr *syntax.Attribute, load *ir.Prim, x ...ir.Expr) ir.Expr {
	fn, self := b.temp(word(attr.Attr), types.Boxed), b.temp("self", types.Boxed)
	b.emit(&ir.Let{
		Dst: []*ir.Var{fn, self},
		Op:  &ir.CallPrim{Prim: load, Args: append(x, name(b.mangle(attr.Attr)))},
		Pos: b.atAttr(attr),
	})
	if b.callees[e] != nil {
		b.callees[e] = ref(fn)
	}
	args, names := b.arguments(e)
	pos := b.atCall(e, attr)
	if b.m.p.traced {
		return b.toldInvoke(ref(fn), ref(self), args, names, pos)
	}
	all := append([]ir.Expr{ref(fn), ref(self)}, args...)
	switch {
	case len(names) > 0:
		return b.letNames("result", prim.InvokeKw, pos, names, all...)
	case len(args) < len(invokes):
		return b.let("result", invokes[len(args)], pos, all...)
	}
	return b.let("result", prim.InvokeN, pos, all...)
}

// letNames runs a primitive that takes keyword names.
func (b *fn) letNames(word string, p *ir.Prim, pos int, names []string, args ...ir.Expr) ir.Expr {
	v := b.temp(word, types.Boxed)
	b.emit(&ir.Let{Dst: []*ir.Var{v}, Op: &ir.CallPrim{Prim: p, Args: args, Names: names}, Pos: pos})
	return ref(v)
}

// plainArguments reports whether the arguments of e can be evaluated before the method is
// looked up and nobody can tell.
func (b *fn) plainArguments(e *syntax.Call) bool {
	if b.m.p.traced {
		return false
	}
	for _, a := range append(append([]syntax.Expr{}, e.Args...), keywordValues(e)...) {
		if !b.cannotFail(a) {
			return false
		}
	}
	return true
}

// cannotFail reports whether evaluating e has no effect and raises nothing but, for a
// local variable, UnboundLocalError.
func (b *fn) cannotFail(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Constant:
		return true
	case *syntax.Name:
		sym := b.m.info.SymbolOf(e)
		if sym.Scope.Kind == resolve.ClassScope {
			return false
		}
		return !sym.IsGlobal() || b.m.binds(sym.Name) || isBuiltin(sym.Name)
	case *syntax.Tuple:
		return b.noneFails(e.Elts)
	case *syntax.List:
		return b.noneFails(e.Elts)
	case *syntax.Lambda:
		return isSimple(e)
	case *syntax.UnaryOp:
		c, ok := e.Operand.(*syntax.Constant)
		return ok && (e.Op == syntax.Not || isNumber(c, e.Op != syntax.Invert))
	case *syntax.Compare:
		return len(e.Ops) == 1 && (e.Ops[0] == syntax.Is || e.Ops[0] == syntax.IsNot) && b.cannotFail(e.Left) && b.cannotFail(e.Comparators[0])
	case *syntax.JoinedStr:
		return len(e.Values) == 0
	}
	return false
}

// isNumber reports whether c is an int or, where others may be, any number.
func isNumber(c *syntax.Constant, others bool) bool {
	switch c.Kind {
	case syntax.ConstInt, syntax.ConstTrue, syntax.ConstFalse:
		return true
	case syntax.ConstFloat, syntax.ConstComplex:
		return others
	}
	return false
}

func (b *fn) noneFails(list []syntax.Expr) bool {
	for _, e := range list {
		if !b.cannotFail(e) {
			return false
		}
	}
	return true
}

// arguments evaluates the arguments of a call without unpacking; the last len(names) are
// those of the keywords.
func (b *fn) arguments(e *syntax.Call) (args []ir.Expr, names []string) {
	args = b.exprs(append(append([]syntax.Expr{}, e.Args...), keywordValues(e)...))
	for _, k := range e.Keywords {
		names = append(names, k.Arg)
	}
	return args, names
}

func keywordValues(e *syntax.Call) []syntax.Expr {
	list := make([]syntax.Expr, len(e.Keywords))
	for i, k := range e.Keywords {
		list[i] = k.Value
	}
	return list
}

// isUnpacking reports whether a call has * or ** arguments.
func isUnpacking(e *syntax.Call) bool {
	for _, k := range e.Keywords {
		if k.Arg == "" {
			return true
		}
	}
	return hasStarred(e.Args)
}

// callEx builds a call with * or ** arguments.
func (b *fn) callEx(e *syntax.Call, fn ir.Expr) ir.Expr {
	pos := b.at(e)
	if len(e.Args) == 1 && isStarred(e.Args[0]) {
		// What is unpacked alone is iterated over by the call itself.
		x := b.hold(b.expr(e.Args[0].(*syntax.Starred).Value), keywordValues(e)...)
		kwargs := b.keywordDict(e.Keywords, fn, x, pos)
		return b.let("result", b.callExPrim(), pos, fn, b.let("args", prim.StarArgs, pos, fn, x), kwargs)
	}
	args := b.starArguments(e.Args, pos)
	kwargs := b.keywordDict(e.Keywords, fn, noObject(), pos)
	return b.let("result", b.callExPrim(), pos, fn, args, kwargs)
}

// starArguments builds the tuple or list of positional arguments.
func (b *fn) starArguments(list []syntax.Expr, pos int) ir.Expr {
	if hasStarred(list) {
		return b.starredList(list, pos)
	}
	return b.let("args", prim.TupleV, -1, b.exprs(list)...)
}

// keywordDict builds the dict of the keyword arguments of a call that unpacks. As
// CPython's compiler does, it makes a dict of each run of named arguments and merges. args is
// what the call will iterate over yet, nil where what gets the dict may change it.
func (b *fn) keywordDict(list []*syntax.Keyword, fn, args ir.Expr, pos int) ir.Expr {
	if len(list) == 0 {
		return noObject()
	}
	if len(list) == 1 && list[0].Arg == "" && args != nil {
		return b.let("kwargs", prim.StarKwargs, pos, fn, b.expr(list[0].Value), args)
	}
	var dict ir.Expr
	for i := 0; i < len(list); {
		if list[i].Arg == "" {
			x := b.expr(list[i].Value)
			if dict == nil {
				dict = b.let("kwargs", prim.DictBuild, -1)
			}
			b.do(prim.DictMergeKw, pos, dict, x, fn)
			i++
			continue
		}
		var pairs []ir.Expr
		j := i
		for j < len(list) && list[j].Arg != "" {
			j++
		}
		for k := i; k < j; k++ {
			var later []syntax.Expr
			for _, l := range list[k+1 : j] {
				later = append(later, l.Value)
			}
			pairs = append(pairs, str(list[k].Arg), b.hold(b.expr(list[k].Value), later...))
		}
		run := b.let("kwargs", prim.DictBuild, pos, pairs...)
		if dict == nil {
			dict = run
		} else {
			b.do(prim.DictMergeKw, pos, dict, run, fn)
		}
		i = j
	}
	return dict
}

// frameCall builds the calls of builtins that look at the function that calls them; nil
// for all other calls.
func (b *fn) frameCall(e *syntax.Call) ir.Expr {
	n, ok := e.Func.(*syntax.Name)
	if !ok || len(e.Keywords) > 0 || !b.isBuiltinName(n) {
		return nil
	}
	if (n.Id == "eval" || n.Id == "exec") && len(e.Args) == 1 {
		return b.runText(e)
	}
	if len(e.Args) > 0 {
		return nil
	}
	if b.m.p.traced && n.Id != "super" {
		b.do(prim.TraceCalled, b.at(e), b.expr(e.Func), noObject())
	}
	switch n.Id {
	case "super":
		return b.super(e)
	case "globals":
		return b.let("globals", prim.ModuleDict, b.at(e), name(b.m.ir.Name))
	case "locals", "vars":
		return b.locals(e)
	case "dir":
		return b.let("names", prim.SortedKeys, b.at(e), b.locals(e))
	}
	return nil
}

// runText builds eval(x) and exec(x), which run the text in the globals and locals of
// their caller.
func (b *fn) runText(e *syntax.Call) ir.Expr {
	if _, star := e.Args[0].(*syntax.Starred); star {
		return nil
	}
	fn := b.hold(b.expr(e.Func), e.Args...)
	text := b.hold(b.expr(e.Args[0]))
	globals := b.let("globals", prim.ModuleDict, b.at(e), name(b.m.ir.Name))
	if b.m.p.traced {
		return b.toldInvoke(fn, noObject(), []ir.Expr{text, globals, b.locals(e)}, nil, b.at(e))
	}
	return b.let("result", prim.Call3, b.at(e), fn, text, globals, b.locals(e))
}

// isBuiltinName reports whether n is a builtin for certain.
func (b *fn) isBuiltinName(n *syntax.Name) bool {
	sym := b.m.info.SymbolOf(n)
	if b.m.text != NoText && !asksFrame(n.Id) {
		return false
	}
	return sym != nil && sym.IsGlobal() && !b.m.binds(sym.Name) && isBuiltin(sym.Name) && !b.m.shadowsBuiltin(sym.Name) &&
		!b.m.p.mayPatch(sym.Name)
}

// locals builds locals(): a new dict in functions, the namespace itself elsewhere.
func (b *fn) locals(e *syntax.Call) ir.Expr {
	switch {
	case b.ns != nil:
		return ref(b.ns)
	case b.f.Kind == ir.ModuleBody && b.m.text != NoText:
		return b.textNames(e)
	case b.f.Kind == ir.ModuleBody:
		return b.let("globals", prim.ModuleDict, b.at(e), name(b.m.ir.Name))
	}
	var names []string
	var values []ir.Expr
	seen := map[string]bool{}
	for s := b.scope; s != nil; s = s.Parent {
		for _, sym := range s.Symbols {
			if sym.IsGlobal() || seen[sym.Name] || sym.Name[0] == '.' || sym.Kind != resolve.Free && sym.Flags&resolve.Used == 0 && !sym.IsBound() {
				continue
			}
			seen[sym.Name] = true
			names = append(names, sym.Name)
			values = append(values, ref(b.variable(sym)))
		}
		if s == frame(b.scope) {
			break
		}
	}
	return b.letNames("locals", prim.NameSpace, -1, names, values...)
}

// super builds super() without arguments (library reference, super): its class is in the
// cell __class__ and its object is the first parameter.
func (b *fn) super(e *syntax.Call) ir.Expr {
	pos := b.at(e)
	cls, self := b.ownClass()
	if cls == nil {
		exc := b.let("exc", prim.SuperNoArgs, -1, boolean(b.f.Pos > 0))
		b.choose(boolean(true), func() { b.emit(&ir.Raise{X: exc, Pos: pos}) }, nil)
		return none()
	}
	return b.let("super", prim.Super, pos, ref(cls), ref(self))
}

// ownClass returns the variables of __class__ and of the first parameter, nil in a function
// that has one of them not.
func (b *fn) ownClass() (cls, first *ir.Var) {
	sym := frame(b.scope).Lookup("__class__")
	if b.f.Pos == 0 || sym == nil || sym.Kind != resolve.Free {
		return nil, nil
	}
	if b.first != nil {
		return b.variable(sym), b.first
	}
	return b.variable(sym), b.f.Params[0]
}

// superOf returns the variables of the class and the object of x where it is super() without
// arguments whose attributes CPython looks up without making the object (LOAD_SUPER_ATTR):
// errors are then those of the attribute.
func (b *fn) superOf(x syntax.Expr) (cls, self *ir.Var) {
	e, ok := x.(*syntax.Call)
	if !ok || len(e.Args) > 0 || len(e.Keywords) > 0 || b.m.p.traced {
		return nil, nil
	}
	n, ok := e.Func.(*syntax.Name)
	if !ok || n.Id != "super" || !b.isBuiltinName(n) {
		return nil, nil
	}
	if kind := frame(b.scope).Kind; kind != resolve.FunctionScope && kind != resolve.LambdaScope {
		return nil, nil // a generator expression
	}
	if cls, self = b.ownClass(); cls != nil {
		b.emit(&ir.CheckBound{Var: self, Pos: b.at(e)})
	}
	return cls, self
}
