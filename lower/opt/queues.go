package opt

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file replaces calls of the methods of asyncio's queues.

// queueMethods are the operations for the methods by their names; drops says of one that it
// stands for a call whose result, None, is not used.
var queueMethods = map[string]struct {
	prim  *ir.Prim
	drops bool
}{
	"put":        {prim: prim.QueuePut},
	"get":        {prim: prim.QueueGet},
	"put_nowait": {prim.QueuePutNowait, true},
	"get_nowait": {prim: prim.QueueGetNowait},
	"task_done":  {prim.QueueTaskDone, true},
	"qsize":      {prim: prim.QueueSize},
	"empty":      {prim: prim.QueueEmpty},
	"full":       {prim: prim.QueueFull},
}

// queueMethod replaces the call of a method of a queue with the arguments that it takes.
func (o *optimizer) queueMethod(k types.Static, name string, call *ir.CallPrim, s *ir.Let) ([]ir.Stmt, bool) {
	m, ok := queueMethods[name]
	if !ok || !k.Only(types.KQueue) || len(call.Args)-1 != len(m.prim.Params) || len(call.Names) > 0 {
		return nil, false
	}
	used := len(s.Dst) == 1 && s.Dst[0] != nil && o.uses(s.Dst[0]) > 0
	if m.drops == used {
		return nil, false
	}
	let := &ir.Let{Op: &ir.CallPrim{Prim: m.prim, Args: append([]ir.Expr{call.Args[0]}, call.Args[2:]...)}, Pos: s.Pos}
	o.args(let.Op)
	if m.drops {
		return []ir.Stmt{let}, true
	}
	let.Dst = s.Dst
	return o.bind(nil, let, m.prim.Results), true
}
