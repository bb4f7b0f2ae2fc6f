package asyncio

import (
	"os"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file is asyncio/base_subprocess.py and the transport for child processes of
// unix_events.py.

// subprocessProtocol is what the transport of a child process calls.
type subprocessProtocol interface {
	connectionMade(t *subprocessTransport) *py.Exception
	pipeData(fd int, data []byte) *py.Exception
	pipeLost(fd int, exc *py.Exception) *py.Exception
	processExited() *py.Exception
	connectionLost(exc *py.Exception) *py.Exception
	pauseWriting() *py.Exception
	resumeWriting() *py.Exception
	object() py.Value
}

// subprocessTransport is _UnixSubprocessTransport.
type subprocessTransport struct {
	py.Header
	Attrs      py.Attrs // __dict__
	loop       *Loop
	proto      subprocessProtocol
	proc       *os.Process // nil when it is over
	popen      *popen
	pid        int
	returncode py.Value // None while it runs
	fds        [3]int   // our ends of its pipes, -1 where there is none
	pipes      [3]*childPipe
	pending    []func() *py.Exception // calls of the protocol before connection_made
	connected  bool
	closed     bool
	finished   bool
	waiters    []*Future
}

// popen is the subprocess.Popen of get_extra_info('subprocess').
type popen struct {
	py.Header
	t    *subprocessTransport
	args py.Value
}

// childPipe is the protocol of one pipe.
type childPipe struct {
	t            *subprocessTransport
	fd           int
	pipe         *Transport
	disconnected bool
}

// The types.
var (
	SubprocessTransportType = &py.Type{Name: "SubprocessTransport"}
	unixSubprocessTransport = &py.Type{Name: "_UnixSubprocessTransport"}
	popenType               = &py.Type{Name: "Popen"}
)

func (c *childPipe) object() py.Value { return c.t.proto.object() }
func (c *childPipe) connectionMade(t link) *py.Exception {
	c.pipe = t.(*Transport)
	return nil
}
func (c *childPipe) eofReceived() (bool, *py.Exception) { return false, nil }
func (c *childPipe) pauseWriting() *py.Exception        { return c.t.proto.pauseWriting() }
func (c *childPipe) resumeWriting() *py.Exception       { return c.t.proto.resumeWriting() }

func (c *childPipe) dataReceived(data []byte) *py.Exception {
	b := append([]byte(nil), data...)
	c.t.call("pipe_data_received", func() *py.Exception { return c.t.proto.pipeData(c.fd, b) })
	return nil
}

func (c *childPipe) connectionLost(exc *py.Exception) *py.Exception {
	c.disconnected = true
	c.t.call("pipe_connection_lost", func() *py.Exception { return c.t.proto.pipeLost(c.fd, exc) })
	c.t.tryFinish()
	return nil
}

var (
	connectPipesCode = code("BaseSubprocessTransport._connect_pipes")
)

// startSubprocess starts a child and goes on with its transport when its pipes are
// connected.
func (loop *Loop) startSubprocess(c *command, argv py.Value, proto subprocessProtocol, then func(t *subprocessTransport) flowStep) flowStep {
	if !haveSubprocesses {
		return failing(py.RaiseArgs(py.NotImplementedErrorType))
	}
	if exc := checkWatcher(); exc != nil {
		return failing(exc)
	}
	if exc := replacedPopen(argv); exc != nil {
		return failing(exc)
	}
	proc, ours, exc := startChild(c)
	if exc != nil {
		return failing(exc)
	}
	t := &subprocessTransport{loop: loop, proto: proto, proc: proc, pid: proc.Pid, returncode: py.None, fds: ours}
	t.SetType(unixSubprocessTransport)
	t.popen = &popen{t: t, args: argv}
	t.popen.SetType(popenType)
	if loop.debug {
		log(logDebug, "process "+repr(argv)+" created: pid "+itoa(t.pid), nil)
	}
	waiter := loop.CreateFuture()
	task := newFlow(connectPipesCode, func() flowStep { return t.connect(0, waiter) })
	if _, exc := loop.spawn(task, py.None, nil); exc != nil {
		return failing(exc)
	}
	t.watch()
	// The coroutine between, _make_subprocess_transport, awaits the waiter.
	return awaitThen(waiter.Value(), func(_ py.Value, exc *py.Exception) flowStep {
		if exc == nil {
			return then(t)
		}
		t.close()
		if stopsLoop(exc) || !t.returncode.IsNone() {
			return failing(exc)
		}
		w := loop.CreateFuture()
		t.waiters = append(t.waiters, w)
		return awaitThen(w.Value(), func(_ py.Value, again *py.Exception) flowStep {
			if again != nil {
				exc = again
			}
			return failing(exc)
		})
	})
}

// connect connects the pipes from fd i on.
func (t *subprocessTransport) connect(i int, waiter *Future) flowStep {
	fail := func(exc *py.Exception) flowStep {
		if !waiter.Done() {
			_ = waiter.SetException(exc)
		}
		return returning(py.None)
	}
	for ; i < 3; i++ {
		if t.fds[i] < 0 {
			continue
		}
		typ := readPipeTransport
		if i == 0 {
			typ = writePipeTransport
		}
		connected := t.loop.CreateFuture()
		p := &childPipe{t: t, fd: i}
		pipe, exc := t.loop.newPipeTransport(typ, t.fds[i], py.Value{}, p, connected)
		if exc != nil {
			return fail(exc)
		}
		p.pipe = pipe
		t.pipes[i] = p
		next := i + 1
		return awaitThen(connected.Value(), func(_ py.Value, exc *py.Exception) flowStep {
			if exc != nil {
				return fail(exc)
			}
			return t.connect(next, waiter)
		})
	}
	t.soon("connection_made", func() *py.Exception { return t.proto.connectionMade(t) })
	for _, f := range t.pending {
		t.soon("pipe_data_received", f)
	}
	t.pending, t.connected = nil, true
	waiter.setUnlessDone(py.None)
	return returning(py.None)
}

func (t *subprocessTransport) soon(name string, f func() *py.Exception) {
	t.loop.callSoon(&goCallback{fn: f, name: "SubprocessProtocol." + name + "()"}, nil)
}

// call makes a call of the protocol soon, once connection_made was.
func (t *subprocessTransport) call(name string, f func() *py.Exception) {
	if !t.connected {
		t.pending = append(t.pending, f)
		return
	}
	t.soon(name, f)
}

// watch waits for the end of the child on a goroutine.
func (t *subprocessTransport) watch() {
	loop, proc := t.loop, t.proc
	loop.outside.Add(1)
	go func() {
		state, err := proc.Wait()
		code := 255
		if err == nil {
			code = exitStatus(state)
		}
		loop.Post(&goCallback{fn: func() *py.Exception {
			loop.outside.Add(-1)
			// What the child wrote before it ended is seen by the next poll and comes first.
			loop.afterPoll = append(loop.afterPoll, loop.newHandle(&goCallback{fn: func() *py.Exception {
				t.exited(code)
				return nil
			}, name: "BaseSubprocessTransport._process_exited()"}, nil))
			return nil
		}, name: "BaseSubprocessTransport._process_exited()"})
	}()
}

// exited is _process_exited.
func (t *subprocessTransport) exited(code int) {
	if t.loop.debug {
		log(logInfo, t.describe()+" exited with return code "+itoa(code), nil)
	}
	t.returncode = py.Int(int64(code))
	t.call("process_exited", func() *py.Exception { return t.proto.processExited() })
	t.tryFinish()
}

// tryFinish is _try_finish: the child has exited and its pipes are at their end.
func (t *subprocessTransport) tryFinish() {
	if t.returncode.IsNone() || t.finished {
		return
	}
	for i, fd := range t.fds {
		if fd >= 0 && (t.pipes[i] == nil || !t.pipes[i].disconnected) {
			return
		}
	}
	t.finished = true
	t.call("connection_lost", func() *py.Exception {
		exc := t.proto.connectionLost(nil)
		for _, w := range t.waiters {
			w.setUnlessDone(t.returncode)
		}
		t.waiters, t.proc = nil, nil
		return exc
	})
}

// close is close(): the pipes are closed and a child that still runs is killed.
func (t *subprocessTransport) close() {
	if t.closed {
		return
	}
	t.closed = true
	for _, p := range t.pipes {
		if p != nil {
			p.pipe.close()
		}
	}
	if t.proc != nil && t.returncode.IsNone() {
		if t.loop.debug {
			log(logWarning, "Close running child process: kill "+t.describe(), nil)
		}
		_ = t.proc.Kill()
	}
}

func (t *subprocessTransport) signal(sig syscall.Signal) *py.Exception {
	if t.proc == nil {
		return py.RaiseArgs(py.ProcessLookupErrorType)
	}
	if t.returncode.IsNone() {
		_ = t.proc.Signal(sig)
	}
	return nil
}

// wait returns the coroutine _wait().
func (t *subprocessTransport) wait(c *py.Code) py.Value {
	return newMethod(c, func() (py.Value, py.Value, *py.Exception) {
		if !t.returncode.IsNone() {
			return py.Value{}, t.returncode, nil
		}
		w := t.loop.CreateFuture()
		t.waiters = append(t.waiters, w)
		return w.Value(), py.Value{}, nil
	})
}

// Value returns t as a Python object.
func (t *subprocessTransport) Value() py.Value { return t.Header.Value() }

func (t *subprocessTransport) describe() string {
	s := "<_UnixSubprocessTransport"
	if t.closed {
		s += " closed"
	}
	s += " pid=" + itoa(t.pid)
	if t.returncode.IsNone() {
		s += " running"
	} else {
		s += " returncode=" + repr(t.returncode)
	}
	for i, name := range []string{" stdin=", " stdout=", " stderr="} {
		if p := t.pipes[i]; p != nil {
			s += name + p.pipe.describe()
		}
	}
	return s + ">"
}

// objectSubprocessProtocol is a SubprocessProtocol written in Python.
type objectSubprocessProtocol struct{ objectProtocol }

func (p objectSubprocessProtocol) connectionMade(t *subprocessTransport) *py.Exception {
	_, exc := p.call("connection_made", t.Value())
	return exc
}

func (p objectSubprocessProtocol) pipeData(fd int, data []byte) *py.Exception {
	_, exc := p.call("pipe_data_received", py.Int(int64(fd)), py.NewBytes(data).Value())
	return exc
}

func (p objectSubprocessProtocol) pipeLost(fd int, exc *py.Exception) *py.Exception {
	v := py.None
	if exc != nil {
		v = exc.Value()
	}
	_, failed := p.call("pipe_connection_lost", py.Int(int64(fd)), v)
	return failed
}

func (p objectSubprocessProtocol) processExited() *py.Exception {
	_, exc := p.call("process_exited")
	return exc
}

func init() {
	self := func(v py.Value) *subprocessTransport { return py.Heap[subprocessTransport](v) }
	kill := func(name string, sig syscall.Signal) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return none(self(v).signal(sig)) }}
	}
	unixSubprocessTransport.Define(&py.TypeSpec{
		Base: SubprocessTransportType, Module: "asyncio.unix_events", NoNew: true,
		Layout: py.LayoutWithAttrs[subprocessTransport](attrsOffset),
		Slots:  py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) { return py.StrV(self(v).describe()), nil }},
		Methods: []py.Method{
			{Name: "get_pid", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Int(int64(self(v).pid)), nil }},
			{Name: "get_returncode", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).returncode, nil }},
			{Name: "get_pipe_transport", Sig: "($self, fd)", Impl: func(v, fd py.Value) (py.Value, *py.Exception) {
				if n, exc := asInt(fd); exc == nil && n >= 0 && n < 3 && self(v).pipes[n] != nil {
					return self(v).pipes[n].pipe.Value(), nil
				}
				return py.None, nil
			}},
			{Name: "close", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				self(v).close()
				return py.None, nil
			}},
			{Name: "is_closing", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).closed), nil }},
			{Name: "send_signal", Sig: "($self, signal)", Impl: func(v, s py.Value) (py.Value, *py.Exception) {
				n, exc := asInt(s)
				if exc != nil {
					return py.Value{}, exc
				}
				return none(self(v).signal(syscall.Signal(n)))
			}},
			kill("terminate", syscall.SIGTERM), kill("kill", syscall.SIGKILL),
			{Name: "get_extra_info", Sig: "($self, name, default=None)", Impl: func(v, name, def py.Value) (py.Value, *py.Exception) {
				return extraInfo(map[string]py.Value{"subprocess": self(v).popen.Header.Value()}, name, def)
			}},
			{Name: "get_protocol", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).proto.object(), nil }},
			{Name: "set_protocol", Sig: "($self, protocol)", Impl: func(v, p py.Value) (py.Value, *py.Exception) {
				self(v).proto = objectSubprocessProtocol{objectProtocol{p}}
				return py.None, nil
			}},
		},
	})
	popenOf := func(v py.Value) *popen { return py.Heap[popen](v) }
	popenType.Define(&py.TypeSpec{
		Module: "subprocess", NoNew: true,
		Layout: py.LayoutOf[popen](),
		Slots: py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) {
			return py.StrV("<Popen: returncode: " + repr(popenOf(v).t.returncode) + " args: " + repr(popenOf(v).args) + ">"), nil
		}},
		GetSets: []py.GetSet{
			{Name: "pid", Get: func(v py.Value) (py.Value, *py.Exception) { return py.Int(int64(popenOf(v).t.pid)), nil }},
			{Name: "returncode", Get: func(v py.Value) (py.Value, *py.Exception) { return popenOf(v).t.returncode, nil }},
			{Name: "args", Get: func(v py.Value) (py.Value, *py.Exception) { return popenOf(v).args, nil }},
		},
	})
}
