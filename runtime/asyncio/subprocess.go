package asyncio

import (
	"os"
	"os/exec"
	"syscall"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file is asyncio/subprocess.py and base_subprocess.py, without the Python objects
// (subprocess_object.go).

// The special values of stdin=, stdout= and stderr=.
const (
	subprocessPipe    = -1
	subprocessStdout  = -2
	subprocessDevNull = -3
)

// Process is asyncio.subprocess.Process, with its transport and protocol.
type Process struct {
	py.Header
	Attrs      py.Attrs // __dict__
	loop       *Loop
	proc       *os.Process
	pid        int
	returncode py.Value // None while it runs
	flow       flowControl
	stdin      *StreamWriter
	stdout     *StreamReader
	stderr     *StreamReader
	pipes      [3]*Transport
	open       int // pipes that are not at their end
	inClosed   *Future
	exited     bool
	finished   bool
	waiters    []*Future
}

// ProcessType is asyncio.subprocess.Process.
var ProcessType = &py.Type{Name: "Process"}

// pipeProtocol joins the transport of one pipe with its process.
type pipeProtocol struct {
	p  *Process
	fd int
}

func (c *pipeProtocol) object() py.Value                        { return c.p.Value() }
func (c *pipeProtocol) connectionMade(*Transport) *py.Exception { return nil }
func (c *pipeProtocol) eofReceived() (bool, *py.Exception)      { return false, nil }
func (c *pipeProtocol) pauseWriting() *py.Exception             { return c.p.flow.pauseWriting() }
func (c *pipeProtocol) resumeWriting() *py.Exception            { return c.p.flow.resumeWriting() }

func (c *pipeProtocol) reader() *StreamReader {
	switch c.fd {
	case 1:
		return c.p.stdout
	case 2:
		return c.p.stderr
	}
	return nil
}

func (c *pipeProtocol) soon(name string, f func()) {
	c.p.loop.callSoon(&goCallback{fn: func() *py.Exception {
		f()
		return nil
	}, name: "SubprocessStreamProtocol." + name + "()"}, nil)
}

func (c *pipeProtocol) dataReceived(data []byte) *py.Exception {
	c.soon("pipe_data_received", func() {
		if r := c.reader(); r != nil {
			r.feedData(data)
		}
	})
	return nil
}

func (c *pipeProtocol) connectionLost(exc *py.Exception) *py.Exception {
	p := c.p
	c.soon("pipe_connection_lost", func() {
		if c.fd == 0 {
			p.flow.connectionLost(exc)
			if exc == nil {
				p.inClosed.setUnlessDone(py.None)
			} else if !p.inClosed.Done() {
				_ = p.inClosed.SetException(exc)
				p.inClosed.logTB = false
			}
			return
		}
		if r := c.reader(); r != nil {
			if exc == nil {
				r.feedEOF()
			} else {
				r.setException(exc)
			}
		}
	})
	p.open--
	p.tryFinish()
	return nil
}

// command says what to start.
type command struct {
	path  string
	args  []string
	env   []string
	dir   string
	stdio [3]int // a file descriptor, or a special value; -100 to inherit
	limit int
}

const inherit = -100

// starting is the coroutine create_subprocess_exec and create_subprocess_shell.
type starting struct {
	coro.Coroutine
	loop *Loop
	cmd  *command
	p    *Process
}

// connectingPipes is the coroutine _connect_pipes, which runs as a task of its own.
type connectingPipes struct {
	coro.Coroutine
	p      *Process
	fds    [3]int // our ends, -1 where there is none
	waiter *Future
	at     int
}

var (
	subprocessExecCode  = code("create_subprocess_exec")
	subprocessShellCode = code("create_subprocess_shell")
	connectPipesCode    = code("BaseSubprocessTransport._connect_pipes")
	processWaitCode     = code("Process.wait")
	communicateCode     = code("Process.communicate")
	feedStdinCode       = code("Process._feed_stdin")
	readStreamCode      = code("Process._read_stream")
	noopCode            = code("Process._noop")
)

// Resume implements coro.Resumer.
func (f *starting) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		p, ours, exc := f.loop.spawnProcess(f.cmd)
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.p = p
		waiter := f.loop.CreateFuture()
		c := &connectingPipes{p: p, fds: ours, waiter: waiter}
		c.Init(c, connectPipesCode)
		if _, exc := f.loop.spawn(c.Header.Value(), py.None, nil); exc != nil {
			return f.Raise(r, exc)
		}
		f.State = 1
		if s := awaitFuture(r, &f.Frame, waiter.Value()); s != coro.Done {
			return s
		}
	}
	if _, exc := r.Take(); exc != nil {
		if f.p.returncode.IsNone() {
			_ = f.p.proc.Kill()
		}
		return f.Raise(r, exc)
	}
	return f.Return(r, f.p.Value())
}

// Resume implements coro.Resumer.
func (f *connectingPipes) Resume(r *coro.Run) coro.Signal {
	p := f.p
	if f.State == 1 {
		if _, exc := r.Take(); exc != nil {
			return f.Raise(r, exc)
		}
	}
	for f.at < 3 {
		i := f.at
		f.at++
		if f.fds[i] < 0 {
			continue
		}
		typ := readPipeTransport
		if i == 0 {
			typ = writePipeTransport
		}
		waiter := p.loop.CreateFuture()
		p.pipes[i] = p.loop.newTransport(typ, f.fds[i], &pipeProtocol{p, i}, waiter)
		f.State = 1
		if s := awaitFuture(r, &f.Frame, waiter.Value()); s != coro.Done {
			return s
		}
		if _, exc := r.Take(); exc != nil {
			return f.Raise(r, exc)
		}
	}
	f.waiter.setUnlessDone(py.None)
	p.watch()
	return f.Return(r, py.None)
}

// spawnProcess starts a child and returns our ends of its pipes.
func (loop *Loop) spawnProcess(c *command) (*Process, [3]int, *py.Exception) {
	ours := [3]int{-1, -1, -1}
	var files [3]*os.File
	var opened []*os.File
	closeAll := func() {
		for _, f := range opened {
			_ = f.Close()
		}
	}
	std := [3]*os.File{os.Stdin, os.Stdout, os.Stderr}
	for i, how := range c.stdio {
		switch how {
		case inherit:
			files[i] = std[i]
		case subprocessPipe:
			pr, pw, err := os.Pipe()
			if err != nil {
				closeAll()
				return nil, ours, osError(errnoOf(err), "")
			}
			mine, theirs := pr, pw
			if i == 0 {
				mine, theirs = pw, pr
			}
			fd, err := syscall.Dup(int(mine.Fd()))
			_ = mine.Close()
			opened = append(opened, theirs)
			if err != nil {
				closeAll()
				return nil, ours, osError(errnoOf(err), "")
			}
			syscall.CloseOnExec(fd)
			_ = syscall.SetNonblock(fd, true)
			ours[i], files[i] = fd, theirs
		case subprocessDevNull:
			f, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
			if err != nil {
				closeAll()
				return nil, ours, osError(errnoOf(err), "")
			}
			opened = append(opened, f)
			files[i] = f
		case subprocessStdout:
			files[i] = files[1]
		default:
			fd, err := syscall.Dup(how)
			if err != nil {
				closeAll()
				return nil, ours, osError(errnoOf(err), "")
			}
			f := os.NewFile(uintptr(fd), "child")
			opened = append(opened, f)
			files[i] = f
		}
	}
	path, err := exec.LookPath(c.path)
	var proc *os.Process
	if err == nil || path != "" {
		proc, err = os.StartProcess(path, c.args, &os.ProcAttr{Dir: c.dir, Env: c.env, Files: files[:]})
	}
	closeAll()
	if err != nil {
		for _, fd := range ours {
			if fd >= 0 {
				_ = syscall.Close(fd)
			}
		}
		return nil, ours, startError(err, c)
	}
	p := &Process{loop: loop, proc: proc, pid: proc.Pid, returncode: py.None, inClosed: loop.CreateFuture()}
	p.SetType(ProcessType)
	p.flow.loop = loop
	for _, fd := range ours {
		if fd >= 0 {
			p.open++
		}
	}
	p.limit(c.limit, ours)
	return p, ours, nil
}

// limit makes the readers of the pipes.
func (p *Process) limit(limit int, ours [3]int) {
	if ours[1] >= 0 {
		p.stdout = newReader(p.loop, limit)
	}
	if ours[2] >= 0 {
		p.stderr = newReader(p.loop, limit)
	}
}

func errnoOf(err error) error {
	switch e := err.(type) {
	case *os.PathError:
		return errnoOf(e.Err)
	case *os.SyscallError:
		return errnoOf(e.Err)
	case *exec.Error:
		return errnoOf(e.Err)
	}
	if err == exec.ErrNotFound || os.IsNotExist(err) {
		return syscall.ENOENT
	}
	if os.IsPermission(err) {
		return syscall.EACCES
	}
	return err
}

// startError is the OSError for a program that cannot be started, with its name.
func startError(err error, c *command) *py.Exception {
	errno := errnoOf(err)
	n, ok := errno.(syscall.Errno)
	if !ok {
		return py.Raisef(py.OSErrorType, "%s", err.Error())
	}
	name := c.path
	if c.dir != "" {
		if _, e := os.Stat(c.dir); e != nil {
			name = c.dir
		}
	}
	v, exc := py.CallN(py.OSErrorType.Value(), []py.Value{py.Int(int64(n)), py.StrV(errnoText(n)), py.StrV(name)})
	if exc != nil {
		return exc
	}
	return py.Heap[py.Exception](v)
}

// watch finishes the making of the process: its streams know their transports, and a
// goroutine waits for its end.
func (p *Process) watch() {
	if t := p.pipes[0]; t != nil {
		w := &StreamWriter{loop: p.loop, transport: t.Value(), own: t, flow: &p.flow, closed: p.inClosed, proto: p.Value()}
		w.SetType(StreamWriterType)
		p.stdin = w
	}
	if t := p.pipes[1]; t != nil {
		p.stdout.setTransport(t.Value())
	}
	if t := p.pipes[2]; t != nil {
		p.stderr.setTransport(t.Value())
	}
	loop := p.loop
	loop.outside.Add(1)
	go func() {
		state, err := p.proc.Wait()
		code := 255
		if err == nil {
			code = state.ExitCode()
			if ws, ok := state.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
				code = -int(ws.Signal())
			}
		}
		loop.Post(&goCallback{fn: func() *py.Exception {
			loop.outside.Add(-1)
			p.returncode = py.Int(int64(code))
			loop.callSoon(&goCallback{fn: func() *py.Exception {
				p.exited = true
				return nil
			}, name: "SubprocessStreamProtocol.process_exited()"}, nil)
			p.tryFinish()
			return nil
		}, name: "BaseSubprocessTransport._process_exited()"})
	}()
}

// tryFinish is _try_finish: when the process has exited and its pipes are at their end,
// those that wait for it are woken up.
func (p *Process) tryFinish() {
	if p.returncode.IsNone() || p.open > 0 && !p.pipesDone() || p.finished {
		return
	}
	p.finished = true
	p.loop.callSoon(&goCallback{fn: func() *py.Exception {
		p.flow.connectionLost(nil)
		for _, w := range p.waiters {
			w.setUnlessDone(p.returncode)
		}
		p.waiters = nil
		return nil
	}, name: "BaseSubprocessTransport._call_connection_lost()"}, nil)
}

// pipesDone reports whether every pipe has lost its connection.
func (p *Process) pipesDone() bool {
	for _, t := range p.pipes {
		if t != nil && t.fd >= 0 {
			return false
		}
	}
	return true
}

// wait returns the coroutine wait().
func (p *Process) wait() py.Value {
	return newMethod(processWaitCode, func() (py.Value, py.Value, *py.Exception) {
		if !p.returncode.IsNone() {
			return py.Value{}, p.returncode, nil
		}
		w := p.loop.CreateFuture()
		p.waiters = append(p.waiters, w)
		return w.Value(), py.Value{}, nil
	})
}

// feeding is the coroutine _feed_stdin(input).
type feeding struct {
	coro.Coroutine
	p     *Process
	input py.Value
}

// Resume implements coro.Resumer.
func (f *feeding) Resume(r *coro.Run) coro.Signal {
	p := f.p
	if f.State == 0 {
		if !absent(f.input) {
			b, ok := py.BytesOf(f.input)
			if !ok {
				return f.Raise(r, typeError("data argument must be a bytes, bytearray, or memoryview object, not %s", repr(py.StrV(f.input.Type().Name))))
			}
			if exc := p.stdin.own.write(b); exc != nil {
				return f.Raise(r, exc)
			}
		}
		d := &draining{w: p.stdin}
		d.Init(d, drainCode)
		f.State = 1
		if s := r.AwaitFrame(&f.Frame, &d.Frame); s != coro.Done {
			return s
		}
	}
	if _, exc := r.Take(); exc != nil {
		if t := exc.Type(); !t.IsSubclass(py.BrokenPipeErrorType) && !t.IsSubclass(py.ConnectionResetErrorType) {
			return f.Raise(r, exc)
		}
	}
	p.stdin.own.close()
	return f.Return(r, py.None)
}

// readingStream is the coroutine _read_stream(fd).
type readingStream struct {
	coro.Coroutine
	s *StreamReader
	t *Transport
}

// Resume implements coro.Resumer.
func (f *readingStream) Resume(r *coro.Run) coro.Signal {
	if f.State == 0 {
		f.State = 1
		if s := r.AwaitFrame(&f.Frame, f.s.reading(readSome, -1)); s != coro.Done {
			return s
		}
	}
	v, exc := r.Take()
	if exc != nil {
		return f.Raise(r, exc)
	}
	f.t.close()
	return f.Return(r, v)
}

// communicating is the coroutine communicate(input=None).
type communicating struct {
	coro.Coroutine
	p      *Process
	input  py.Value
	result py.Value
}

// Resume implements coro.Resumer.
func (f *communicating) Resume(r *coro.Run) coro.Signal {
	p := f.p
	switch f.State {
	case 0:
		parts := make([]py.Value, 3)
		for i := range parts {
			parts[i] = newMethod(noopCode, func() (py.Value, py.Value, *py.Exception) { return py.Value{}, py.None, nil })
		}
		if p.stdin != nil {
			c := &feeding{p: p, input: f.input}
			c.Init(c, feedStdinCode)
			parts[0] = c.Header.Value()
		}
		for i, s := range []*StreamReader{p.stdout, p.stderr} {
			if s != nil {
				c := &readingStream{s: s, t: p.pipes[i+1]}
				c.Init(c, readStreamCode)
				parts[i+1] = c.Header.Value()
			}
		}
		all, exc := Gather(nil, parts, false)
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.State = 1
		if s := r.Await(&f.Frame, all); s != coro.Done {
			return s
		}
		fallthrough
	case 1:
		v, exc := r.Take()
		if exc != nil {
			return f.Raise(r, exc)
		}
		items, exc := sequence(v)
		if exc != nil {
			return f.Raise(r, exc)
		}
		f.result = py.TupleV(items[1], items[2])
		f.State = 2
		if s := r.Await(&f.Frame, p.wait()); s != coro.Done {
			return s
		}
	}
	if _, exc := r.Take(); exc != nil {
		return f.Raise(r, exc)
	}
	return f.Return(r, f.result)
}
