package ssl

import (
	"crypto/tls"
	"errors"
	"io"
	"iter"
	"net"
	"time"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements one end of a TLS connection over memory with crypto/tls, which
// wants a connection that blocks. After the handshake a read that finds nothing fails
// with an error that says so and can be repeated. The handshake cannot: it runs as a
// coroutine that is suspended while it waits for the peer.

// memory is the net.Conn below a session.
type memory struct {
	in     []byte
	eof    bool // no more will come
	sawEOF bool // a read found that
	out    []byte
	yield  func(struct{}) bool // of the handshake's coroutine
}

// wantRead is the error of a read that finds nothing; it is temporary.
type wantRead struct{}

func (wantRead) Error() string   { return "want read" }
func (wantRead) Timeout() bool   { return true }
func (wantRead) Temporary() bool { return true }

func (m *memory) Read(p []byte) (int, error) {
	for {
		if len(m.in) > 0 {
			n := copy(p, m.in)
			m.in = m.in[n:]
			return n, nil
		}
		m.in = nil
		switch {
		case m.eof:
			m.sawEOF = true
			return 0, io.EOF
		case m.yield == nil:
			return 0, wantRead{}
		case !m.yield(struct{}{}):
			return 0, net.ErrClosed
		}
	}
}

func (m *memory) Write(p []byte) (int, error) {
	m.out = append(m.out, p...)
	return len(p), nil
}

func (m *memory) Close() error                     { return nil }
func (m *memory) LocalAddr() net.Addr              { return memoryAddr{} }
func (m *memory) RemoteAddr() net.Addr             { return memoryAddr{} }
func (m *memory) SetDeadline(time.Time) error      { return nil }
func (m *memory) SetReadDeadline(time.Time) error  { return nil }
func (m *memory) SetWriteDeadline(time.Time) error { return nil }

type memoryAddr struct{}

func (memoryAddr) Network() string { return "memory" }
func (memoryAddr) String() string  { return "memory" }

// session is one end of a connection.
type session struct {
	ctx        *context
	server     bool
	hostname   string // "" for none
	mem        *memory
	conn       *tls.Conn
	done       bool // the handshake
	err        error
	next       func() (struct{}, bool)
	stop       func()
	closedOut  bool // close_notify was sent
	peerClosed bool // and received
	verifyExc  *py.Exception
	object     *sslObject
}

func (c *context) newSession(server bool, hostname string) (*session, exc) {
	s := &session{ctx: c, server: server, hostname: hostname, mem: &memory{}}
	config, e := c.config(s)
	if e != nil {
		return nil, e
	}
	if server {
		s.conn = tls.Server(s.mem, config)
	} else {
		s.conn = tls.Client(s.mem, config)
	}
	return s, nil
}

// handshake goes on with the handshake: want says that it waits for the peer.
func (s *session) handshake() (want bool, err error) {
	if s.done || s.err != nil {
		return false, s.err
	}
	if s.next == nil {
		// What the coroutine refers to must not refer to s.object, whose finalizer ends it.
		mem, conn := s.mem, s.conn
		result := &s.err
		s.next, s.stop = iter.Pull(func(yield func(struct{}) bool) {
			mem.yield = yield
			*result = conn.Handshake()
			mem.yield = nil
		})
	}
	if _, more := s.next(); more {
		return true, nil
	}
	s.stop()
	if s.err == nil {
		s.done = true
	}
	return false, s.err
}

// Drop ends a handshake that will not be finished.
func (s *session) Drop() {
	if s.stop != nil && !s.done {
		s.stop()
	}
}

func (s *session) Feed(data []byte)  { s.mem.in = append(s.mem.in, data...) }
func (s *session) FeedEOF()          { s.mem.eof = true }
func (s *session) OutgoingSize() int { return len(s.mem.out) }
func (s *session) IncomingSize() int { return len(s.mem.in) }

func (s *session) Outgoing() []byte {
	b := s.mem.out
	s.mem.out = nil
	return b
}

// read is Read with Go's errors; want says that there is nothing yet.
func (s *session) read(p []byte) (n int, want bool, err error) {
	if !s.done {
		if want, err := s.handshake(); want || err != nil {
			return 0, want, err
		}
	}
	if s.peerClosed {
		return 0, false, io.EOF
	}
	n, err = s.conn.Read(p)
	if n > 0 {
		return n, false, nil
	}
	var again wantRead
	switch {
	case errors.As(err, &again):
		return 0, true, nil
	case err == io.EOF && !s.mem.sawEOF:
		s.peerClosed = true
	}
	return 0, false, err
}

// Handshake implements tlslink.Session.
func (s *session) Handshake() (bool, *py.Exception) {
	want, err := s.handshake()
	if err != nil {
		return false, s.raise(err)
	}
	return !want, nil
}

// Read implements tlslink.Session.
func (s *session) Read(p []byte) (int, bool, *py.Exception) {
	n, _, err := s.read(p)
	switch {
	case err == nil:
		return n, false, nil
	case err == io.EOF && s.peerClosed:
		return 0, true, nil
	}
	return 0, false, s.raise(err)
}

// Write implements tlslink.Session.
func (s *session) Write(p []byte) *py.Exception {
	if _, err := s.conn.Write(p); err != nil {
		return s.raise(err)
	}
	return nil
}

// Unwrap implements tlslink.Session.
func (s *session) Unwrap() (bool, *py.Exception) {
	if !s.done {
		return false, s.ctx.errorOf("SSL", "SHUTDOWN_WHILE_IN_INIT", "shutdown while in init", unwrapLine)
	}
	if !s.closedOut {
		s.closedOut = true
		if err := s.conn.CloseWrite(); err != nil {
			return false, s.raise(err)
		}
	}
	var scratch [4096]byte
	for {
		n, want, err := s.read(scratch[:])
		switch {
		case n > 0:
		case want:
			return false, nil
		case err == io.EOF && s.peerClosed:
			return true, nil
		case err != nil:
			return false, s.raise(err)
		}
	}
}

// Object implements tlslink.Session.
func (s *session) Object() py.Value { return s.object.Header.Value() }
