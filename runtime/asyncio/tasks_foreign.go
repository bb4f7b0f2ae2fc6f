package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the functions with which loops and tasks that are not of this
// package take part in current_task and all_tasks.

var (
	// foreignCurrent are the current tasks of loops for which _enter_task was called with
	// a loop or a task that is not of this package, by loop.
	foreignCurrent = py.NewDict()
	// foreignTasks are the tasks of other packages that _register_task was called with.
	foreignTasks []py.Value
)

// ownTask returns the Task that v is, nil where it is something else.
func ownTask(v py.Value) *Task {
	if fut := asFuture(v); fut != nil && fut.kind == taskFuture {
		return py.Heap[Task](v)
	}
	return nil
}

// currentOf is the current task of a loop, unbound for none.
func currentOf(l py.Value) (py.Value, *py.Exception) {
	if loop, exc := asLoop(l); exc == nil && loop.current != nil {
		return loop.current.Value(), nil
	}
	if foreignCurrent.Len() == 0 {
		return py.Value{}, nil
	}
	v, _, exc := foreignCurrent.Get(l)
	return v, exc
}

// enterTask is _enter_task(loop, task).
func enterTask(l, task py.Value) (py.Value, *py.Exception) {
	current, exc := currentOf(l)
	if exc != nil {
		return py.Value{}, exc
	}
	if !current.IsUnbound() {
		return py.Value{}, runtimeError("Cannot enter into task %s while another task %s is being executed.", repr(task), repr(current))
	}
	loop, notOurs := asLoop(l)
	if t := ownTask(task); t != nil && notOurs == nil {
		loop.current = t
		return py.None, nil
	}
	return none(py.DictSet(foreignCurrent.Value(), l, task))
}

// leaveTask is _leave_task(loop, task).
func leaveTask(l, task py.Value) (py.Value, *py.Exception) {
	current, exc := currentOf(l)
	if exc != nil {
		return py.Value{}, exc
	}
	if current != task {
		return py.Value{}, runtimeError("Invalid attempt to leave task %s while task %s is entered.", repr(task), repr(orNone(current)))
	}
	if loop, exc := asLoop(l); exc == nil && loop.current != nil {
		loop.current = nil
		return py.None, nil
	}
	return none(py.DelItem(foreignCurrent.Value(), l))
}

// swapCurrentTask is _swap_current_task(loop, task): the task that was current there, or
// None.
func swapCurrentTask(l, task py.Value) (py.Value, *py.Exception) {
	if _, exc := py.Hash(l); exc != nil {
		return py.Value{}, exc
	}
	previous, exc := currentOf(l)
	if exc != nil {
		return py.Value{}, exc
	}
	if !previous.IsUnbound() {
		if _, exc := leaveTask(l, previous); exc != nil {
			return py.Value{}, exc
		}
	}
	if !task.IsNone() {
		if _, exc := enterTask(l, task); exc != nil {
			return py.Value{}, exc
		}
	}
	return orNone(previous), nil
}

// registerTask is _register_task(task). Tasks of this package are known anyway.
func registerTask(task py.Value) (py.Value, *py.Exception) {
	if ownTask(task) == nil {
		foreignTasks = append(foreignTasks, task)
	}
	return py.None, nil
}

// unregisterTask is _unregister_task(task).
func unregisterTask(task py.Value) (py.Value, *py.Exception) {
	if t := ownTask(task); t != nil {
		return py.None, nil
	}
	for i, t := range foreignTasks {
		if t == task {
			foreignTasks = append(foreignTasks[:i:i], foreignTasks[i+1:]...)
			break
		}
	}
	return py.None, nil
}

// addForeign adds the tasks of other packages that belong to a loop and are not done to a
// set.
func addForeign(set, l py.Value) *py.Exception {
	for _, t := range foreignTasks {
		loop, found, exc := py.LookupAttr(t, py.Intern("get_loop"))
		switch {
		case exc != nil:
			return exc
		case found:
			loop, exc = py.Call0(loop)
		default:
			loop, exc = py.GetAttr(t, py.Intern("_loop"))
		}
		if exc != nil {
			return exc
		}
		if loop != l {
			continue
		}
		done, exc := py.CallMethod0(t, py.Intern("done"))
		if exc != nil {
			return exc
		}
		if over, exc := py.Truth(done); exc != nil {
			return exc
		} else if over {
			continue
		}
		if exc := py.SetUpdate(set, py.TupleV(t)); exc != nil {
			return exc
		}
	}
	return nil
}
