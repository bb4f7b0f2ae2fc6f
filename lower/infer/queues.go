package infer

import "github.com/aio2go/aio2go/lower/types"

// This file implements the queues of asyncio: what is put into one is what its get() gives.

// queueClasses are the classes of queues; queueMethods are the methods that a program calls,
// queueHooks those that the others call and what they keep the items in.
var (
	queueClasses = names("Queue LifoQueue PriorityQueue")
	queueMethods = names("put get put_nowait get_nowait task_done join qsize empty full shutdown")
	queueHooks   = names("_init _put _get _queue _getters _putters _unfinished_tasks _finished _wakeup_next")
)

// newQueue returns the queue that a call of the class name makes. A program that changes what
// queues do has none of which anything is known.
func (a *analysis) newQueue(name string, args arguments) (types.Static, bool) {
	if a.facts.dynamic || len(args.pos) > 1 || len(args.kw) > 1 {
		return types.Static{}, false
	}
	if _, ok := args.keyword("maxsize"); !ok && len(args.kw) > 0 {
		return types.Static{}, false
	}
	for _, set := range []map[string]bool{queueClasses, queueMethods, queueHooks} {
		for n := range set {
			if a.facts.setAttrs[n] {
				return types.Static{}, false
			}
		}
	}
	if name == "PriorityQueue" && a.facts.compares {
		return types.Static{}, false // special methods of the program get the items
	}
	a.escape(args.all()...)
	return a.fresh(types.KQueue, types.Static{}), true
}

// queueMethod returns what the method name of the queue o gives.
func (a *analysis) queueMethod(o *types.Object, name string, item types.Static) (types.Static, bool) {
	switch name {
	case "put":
		a.grow(o.Elem, item)
		return a.awaitable(o, 8, &types.Cell{S: types.Of(types.KNone)}), true
	case "get":
		return a.awaitable(o, 9, o.Elem), true
	case "join":
		return a.awaitable(o, 8, &types.Cell{S: types.Of(types.KNone)}), true
	case "put_nowait":
		a.grow(o.Elem, item)
		return types.Of(types.KNone), true
	case "get_nowait":
		return o.Elem.S, true
	case "task_done", "shutdown":
		return types.Of(types.KNone), true
	case "qsize":
		return types.Int(types.Between(0, 1<<48)), true
	case "empty", "full":
		return types.Of(types.KBool), true
	}
	return types.Static{}, false
}

// awaitable returns the object of a method of o that gives what result holds once awaited.
func (a *analysis) awaitable(o *types.Object, index int, result *types.Cell) types.Static {
	w := a.object(site{o, index}, types.KAwaitable)
	if w.Elem == nil {
		w.Elem = result
	}
	return types.ObjectOf(w)
}
