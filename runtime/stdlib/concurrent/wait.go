package concurrent

import (
	"sort"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/threading"
)

// This file implements wait and as_completed.

// watcher is told of futures that complete.
type watcher struct {
	done    []*future
	enough  func(f *future) bool // f was enough to wait for
	ready   bool
	waiting threading.Waiters
}

func (w *watcher) add(f *future) {
	w.done = append(w.done, f)
	if w.enough(f) {
		w.ready = true
		w.waiting.WakeAll()
	}
}

// distinct returns the futures of an iterable, each once.
func distinct(fs value) ([]*future, exc) {
	items, e := py.ToSlice(fs)
	if e != nil {
		return nil, e
	}
	seen := map[*future]bool{}
	var out []*future
	for _, v := range items {
		f, e := asFuture(v)
		if e != nil {
			return nil, e
		}
		if !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	return out, nil
}

// notified reports whether a future counts as complete for waiters.
func (f *future) notified() bool { return f.state == cancelledNotified || f.state == finished }

func byCompletion(list []*future) {
	sort.SliceStable(list, func(i, j int) bool { return list[i].number < list[j].number })
}

func setOf(list []*future) value {
	set := py.NewSet().Value()
	for _, f := range list {
		_ = py.SetAdd(set, f.Value()) // futures hash by identity
	}
	return set
}

var doneAndNotDone value

func partition(fs []*future) (done, rest []*future) {
	for _, f := range fs {
		if f.notified() {
			done = append(done, f)
		} else {
			rest = append(rest, f)
		}
	}
	return done, rest
}

func wait(fsArg, timeout, returnWhen value) (value, exc) {
	fs, e := distinct(fsArg)
	if e != nil {
		return value{}, e
	}
	done, rest := partition(fs)
	result := func() (value, exc) {
		done, rest := partition(fs)
		return py.Call2(doneAndNotDone, setOf(done), setOf(rest))
	}
	when := ""
	if s, ok := py.AsStr(returnWhen); ok {
		when = s.S
	}
	failed := func(f *future) bool { return !f.isCancelled() && !f.exception.IsNone() }
	switch {
	case when == "FIRST_COMPLETED" && len(done) > 0:
		return result()
	case when == "FIRST_EXCEPTION":
		for _, f := range done {
			if failed(f) {
				return result()
			}
		}
	}
	if len(rest) == 0 {
		return result()
	}
	left := len(rest)
	w := &watcher{}
	switch when {
	case "FIRST_COMPLETED":
		w.enough = func(*future) bool { return true }
	case "FIRST_EXCEPTION":
		w.enough = func(f *future) bool { left--; return left == 0 || failed(f) }
	case "ALL_COMPLETED":
		w.enough = func(*future) bool { left--; return left == 0 }
	default:
		r, e := py.ReprText(returnWhen)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.ValueErrorType, "Invalid return condition: %s", r)
	}
	w.watch(rest)
	defer w.unwatch(fs)
	ns, e := nanoseconds(timeout)
	if e != nil {
		return value{}, e
	}
	if !w.ready {
		if _, e := w.waiting.Wait(ns); e != nil {
			return value{}, e
		}
	}
	return result()
}

func (w *watcher) watch(fs []*future) {
	for _, f := range fs {
		f.watchers = append(f.watchers, w)
	}
}

func (w *watcher) unwatch(fs []*future) {
	for _, f := range fs {
		for i, x := range f.watchers {
			if x == w {
				f.watchers = append(f.watchers[:i:i], f.watchers[i+1:]...)
				break
			}
		}
	}
}

// iterator is the iterator of as_completed, and that of Executor.map.
type iterator struct {
	py.Header
	next  func() (value, bool, exc)
	close func()
}

var iteratorType = &py.Type{Name: "generator"}

func newIterator(next func() (value, bool, exc), end func()) value {
	v := iteratorType.Alloc(iteratorType)
	it := py.Heap[iterator](v)
	it.next, it.close = next, end
	return v
}

// stop ends the iterator.
func (it *iterator) stop() {
	if it.close != nil {
		it.close()
		it.close, it.next = nil, nil
	}
}

func init() {
	iteratorType.Define(&py.TypeSpec{
		Module: "builtins", NoNew: true, Layout: py.LayoutOf[iterator](),
		Slots: py.Slots{
			Iter: func(v value) (value, exc) { return v, nil },
			Next: func(v value) (value, bool, exc) {
				it := py.Heap[iterator](v)
				if it.next == nil {
					return value{}, false, nil
				}
				x, ok, e := it.next()
				if e != nil || !ok {
					it.stop()
				}
				return x, ok, e
			},
		},
		Methods: []py.Method{{Name: "close", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			py.Heap[iterator](v).stop()
			return py.None, nil
		}}},
	})
}

// asCompleted is as_completed(fs, timeout=None). As a generator it does nothing before
// the first element is asked for, but for the end of its time.
func asCompleted(fsArg, timeout value) (value, exc) {
	ns := int64(-1)
	var total int
	var fs []*future
	var ready []*future
	w := &watcher{enough: func(*future) bool { return true }}
	left, begun := 0, false
	end := int64(0)
	begin := func() exc {
		begun = true
		var e exc
		if ns, e = nanoseconds(timeout); e != nil {
			return e
		}
		end = py.TheClock.Monotonic() + ns
		if fs, e = distinct(fsArg); e != nil {
			return e
		}
		total, left = len(fs), len(fs)
		done, rest := partition(fs)
		byCompletion(done)
		ready = done
		w.watch(rest)
		return nil
	}
	next := func() (value, bool, exc) {
		if !begun {
			if e := begin(); e != nil {
				return value{}, false, e
			}
		}
		if left == 0 {
			return value{}, false, nil
		}
		for len(ready) == 0 {
			ready, w.done = append(ready, w.done...), nil
			if len(ready) > 0 {
				break
			}
			rest := int64(-1)
			if ns >= 0 {
				if rest = end - py.TheClock.Monotonic(); rest < 0 {
					return value{}, false, py.Raisef(py.TimeoutErrorType, "%d (of %d) futures unfinished", left, total)
				}
			}
			if _, e := w.waiting.Wait(rest); e != nil {
				return value{}, false, e
			}
		}
		f := ready[0]
		ready = ready[1:]
		left--
		return f.Value(), true, nil
	}
	return newIterator(next, func() { w.unwatch(fs) }), nil
}
