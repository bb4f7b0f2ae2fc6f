package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is asyncio/taskgroups.py.

// TaskGroup is asyncio.TaskGroup.
type TaskGroup struct {
	py.Header
	Attrs                 py.Attrs // __dict__
	entered               bool
	exiting               bool
	aborting              bool
	parentCancelRequested bool
	loop                  *Loop
	parent                *Task
	tasks                 futureSet
	errors                []py.Value
	baseError             *py.Exception
	onCompleted           *Future
}

// TaskGroupType is asyncio.TaskGroup.
var TaskGroupType = &py.Type{Name: "TaskGroup"}

func (g *TaskGroup) describe() string {
	s := "<TaskGroup"
	if g.tasks.live > 0 {
		s += " tasks=" + itoa(g.tasks.live)
	}
	if len(g.errors) > 0 {
		s += " errors=" + itoa(len(g.errors))
	}
	switch {
	case g.aborting:
		s += " cancelling"
	case g.entered:
		s += " entered"
	}
	return s + ">"
}

// enter is __aenter__.
func (g *TaskGroup) enter() *py.Exception {
	if g.entered {
		return runtimeError("TaskGroup %s has already been entered", g.describe())
	}
	if g.loop == nil {
		loop, exc := getRunningLoop()
		if exc != nil {
			return exc
		}
		g.loop = loop
	}
	g.parent = g.loop.current
	if g.parent == nil {
		return runtimeError("TaskGroup %s cannot determine the parent task", g.describe())
	}
	g.entered = true
	return nil
}

// groupExit is the coroutine TaskGroup.__aexit__(et, exc, tb).
type groupExit struct {
	coro.Coroutine
	g         *TaskGroup
	failed    *py.Exception // what left the block
	propagate *py.Exception // propagate_cancellation_error
}

var (
	groupEnterCode = code("TaskGroup.__aenter__")
	groupExitCode  = code("TaskGroup.__aexit__")
)

// Resume implements coro.Resumer.
func (f *groupExit) Resume(r *coro.Run) coro.Signal {
	g := f.g
	if f.State == 0 {
		g.exiting = true
		if exc := f.failed; exc != nil {
			if stopsLoop(exc) && g.baseError == nil {
				g.baseError = exc
			}
			if isCancelled(exc) {
				f.propagate = exc
			}
			if !g.aborting {
				if exc := g.abort(); exc != nil {
					return f.Raise(r, exc)
				}
			}
		}
		f.State = 1
	} else if s := f.woken(r); s != coro.Suspended {
		return s
	}
	for g.tasks.live > 0 {
		if g.onCompleted == nil {
			g.onCompleted = g.loop.CreateFuture()
		}
		if s := awaitFuture(r, &f.Frame, g.onCompleted.Value()); s != coro.Done {
			return s
		}
		if s := f.woken(r); s != coro.Suspended {
			return s
		}
	}
	return f.end(r)
}

// woken handles the end of waiting for the tasks; Suspended means to go on.
func (f *groupExit) woken(r *coro.Run) coro.Signal {
	g := f.g
	if _, exc := r.Take(); exc != nil {
		if !isCancelled(exc) {
			return f.Raise(r, exc)
		}
		if !g.aborting {
			f.propagate = exc
			if exc := g.abort(); exc != nil {
				return f.Raise(r, exc)
			}
		}
	}
	g.onCompleted = nil
	return coro.Suspended
}

// end is what __aexit__ does when all tasks are done.
func (f *groupExit) end(r *coro.Run) coro.Signal {
	g := f.g
	if g.baseError != nil {
		return f.Raise(r, py.RaiseMade(g.baseError))
	}
	if g.parentCancelRequested {
		if g.parent.uncancel() == 0 {
			f.propagate = nil
		}
	}
	if f.propagate != nil && len(g.errors) == 0 {
		return f.Raise(r, py.RaiseMade(f.propagate))
	}
	if f.failed != nil && !isCancelled(f.failed) {
		g.errors = append(g.errors, f.failed.Value())
	}
	if len(g.errors) == 0 {
		return f.Return(r, py.None)
	}
	if g.parent.cancels > 0 && py.VersionAtLeast(13) {
		g.parent.uncancel()
		if _, exc := g.parent.Cancel(py.None); exc != nil {
			return f.Raise(r, exc)
		}
	}
	errors := py.ListV(g.errors...)
	g.errors = nil
	group, exc := py.Call2(py.BaseExceptionGroupType.Value(), py.StrV("unhandled errors in a TaskGroup"), errors)
	if exc != nil {
		return f.Raise(r, exc)
	}
	e := py.Heap[py.Exception](group)
	if handled := py.Handled(); handled != nil && handled != e {
		e.Context = handled
	}
	e.SuppressContext = true
	return f.Raise(r, e)
}

// abort is _abort.
func (g *TaskGroup) abort() *py.Exception {
	g.aborting = true
	for _, t := range g.tasks.all() {
		if !t.Done() {
			if _, exc := t.Cancel(py.None); exc != nil {
				return exc
			}
		}
	}
	return nil
}

// createTask is create_task(coro, *, name=None, context=None).
func (g *TaskGroup) createTask(c, name py.Value, ctx *contextvars.Context) (py.Value, *py.Exception) {
	refuse := ""
	switch {
	case !g.entered:
		refuse = "has not been entered"
	case g.exiting && g.tasks.live == 0:
		refuse = "is finished"
	case g.aborting:
		refuse = "is shutting down"
	}
	if refuse != "" {
		if py.VersionAtLeast(13) {
			if _, exc := py.CallMethod0(c, strClose); exc != nil {
				return py.Value{}, exc
			}
		}
		return py.Value{}, runtimeError("TaskGroup %s %s", g.describe(), refuse)
	}
	v, exc := g.loop.spawn(c, name, ctx)
	if exc != nil {
		return py.Value{}, exc
	}
	t := asFuture(v)
	if t == nil {
		return py.Value{}, typeError("the task factory returned %s, which is not a Future", repr(v))
	}
	t.tracePlace(placeTaskGroup)
	if t.Done() {
		return v, g.done(t)
	}
	g.tasks.add(t)
	t.addCallback(g, contextvars.Copy())
	return v, nil
}

func (g *TaskGroup) source() string {
	return "TaskGroup._on_task_done()"
}

// done is _on_task_done.
func (g *TaskGroup) done(t *Future) *py.Exception {
	g.tasks.remove(t)
	if g.onCompleted != nil && g.tasks.live == 0 {
		g.onCompleted.setUnlessDone(py.True)
	}
	if t.Cancelled() {
		return nil
	}
	t.logTB = false
	exc := t.exc
	if exc == nil {
		return nil
	}
	g.errors = append(g.errors, exc.Value())
	if stopsLoop(exc) && g.baseError == nil {
		g.baseError = exc
	}
	if g.parent.Done() {
		return g.loop.callExceptionHandler(errorContext("Task "+repr(t.Value())+
			" has errored out but its parent task "+g.parent.describe()+" is already completed", exc, "task", t.Value()))
	}
	if !g.aborting && !g.parentCancelRequested {
		if exc := g.abort(); exc != nil {
			return exc
		}
		g.parentCancelRequested = true
		_, exc := g.parent.Cancel(py.None)
		return exc
	}
	return nil
}

func init() {
	self := func(v py.Value) *TaskGroup { return py.Heap[TaskGroup](v) }
	TaskGroupType.Define(&py.TypeSpec{
		Module: "asyncio.taskgroups", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[TaskGroup](attrsOffset),
		Slots:  py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(self(v).describe()), nil }},
		Methods: []py.Method{
			{Name: "__aenter__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(groupEnterCode, func() (py.Value, py.Value, *py.Exception) {
					return py.Value{}, v, self(v).enter()
				}), nil
			}, Await: func(r *coro.Run, _ *coro.Frame, v py.Value) coro.Signal {
				if exc := self(v).enter(); exc != nil {
					return r.FailIn(groupEnterCode, exc)
				}
				return r.Deliver(v)
			}},
			{Name: "__aexit__", Sig: "($self, et, exc, tb)", Impl: func(v, _, x, _ py.Value) (py.Value, *py.Exception) {
				f := &groupExit{g: self(v), failed: asException(x)}
				f.Init(f, groupExitCode)
				return f.Value(), nil
			}},
			{Name: "create_task", Sig: "($self, coro, *, name=None, context=None)", Impl: func(v, c, name, context py.Value) (py.Value, *py.Exception) {
				var ctx *contextvars.Context
				if !absent(context) {
					var exc *py.Exception
					if ctx, exc = contextOf(context); exc != nil {
						return py.Value{}, exc
					}
				}
				return self(v).createTask(c, name, ctx)
			}},
		},
	})
}
