package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file is loop.sendfile and loop.sock_sendfile of asyncio/base_events.py and
// unix_events.py: the system copies from the file to the socket where it can.

const (
	sendfileBlock   = 1 << 30   // what one system call is asked for at most
	sendfileReading = 256 << 10 // what is read at a time where the system does not copy
)

var (
	sendfileSig      = py.NewSignature("sendfile", "BaseEventLoop.sendfile", "(transport, file, offset=0, count=None, *, fallback=True)")
	sockSendfileSig  = py.NewSignature("sock_sendfile", "BaseEventLoop.sock_sendfile", "(sock, file, offset=0, count=None, *, fallback=True)")
	sendfileCode     = code("BaseEventLoop.sendfile")
	sockSendfileCode = code("BaseEventLoop.sock_sendfile")
)

// copying is one sendfile.
type copying struct {
	loop     *Loop
	file     py.Value
	offset   int
	left     int // -1 for the whole file
	sent     int
	fallback bool
}

func (loop *Loop) newCopying(a []py.Value) (*copying, *py.Exception) {
	c := &copying{loop: loop, file: a[1], left: -1}
	var exc *py.Exception
	if c.offset, exc = intOr(a[2], 0); exc != nil {
		return nil, exc
	}
	if !absent(a[3]) {
		if c.left, exc = asInt(a[3]); exc != nil {
			return nil, exc
		}
	}
	c.fallback, exc = truthOr(a[4], true)
	return c, exc
}

// native returns the descriptor of the file where the system can copy from it.
func (c *copying) native() (int, bool) {
	v, exc := py.CallMethod0(c.file, py.Intern("fileno"))
	if exc != nil {
		return 0, false
	}
	fd, exc := asInt(v)
	if exc != nil {
		return 0, false
	}
	return fd, sysnet.IsRegular(fd)
}

func unavailable(text string) *py.Exception {
	return py.Raisef(SendfileNotAvailableErrorType, "%s", text)
}

// finish sets the position of the file and ends with what was sent.
func (c *copying) finish(exc *py.Exception) flowStep {
	if c.sent > 0 {
		if _, e := py.CallMethod1(c.file, py.Intern("seek"), py.Int(int64(c.offset+c.sent))); e != nil && exc == nil {
			exc = e
		}
	}
	return ending(py.Int(int64(c.sent)), exc)
}

func (c *copying) block(most int) int {
	if c.left >= 0 {
		return min(most, c.left-c.sent)
	}
	return most
}

// toSocket copies to the descriptor out, which sock stands for in waits.
func (c *copying) toSocket(sock py.Value, in, out int) flowStep {
	unavailableHere := false
	return c.loop.sockWait(sock, true, false, func() (py.Value, *py.Exception) {
		for {
			n := c.block(sendfileBlock)
			if n == 0 {
				return py.None, nil
			}
			k, err := sysnet.Sendfile(out, in, int64(c.offset+c.sent), n)
			switch {
			case err != nil && sysnet.WouldBlock(err):
				return py.Value{}, py.RaiseArgs(py.BlockingIOErrorType)
			case err != nil && c.sent == 0:
				unavailableHere = true
				return py.None, nil
			case err != nil:
				return py.Value{}, osError(err, "")
			case k == 0:
				return py.None, nil
			}
			c.sent += k
		}
	}, func(_ py.Value, exc *py.Exception) flowStep {
		if unavailableHere {
			if !c.fallback {
				return failing(unavailable("os.sendfile call failed"))
			}
			return c.byReading(sock)
		}
		return c.finish(exc)
	})
}

// next reads the next piece of the file.
func (c *copying) next() ([]byte, *py.Exception) {
	n := c.block(sendfileReading)
	if n == 0 {
		return nil, nil
	}
	v, exc := py.CallMethod1(c.file, py.Intern("read"), py.Int(int64(n)))
	if exc != nil {
		return nil, exc
	}
	b, ok := py.BytesOf(v)
	if !ok {
		return nil, typeError("a bytes-like object is required, not '%s'", v.Type().Name)
	}
	return b, nil
}

func (c *copying) rewind() *py.Exception {
	if _, exc := py.GetAttr(c.file, py.Intern("seek")); exc != nil {
		return nil
	}
	_, exc := py.CallMethod1(c.file, py.Intern("seek"), py.Int(int64(c.offset)))
	return exc
}

// byReading reads the file and sends it with sock_sendall.
func (c *copying) byReading(sock py.Value) flowStep {
	if exc := c.rewind(); exc != nil {
		return failing(exc)
	}
	var more func(v py.Value, exc *py.Exception) flowStep
	more = func(_ py.Value, exc *py.Exception) flowStep {
		if exc != nil {
			return c.finish(exc)
		}
		b, exc := c.next()
		if exc != nil || len(b) == 0 {
			return c.finish(exc)
		}
		c.sent += len(b)
		return awaitThen(c.loop.sockSendAll(sock, py.NewBytes(b).Value()), more)
	}
	return more(py.None, nil)
}

// checkCopying is _check_sendfile_params.
func checkCopying(file, offset, count py.Value) *py.Exception {
	if mode, exc := py.GetAttr(file, py.Intern("mode")); exc == nil {
		if s, ok := py.AsStr(mode); ok {
			binary := false
			for _, r := range s.String() {
				binary = binary || r == 'b'
			}
			if !binary {
				return py.Raisef(py.ValueErrorType, "file should be opened in binary mode")
			}
		}
	}
	for _, arg := range []struct {
		v     py.Value
		least int
		text  string
	}{{count, 1, "count must be a positive integer"}, {offset, 0, "offset must be a non-negative integer"}} {
		if absent(arg.v) {
			continue
		}
		text := arg.text + " (got " + repr(arg.v) + ")"
		if !py.IsInstance(arg.v, py.IntType) {
			return typeError("%s", text)
		}
		if n, exc := asInt(arg.v); exc == nil && n < arg.least {
			return py.Raisef(py.ValueErrorType, "%s", text)
		}
	}
	return nil
}

// sockSendfile is sock_sendfile.
func (loop *Loop) sockSendfile(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var a [5]py.Value
	if exc := sockSendfileSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	return newFlow(sockSendfileCode, func() flowStep {
		if exc := loop.checkBlocking(a[0]); exc != nil {
			return failing(exc)
		}
		if exc := checkCopying(a[1], a[2], a[3]); exc != nil {
			return failing(exc)
		}
		c, exc := loop.newCopying(a[:])
		if exc != nil {
			return failing(exc)
		}
		s, exc := socketOf(a[0])
		if exc != nil {
			return failing(exc)
		}
		if s.Type != 1 {
			return failing(py.Raisef(py.ValueErrorType, "only SOCK_STREAM type sockets are supported"))
		}
		in, ok := c.native()
		switch {
		case !loop.Header.Type().IsSubclass(LoopType):
			// A class of the program's, which has what every platform has.
			if !c.fallback {
				return failing(unavailable("syscall sendfile is not available for socket " + repr(a[0]) + " and file " + repr(a[1]) + " combination"))
			}
			return c.byReading(a[0])
		case !ok && !c.fallback:
			return failing(unavailable("not a regular file"))
		case !ok:
			return c.byReading(a[0])
		}
		return c.toSocket(a[0], in, s.FD)
	}), nil
}

// fallbackOnly reports whether a transport of the program says, by its attribute
// _sendfile_compatible, that files are sent to it by reading them.
func fallbackOnly(transport py.Value) bool {
	mode, exc := py.GetAttr(transport, py.Intern("_sendfile_compatible"))
	if exc != nil {
		return false
	}
	name, exc := py.GetAttr(mode, py.Intern("name"))
	return exc == nil && strOf(name) == "FALLBACK"
}

// sendfile is loop.sendfile.
func (loop *Loop) sendfile(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var a [5]py.Value
	if exc := sendfileSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	return newFlow(sendfileCode, func() flowStep {
		c, exc := loop.newCopying(a[:])
		if exc != nil {
			return failing(exc)
		}
		t := asTransport(a[0])
		if t != nil && t.isClosing() {
			return failing(runtimeError("Transport is closing"))
		}
		raw, plain := t.(*Transport)
		if t == nil && !c.fallback && fallbackOnly(a[0]) {
			return failing(runtimeError("fallback is disabled and native sendfile is not supported for transport %s", repr(a[0])))
		}
		if t == nil || plain && raw.isPipe {
			return failing(runtimeError("sendfile is not supported for transport %s", repr(a[0])))
		}
		if !plain {
			if !c.fallback {
				return failing(runtimeError("fallback is disabled and native sendfile is not supported for transport %s", repr(a[0])))
			}
			return c.throughTransport(t)
		}
		in, ok := c.native()
		if !ok {
			if !c.fallback {
				return failing(unavailable("not a regular file"))
			}
			return c.throughTransport(t)
		}
		return c.throughSocket(raw, in)
	}), nil
}

// throughSocket copies to the transport's socket once its buffer is empty; meanwhile the
// transport neither reads nor writes.
func (c *copying) throughSocket(t *Transport, in int) flowStep {
	resume := !t.closing && !t.readPaused
	t.pauseReading()
	t.emptyWaiter = c.loop.CreateFuture()
	if len(t.buffer) == 0 {
		t.emptyWaiter.finish(py.None)
	}
	done := func(s flowStep) flowStep {
		t.emptyWaiter = nil
		if resume {
			t.resumeReading()
		}
		return s
	}
	return awaitThen(t.emptyWaiter.Value(), func(_ py.Value, exc *py.Exception) flowStep {
		if exc != nil {
			return done(failing(exc))
		}
		unavailableHere := false
		return c.loop.transportWait(t, func() (bool, *py.Exception) {
			for {
				n := c.block(sendfileBlock)
				if n == 0 {
					return true, nil
				}
				k, err := sysnet.Sendfile(t.fd, in, int64(c.offset+c.sent), n)
				switch {
				case err != nil && sysnet.WouldBlock(err):
					return false, nil
				case err != nil && c.sent == 0:
					unavailableHere = true
					return true, nil
				case err != nil:
					return true, osError(err, "")
				case k == 0:
					return true, nil
				}
				c.sent += k
			}
		}, func(exc *py.Exception) flowStep {
			if unavailableHere {
				_ = done(flowStep{})
				if !c.fallback {
					return failing(unavailable("os.sendfile call failed"))
				}
				return c.throughTransport(t)
			}
			return done(c.finish(exc))
		})
	})
}

// transportWait calls try at once and whenever the transport's socket can be written to,
// until it says that it is done.
func (loop *Loop) transportWait(t *Transport, try func() (bool, *py.Exception), then func(exc *py.Exception) flowStep) flowStep {
	if done, exc := try(); done {
		return then(exc)
	}
	fut := loop.CreateFuture()
	exc := loop.addWatch(t.fd, &goCallback{fn: func() *py.Exception {
		if fut.Done() {
			return nil
		}
		done, exc := try()
		switch {
		case !done:
			return nil
		case exc != nil:
			return fut.SetException(exc)
		}
		return fut.SetResult(py.None)
	}, name: "_SelectorTransport._sendfile_ready()"}, true)
	if exc != nil {
		return then(exc)
	}
	return awaitThen(fut.Value(), func(_ py.Value, exc *py.Exception) flowStep {
		t.stopWriting()
		return then(exc)
	})
}

// throughTransport reads the file and writes it to the transport, as fast as it takes it.
func (c *copying) throughTransport(t link) flowStep {
	if exc := c.rewind(); exc != nil {
		return failing(exc)
	}
	resume := true
	switch t := t.(type) {
	case *Transport:
		resume = !t.readPaused
	case *tlsTransport:
		resume = !t.p.appReadingPaused
	}
	t.pauseReading()
	p := &fileProtocol{loop: c.loop}
	old := p.takeOver(t)
	restore := func(exc *py.Exception) flowStep {
		p.giveBack(t, old)
		if resume {
			t.resumeReading()
		}
		return c.finish(exc)
	}
	var more func(v py.Value, exc *py.Exception) flowStep
	more = func(_ py.Value, exc *py.Exception) flowStep {
		if exc == nil && (p.lost || t.isClosing()) {
			exc = py.Raisef(py.ConnectionErrorType, "Connection closed by peer")
		}
		if exc != nil {
			return restore(exc)
		}
		b, exc := c.next()
		if exc != nil || len(b) == 0 {
			return restore(exc)
		}
		if exc := t.write(b); exc != nil {
			return restore(exc)
		}
		c.sent += len(b)
		if w := p.wait(); w != nil {
			return awaitThen(w.Value(), more)
		}
		return yieldThen(func() flowStep { return more(py.None, nil) })
	}
	return more(py.None, nil)
}

// fileProtocol is _SendfileFallbackProtocol: it takes the place of the protocol while a
// file is sent.
type fileProtocol struct {
	loop   *Loop
	old    protocol
	paused bool
	lost   bool
	waiter *Future
}

func (p *fileProtocol) takeOver(t link) protocol {
	switch t := t.(type) {
	case *Transport:
		p.old, p.paused, t.proto = t.proto, t.protocolPaused, p
	case *tlsTransport:
		p.old, p.paused, t.p.app = t.p.app, t.p.appWritingPaused, p
	}
	return p.old
}

func (p *fileProtocol) giveBack(t link, old protocol) {
	switch t := t.(type) {
	case *Transport:
		t.proto = old
	case *tlsTransport:
		t.p.app = old
	}
	if p.waiter != nil {
		p.waiter.setUnlessDone(py.None)
	}
}

// wait returns the future of the time at which more may be written, nil for now.
func (p *fileProtocol) wait() *Future {
	if !p.paused || p.lost {
		return nil
	}
	p.waiter = p.loop.CreateFuture()
	return p.waiter
}

func (p *fileProtocol) object() py.Value { return p.old.object() }
func (p *fileProtocol) connectionMade(link) *py.Exception {
	return runtimeError("Invalid state: connection should have been established already.")
}
func (p *fileProtocol) dataReceived([]byte) *py.Exception {
	return runtimeError("Invalid state: reading should be paused")
}
func (p *fileProtocol) eofReceived() (bool, *py.Exception) {
	return false, runtimeError("Invalid state: reading should be paused")
}
func (p *fileProtocol) pauseWriting() *py.Exception {
	p.paused = true
	return p.old.pauseWriting()
}
func (p *fileProtocol) resumeWriting() *py.Exception {
	p.paused = false
	if p.waiter != nil {
		p.waiter.setUnlessDone(py.None)
	}
	return p.old.resumeWriting()
}
func (p *fileProtocol) connectionLost(exc *py.Exception) *py.Exception {
	p.lost = true
	if w := p.waiter; w != nil && !w.Done() {
		if exc == nil {
			exc = py.Raisef(py.ConnectionErrorType, "Connection is closed by peer")
		}
		_ = w.SetException(exc)
	}
	return p.old.connectionLost(exc)
}
