package prim

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// The methods of asyncio's queues. Their first operand is a queue of a class of asyncio.
var (
	QueuePut       = awaiting("AwaitPut", ofAsyncio(ir.Prim{Name: "queueput", Symbol: "QueuePut", Params: reps(v, v), Results: reps(v)}))
	QueueGet       = awaiting("AwaitGet", ofAsyncio(ir.Prim{Name: "queueget", Symbol: "QueueGet", Params: reps(v), Results: reps(v)}))
	QueuePutNowait = ofAsyncio(ir.Prim{Name: "queueputnowait", Symbol: "QueuePutNowait", Params: reps(v, v), Raises: true})
	QueueGetNowait = ofAsyncio(ir.Prim{Name: "queuegetnowait", Symbol: "QueueGetNowait", Params: reps(v), Results: reps(v), Raises: true})
	QueueTaskDone  = ofAsyncio(ir.Prim{Name: "queuetaskdone", Symbol: "QueueTaskDone", Params: reps(v), Raises: true})
	QueueSize      = ofAsyncio(ir.Prim{Name: "queuesize", Symbol: "QueueSize", Params: reps(v), Results: reps(types.Int64)})
	QueueEmpty     = ofAsyncio(ir.Prim{Name: "queueempty", Symbol: "QueueEmpty", Params: reps(v), Results: reps(b)})
	QueueFull      = ofAsyncio(ir.Prim{Name: "queuefull", Symbol: "QueueFull", Params: reps(v), Results: reps(b)})
)

// Sleep is the call module.sleep(delay), module being asyncio.
var Sleep = awaiting("AwaitSleep", ofAsyncio(ir.Prim{Name: "asynciosleep", Symbol: "SleepOf", Params: reps(v, v), Results: reps(v), Raises: true}))

// ofAsyncio registers a row for a function of package asyncio.
func ofAsyncio(p ir.Prim) *ir.Prim {
	p.Pkg = "asyncio"
	return add(p)
}
