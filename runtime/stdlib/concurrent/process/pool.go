package process

import (
	"fmt"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/concurrent"
	"github.com/aio2go/aio2go/runtime/stdlib/threading"
)

// This file implements the parent's side: the queue of calls and the threads that feed
// the processes.

// work is a call that waits for a worker; without a future it tells a worker to look
// whether it should end.
type work struct{ fut, fn, args, kwargs value }

// pool is a ProcessPoolExecutor.
type pool struct {
	py.Header
	maxWorkers            int
	perChild              int // calls that a process does, 0 for any number
	initializer, initargs value
	queue                 []*work
	idle                  int
	waiting               threading.Waiters
	threads               []value
	children              []*child
	broken                string
	down                  bool
	Attrs                 py.Attrs
}

var (
	pools  []*pool // those with workers
	ending bool    // the program ends
)

// What is said of a pool of which a process has died.
const (
	brokenPool = "A child process terminated abruptly, the process pool is not usable anymore"
	brokenCall = "A process in the process pool was terminated abruptly while the future was running or pending."
)

func (p *pool) submit(fn value, args []value, names []*py.Str) (value, exc) {
	switch {
	case p.broken != "":
		return value{}, py.RaiseArgs(brokenProcessPool, py.StrV(p.broken))
	case p.down:
		return value{}, py.Raisef(py.RuntimeErrorType, "cannot schedule new futures after shutdown")
	case ending:
		return value{}, py.Raisef(py.RuntimeErrorType, "cannot schedule new futures after interpreter shutdown")
	}
	fut, e := py.Call0(concurrent.FutureType.Value())
	if e != nil {
		return value{}, e
	}
	plain := len(args) - len(names)
	kwargs := py.NewDict()
	for i, n := range names {
		kwargs.SetStr(n, args[plain+i])
	}
	p.put(&work{fut: fut, fn: fn, args: py.NewTuple(args[:plain]).Value(), kwargs: kwargs.Value()})
	if p.idle > 0 {
		p.idle--
		return fut, nil
	}
	if len(p.threads) < p.maxWorkers {
		if e := p.addWorker(); e != nil {
			return value{}, e
		}
	}
	return fut, nil
}

func (p *pool) put(w *work) {
	p.queue = append(p.queue, w)
	p.waiting.Wake()
}

// addWorker starts a process and the thread that feeds it. As before every start of a
// process by multiprocessing the standard streams are flushed.
func (p *pool) addWorker() exc {
	if e := pyio.FlushStd(); e != nil {
		return e
	}
	c, err := start()
	if err != nil {
		return py.RaiseArgs(py.OSErrorType, py.StrV(err.Error()))
	}
	target := py.NewBuiltin("_feed", "concurrent.futures.process", "()", func() (value, exc) { p.feed(c); return py.None, nil })
	t, e := pymod.CallKw(threading.ThreadType.Value(), []value{py.StrV(fmt.Sprintf("ExecutorManagerThread-%d", len(p.threads))), target.Value()}, "name", "target")
	if e != nil {
		return e
	}
	if len(p.threads) == 0 {
		pools = append(pools, p)
	}
	p.threads = append(p.threads, t)
	p.children = append(p.children, c)
	_, e = pymod.Call(t, "start")
	return e
}

// feed hands calls to a process until there are none.
func (p *pool) feed(c *child) {
	defer func() { c.stop() }()
	if !p.prepare(c) {
		return
	}
	for {
		if len(p.queue) == 0 {
			p.idle++
			for len(p.queue) == 0 {
				if _, e := p.waiting.Wait(-1); e != nil {
					return
				}
			}
		}
		w := p.queue[0]
		p.queue = p.queue[1:]
		if w.fut.IsUnbound() {
			if ending || p.down || p.broken != "" {
				p.put(w) // for the others
				return
			}
			continue
		}
		if p.perChild > 0 && c.done == p.perChild {
			c.stop()
			next, err := start()
			if err != nil {
				p.fail(w)
				return
			}
			p.replace(c, next)
			if c = next; !p.prepare(c) {
				setException(w.fut, brokenException())
				return
			}
		}
		if !p.run(c, w) {
			return
		}
	}
}

func (p *pool) replace(old, next *child) {
	for i, c := range p.children {
		if c == old {
			p.children[i] = next
		}
	}
}

// prepare runs the initializer in a process; it reports whether the process is usable.
func (p *pool) prepare(c *child) bool {
	if p.initializer.IsNone() {
		return true
	}
	var s steps
	data := dumps(&s, py.TupleV(p.initializer, p.initargs))
	if s.Failed() {
		py.WriteUnraisable(s.Exc, "Exception ignored in: ", p.Value())
		p.fail(nil)
		return false
	}
	if kind, _, err := c.ask(startMessage, data); err != nil || kind != resultMessage {
		p.fail(nil)
		return false
	}
	return true
}

// run has a process do w; it reports whether the process is usable afterwards.
func (p *pool) run(c *child, w *work) bool {
	var s steps
	if !s.Truth(s.Call(w.fut, "set_running_or_notify_cancel")) {
		return true
	}
	data := dumps(&s, py.TupleV(w.fn, w.args, w.kwargs))
	if s.Failed() {
		s.Exc.Cause, s.Exc.SuppressContext = remoteTraceback(py.FormatException(s.Exc)), true
		setException(w.fut, s.Exc)
		return true
	}
	c.done++
	kind, reply, err := c.ask(callMessage, data)
	if err != nil {
		p.fail(w)
		return false
	}
	v := loads(&s, reply)
	if kind == raisedMessage {
		pair := s.Items(v)
		if s.Failed() || len(pair) != 2 || !py.IsInstance(pair[0], py.BaseExceptionType) {
			p.fail(w)
			return false
		}
		x := py.Raise(pair[0])
		x.Cause, x.SuppressContext = remote(pair[1]), true
		setException(w.fut, x)
		return true
	}
	if s.Failed() {
		p.fail(w)
		return false
	}
	s.Call(w.fut, "set_result", v)
	return true
}

// fail makes the pool unusable after a process has died, which had the call w, if any.
func (p *pool) fail(w *work) {
	if p.broken == "" {
		p.broken = brokenPool
	}
	queue := p.queue
	p.queue = nil
	if w != nil {
		setException(w.fut, brokenException())
	}
	for _, w := range queue {
		if !w.fut.IsUnbound() {
			setException(w.fut, brokenException())
		}
	}
	p.put(&work{})
	for _, c := range p.children {
		_ = c.cmd.Process.Kill() // where it has ended there is nothing to do
	}
}

func brokenException() exc { return py.NewException(brokenProcessPool, py.StrV(brokenCall)) }

func setException(fut value, e exc) {
	if _, fail := pymod.Call(fut, "set_exception", e.Value()); fail != nil && !fail.Is(py.ExceptionType) {
		py.WriteUnraisable(fail, "Exception ignored in: ", fut)
	}
}

// remoteTraceback is the cause of an exception that comes from another process, or from
// pickling a call.
func remoteTraceback(text string) exc { return remote(py.StrV("\n\"\"\"\n" + text + "\"\"\"")) }

func remote(text value) exc {
	v, e := py.Call1(remoteClass, text)
	if e != nil {
		return e
	}
	return py.Raise(v)
}

func (p *pool) shutdown(waitFor, cancel bool) exc {
	p.down = true
	if cancel {
		queue := p.queue
		p.queue = nil
		for _, w := range queue {
			if !w.fut.IsUnbound() {
				if _, e := pymod.Call(w.fut, "cancel"); e != nil {
					return e
				}
			}
		}
	}
	p.put(&work{})
	if !waitFor {
		return nil
	}
	for _, t := range p.threads {
		if _, e := pymod.Call(t, "join"); e != nil {
			return e
		}
	}
	return nil
}

// endPools lets the workers finish what is queued, at the end of the program.
func endPools() {
	ending = true
	for _, p := range pools {
		p.put(&work{})
	}
	for _, p := range pools {
		for _, t := range p.threads {
			if _, e := pymod.Call(t, "join"); e != nil {
				return
			}
		}
	}
}
