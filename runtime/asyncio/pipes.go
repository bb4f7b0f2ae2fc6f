package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/sysnet"
)

// This file is _UnixReadPipeTransport and _UnixWritePipeTransport of unix_events.py.

// newPipeTransport makes the transport for one end of a pipe; pipe is the object that it
// closes at the end, unbound where it is the descriptor alone.
func (loop *Loop) newPipeTransport(typ *py.Type, fd int, pipe py.Value, proto protocol, waiter *Future) (*Transport, *py.Exception) {
	isPipe, isSocket, isChar, err := sysnet.FileKind(fd)
	if err != nil {
		return nil, osError(err, "")
	}
	if !isPipe && !isSocket && !isChar {
		if typ == readPipeTransport {
			return nil, py.Raisef(py.ValueErrorType, "Pipe transport is for pipes/sockets only.")
		}
		return nil, py.Raisef(py.ValueErrorType, "Pipe transport is only for pipes, sockets and character devices")
	}
	if err := sysnet.SetNonblock(fd, true); err != nil {
		return nil, osError(err, "")
	}
	t := loop.makeTransport(typ, fd, proto)
	t.pipe = pipe
	if !pipe.IsUnbound() {
		t.extra["pipe"] = pipe
	}
	t.start(waiter, t.reads || isSocket || isPipe)
	return t, nil
}

// pipeReady is _read_ready of both transports.
func (t *Transport) pipeReady() *py.Exception {
	if t.fd < 0 {
		return nil
	}
	if t.writes { // its reader went away
		t.debugLog("was closed by peer")
		if len(t.buffer) > 0 {
			t.abortPipe(py.RaiseArgs(py.BrokenPipeErrorType))
		} else {
			t.abortPipe(nil)
		}
		return nil
	}
	buf := t.loop.readBuffer()
	n, err := sysnet.Read(t.fd, buf)
	switch {
	case err != nil && sysnet.WouldBlock(err):
		return nil
	case err != nil:
		return t.pipeFatal(osError(err, ""), "Fatal read error on pipe transport")
	case n > 0:
		return t.proto.dataReceived(buf[:n:n])
	}
	t.debugLog("was closed by peer")
	t.closing = true
	t.stopReading()
	t.soon("eof_received", func() *py.Exception {
		_, exc := t.proto.eofReceived()
		return exc
	}, nil)
	t.soon("_call_connection_lost", func() *py.Exception { return t.end(nil) }, nil)
	return nil
}

func (t *Transport) pipeGone() bool { return t.fd < 0 }

// closeWritePipe is write_eof of a write pipe.
func (t *Transport) closeWritePipe() {
	if t.closing {
		return
	}
	t.closing = true
	if len(t.buffer) == 0 {
		t.stopReading()
		t.soon("_call_connection_lost", func() *py.Exception { return t.end(nil) }, nil)
	}
}

// closeReadPipe is _close of a read pipe.
func (t *Transport) closeReadPipe(exc *py.Exception) {
	t.closing = true
	t.stopReading()
	t.soon("_call_connection_lost", func() *py.Exception { return t.end(exc) }, nil)
}

// abortPipe is _close of a write pipe: the buffer is dropped.
func (t *Transport) abortPipe(exc *py.Exception) {
	if t.fd < 0 {
		return
	}
	if t.reads {
		if !t.closing {
			t.closeReadPipe(exc)
		}
		return
	}
	t.closing = true
	if len(t.buffer) > 0 {
		t.stopWriting()
	}
	t.buffer = nil
	t.stopReading()
	t.soon("_call_connection_lost", func() *py.Exception { return t.end(exc) }, nil)
}

// pipeFatal is _fatal_error of both transports.
func (t *Transport) pipeFatal(exc *py.Exception, message string) *py.Exception {
	var failed *py.Exception
	if !exc.Type().IsSubclass(py.OSErrorType) {
		failed = t.loop.callExceptionHandler(errorContext(message, exc, "transport", t.Value(), "protocol", t.proto.object()))
	} else if t.loop.debug {
		log(logDebug, t.describe()+": "+message, exc)
	}
	t.abortPipe(exc)
	return failed
}

var (
	connectReadPipeCode  = code("BaseEventLoop.connect_read_pipe")
	connectWritePipeCode = code("BaseEventLoop.connect_write_pipe")
)

// connectPipe is connect_read_pipe(protocol_factory, pipe) and connect_write_pipe.
func (loop *Loop) connectPipe(factory, pipe py.Value, write bool) py.Value {
	c, typ := connectReadPipeCode, readPipeTransport
	if write {
		c, typ = connectWritePipeCode, writePipeTransport
	}
	return newFlow(c, func() flowStep {
		p, exc := py.Call0(factory)
		if exc != nil {
			return failing(exc)
		}
		fd, exc := fileno(pipe)
		if exc != nil {
			return failing(exc)
		}
		waiter := loop.CreateFuture()
		t, exc := loop.newPipeTransport(typ, fd, pipe, asProtocol(p), waiter)
		if exc != nil {
			return failing(exc)
		}
		return awaitThen(waiter.Value(), func(_ py.Value, exc *py.Exception) flowStep {
			if exc != nil {
				t.close()
				return failing(exc)
			}
			return returning(py.TupleV(t.Value(), p))
		})
	})
}
