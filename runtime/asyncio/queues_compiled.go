package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file has what compiled code calls where it is known that an object is a queue of one of
// the classes of this package, and that the program changes nothing about these.

// QueuePut is v.put(item).
func QueuePut(v, item py.Value) py.Value { return selfQueue(v).queueing(item, putCode).Object() }

// QueueGet is v.get().
func QueueGet(v py.Value) py.Value { return selfQueue(v).queueing(py.Value{}, getCode).Object() }

// QueuePutNowait is v.put_nowait(item). It raises asyncio.QueueFull, and asyncio.QueueShutDown.
func QueuePutNowait(v, item py.Value) *py.Exception { return selfQueue(v).putNowait(item) }

// QueueGetNowait is v.get_nowait(). It raises asyncio.QueueEmpty, and asyncio.QueueShutDown.
func QueueGetNowait(v py.Value) (py.Value, *py.Exception) { return selfQueue(v).getNowait() }

// QueueTaskDone is v.task_done(). It raises ValueError where that is called too often.
func QueueTaskDone(v py.Value) *py.Exception { return selfQueue(v).taskDone() }

// QueueSize is v.qsize().
func QueueSize(v py.Value) int64 { return int64(selfQueue(v).waiting()) }

// QueueEmpty is v.empty().
func QueueEmpty(v py.Value) bool { return selfQueue(v).waiting() == 0 }

// QueueFull is v.full().
func QueueFull(v py.Value) bool {
	q := selfQueue(v)
	return q.limit > 0 && q.waiting() >= q.limit
}
