//go:build unix

package subprocess

import (
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements Popen.communicate: goroutines write and read the pipes at the same
// time, so that no buffer can fill up.

// communication is a communicate that has begun; after a timeout it goes on.
type communication struct {
	mu       sync.Mutex
	out, err []byte
	done     chan struct{}
}

// begin starts the goroutines. A descriptor below 0 is no pipe.
func begin(in, out, err int, input []byte) *communication {
	c := &communication{done: make(chan struct{})}
	var wg sync.WaitGroup
	read := func(fd int, dst *[]byte) {
		defer wg.Done()
		buf := make([]byte, 32768)
		for {
			n, e := syscall.Read(fd, buf)
			if e == syscall.EINTR {
				continue
			}
			if n <= 0 || e != nil {
				return
			}
			c.mu.Lock()
			*dst = append(*dst, buf[:n]...)
			c.mu.Unlock()
		}
	}
	if out >= 0 {
		wg.Add(1)
		go read(out, &c.out)
	}
	if err >= 0 {
		wg.Add(1)
		go read(err, &c.err)
	}
	if in >= 0 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for len(input) > 0 {
				n, e := syscall.Write(in, input)
				if e == syscall.EINTR {
					continue
				}
				if e != nil {
					break // EPIPE: the child does not want it
				}
				input = input[n:]
			}
			_ = syscall.Close(in)
		}()
	}
	go func() {
		wg.Wait()
		close(c.done)
	}()
	return c
}

// fdOf is the descriptor of a pipe's file object, -1 where there is none.
func fdOf(s *steps, f value) int {
	if f.IsNone() || s.Failed() {
		return -1
	}
	if s.Is(f, "closed") {
		s.Failf(py.ValueErrorType, "I/O operation on closed file.")
		return -1
	}
	return s.Int(s.Call(f, "fileno"))
}

// inputBytes is what is written to the child.
func inputBytes(s *steps, self, input value) []byte {
	if input.IsNone() || s.Failed() {
		return nil
	}
	if t, ok := py.AsStr(input); ok && s.Is(self, "text_mode") {
		encoding, errors := "utf-8", "strict"
		if x := s.Attr(self, "encoding"); !x.IsNone() {
			encoding = s.Str(x)
		}
		if x := s.Attr(self, "errors"); !x.IsNone() {
			errors = s.Str(x)
		}
		b, e := py.Encode(t, encoding, errors)
		s.Raise(e)
		return b
	}
	if input.IsStr() {
		s.Failf(py.TypeErrorType, "memoryview: a bytes-like object is required, not 'str'")
		return nil
	}
	b, e := py.BytesLike(input)
	s.Raise(e)
	return append([]byte(nil), b...)
}

// output is what was read, decoded in text mode; None where there was no pipe.
func output(s *steps, self, file value, b []byte) value {
	if file.IsNone() {
		return py.None
	}
	if !s.Is(self, "text_mode") {
		return py.BytesV(b)
	}
	encoding, errors := "utf-8", "strict"
	if x := s.Attr(self, "encoding"); !x.IsNone() {
		encoding = s.Str(x)
	}
	if x := s.Attr(self, "errors"); !x.IsNone() {
		errors = s.Str(x)
	}
	if s.Failed() {
		return py.None
	}
	v, e := py.Decode(b, encoding, errors)
	s.Raise(e)
	if s.Failed() {
		return py.None
	}
	t := v.Str().S
	if strings.Contains(t, "\r") {
		v = str(strings.ReplaceAll(strings.ReplaceAll(t, "\r\n", "\n"), "\r", "\n"))
	}
	return v
}

func communicate(self, input, timeout value) (value, exc) {
	var s steps
	st := states[self]
	var c *communication
	if st != nil {
		c = st.comm
	}
	if c != nil && s.Truth(input) {
		return value{}, py.Raisef(py.ValueErrorType, "Cannot send input after starting communication")
	}
	files := [3]value{s.Attr(self, "stdin"), s.Attr(self, "stdout"), s.Attr(self, "stderr")}
	end := time.Now().Add(duration(&s, timeout))
	if c == nil {
		var fds [3]int
		for i, f := range files {
			fds[i] = fdOf(&s, f)
		}
		data := inputBytes(&s, self, input)
		if fds[0] >= 0 {
			s.Call(files[0], "flush")
			// The writer closes the child's end of file; this object has a copy.
			if !s.Failed() {
				n, err := syscall.Dup(fds[0])
				if err == nil {
					syscall.CloseOnExec(n)
					fds[0] = n
				}
				s.Call(files[0], "close")
			}
		}
		if s.Failed() {
			return value{}, s.Exc
		}
		c = begin(fds[0], fds[1], fds[2], data)
		if st != nil {
			st.comm = c
		}
	}
	left := time.Duration(-1)
	if !timeout.IsNone() {
		left = max(time.Until(end), 0)
	}
	ok, e := await(c.done, left)
	if e != nil {
		return value{}, e
	}
	c.mu.Lock()
	out, errOut := append([]byte(nil), c.out...), append([]byte(nil), c.err...)
	c.mu.Unlock()
	if !ok {
		// What has been read so far, as bytes.
		partial := func(f value, b []byte) value {
			if f.IsNone() || len(b) == 0 {
				return py.None
			}
			return py.BytesV(b)
		}
		return value{}, raiseTimeout(s.Attr(self, "args"), timeout, partial(files[1], out), partial(files[2], errOut))
	}
	var left2 value = py.None
	if !timeout.IsNone() {
		left2 = py.Float(max(time.Until(end), 0).Seconds())
	}
	s.Call(self, "wait", left2)
	if s.Failed() && s.Exc.Is(timeoutExpired) {
		return value{}, raiseTimeout(mustArgs(self), timeout, py.None, py.None)
	}
	for _, f := range files[1:] {
		if !f.IsNone() {
			s.Call(f, "close")
		}
	}
	delete(states, self)
	return s.Done(py.TupleV(output(&s, self, files[1], out), output(&s, self, files[2], errOut)))
}

func mustArgs(self value) value {
	var s steps
	return s.Attr(self, "args")
}
