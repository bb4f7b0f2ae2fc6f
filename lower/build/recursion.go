package build

import (
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file implements Func.Recursive: which functions count against the recursion limit.
//
// RecursionError and the tracebacks of deep recursion show how many frames there are, so
// where a program may recurse at all, the functions that call into the recursion and those
// that it calls count as well. A function without any connection to a possible cycle in
// the call graph does not. Calls whose target is not known may call every function that is
// used as a value, attributes every function of that name, and operators every special
// method of theirs.

// callGraph is the approximate call graph of the program.
type callGraph struct {
	funcs []*ir.Func
	calls map[*ir.Func]map[*ir.Func]bool
	named map[string][]*ir.Func // by name: what an attribute may lead to
	value []*ir.Func            // functions used as values
	frame []*ir.Func            // what resuming a frame may run
	inits []*ir.Func            // what calling an unknown class may run
}

// markRecursive sets Recursive in all functions of the program.
func markRecursive(p *ir.Program) {
	g := &callGraph{calls: map[*ir.Func]map[*ir.Func]bool{}, named: map[string][]*ir.Func{}}
	for _, m := range p.Modules {
		g.funcs = append(g.funcs, m.Funcs...)
		g.funcs = append(g.funcs, m.Body)
	}
	g.classify()
	for _, f := range g.funcs {
		g.calls[f] = map[*ir.Func]bool{}
		ir.EachStmt(f.Body, func(s ir.Stmt) { g.stmt(f, s) })
	}
	connected := g.connected()
	for _, f := range g.funcs {
		f.Recursive = (f.Kind == ir.Plain || f.Kind == ir.Coroutine) && connected[f]
	}
}

// classify sorts functions by how they can be called.
func (g *callGraph) classify() {
	read := map[*ir.Var]bool{}
	made := map[*ir.Func]*ir.Var{}
	dynamic := map[*ir.Module]bool{} // modules whose functions may be found by their names
	for _, f := range g.funcs {
		ir.EachStmt(f.Body, func(s ir.Stmt) {
			if let, ok := s.(*ir.Let); ok {
				if op, ok := let.Op.(*ir.CallPrim); ok && op.Prim == prim.ModuleDict {
					dynamic[f.Module] = true
				}
			}
		})
		ir.EachStmt(f.Body, func(s ir.Stmt) { noteReads(s, read, made) })
	}
	for _, f := range g.funcs {
		switch f.Kind {
		case ir.ClassBody, ir.ModuleBody:
			continue
		case ir.Coroutine, ir.Generator, ir.AsyncGenerator:
			g.frame = append(g.frame, f)
		}
		g.named[f.Name] = append(g.named[f.Name], f)
		if f.Parent != nil && f.Parent.Kind == ir.ClassBody {
			switch f.Name {
			case "__init__", "__new__", "__call__", "__init_subclass__", "__set_name__", "__get__":
				g.inits = append(g.inits, f)
			}
		}
		if v := made[f]; v == nil || v.Kind != ir.Global || read[v] || dynamic[f.Module] {
			g.value = append(g.value, f)
		}
	}
}

// noteReads notes which variables are read and which one a function is first assigned to.
func noteReads(s ir.Stmt, read map[*ir.Var]bool, made map[*ir.Func]*ir.Var) {
	note := func(x ir.Expr) {
		if x != nil {
			ir.EachVar(x, func(v *ir.Var) { read[v] = true })
		}
	}
	switch s := s.(type) {
	case *ir.Let:
		for _, x := range ir.Args(s.Op) {
			note(x)
		}
		if m, ok := s.Op.(*ir.MakeFunc); ok {
			made[m.Func] = s.Dst[0]
		}
	case *ir.Assign:
		// The temporary of a function that becomes a global is the global.
		if r, ok := s.X.(*ir.Ref); ok && r.Var.Kind == ir.Temp {
			for f, v := range made {
				if v == r.Var {
					made[f] = s.Dst
					return
				}
			}
		}
		note(s.X)
	case *ir.If:
		note(s.Cond)
	case *ir.Return:
		note(s.X)
	}
}

func (g *callGraph) add(f *ir.Func, to ...*ir.Func) {
	for _, t := range to {
		g.calls[f][t] = true
	}
}

// stmt notes what a statement of f may call.
func (g *callGraph) stmt(f *ir.Func, s ir.Stmt) {
	let, ok := s.(*ir.Let)
	if !ok {
		return
	}
	switch op := let.Op.(type) {
	case *ir.CallFunc:
		g.add(f, op.Func)
	case *ir.NewFrame:
	case *ir.AwaitFrame:
		g.add(f, op.Func)
	case *ir.MakeClass:
		g.add(f, op.Body)
		g.add(f, g.inits...)
	case *ir.Await, *ir.AwaitNext, *ir.YieldFrom:
		g.add(f, g.frame...)
		g.special(f, "__await__", "__aiter__", "__anext__", "__iter__", "__next__", "send", "throw")
	case *ir.CallPrim:
		g.prim(f, op)
	}
}

func (g *callGraph) special(f *ir.Func, names ...string) {
	for _, n := range names {
		g.add(f, g.named[n]...)
	}
}

// operators are the special methods that primitives call, by the primitives' names.
var operators = map[string]string{
	"getattr": "__getattr__ __getattribute__ __get__ fget", "setattr": "__setattr__ __set__", "delattr": "__delattr__ __delete__",
	"getitem": "__getitem__ __missing__ __class_getitem__ __index__ __hash__ __eq__", "setitem": "__setitem__ __index__ __hash__ __eq__",
	"delitem": "__delitem__ __index__ __hash__ __eq__", "truth": "__bool__ __len__", "len": "__len__", "len()": "__len__",
	"contains": "__contains__ __iter__ __next__ __eq__ __hash__", "iter": "__iter__ __getitem__", "settle": "__iter__ __getitem__", "index": "__index__", "next": "__next__ __getitem__",
	"format": "__format__ __str__ __repr__", "piece": "__format__ __str__ __repr__", "str": "__str__ __repr__", "repr": "__repr__", "ascii": "__repr__",
	"print()": "__str__ __repr__", "dict": "__hash__ __eq__", "set": "__hash__ __eq__", "dictset": "__hash__ __eq__",
	"setadd": "__hash__ __eq__", "exceptmatch": "__subclasscheck__", "isinstance()": "__instancecheck__",
	"neg": "__neg__", "pos": "__pos__", "invert": "__invert__", "getattr()": "__getattr__ __getattribute__ __get__",
	"hasattr()": "__getattr__ __getattribute__ __get__", "hash()": "__hash__", "abs()": "__abs__",
	"loadwith": "__getattribute__", "withexit": "__exit__ __aexit__", "raise": "__init__ __new__",
}

// prim notes what a primitive may call.
func (g *callGraph) prim(f *ir.Func, op *ir.CallPrim) {
	switch p := op.Prim; p {
	case prim.Call0, prim.Call1, prim.Call2, prim.Call3, prim.CallN, prim.CallKw, prim.CallEx,
		prim.Invoke0, prim.Invoke1, prim.Invoke2, prim.Invoke3, prim.InvokeN, prim.InvokeKw,
		prim.ToldInvoke0, prim.ToldInvoke1, prim.ToldInvoke2, prim.ToldInvoke3, prim.ToldInvokeN, prim.ToldInvokeKw, prim.ToldCallEx:
		g.add(f, g.value...)
		g.add(f, g.inits...)
		g.add(f, g.frame...)
		g.dunders(f)
	case prim.CallMethod0, prim.CallMethod1, prim.CallMethod2, prim.CallMethod3, prim.CallMethodN, prim.CallMethodKw, prim.LoadMethod, prim.SuperMethod:
		at := 1
		if p == prim.SuperMethod {
			at = 2
		}
		g.add(f, g.named[op.Args[at].(*ir.NameConst).Name]...)
		g.special(f, "__getattr__", "__getattribute__", "__get__")
		g.add(f, g.value...)
		g.add(f, g.frame...)
		g.dunders(f)
	default:
		if prim.AddsToFold(p) {
			g.dunders(f)
			return
		}
		if !p.Raises || p.Pkg == "" {
			return
		}
		if names, ok := operators[p.Name]; ok {
			g.special(f, strings.Fields(names)...)
			if p == prim.GetAttr {
				g.add(f, g.named[op.Args[1].(*ir.NameConst).Name]...) // a property
			}
			if p == prim.Next || p == prim.Iter || p == prim.Settle || p == prim.Contains {
				g.add(f, g.frame...)
			}
			return
		}
		switch p {
		case prim.LoadBuiltin, prim.ImportFrom, prim.ClassBegin, prim.ClassLoad, prim.ClassStore, prim.ClassDelete, prim.ModuleDict:
			return
		}
		g.dunders(f)
		g.add(f, g.frame...)
	}
}

// dunders adds all special methods.
func (g *callGraph) dunders(f *ir.Func) {
	for _, t := range g.funcs {
		if strings.HasPrefix(t.Name, "__") && strings.HasSuffix(t.Name, "__") {
			g.calls[f][t] = true
		}
	}
}

// connected returns the functions that lead to a cycle or are called by one.
func (g *callGraph) connected() map[*ir.Func]bool {
	inCycle := g.cycles()
	down, up := map[*ir.Func]bool{}, map[*ir.Func]bool{}
	callers := map[*ir.Func][]*ir.Func{}
	for f, to := range g.calls {
		for t := range to {
			callers[t] = append(callers[t], f)
		}
	}
	var reach func(f *ir.Func)
	reach = func(f *ir.Func) {
		if !down[f] {
			down[f] = true
			for t := range g.calls[f] {
				reach(t)
			}
		}
	}
	var back func(f *ir.Func)
	back = func(f *ir.Func) {
		if !up[f] {
			up[f] = true
			for _, c := range callers[f] {
				back(c)
			}
		}
	}
	for f := range inCycle {
		reach(f)
		back(f)
	}
	for f := range up {
		down[f] = true
	}
	return down
}

// cycles returns the functions in cycles of the call graph (Tarjan's algorithm).
func (g *callGraph) cycles() map[*ir.Func]bool {
	index, low := map[*ir.Func]int{}, map[*ir.Func]int{}
	onStack, found := map[*ir.Func]bool{}, map[*ir.Func]bool{}
	var stack []*ir.Func
	var visit func(f *ir.Func)
	visit = func(f *ir.Func) {
		index[f] = len(index) + 1
		low[f] = index[f]
		stack = append(stack, f)
		onStack[f] = true
		for t := range g.calls[f] {
			if index[t] == 0 {
				visit(t)
				low[f] = min(low[f], low[t])
			} else if onStack[t] {
				low[f] = min(low[f], index[t])
			}
		}
		if low[f] != index[f] {
			return
		}
		for size := 0; ; size++ {
			t := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			onStack[t] = false
			if t != f || size > 0 || g.calls[f][f] {
				found[t] = true
			}
			if t == f {
				return
			}
		}
	}
	for _, f := range g.funcs {
		if index[f] == 0 {
			visit(f)
		}
	}
	return found
}
