package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file has the class methods of Task that Python 3.9 removed.

// oldCurrentTask is Task.current_task(loop=None), which Python 3.9 removed: outside a
// running loop it is None.
func oldCurrentTask(_, loop py.Value) (py.Value, *py.Exception) {
	if exc := warnOldTasks("current_task"); exc != nil {
		return py.Value{}, exc
	}
	l, exc := loopOrCurrent(loop)
	if exc != nil {
		return py.Value{}, exc
	}
	return currentTask(l.Value())
}

// oldAllTasks is Task.all_tasks(loop=None), which Python 3.9 removed. There it had tasks
// that were done, too, as long as something referred to them, which cannot be known here.
func oldAllTasks(_, loop py.Value) (py.Value, *py.Exception) {
	if exc := warnOldTasks("all_tasks"); exc != nil {
		return py.Value{}, exc
	}
	l, exc := loopOrCurrent(loop)
	if exc != nil {
		return py.Value{}, exc
	}
	return allTasks(l.Value())
}

// warnOldTasks warns of Task.name as the program's version does; since without a version
// it is used as in Python 3.8, it warns as that did.
func warnOldTasks(name string) *py.Exception {
	category := py.DeprecationWarningType
	switch py.Version {
	case 6:
		return nil
	case 7:
		category = py.PendingDeprecationWarningType
	}
	return py.Warnf(category, "Task.%s() is deprecated, use asyncio.%s() instead", name, name)
}
