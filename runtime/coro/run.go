package coro

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the driving of a chain: Run.Send, Run.Throw, the loop that
// resumes frames, and the rules for stepping a frame that is in another's chain.

// cuts counts the changes made to chains behind their Runs' backs: a Run whose Epoch
// differs finds its innermost frame again.
var cuts uint32

// Start makes f, and what it waits for, the chain that r drives.
func (r *Run) Start(f *Frame) {
	r.root, r.base.Base = f, true
	f.flags |= flagOwned
	if f.delegate == nil && f.flags&flagOwnExc == 0 && f.code != nil && f.code.Flags&py.CodeHandles == 0 {
		// As relink.
		f.depth = 1
		f.exc, r.top = &r.base, f
		r.base.Epoch = cuts
		return
	}
	r.relink()
}

// Root returns the outermost frame of r's chain.
func (r *Run) Root() *Frame { return r.root }

// Top returns the innermost frame of r's chain.
func (r *Run) Top() *Frame {
	if r.base.Epoch != cuts {
		r.relink()
	}
	return r.top
}

// Chain returns where the frames of source text in r's chain are while the chain runs, the
// innermost, which runs, first; nil where the chain has been taken apart.
func (r *Run) Chain() []py.SuspendedFrame {
	if r.root == nil || r.base.Epoch != cuts {
		return nil
	}
	var list []py.SuspendedFrame
	for f := r.top; f != nil; f = f.awaiter {
		if f.code != nil && f.code.File != nil {
			list = append(list, py.SuspendedFrame{Code: f.Code(), Line: f.Line()})
		}
	}
	return list
}

func init() {
	py.AwaitChains = func() [][]py.SuspendedFrame {
		var chains [][]py.SuspendedFrame
		for e := py.Current.Exc; e != nil; e = e.Previous {
			if e.Base {
				r := (*Run)(unsafe.Add(unsafe.Pointer(e), -int(unsafe.Offsetof(Run{}.base))))
				chains = append(chains, r.Chain())
			}
		}
		return chains
	}
}

// Handed returns what the chain handed to the driver, after Suspended, or the result,
// after Done.
func (r *Run) Handed() py.Value { return passed.val }

// Result returns the result of the chain, after Done.
func (r *Run) Result() (py.Value, *py.Exception) { return passed.val, passed.exc }

// Finish drops what r refers to but its root, once its chain has finished.
func (r *Run) Finish() {
	*r = Run{root: r.root}
	passed.val, passed.exc = py.Value{}, nil
}

// relink finds the innermost frame of the chain below the root, setting each frame's
// depth and level of handled exceptions.
func (r *Run) relink() {
	f := r.root
	f.enter(&r.base, 1)
	r.top = f.linkBelow()
	r.base.Epoch = cuts
}

// linkBelow enters the frames of the chain below f and returns the innermost.
func (f *Frame) linkBelow() *Frame {
	for c := f.child(); c != nil; c = f.child() {
		c.enter(f.exc, f.depth+1)
		f = c
	}
	return f
}

// child returns the frame that f waits for in its chain, or nil.
func (f *Frame) child() *Frame {
	if c := frameOf(f.delegate.Value()); c != nil && c.awaiter == f {
		return c
	}
	return nil
}

// Chain returns f and the frames below it in its chain, outermost first.
func (f *Frame) Chain() []*Frame {
	var list []*Frame
	for ; f != nil; f = f.child() {
		list = append(list, f)
	}
	return list
}

// frameOf returns the frame that v is, or nil.
func frameOf(v py.Value) *Frame {
	if v.IsUnbound() {
		return nil
	}
	switch v.Type() {
	case CoroutineType, GeneratorType, AsyncGeneratorType, asendType, athrowType:
		return py.Heap[Frame](v)
	}
	return nil
}

// Send resumes the chain with v, which is None at its start.
func (r *Run) Send(v py.Value) Signal {
	if r.base.Epoch != cuts {
		r.relink()
	}
	passed.val, passed.exc = v, nil
	return r.resume()
}

// Throw resumes the chain with the exception exc. A GeneratorExit closes what the root
// waits for and is raised in the root; any other exception is raised in the innermost
// frame (as _gen_throw in genobject.c).
func (r *Run) Throw(exc *py.Exception) Signal {
	if r.base.Epoch != cuts {
		r.relink()
	}
	r.top.settle()
	if d := r.top.delegate; d != nil {
		if h, ok := d.Type().AwaitHook.(*Hook); ok && h.Thrown == nil {
			if c := r.top.unfold(); c != nil {
				c.enter(r.top.exc, r.top.depth+1)
				r.top = c.linkBelow()
			}
		}
	}
	if exc.Type().IsSubclass(py.GeneratorExitType) && r.root.delegate != nil {
		exc = r.closeDelegate(exc)
	}
	passed.val, passed.exc = py.Value{}, exc
	if py.Traced {
		saved := throwing
		throwing = r
		s := r.resume()
		throwing = saved
		return s
	}
	return r.resume()
}

// closeDelegate closes what the root waits for and returns what is to be raised in the
// root: the exception that closing raised, else exc.
func (r *Run) closeDelegate(exc *py.Exception) *py.Exception {
	root := r.root
	d, c := root.delegate.Value(), root.child()
	root.delegate = nil
	if c != nil {
		c.awaiter = nil
	}
	r.top = root
	root.flags |= flagRunning
	r.base.Previous = py.Current.Exc
	_, failed := closeIterator(d)
	root.flags &^= flagRunning
	if failed != nil {
		return failed
	}
	return exc
}

// Continue is Send(None) without the look-up of what the chain needs to be thrown into.
// Ready has said that the root can be resumed.
func (r *Run) Continue() Signal {
	if r.base.Epoch != cuts {
		r.relink()
	}
	t := py.Current
	exc, depth := t.Exc, t.Depth
	s := r.Go(t, exc, depth)
	t.Exc, t.Depth = exc, depth
	return told(s)
}

// told is s for a driver that takes what the chain handed to it from Handed.
func told(s Signal) Signal {
	if s == Bare {
		passed.val, passed.exc = py.None, nil
		return Suspended
	}
	return s
}

// Poised is Ready, and that Go can be used, for a Run that has been started or driven before
// and does not run: what drives or awaits a root behind the back of its Run adds to cuts.
func (r *Run) Poised() bool { return r.base.Epoch == cuts }

// Go is Continue, but for the signal Bare, of a Run that is Poised, in the thread t with what it handles, exc, and its
// depth. These have to be restored in t afterwards, before anything but a Go looks at them.
func (r *Run) Go(t *py.Thread, exc *py.ExcInfo, depth int) Signal {
	root, f := r.root, r.top
	if r.base.Previous != exc {
		r.base.Previous = exc
	}
	if root.flags&flagTracked != 0 {
		root.untrack()
	}
	root.flags |= flagRunning
	var s Signal
	if d := f.delegate; d == nil {
		// As sendLoop begins.
		f.flags &^= flagBare
		t.Depth = depth + int(f.depth)
		passed.val, passed.exc, t.Exc = py.None, nil, f.exc
		s = f.resume(f, r)
		if s < Suspended && !r.finished(f, s, nil) {
			s = r.sendLoop(t, depth, nil)
		}
	} else if h, ok := d.Type().AwaitHook.(*Hook); ok && f.flags&flagYieldFrom == 0 && d != &Mark {
		// The same.
		t.Depth = depth + int(f.depth)
		t.Exc, f.delegate = f.exc, nil
		if s = h.Resume(r, f, d.Value()); s < Suspended {
			if passed.exc == nil {
				s = f.resume(f, r)
			} else {
				s = r.resumeRaising(f)
			}
			if s < Suspended && !r.finished(f, s, nil) {
				s = r.sendLoop(t, depth, nil)
			}
		}
	} else {
		passed.val, passed.exc = py.None, nil
		s = r.sendLoop(t, depth, nil)
	}
	root.flags &^= flagRunning
	if s == Done {
		root.leave()
	}
	return s
}

// Mark is what a frame waits for that goes on with None when it is resumed. A package that
// hands it to Block gives it a type with a Hook.
var Mark py.Header

// Ready reports whether the root of r's chain can be resumed: it has not finished and is
// not running.
func (r *Run) Ready() bool {
	root := r.root
	return root.State != Finished && root.flags&flagRunning == 0 && (root.awaiter == nil || !root.executing())
}

func (r *Run) resume() Signal {
	t := py.Current
	exc, depth := t.Exc, t.Depth
	root := r.root
	r.base.Previous = exc
	if root.flags&flagTracked != 0 {
		root.untrack()
	}
	root.flags |= flagRunning
	throwing := passed.exc != nil
	s := r.loop(t, depth, nil)
	root.flags &^= flagRunning
	t.Exc, t.Depth = exc, depth
	if s == Done {
		root.leave()
	} else if throwing && root.child() != nil {
		r.relink()
	}
	return told(s)
}

// loop resumes the innermost frame, and the frame that awaits it when it finishes, and
// so on, until the chain suspends or the frame that stop awaits has finished. depth is
// that of the driver.
//
// Where the driver throws, it reaches each frame as _gen_throw in genobject.c does, past
// the frames that await it: what those handle is not seen until they are resumed
// themselves, which makes it the context of an exception that is still on its way. Where
// the driver sends, an exception passes the frames as it passes calls.
func (r *Run) loop(t *py.Thread, depth int, stop *Frame) Signal {
	if passed.exc == nil {
		return r.sendLoop(t, depth, stop)
	}
	for {
		f := r.top
		t.Depth = depth + int(f.depth)
		f.detach(r)
		f.settle()
		if f.delegate != nil {
			t.Exc = &r.base
			if s := r.stepDelegate(f); s >= Suspended {
				return s
			}
		}
		t.Exc = f.exc
		var s Signal
		if passed.exc != nil {
			chain(passed.exc, f.exc.Handled)
			s = r.resumeRaising(f)
		} else {
			s = f.resume(f, r)
		}
		if s >= Suspended || r.finished(f, s, stop) {
			return s
		}
	}
}

// sendLoop is loop where the driver does not throw. Only the innermost frame waits for
// something when it begins: those that go on after it have what it gave.
func (r *Run) sendLoop(t *py.Thread, depth int, stop *Frame) Signal {
	f := r.top
	if f.flags&flagBare != 0 {
		f.flags &^= flagBare
		passed.val = py.None
	} else if d := f.delegate; d == &Mark {
		f.delegate = nil
		passed.val = py.None
	} else if d != nil {
		t.Depth = depth + int(f.depth)
		t.Exc = f.exc
		if h, ok := d.Type().AwaitHook.(*Hook); ok && f.flags&flagYieldFrom == 0 {
			f.delegate = nil
			if s := hooked(h.Resume(r, f, d.Value())); s >= Suspended {
				return s
			}
		} else if s := r.stepDelegate(f); s >= Suspended {
			return s
		}
	}
	for {
		t.Depth = depth + int(f.depth)
		t.Exc = f.exc
		var s Signal
		if passed.exc == nil {
			s = f.resume(f, r)
		} else {
			s = r.resumeRaising(f)
		}
		if s >= Suspended || r.finished(f, s, stop) {
			return s
		}
		f = r.top
	}
}

// finished takes note that f has finished or yielded to the frame that awaits it, which is
// next to be resumed, and reports whether that is stop.
func (r *Run) finished(f *Frame, s Signal, stop *Frame) bool {
	if f.kind == kindAsyncGenerator {
		f.flags &^= flagRunningAsync
	}
	if s == Done {
		f.leave()
	}
	p := f.awaiter
	if p == stop {
		return true
	}
	f.awaiter, p.delegate, r.top = nil, nil, p
	return false
}

// resumeRaising resumes f with passed.exc raised in it.
func (r *Run) resumeRaising(f *Frame) Signal {
	if f.State == 0 && f.kind != kindAwaitable {
		f.State = Finished
		exc := passed.exc
		if f.code.File != nil {
			exc = exc.At(f.Code(), -1)
		}
		if py.Traced {
			return r.raiseTold(f, exc)
		}
		return f.Raise(r, exc)
	}
	return f.resumer().Resume(r)
}

// detach hides from f what the frames that await it handle, until they are linked again.
func (f *Frame) detach(r *Run) {
	if f.flags&flagOwnExc != 0 {
		f.exc.Previous = &r.base
	} else {
		f.exc = &r.base
	}
}

// chain makes handled the context of exc, which is about to be raised.
func chain(exc, handled *py.Exception) {
	if handled == nil || handled == exc || exc.Context == handled {
		return
	}
	for e := handled; e.Context != nil; e = e.Context {
		if e.Context == exc {
			e.Context = nil
			break
		}
	}
	exc.Context = handled
}

// stepDelegate passes what was sent or thrown to the object that f waits for. Done means
// that f is to be resumed with the outcome.
func (r *Run) stepDelegate(f *Frame) Signal {
	d := f.delegate.Value()
	if h, ok := d.Type().AwaitHook.(*Hook); ok && f.flags&flagYieldFrom == 0 {
		f.delegate = nil
		if passed.exc != nil {
			if h.Thrown != nil {
				passed.exc = h.Thrown(d, passed.exc)
			}
			return Done
		}
		return hooked(h.Resume(r, f, d))
	}
	var v py.Value
	var more bool
	var exc *py.Exception
	if passed.exc != nil {
		v, more, exc = throwInto(d, passed.exc)
	} else if py.Traced {
		return r.sendTold(f, d)
	} else {
		v, more, exc = sendTo(d, passed.val)
	}
	return r.stepped(f, v, more, exc)
}

// stepped takes note of what the object that f waits for has given.
func (r *Run) stepped(f *Frame, v py.Value, more bool, exc *py.Exception) Signal {
	passed.val, passed.exc = v, exc
	if more {
		return Suspended
	}
	f.delegate = nil
	f.flags &^= flagYieldFrom
	return Done
}

// acquire returns a Run for stepping f from outside. Where f is part of another chain it
// is taken out. The Run must be released.
func acquire(f *Frame) (*Run, *py.Exception) {
	root := f
	for root.awaiter != nil {
		root = root.awaiter
	}
	if root.flags&flagRunning != 0 {
		return nil, py.Raisef(py.ValueErrorType, "%s already executing", f.noun())
	}
	if f.awaiter != nil {
		f.cut()
	} else if f.flags&flagOwned != 0 {
		cuts++
	}
	if f.kind == kindGenerator {
		r := &py.Heap[Generator](f.Header.Value()).run
		if r.root == nil {
			r.root, r.base.Base = f, true
			r.base.Epoch = cuts - 1
		}
		return r, nil
	}
	r := newRun()
	r.root, r.base.Base = f, true
	r.base.Epoch = cuts - 1
	return r, nil
}

// cut takes f out of the chain of the frame that awaits it.
func (f *Frame) cut() {
	f.awaiter = nil
	cuts++
}

// runs are the Runs that are not in use. Only the thread whose turn it is touches them.
var runs []*Run

func newRun() *Run {
	if n := len(runs); n > 0 {
		r := runs[n-1]
		runs = runs[:n-1]
		return r
	}
	return new(Run)
}

// release gives back what acquire returned.
func release(r *Run, f *Frame) {
	if f.kind != kindGenerator {
		*r = Run{}
		runs = append(runs, r)
	} else if f.State == Finished {
		*r = Run{}
	}
}
