package infer

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the synchronisation primitives of asyncio: which class they are of,
// and what their methods give.

// syncMethods are the methods of each class and what they give: for one that is awaited, what
// awaiting it gives.
var syncMethods = map[string]map[string]syncResult{
	"Lock":             lockMethods,
	"Semaphore":        lockMethods,
	"BoundedSemaphore": lockMethods,
	"Event": {
		"wait": {types.KBool, true}, "set": {types.KNone, false}, "clear": {types.KNone, false}, "is_set": {types.KBool, false},
	},
	"Condition": {
		"__aenter__": {types.KNone, true}, "__aexit__": {types.KNone, true},
		"acquire": {types.KBool, true}, "release": {types.KNone, false}, "locked": {types.KBool, false},
		"wait": {types.KBool, true}, "notify": {types.KNone, false}, "notify_all": {types.KNone, false},
	},
}

var lockMethods = map[string]syncResult{
	"__aenter__": {types.KNone, true}, "__aexit__": {types.KNone, true},
	"acquire": {types.KBool, true}, "release": {types.KNone, false}, "locked": {types.KBool, false},
}

type syncResult struct {
	kind    types.Kinds
	awaited bool
}

// syncUses are the methods by which others are implemented.
var syncUses = map[string][]string{"__aenter__": {"acquire"}, "__aexit__": {"release"}, "wait": {"acquire", "release"}, "notify_all": {"notify"}}

// syncClass is Object.Of of a synchronisation primitive.
type syncClass string

// TypeName is the class's name.
func (c syncClass) TypeName() string { return string(c) }

// newSync returns the synchronisation primitive that a call of the class name makes.
func (a *analysis) newSync(name string, args arguments) (types.Static, bool) {
	most := 0
	if name == "Semaphore" || name == "BoundedSemaphore" {
		most = 1
	}
	if a.facts.dynamic || len(args.pos)+len(args.kw) > most {
		return types.Static{}, false
	}
	if _, ok := args.keyword("value"); !ok && len(args.kw) > 0 {
		return types.Static{}, false
	}
	for n := range syncMethods {
		if a.facts.setAttrs[n] {
			return types.Static{}, false
		}
	}
	a.escape(args.all()...)
	o := a.object(site{a.at, name}, types.KSync)
	o.Of = syncClass(name)
	if o.Elem == nil {
		o.Elem = &types.Cell{S: anything}
	}
	return types.ObjectOf(o), true
}

// hasSync reports whether the primitives of a class have the method name, of which the
// program changes nothing.
func (f *facts) hasSync(class, name string) bool {
	if _, ok := syncMethods[class][name]; !ok || f.dynamic || f.setAttrs[name] {
		return false
	}
	for _, n := range syncUses[name] {
		if f.setAttrs[n] {
			return false
		}
	}
	return true
}

// syncMethod returns what the method name of the primitive o gives.
func (a *analysis) syncMethod(o *types.Object, name string) (types.Static, bool) {
	class := string(o.Of.(syncClass))
	if !a.facts.hasSync(class, name) {
		return types.Static{}, false
	}
	r := syncMethods[class][name]
	if !r.awaited {
		return types.Of(r.kind), true
	}
	return a.awaitable(o, int(r.kind), &types.Cell{S: types.Of(r.kind)}), true
}

// asyncWith returns what the operations of an asynchronous with statement give whose manager
// is a primitive; ok is false for others.
func (a *analysis) asyncWith(name string, args []types.Static) (out []types.Static, ok bool) {
	self := args[len(args)-1]
	if name != "loadasyncwith" {
		self = args[1]
	}
	for _, m := range []string{"__aenter__", "__aexit__"} {
		if class := a.facts.sync(self); class == "" || !a.facts.hasSync(class, m) {
			return nil, false
		}
	}
	if name == "loadasyncwith" {
		return []types.Static{a.method(self, "__aenter__"), anything, self}, true
	}
	s, _ := a.syncMethod(self.Objs[0], "__aexit__")
	return one(s), true
}

// sync returns the class of the primitives s, "" where that may be several.
func (f *facts) sync(s types.Static) string {
	if !s.Only(types.KSync) || len(s.Objs) == 0 {
		return ""
	}
	class := s.Objs[0].Of.(syncClass)
	for _, o := range s.Objs {
		if o.Of != class {
			return ""
		}
	}
	return string(class)
}

// Sync returns the class of the synchronisation primitives s where that is certain and they
// have the method name of asyncio's, else "".
func (in *Info) Sync(s types.Static, name string) string {
	if class := in.facts.sync(s); class != "" && in.facts.hasSync(class, name) {
		return class
	}
	return ""
}

// Settled reports whether x is an awaitable of the runtime, which can be awaited.
func (in *Info) Settled(x ir.Expr) bool { return in.Expr(x).Only(types.KAwaitable) }
