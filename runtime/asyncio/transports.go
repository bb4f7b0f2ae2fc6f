package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file is asyncio/transports.py and the stream transports of selector_events.py and
// unix_events.py: one struct serves for sockets and for both ends of pipes. What pipes do
// differently is in pipes.go.

// link is a transport of this package as others of it use it.
type link interface {
	Value() py.Value
	isClosing() bool
	close()
	abort()
	pauseReading()
	resumeReading()
	write(data []byte) *py.Exception
}

// protocol is what a transport calls. Python protocols are reached through
// objectProtocol.
type protocol interface {
	connectionMade(t link) *py.Exception
	// dataReceived gets what was read; data is the transport's again when it returns.
	dataReceived(data []byte) *py.Exception
	eofReceived() (keepOpen bool, exc *py.Exception)
	connectionLost(exc *py.Exception) *py.Exception
	pauseWriting() *py.Exception
	resumeWriting() *py.Exception
	object() py.Value
}

// bufferedProtocol is a protocol that gives the memory that is read into.
type bufferedProtocol interface {
	protocol
	getBuffer() ([]byte, *py.Exception)
	bufferUpdated(n int) *py.Exception
}

// Transport is a connection or one end of a pipe.
type Transport struct {
	py.Header
	Attrs          py.Attrs // __dict__
	loop           *Loop
	fd             int // -1 when closed
	lastFD         int // for the repr
	sock           *socket.Socket
	pipe           py.Value // the file or socket of a pipe's transport, unbound for our own
	isPipe         bool
	reads, writes  bool // which directions it has
	proto          protocol
	connected      bool // connection_made was called
	buffer         []byte
	eof            bool
	closing        bool
	connLost       int
	readPaused     bool
	protocolPaused bool
	high, low      int
	extra          map[string]py.Value
	server         *Server
	emptyWaiter    *Future // of sendfile, which waits for the buffer to be empty
}

// The transport types.
var (
	BaseTransportType  = &py.Type{Name: "BaseTransport"}
	ReadTransportType  = &py.Type{Name: "ReadTransport"}
	WriteTransportType = &py.Type{Name: "WriteTransport"}
	TransportType      = &py.Type{Name: "Transport"}
	socketTransport    = &py.Type{Name: "_SelectorSocketTransport"}
	readPipeTransport  = &py.Type{Name: "_UnixReadPipeTransport"}
	writePipeTransport = &py.Type{Name: "_UnixWritePipeTransport"}
)

// lostWrites is after how many writes to a lost connection a warning is logged.
const lostWrites = 5

func (loop *Loop) makeTransport(typ *py.Type, fd int, proto protocol) *Transport {
	t := &Transport{loop: loop, fd: fd, lastFD: fd, proto: proto, high: 64 * 1024, low: 16 * 1024, extra: map[string]py.Value{}}
	t.SetType(typ)
	t.reads, t.writes = typ != writePipeTransport, typ != readPipeTransport
	t.isPipe = typ != socketTransport
	return t
}

// Value returns t as a Python object.
func (t *Transport) Value() py.Value { return t.Header.Value() }

// newSocketTransport makes a transport for a connected socket and schedules what its
// constructor schedules: connection_made, the start of reading, and the waiter's result.
// peer is what is known of the other end, unbound for nothing.
func (loop *Loop) newSocketTransport(s *socket.Socket, proto protocol, waiter *Future, peer py.Value, server *Server) *Transport {
	t := loop.makeTransport(socketTransport, s.FD, proto)
	t.sock = s
	loop.own(s.FD, t.Value())
	t.socketInfo(peer)
	t.server = server
	if server != nil {
		server.attach(t)
	}
	setNoDelay(s)
	t.start(waiter, true)
	return t
}

// socketInfo fills in what get_extra_info gives.
func (t *Transport) socketInfo(peer py.Value) { fillSocketInfo(t.extra, t.sock, peer) }

func fillSocketInfo(extra map[string]py.Value, s *socket.Socket, peer py.Value) {
	extra["socket"] = newTransportSocket(objectOf(s))
	extra["sockname"] = py.None
	if !s.Object.IsUnbound() {
		fillInfoOf(extra, s.Object, peer)
		return
	}
	if sa, err := sysnet.Getsockname(s.FD); err == nil {
		extra["sockname"] = socket.AddressValue(sa)
	}
	if peer.IsUnbound() {
		peer = py.None
		if sa, err := sysnet.Getpeername(s.FD); err == nil {
			peer = socket.AddressValue(sa)
		}
	}
	extra["peername"] = peer
}

// start schedules the beginning. read says that the descriptor is to be watched: a write
// pipe watches for its reader's going away.
func (t *Transport) start(waiter *Future, read bool) {
	ctx := contextvars.Copy()
	t.soon("connection_made", func() *py.Exception {
		t.connected = true
		return t.proto.connectionMade(t)
	}, ctx)
	if read {
		t.soon("_add_reader", func() *py.Exception {
			if t.closing || t.readPaused {
				return nil
			}
			return t.watchReading()
		}, ctx)
	}
	if waiter != nil {
		t.loop.callSoon(&releaseWaiter{waiter}, ctx)
	}
}

func (t *Transport) soon(name string, f func() *py.Exception, ctx *contextvars.Context) {
	if ctx == nil {
		ctx = contextvars.Copy()
	}
	t.loop.callSoon(&goCallback{fn: f, name: t.Header.Type().Name + "." + name + "()"}, ctx)
}

// asTransport returns the transport of this package that v is, nil where it is none.
func asTransport(v py.Value) link {
	switch v.Type() {
	case socketTransport, readPipeTransport, writePipeTransport:
		return py.Heap[Transport](v)
	case tlsTransportType:
		return py.Heap[tlsTransport](v)
	}
	return nil
}

func (t *Transport) isClosing() bool { return t.closing }
func (t *Transport) abort()          { t.forceClose(nil) }

func (t *Transport) watchReading() *py.Exception {
	return t.loop.watchTransport(t.fd, &goCallback{fn: t.readReady, name: t.Header.Type().Name + "._read_ready()"}, false)
}

func (t *Transport) stopReading() { t.loop.removeWatch(t.fd, false) }
func (t *Transport) stopWriting() { t.loop.removeWatch(t.fd, true) }

func (t *Transport) debugLog(text string) {
	if t.loop.debug {
		log(logDebug, t.describe()+" "+text, nil)
	}
}

func (t *Transport) pauseReading() {
	if t.closing || t.readPaused {
		return
	}
	t.readPaused = true
	t.stopReading()
	t.debugLog("pauses reading")
}

func (t *Transport) resumeReading() {
	if t.closing || !t.readPaused {
		return
	}
	t.readPaused = false
	_ = t.watchReading()
	t.debugLog("resumes reading")
}

// readReady is _read_ready.
func (t *Transport) readReady() *py.Exception {
	if t.isPipe {
		return t.pipeReady()
	}
	if t.connLost > 0 {
		return nil
	}
	buf := t.loop.readBuffer()
	own, buffered := t.proto.(bufferedProtocol)
	if buffered {
		var exc *py.Exception
		if buf, exc = own.getBuffer(); exc != nil {
			return t.fatalOrStop(exc, "Fatal error: protocol.get_buffer() call failed.")
		}
	}
	n, err := sysRead(t.fd, buf)
	switch {
	case err != nil && sysnet.WouldBlock(err):
		return nil
	case err != nil:
		return t.fatal(osError(err, ""), "Fatal read error on socket transport")
	case n == 0:
		return t.readEOF()
	case buffered:
		if exc := own.bufferUpdated(n); exc != nil {
			return t.fatalOrStop(exc, "Fatal error: protocol.buffer_updated() call failed.")
		}
		return nil
	}
	if p, ok := t.proto.(*streamProtocol); ok && (p.reader == nil || !p.reader.overrides()) {
		if p.reader != nil && p.reader.feedRoom(buf[:n]) {
			t.loop.readRoom = nil
		}
		return nil
	}
	if exc := t.proto.dataReceived(buf[:n:n]); exc != nil {
		return t.fatalOrStop(exc, "Fatal error: protocol.data_received() call failed.")
	}
	return nil
}

// readEOF is _read_ready__on_eof.
func (t *Transport) readEOF() *py.Exception {
	t.debugLog("received EOF")
	keep, exc := t.proto.eofReceived()
	switch {
	case exc != nil:
		return t.fatalOrStop(exc, "Fatal error: protocol.eof_received() call failed.")
	case keep:
		t.stopReading()
	default:
		t.close()
	}
	return nil
}

// readBuffer returns the buffer that the transports of a loop read into, one after the
// other.
func (loop *Loop) readBuffer() []byte {
	if loop.readRoom == nil {
		loop.readRoom = loop.rooms.get(maxRead)[:maxRead]
	}
	return loop.readRoom
}

func (t *Transport) sysWrite(b []byte) (int, error) {
	if t.isPipe {
		return sysnet.Write(t.fd, b)
	}
	return sysWrite(t.fd, b)
}

// checkWrite says why nothing can be written.
func (t *Transport) checkWrite(method string) *py.Exception {
	switch {
	case t.eof && !t.isPipe:
		return runtimeError("Cannot call %s() after write_eof()", method)
	case t.emptyWaiter != nil:
		return runtimeError("unable to %s; sendfile is in progress", method)
	}
	return nil
}

// dropped reports whether data is thrown away because the connection is lost.
func (t *Transport) dropped() bool {
	if t.connLost == 0 && !(t.isPipe && t.closing) {
		return false
	}
	if t.connLost >= lostWrites {
		if t.isPipe {
			log(logWarning, "pipe closed by peer or os.write(pipe, data) raised exception.", nil)
		} else {
			log(logWarning, "socket.send() raised exception.", nil)
		}
	}
	t.connLost++
	return true
}

// write is Transport.write.
func (t *Transport) write(data []byte) *py.Exception { return t.send(data, false) }

// send writes data. What cannot be written at once is kept: as it is where it is known
// not to change.
func (t *Transport) send(data []byte, constant bool) *py.Exception {
	if exc := t.checkWrite("write"); exc != nil {
		return exc
	}
	if len(data) == 0 || t.dropped() {
		return nil
	}
	if len(t.buffer) == 0 {
		n, err := t.sysWrite(data)
		if err != nil && sysnet.WouldBlock(err) {
			n, err = 0, nil
		}
		if err != nil {
			if t.isPipe {
				t.connLost++
				return t.pipeFatal(osError(err, ""), "Fatal write error on pipe transport")
			}
			return t.fatal(osError(err, ""), "Fatal write error on socket transport")
		}
		if data = data[n:]; len(data) == 0 {
			return nil
		}
		if exc := t.watchWriting(); exc != nil {
			return exc
		}
	}
	if constant && len(t.buffer) == 0 {
		t.buffer = data[:len(data):len(data)]
	} else {
		t.buffer = append(t.buffer, data...)
	}
	return t.maybePause()
}

func (t *Transport) watchWriting() *py.Exception {
	return t.loop.addWatch(t.fd, &goCallback{fn: t.writeReady, name: t.Header.Type().Name + "._write_ready()"}, true)
}

// writeLines is Transport.writelines, for a socket.
func (t *Transport) writeLines(all []byte) *py.Exception {
	if exc := t.checkWrite("writelines"); exc != nil {
		return exc
	}
	if len(all) == 0 || t.connLost > 0 {
		return nil
	}
	pending := len(t.buffer) > 0
	t.buffer = append(t.buffer, all...)
	if exc := t.writeReady(); exc != nil {
		return exc
	}
	if len(t.buffer) > 0 && !pending {
		if exc := t.watchWriting(); exc != nil {
			return exc
		}
	}
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

// writeReady is _write_ready.
func (t *Transport) writeReady() *py.Exception {
	if t.connLost > 0 || t.fd < 0 {
		return nil
	}
	n, err := t.sysWrite(t.buffer)
	if err != nil && sysnet.WouldBlock(err) {
		return nil
	}
	if err != nil {
		t.stopWriting()
		t.buffer = nil
		exc := osError(err, "")
		if t.isPipe {
			t.connLost++
			return t.pipeFatal(exc, "Fatal write error on pipe transport")
		}
		failed := t.fatal(exc, "Fatal write error on socket transport")
		if w := t.emptyWaiter; w != nil && !w.Done() {
			_ = w.SetException(exc)
		}
		return failed
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
	if t.emptyWaiter != nil {
		t.emptyWaiter.setUnlessDone(py.None)
	}
	switch {
	case t.isPipe && t.closing:
		t.stopReading()
		return t.end(nil)
	case t.closing:
		return t.end(nil)
	case t.eof:
		_ = sysnet.Shutdown(t.fd, 1)
	}
	return nil
}

func (t *Transport) writeEOF() {
	if t.closing || t.eof {
		return
	}
	if t.isPipe {
		t.closeWritePipe()
		return
	}
	t.eof = true
	if len(t.buffer) == 0 {
		_ = sysnet.Shutdown(t.fd, 1)
	}
}

// close is Transport.close: what is in the buffer is still written.
func (t *Transport) close() {
	switch {
	case t.isPipe && t.writes:
		if !t.pipeGone() && !t.closing {
			t.closeWritePipe()
		}
		return
	case t.isPipe:
		if !t.closing {
			t.closeReadPipe(nil)
		}
		return
	case t.closing:
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

// fatalOrStop is fatal, unless the exception ends the loop.
func (t *Transport) fatalOrStop(exc *py.Exception, message string) *py.Exception {
	if stopsLoop(exc) {
		return exc
	}
	return t.fatal(exc, message)
}

// fatal is _fatal_error.
func (t *Transport) fatal(exc *py.Exception, message string) *py.Exception {
	var failed *py.Exception
	if !exc.Type().IsSubclass(py.OSErrorType) {
		failed = t.loop.callExceptionHandler(errorContext(message, exc, "transport", t.Value(), "protocol", t.proto.object()))
	} else if t.loop.debug {
		log(logDebug, t.describe()+": "+message, exc)
	}
	t.forceClose(exc)
	return failed
}

// forceClose is _force_close: the buffer is dropped.
func (t *Transport) forceClose(exc *py.Exception) {
	if t.isPipe {
		t.abortPipe(exc)
		return
	}
	if t.connLost > 0 {
		return
	}
	if len(t.buffer) > 0 {
		t.buffer = nil
		t.stopWriting()
	}
	if !t.closing {
		t.closing = true
		t.stopReading()
	}
	t.connLost++
	t.soon("_call_connection_lost", func() *py.Exception { return t.end(exc) }, nil)
}

// end is _call_connection_lost.
func (t *Transport) end(exc *py.Exception) *py.Exception {
	if t.fd < 0 {
		return nil
	}
	var failed *py.Exception
	if t.connected || t.isPipe {
		failed = t.proto.connectionLost(exc)
	}
	t.stopReading()
	t.stopWriting()
	t.fd = -1
	switch {
	case t.sock != nil:
		t.loop.own(t.lastFD, py.Value{})
		t.sock.Close()
	case t.pipe.IsUnbound():
		_ = sysnet.Close(t.lastFD)
	default:
		if _, exc := py.CallMethod0(t.pipe, strClose); failed == nil {
			failed = exc
		}
	}
	if t.server != nil {
		t.server.detach(t)
		t.server = nil
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
	s += " fd=" + itoa(t.lastFD)
	if t.fd < 0 {
		if t.isPipe {
			s += " closed"
		}
		return s + ">"
	}
	if t.isPipe {
		state := "idle"
		if t.loop.watches(t.fd, t.writes) {
			state = "polling"
		}
		s += " " + state
		if t.writes {
			s += " bufsize=" + itoa(len(t.buffer))
		}
		return s + ">"
	}
	if t.loop.watches(t.fd, false) {
		s += " read=polling"
	} else {
		s += " read=idle"
	}
	state := "idle"
	if t.loop.watches(t.fd, true) {
		state = "polling"
	}
	return s + " write=<" + state + ", bufsize=" + itoa(len(t.buffer)) + ">>"
}

// osError returns the OSError for a system call's error. text replaces the system's where
// it is not empty.
func osError(err error, text string) *py.Exception {
	n := sysnet.Errno(err)
	if text == "" {
		text = py.Strerror(n)
	}
	return py.RaiseOSError(int64(n), text, py.Value{}, py.Value{})
}
