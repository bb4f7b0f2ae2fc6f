package build

import (
	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file lets go of the generators that an expression makes for something that only
// reads them, and that fails or has enough of them before they end: nothing else refers to
// such a generator, and CPython closes it there.

// consumers are the builtins that read an argument and keep nothing of the iterator;
// iterators are those that make an iterator that refers to their arguments alone.
var (
	consumers = map[string]bool{
		"sum": true, "min": true, "max": true, "any": true, "all": true, "list": true, "tuple": true, "set": true,
		"frozenset": true, "dict": true, "sorted": true, "bytes": true, "bytearray": true,
	}
	iterators = map[string]bool{"map": true, "zip": true, "filter": true, "enumerate": true, "iter": true}
)

// consumed returns the arguments of e that it reads without keeping them: the first. The
// others are values, which sum may return, and so are all of them in min(a, b).
func (b *fn) consumed(e *syntax.Call) []syntax.Expr {
	if len(e.Args) == 0 {
		return nil
	}
	switch f := e.Func.(type) {
	case *syntax.Name:
		if consumers[f.Id] && b.isBuiltinName(f) && (len(e.Args) == 1 || f.Id != "min" && f.Id != "max") {
			return e.Args[:1]
		}
	case *syntax.Attribute:
		if f.Attr == "join" && isText(f.Value) {
			return e.Args[:1]
		}
	}
	return nil
}

// isIterator reports whether e calls one of iterators.
func (b *fn) isIterator(e syntax.Expr) bool {
	c, ok := e.(*syntax.Call)
	if !ok {
		return false
	}
	n, ok := c.Func.(*syntax.Name)
	return ok && iterators[n.Id] && b.isBuiltinName(n)
}

// generatorsIn returns the calls in e, which is about to be built, whose generators nothing
// but the value of e refers to. What a generator expression iterates over is not among
// them: where its element raises, the traceback has its frame, which refers to that.
func (b *fn) generatorsIn(e syntax.Expr) []*syntax.Call {
	c, ok := e.(*syntax.Call)
	if !ok {
		return nil
	}
	if b.isIterator(c) {
		var list []*syntax.Call
		for _, a := range c.Args {
			list = append(list, b.generatorsIn(a)...)
		}
		return list
	}
	if b.keepCallee(c); b.closable(c) {
		return []*syntax.Call{c}
	}
	return nil
}

// consume builds f, which evaluates and reads list, and closes the generators that were made.
func (b *fn) consume(list []syntax.Expr, f func()) {
	var calls []*syntax.Call
	for _, e := range list {
		calls = append(calls, b.generatorsIn(e)...)
	}
	if len(calls) == 0 {
		f()
		return
	}
	for _, c := range calls {
		v := b.temp("generator", types.Boxed)
		b.emit(&ir.Assign{Dst: v, X: noObject()})
		b.made[c] = v
	}
	b.always(f, &ctx{silent: true, cleanup: func() {
		for i := len(calls) - 1; i >= 0; i-- {
			if fn := b.callees[calls[i]]; fn != nil {
				b.do(prim.CloseCalled, -1, fn, ref(b.made[calls[i]]))
			} else {
				b.do(prim.CloseDiscarded, -1, ref(b.made[calls[i]]))
			}
		}
	}})
	for _, c := range calls {
		delete(b.made, c)
	}
}
