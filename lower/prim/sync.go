package prim

import (
	"strings"

	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// SyncMethods are the methods of asyncio's synchronisation primitives by class and name. The
// first operand is an object of the class, of which the program changes nothing; a Condition
// has a lock of its own. __aexit__ is awaited by the operation, which never waits.
var SyncMethods = map[string]map[string]*ir.Prim{
	"Lock": {
		"__aenter__": waits("Lock", "Enter"), "__aexit__": acts("Lock", "Leave"),
		"acquire": waits("Lock", "Acquire"), "release": acts("Lock", "Release"), "locked": asks("Lock", "Locked"),
	},
	"Semaphore": semaphore, "BoundedSemaphore": semaphore,
	"Event": {
		"wait": waits("Event", "Wait"), "is_set": asks("Event", "IsSet"),
		"set": has("Event", "Set"), "clear": has("Event", "Clear"),
	},
	"Condition": {
		"__aenter__": waits("Condition", "Enter"), "__aexit__": acts("Condition", "Leave"),
		"acquire": waits("Condition", "Acquire"), "release": acts("Condition", "Release"), "locked": asks("Condition", "Locked"),
		"wait": waits("Condition", "Wait"), "notify": acts("Condition", "Notify"), "notify_all": acts("Condition", "NotifyAll"),
	},
}

var semaphore = map[string]*ir.Prim{
	"__aenter__": waits("Semaphore", "Enter"), "__aexit__": acts("Semaphore", "Leave"),
	"acquire": waits("Semaphore", "Acquire"), "release": acts("Semaphore", "Release"), "locked": asks("Semaphore", "Locked"),
}

// waits makes a row for a method that is awaited, acts for one that may raise and gives None,
// has for one that only has an effect, asks for one that gives a bool.
func waits(class, method string) *ir.Prim {
	return awaiting("Await"+class+method, ofAsyncio(ir.Prim{Name: syncName(class, method), Symbol: class + method, Params: reps(v), Results: reps(v)}))
}

func acts(class, method string) *ir.Prim {
	return ofAsyncio(ir.Prim{Name: syncName(class, method), Symbol: class + method, Params: reps(v), Raises: true})
}

func has(class, method string) *ir.Prim {
	return ofAsyncio(ir.Prim{Name: syncName(class, method), Symbol: class + method, Params: reps(v)})
}

func asks(class, method string) *ir.Prim {
	return ofAsyncio(ir.Prim{Name: syncName(class, method), Symbol: class + method, Params: reps(v), Results: reps(types.Bool)})
}

func syncName(class, method string) string { return strings.ToLower(class + method) }
