package asyncio

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is asyncio/transports.py and the transports of selector_events.py and
// unix_events.py: one struct serves for sockets and for both ends of pipes.

// protocol is what a transport calls. Python protocols are reached through
// objectProtocol.
type protocol interface {
	connectionMade(t *Transport) *py.Exception
	// dataReceived gets what was read; data is the transport's again when it returns.
	dataReceived(data []byte) *py.Exception
	eofReceived() (keepOpen bool, exc *py.Exception)
	connectionLost(exc *py.Exception) *py.Exception
	pauseWriting() *py.Exception
	resumeWriting() *py.Exception
	object() py.Value
}

// Transport is a connection or one end of a pipe.
type Transport struct {
	py.Header
	Attrs          py.Attrs // __dict__
	loop           *Loop
	fd             int
	pipe           bool
	reads, writes  bool // which directions it has
	proto          protocol
	buffer         []byte
	eof            bool
	closing        bool
	connLost       int
	readPaused     bool
	reading        bool
	protocolPaused bool
	high, low      int
	extra          map[string]py.Value
	server         *Server
	lost           func() // called when the descriptor was closed
}

// The transport types.
var (
	BaseTransportType  = py.NewBuiltinType("BaseTransport", &py.TypeSpec{Module: "asyncio.transports", Flags: py.FlagBaseType})
	ReadTransportType  = py.NewBuiltinType("ReadTransport", &py.TypeSpec{Base: BaseTransportType, Module: "asyncio.transports", Flags: py.FlagBaseType})
	WriteTransportType = py.NewBuiltinType("WriteTransport", &py.TypeSpec{Base: BaseTransportType, Module: "asyncio.transports", Flags: py.FlagBaseType})
	TransportType      = py.NewBuiltinType("Transport", &py.TypeSpec{Base: WriteTransportType, Module: "asyncio.transports", Flags: py.FlagBaseType})
	socketTransport    = &py.Type{Name: "_SelectorSocketTransport"}
	readPipeTransport  = &py.Type{Name: "_UnixReadPipeTransport"}
	writePipeTransport = &py.Type{Name: "_UnixWritePipeTransport"}
)

const maxRead = 256 * 1024

// newTransport makes a transport for fd and schedules what its constructor schedules:
// connection_made, the start of reading, and the waiter's result.
func (loop *Loop) newTransport(typ *py.Type, fd int, proto protocol, waiter *Future) *Transport {
	t := &Transport{loop: loop, fd: fd, proto: proto, high: 64 * 1024, low: 16 * 1024, extra: map[string]py.Value{}}
	t.SetType(typ)
	t.reads, t.writes = typ != writePipeTransport, typ != readPipeTransport
	t.pipe = typ != socketTransport
	ctx := contextvars.Copy()
	t.soon("connection_made", func() *py.Exception { return t.proto.connectionMade(t) }, ctx)
	if t.reads || t.pipe {
		// A write pipe watches for its reader's going away.
		t.soon("_add_reader", func() *py.Exception {
			if t.readPaused {
				return nil
			}
			return t.startReading()
		}, ctx)
	}
	if waiter != nil {
		loop.callSoon(&releaseWaiter{waiter}, ctx)
	}
	return t
}

func (t *Transport) soon(name string, f func() *py.Exception, ctx *contextvars.Context) {
	t.loop.callSoon(&goCallback{fn: f, name: t.Header.Type().Name + "." + name + "()"}, ctx)
}

func asTransport(v py.Value) *Transport {
	switch v.Type() {
	case socketTransport, readPipeTransport, writePipeTransport:
		return py.Heap[Transport](v)
	}
	return nil
}

func (t *Transport) startReading() *py.Exception {
	if t.closing || t.reading {
		return nil
	}
	t.reading = true
	return t.loop.addWatch(t.fd, &goCallback{fn: t.readReady, name: "_SelectorSocketTransport._read_ready()"}, false)
}

func (t *Transport) stopReading() {
	if t.reading {
		t.reading = false
		t.loop.removeWatch(t.fd, false)
	}
}

func (t *Transport) pauseReading() {
	if t.closing || t.readPaused {
		return
	}
	t.readPaused = true
	t.stopReading()
}

func (t *Transport) resumeReading() {
	if t.closing || !t.readPaused {
		return
	}
	t.readPaused = false
	_ = t.startReading()
}

// readReady is _read_ready.
func (t *Transport) readReady() *py.Exception {
	if t.connLost > 0 {
		return nil
	}
	var buf []byte
	var n int
	var err error
	if t.reads {
		buf = t.loop.readBuffer()
		n, err = t.sysRead(buf)
	} // else the reader of the pipe went away
	switch {
	case err == syscall.EAGAIN || err == syscall.EINTR:
		return nil
	case err != nil:
		return t.fatal(osError(err, ""), "Fatal read error on socket transport")
	case n > 0:
		if exc := t.proto.dataReceived(buf[:n:n]); exc != nil {
			if stopsLoop(exc) {
				return exc
			}
			return t.fatal(exc, "Fatal error: protocol.data_received() call failed.")
		}
		return nil
	}
	if t.pipe {
		// The other end is closed.
		t.closing = true
		t.stopReading()
		t.stopWriting()
		t.soon("eof_received", func() *py.Exception {
			if !t.reads {
				return nil
			}
			_, exc := t.proto.eofReceived()
			return exc
		}, nil)
		t.connLost++
		var broken *py.Exception
		if !t.reads && len(t.buffer) > 0 {
			broken = osError(syscall.EPIPE, "")
		}
		t.buffer = nil
		t.soon("_call_connection_lost", func() *py.Exception { return t.end(broken) }, nil)
		return nil
	}
	keep, exc := t.proto.eofReceived()
	if exc != nil {
		if stopsLoop(exc) {
			return exc
		}
		return t.fatal(exc, "Fatal error: protocol.eof_received() call failed.")
	}
	if keep {
		t.stopReading()
	} else {
		t.close()
	}
	return nil
}

// readBuffer returns the buffer that the transports of a loop read into, one after the
// other.
func (loop *Loop) readBuffer() []byte {
	if loop.readRoom == nil {
		loop.readRoom = make([]byte, maxRead)
	}
	return loop.readRoom
}

func (t *Transport) sysRead(b []byte) (int, error) {
	if t.pipe {
		return syscall.Read(t.fd, b)
	}
	return sysRead(t.fd, b)
}

func (t *Transport) sysWrite(b []byte) (int, error) {
	if t.pipe {
		return syscall.Write(t.fd, b)
	}
	return sysWrite(t.fd, b)
}

// write is Transport.write.
func (t *Transport) write(data []byte) *py.Exception {
	if t.eof {
		return runtimeError("Cannot call write() after write_eof()")
	}
	if len(data) == 0 {
		return nil
	}
	if t.connLost > 0 || t.pipe && t.closing {
		t.connLost++
		return nil
	}
	if len(t.buffer) == 0 {
		n, err := t.sysWrite(data)
		if err == syscall.EAGAIN || err == syscall.EINTR {
			n, err = 0, nil
		}
		if err != nil {
			t.connLost++
			return t.fatal(osError(err, ""), "Fatal write error on socket transport")
		}
		if data = data[n:]; len(data) == 0 {
			return nil
		}
		if exc := t.loop.addWatch(t.fd, &goCallback{fn: t.writeReady, name: "_SelectorSocketTransport._write_ready()"}, true); exc != nil {
			return exc
		}
	}
	t.buffer = append(t.buffer, data...)
	return t.maybePause()
}

func (t *Transport) maybePause() *py.Exception {
	if len(t.buffer) <= t.high || t.protocolPaused {
		return nil
	}
	t.protocolPaused = true
	return t.report(t.proto.pauseWriting(), "protocol.pause_writing() failed")
}

func (t *Transport) maybeResume() *py.Exception {
	if !t.protocolPaused || len(t.buffer) > t.low {
		return nil
	}
	t.protocolPaused = false
	return t.report(t.proto.resumeWriting(), "protocol.resume_writing() failed")
}

func (t *Transport) report(exc *py.Exception, message string) *py.Exception {
	if exc == nil || stopsLoop(exc) {
		return exc
	}
	return t.loop.callExceptionHandler(errorContext(message, exc, "transport", t.Value(), "protocol", t.proto.object()))
}

func (t *Transport) stopWriting() { t.loop.removeWatch(t.fd, true) }

// writeReady is _write_ready.
func (t *Transport) writeReady() *py.Exception {
	if t.connLost > 0 && !t.closing {
		return nil
	}
	n, err := t.sysWrite(t.buffer)
	if err == syscall.EAGAIN || err == syscall.EINTR {
		return nil
	}
	if err != nil {
		t.stopWriting()
		t.buffer = nil
		return t.fatal(osError(err, ""), "Fatal write error on socket transport")
	}
	t.buffer = t.buffer[n:]
	if exc := t.maybeResume(); exc != nil {
		return exc
	}
	if len(t.buffer) > 0 {
		return nil
	}
	t.buffer = nil
	t.stopWriting()
	switch {
	case t.closing:
		return t.end(nil)
	case t.eof:
		t.shutdownWrite()
	}
	return nil
}

func (t *Transport) shutdownWrite() {
	if !t.pipe {
		_ = syscall.Shutdown(t.fd, syscall.SHUT_WR)
		return
	}
	t.close()
}

func (t *Transport) writeEOF() {
	if t.closing || t.eof {
		return
	}
	t.eof = true
	if len(t.buffer) == 0 {
		t.shutdownWrite()
	}
}

// close is Transport.close: what is in the buffer is still written.
func (t *Transport) close() {
	if t.closing {
		return
	}
	t.closing = true
	t.stopReading()
	if len(t.buffer) == 0 {
		t.connLost++
		t.stopWriting()
		t.soon("_call_connection_lost", func() *py.Exception { return t.end(nil) }, nil)
	}
}

// fatal is _fatal_error.
func (t *Transport) fatal(exc *py.Exception, message string) *py.Exception {
	var failed *py.Exception
	if !exc.Type().IsSubclass(py.OSErrorType) {
		failed = t.loop.callExceptionHandler(errorContext(message, exc, "transport", t.Value(), "protocol", t.proto.object()))
	}
	t.forceClose(exc)
	return failed
}

// forceClose is _force_close: the buffer is dropped.
func (t *Transport) forceClose(exc *py.Exception) {
	if t.connLost > 0 && t.closing {
		return
	}
	if len(t.buffer) > 0 {
		t.buffer = nil
		t.stopWriting()
	}
	t.closing = true
	t.stopReading()
	t.connLost++
	t.soon("_call_connection_lost", func() *py.Exception { return t.end(exc) }, nil)
}

// end is _call_connection_lost.
func (t *Transport) end(exc *py.Exception) *py.Exception {
	if t.fd < 0 {
		return nil
	}
	failed := t.proto.connectionLost(exc)
	t.stopReading()
	t.stopWriting()
	_ = syscall.Close(t.fd)
	t.fd = -1
	if t.server != nil {
		t.server.detach(t)
		t.server = nil
	}
	if t.lost != nil {
		t.lost()
	}
	return failed
}

func (t *Transport) describe() string {
	s := "<" + t.Header.Type().Name
	switch {
	case t.fd < 0:
		s += " closed"
	case t.closing:
		s += " closing"
	}
	if t.fd >= 0 {
		s += " fd=" + itoa(t.fd)
		if t.reads {
			if t.reading {
				s += " read=polling"
			} else {
				s += " read=idle"
			}
		}
		if t.writes {
			state := "idle"
			if len(t.buffer) > 0 {
				state = "polling"
			}
			s += " write=<" + state + ", bufsize=" + itoa(len(t.buffer)) + ">"
		}
	}
	return s + ">"
}

// osError returns the OSError for a system call's error. text replaces the system's where
// it is not empty.
func osError(err error, text string) *py.Exception {
	code := 0
	if e, ok := err.(syscall.Errno); ok {
		code = int(e)
	}
	if text == "" {
		text = errnoText(err)
	}
	v, exc := py.Call2(py.OSErrorType.Value(), py.Int(int64(code)), py.StrV(text))
	if exc != nil {
		return exc
	}
	return py.Heap[py.Exception](v)
}

// errnoText is strerror: Go's text with C's capital.
func errnoText(err error) string {
	s := err.Error()
	if s == "" {
		return s
	}
	if s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}
