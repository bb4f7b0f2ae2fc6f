package asyncio

import (
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file makes Task a Python type.

// TaskType is asyncio.Task.
var TaskType = &py.Type{Name: "Task"}

func selfTask(v py.Value) *Task { return py.Heap[Task](v) }

var taskSig = py.NewSignature("Task", "", "(coro, *, loop=None, name=None, context=None, eager_start=False)")

func initTask(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
	var a [5]py.Value
	if exc := taskSig.Bind(args, names, a[:]); exc != nil {
		return exc
	}
	loop, exc := loopOrCurrent(a[1])
	if exc != nil {
		return exc
	}
	name, exc := taskName(a[2])
	if exc != nil {
		return exc
	}
	var ctx *contextvars.Context
	if !absent(a[3]) {
		if ctx, exc = contextOf(a[3]); exc != nil {
			return exc
		}
	}
	eager := false
	if !a[4].IsUnbound() {
		if eager, exc = py.Truth(a[4]); exc != nil {
			return exc
		}
	}
	return selfTask(v).start(loop, a[0], name, ctx, eager)
}

// taskName returns the name that an argument name= means, nil for None.
func taskName(v py.Value) (*py.Str, *py.Exception) {
	if absent(v) {
		return nil, nil
	}
	s, exc := py.Str_(v)
	if exc != nil {
		return nil, exc
	}
	str, _ := py.AsStr(s)
	return str, nil
}

func absent(v py.Value) bool { return v.IsUnbound() || v.IsNone() }

func init() {
	unsupported := func(name string) py.Method {
		return py.Method{Name: name, Sig: "($self, result, /)", Impl: func(v, _ py.Value) (py.Value, *py.Exception) {
			return py.Value{}, runtimeError("Task does not support %s operation", name)
		}}
	}
	get := func(name string, f func(t *Task) py.Value) py.Method {
		return py.Method{Name: name, Sig: "($self, /)", Impl: func(v py.Value) (py.Value, *py.Exception) { return f(selfTask(v)), nil }}
	}
	TaskType.Define(&py.TypeSpec{
		Base: FutureType, Module: "_asyncio", Flags: py.FlagBaseType,
		Layout: py.LayoutOf[Task](),
		Slots: py.Slots{
			Init:      initTask,
			AwaitHook: futureHook, Iter: newFutureIter, Await: newFutureIter,
		},
		ClassMethods: []py.Method{
			{Name: "__class_getitem__", Impl: generic},
			{Name: "current_task", Sig: "($type, /, loop=None)", Impl: oldCurrentTask, Until: 8},
			{Name: "all_tasks", Sig: "($type, /, loop=None)", Impl: oldAllTasks, Until: 8},
		},
		Methods: []py.Method{
			unsupported("set_result"), unsupported("set_exception"),
			{Name: "cancel", Sig: "($self, /, msg=None)", Impl: func(v, msg py.Value) (py.Value, *py.Exception) {
				ok, exc := selfTask(v).cancelTask(msg)
				return py.Bool(ok), exc
			}},
			get("cancelling", func(t *Task) py.Value { return py.Int(int64(t.cancelling())) }),
			get("uncancel", func(t *Task) py.Value { return py.Int(int64(t.uncancel())) }),
			get("get_name", func(t *Task) py.Value { return py.StrV(t.Name()) }),
			get("get_coro", func(t *Task) py.Value { return t.coroutine() }),
			get("get_context", func(t *Task) py.Value { return t.context().Value() }),
			{Name: "set_name", Sig: "($self, value, /)", Impl: func(v, x py.Value) (py.Value, *py.Exception) {
				s, exc := py.Str_(x)
				if exc == nil {
					selfTask(v).rare().name, _ = py.AsStr(s)
				}
				return py.None, exc
			}},
			{Name: "get_stack", Sig: "($self, /, *, limit=None)", Impl: taskStack},
			{Name: "print_stack", Sig: "($self, /, *, limit=None, file=None)", Impl: printStack},
		},
		GetSets: append(futureAttrs(), []py.GetSet{
			{Name: "_log_destroy_pending", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(selfTask(v).flags&taskQuietEnd == 0), nil },
				Set: undeletable(func(v, x py.Value) *py.Exception {
					b, exc := py.Truth(x)
					selfTask(v).flags &^= taskQuietEnd
					if !b {
						selfTask(v).flags |= taskQuietEnd
					}
					return exc
				})},
			{Name: "_must_cancel", Get: func(v py.Value) (py.Value, *py.Exception) {
				return py.Bool(selfTask(v).flags&taskMustCancel != 0), nil
			}},
			{Name: "_coro", Get: func(v py.Value) (py.Value, *py.Exception) { return selfTask(v).coroutine(), nil }},
			{Name: "_fut_waiter", Get: func(v py.Value) (py.Value, *py.Exception) {
				if w := selfTask(v).waitsFor(); w != nil {
					if f := selfTask(v).run.Root(); f != nil {
						selfTask(v).run.Top().Delegate() // which may have the future in it
					}
					return w.Value(), nil
				}
				return py.None, nil
			}},
		}...),
	})
}

// taskFrames returns the code and line of the frames that get_stack would give, oldest
// first.
type stackEntry struct {
	code *py.Code
	line int32
}

func (t *Task) stack(limit int) []stackEntry {
	var list []stackEntry
	if f := coro.FrameOf(t.coroutine()); f != nil && !f.IsFinished() {
		if limit != 0 {
			list = append(list, stackEntry{f.Code(), f.Line()})
		}
		return list
	}
	if t.exc != nil {
		for tb := t.exc.Traceback; tb != nil && limit != 0; tb = tb.Next {
			list = append(list, stackEntry{tb.Code, tb.Line()})
			limit--
		}
	}
	return list
}

func stackLimit(v py.Value) (int, *py.Exception) {
	if absent(v) {
		return -1, nil
	}
	n, exc := asInt(v)
	return max(n, 0), exc
}

func taskStack(v, limit py.Value) (py.Value, *py.Exception) {
	n, exc := stackLimit(limit)
	if exc != nil {
		return py.Value{}, exc
	}
	var items []py.Value
	for _, e := range selfTask(v).stack(n) {
		items = append(items, py.NewFrameObject(e.code, e.line))
	}
	return py.ListV(items...), nil
}

func printStack(v, limit, file py.Value) (py.Value, *py.Exception) {
	n, exc := stackLimit(limit)
	if exc != nil {
		return py.Value{}, exc
	}
	t := selfTask(v)
	list := t.stack(n)
	text := "Stack for " + repr(v) + " (most recent call last):\n"
	switch {
	case len(list) == 0:
		text = "No stack for " + repr(v) + "\n"
	case t.exc != nil:
		text = "Traceback for " + repr(v) + " (most recent call last):\n"
	}
	for _, e := range list {
		text += "  File \"" + e.code.File.Name + "\", line " + itoa(int(e.line)) + ", in " + e.code.Name + "\n"
		if src := e.code.File.Line(e.line); src != "" {
			text += "    " + src + "\n"
		}
	}
	if t.exc != nil {
		text += py.FormatExceptionOnly(t.exc)
	}
	if absent(file) {
		py.WriteStderr(text)
		return py.None, nil
	}
	_, exc = py.CallMethod1(file, py.Intern("write"), py.StrV(text))
	return py.None, exc
}
