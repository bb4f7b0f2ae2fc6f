package asyncio

import (
	"math"
	"runtime"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is the part of asyncio/selector_events.py about watching file descriptors. The
// pollers are in poller.go and poller_NAME.go.

func numCPU() int { return runtime.NumCPU() }

// watch is what the loop does when a file descriptor is ready.
type watch struct{ reader, writer *Handle }

// poller watches file descriptors.
type poller struct {
	fds     map[int]*watch
	backend pollBackend
}

func (loop *Loop) watching() (*poller, *py.Exception) {
	if loop.poller == nil {
		b, err := newPollBackend()
		if err != nil {
			return nil, osError(err, "")
		}
		loop.mu.Lock()
		loop.poller = &poller{fds: map[int]*watch{}, backend: b}
		loop.mu.Unlock()
	}
	return loop.poller, nil
}

// wait looks for events, and waits for them where there are none. Other threads have
// their turns meanwhile.
func (p *poller) wait(ms int) (events []pollEvent, err error) {
	if py.Alone() {
		var woken bool
		if events, woken, err = p.backend.wait(0); len(events) > 0 || woken || err != nil || ms == 0 {
			return events, err
		}
	}
	py.Blocking(func() { events, _, err = p.backend.wait(ms) })
	return events, err
}

func (p *poller) interrupt() { p.backend.interrupt() }
func (p *poller) close()     { p.backend.close() }

// pollDescriptors waits like poll, for file descriptors as well.
func (loop *Loop) pollDescriptors(timeout float64) *py.Exception {
	p := loop.poller
	ms := -1
	switch {
	case timeout == 0:
		ms = 0
	case timeout > 0:
		ms = int(min(math.Ceil(timeout*1e3), math.MaxInt32))
	}
	virtual := py.TheClock.Virtual() && timeout > 0
	if virtual {
		ms = virtualGrace
	}
	select {
	case <-loop.wake: // perhaps from before there was a poller to interrupt
		virtual, ms = false, 0
	default:
	}
	events, err := p.wait(ms)
	if err != nil {
		return osError(err, "")
	}
	select {
	case <-loop.wake:
		virtual = false
	default:
	}
	if py.Explore != nil {
		events = exploreReady(events)
	}
	for _, ev := range events {
		w := p.fds[ev.fd]
		if w == nil {
			continue
		}
		if tracing != nil {
			tracing.ready(ev)
		}
		if ev.read && w.reader != nil && !w.reader.cancelled {
			loop.ready.push(w.reader)
		}
		if ev.write && w.writer != nil && !w.writer.cancelled {
			loop.ready.push(w.writer)
		}
	}
	if virtual && len(events) == 0 {
		py.TheClock.Sleep(int64(math.Ceil(timeout*1e3))*1e6, nil)
	}
	return nil
}

// virtualGrace is for how many milliseconds of real time the loop looks for I/O before
// it moves a virtual clock.
const virtualGrace = 20

// addWatch is _add_reader and _add_writer.
func (loop *Loop) addWatch(fd int, do action, write bool) *py.Exception {
	if exc := loop.checkClosed(); exc != nil {
		return exc
	}
	p, exc := loop.watching()
	if exc != nil {
		return exc
	}
	h := loop.newHandle(do, contextvars.Copy())
	w := p.fds[fd]
	if w == nil {
		w = &watch{}
		p.fds[fd] = w
	}
	old := &w.reader
	if write {
		old = &w.writer
	}
	if *old != nil {
		(*old).Cancel()
	}
	*old = h
	if err := p.backend.update(fd, w.reader != nil, w.writer != nil); err != nil {
		return osError(err, "")
	}
	return nil
}

// watchTransport is addWatch for a transport, by the loop's _add_reader or _add_writer
// where that is replaced.
func (loop *Loop) watchTransport(fd int, do action, write bool) *py.Exception {
	name := strAddReader
	if write {
		name = strAddWriter
	}
	fn, ok := loop.override(name)
	if !ok {
		return loop.addWatch(fd, do, write)
	}
	_, exc := py.Call2(fn, py.Int(int64(fd)), newActionObject(do))
	return exc
}

// removeWatch is _remove_reader and _remove_writer.
func (loop *Loop) removeWatch(fd int, write bool) bool {
	p := loop.poller
	if p == nil || p.fds[fd] == nil {
		return false
	}
	w := p.fds[fd]
	old := &w.reader
	if write {
		old = &w.writer
	}
	if *old == nil {
		return false
	}
	(*old).Cancel()
	*old = nil
	_ = p.backend.update(fd, w.reader != nil, w.writer != nil)
	if w.reader == nil && w.writer == nil {
		delete(p.fds, fd)
	}
	return true
}

// watches reports whether a descriptor is watched.
func (loop *Loop) watches(fd int, write bool) bool { return loop.watchHandle(fd, write) != nil }

// watchHandle returns the callback of a watched descriptor, or nil.
func (loop *Loop) watchHandle(fd int, write bool) *Handle {
	if loop.poller == nil {
		return nil
	}
	w := loop.poller.fds[fd]
	switch {
	case w == nil:
		return nil
	case write:
		return w.writer
	}
	return w.reader
}

// fileno returns the file descriptor that an object stands for (_fileobj_to_fd).
func fileno(v py.Value) (int, *py.Exception) {
	if v.IsSmallInt() {
		fd := int(v.SmallInt())
		if fd < 0 {
			return 0, py.Raisef(py.ValueErrorType, "Invalid file descriptor: %d", fd)
		}
		return fd, nil
	}
	n, exc := py.CallMethod0(v, py.Intern("fileno"))
	if exc != nil {
		if exc.Type().IsSubclass(py.AttributeErrorType) || exc.Type().IsSubclass(py.TypeErrorType) {
			return 0, py.Raisef(py.ValueErrorType, "Invalid file object: %s", repr(v))
		}
		return 0, exc
	}
	fd, exc := asInt(n)
	if exc != nil {
		return 0, py.Raisef(py.ValueErrorType, "Invalid file object: %s", repr(v))
	}
	if fd < 0 {
		return 0, py.Raisef(py.ValueErrorType, "Invalid file descriptor: %d", fd)
	}
	return fd, nil
}

// transportOf returns the transport that a descriptor belongs to, unbound for none.
func (loop *Loop) transportOf(fd int) py.Value {
	v, ok := loop.transports[fd]
	if !ok {
		return py.Value{}
	}
	if t := asTransport(v); t != nil && t.isClosing() {
		return py.Value{}
	}
	if v.Type() == datagramTransport && py.Heap[DatagramTransport](v).closing {
		return py.Value{}
	}
	return v
}

// own notes that a descriptor belongs to a transport; an unbound one takes it back.
func (loop *Loop) own(fd int, transport py.Value) {
	if loop.transports == nil {
		loop.transports = map[int]py.Value{}
	}
	if transport.IsUnbound() {
		delete(loop.transports, fd)
	} else {
		loop.transports[fd] = transport
	}
}

// ioMethods are the loop's methods about file descriptors and signals.
func ioMethods() []py.Method {
	add := func(name string, write bool) py.Method {
		return py.Method{Name: name, Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
			if len(args) < 2 {
				return py.Value{}, typeError("BaseSelectorEventLoop.%s() missing required positional arguments", name)
			}
			fd, exc := fileno(args[0])
			if exc == nil {
				exc = selfLoop(v).noTransport(fd, args[0])
			}
			if exc != nil {
				return py.Value{}, exc
			}
			return none(selfLoop(v).addWatch(fd, &callback{args[1], append([]py.Value(nil), args[2:]...)}, write))
		}}
	}
	remove := func(name string, write bool) py.Method {
		return py.Method{Name: name, Sig: "($self, fd)", Impl: func(v, f py.Value) (py.Value, *py.Exception) {
			fd, exc := fileno(f)
			if exc == nil {
				exc = selfLoop(v).noTransport(fd, f)
			}
			if exc != nil {
				return py.Value{}, exc
			}
			return py.Bool(selfLoop(v).removeWatch(fd, write)), nil
		}}
	}
	return []py.Method{
		add("add_reader", false), add("add_writer", true),
		remove("remove_reader", false), remove("remove_writer", true),
		{Name: "add_signal_handler", Impl: func(v py.Value, args []py.Value) (py.Value, *py.Exception) {
			if len(args) < 2 {
				return py.Value{}, typeError("_UnixSelectorEventLoop.add_signal_handler() missing required positional arguments")
			}
			if isCoroutineObject(args[1]) || isCoroutineFunction(args[1]) {
				return py.Value{}, typeError("coroutines cannot be used with add_signal_handler()")
			}
			sig, exc := asInt(args[0])
			if exc != nil {
				return py.Value{}, exc
			}
			return none(selfLoop(v).addSignalHandler(sig, &callback{args[1], append([]py.Value(nil), args[2:]...)}))
		}},
		{Name: "remove_signal_handler", Sig: "($self, sig)", Impl: func(v, s py.Value) (py.Value, *py.Exception) {
			sig, exc := asInt(s)
			if exc == nil {
				exc = checkSignal(sig)
			}
			if exc != nil {
				return py.Value{}, exc
			}
			return py.Bool(selfLoop(v).removeSignalHandler(sig)), nil
		}},
	}
}
