//go:build linux

package load_test

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

var soak = flag.Duration("soak", 0, "how long to send requests, and then over 10,000 connections; 0 for a short run of fewer")

// pollers are the names of the loop's pollers.
var pollers = map[string]string{"native": "", "portable": "portable"}

// each runs a test with every poller.
func each(t *testing.T, test func(t *testing.T, poller string)) {
	if testing.Short() {
		t.Skip("short: servers are put under load in full runs only")
	}
	for name, poller := range pollers {
		t.Run(name, func(t *testing.T) { test(t, poller) })
	}
}

// TestRequests sends requests over connections that stay open and over new ones. All are
// answered, and then nothing of them is left: descriptors, threads, tasks or memory.
func TestRequests(t *testing.T) {
	each(t, func(t *testing.T, poller string) {
		s := start(t, poller, 0)
		before := s.descriptors()
		round := func(until func(n int64) bool) int64 {
			var sent atomic.Int64
			var clients sync.WaitGroup
			for range 16 {
				clients.Go(func() {
					for !until(sent.Load()) {
						n, err := s.session(100)
						sent.Add(int64(n))
						if err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			clients.Wait()
			return sent.Load()
		}
		count := func(n int64) func(int64) bool { return func(sent int64) bool { return sent >= n } }
		total := round(count(5000))
		s.settle(before)
		resident, threads := s.resident(), s.status("Threads")
		if *soak > 0 {
			end := time.Now().Add(*soak / 2)
			total += round(func(int64) bool { return time.Now().After(end) })
		} else {
			total += round(count(15000))
		}
		s.settle(before)
		t.Logf("%d requests; resident memory %d KiB, then %d KiB; %d threads, then %d", total, resident, s.resident(), threads, s.status("Threads"))
		if grown := s.resident() - resident; grown > resident/2+4096 {
			t.Errorf("resident memory grew by %d KiB from %d KiB", grown, resident)
		}
		if n := s.status("Threads"); n > threads+4 {
			t.Errorf("%d threads, %d before", n, threads)
		}
		c := s.dial()
		stats, err := get(c, bufio.NewReader(c), "/stats")
		if want := `{"tasks": 2, "connections": 1}`; err != nil || stats != want {
			t.Errorf("got %s, %v, want %s", stats, err, want)
		}
		_ = c.Close()
		s.settle(before)
		answered, ends, stderr := s.stop()
		if int64(answered) != total+1 || ends != "['closed']" || stderr != "" {
			t.Errorf("%d requests answered of %d, ended with %s\n%s", answered, total+1, ends, stderr)
		}
	})
}

// session sends n requests over one connection and returns how many were answered.
func (s *server) session(n int) (int, error) {
	c, err := net.Dial("tcp", s.addr)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	in := bufio.NewReader(c)
	for i := range n {
		text := fmt.Sprintf("%d %s", i, strings.Repeat("x", i*i%5000))
		if _, err := fmt.Fprintf(c, "POST /echo HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s", len(text), text); err != nil {
			return i, err
		}
		if got, err := body(in); err != nil || got != text {
			return i, fmt.Errorf("%d bytes sent, %d came back: %w", len(text), len(got), err)
		}
	}
	return n, nil
}

// TestConnections keeps many connections open at a time.
func TestConnections(t *testing.T) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	n := 1000
	if *soak > 0 {
		n = 10000
	}
	n = min(n, int(limit.Cur)-100)
	each(t, func(t *testing.T, poller string) {
		s := start(t, poller, 0)
		before := s.descriptors()
		open := make([]*net.TCPConn, n)
		for i := range open {
			open[i] = s.dial()
		}
		ask := func() {
			for i, c := range open {
				if got, err := get(c, bufio.NewReader(c), "/"); err != nil || got != "hello\n" {
					t.Fatalf("connection %d: %q, %v", i, got, err)
				}
			}
		}
		ask()
		s.idle(500 * time.Millisecond)
		ask()
		t.Logf("%d connections: %d KiB resident", n, s.resident())
		for _, c := range open {
			_ = c.Close()
		}
		s.settle(before)
		if answered, ends, stderr := s.stop(); answered != 2*n || ends != "['closed']" || stderr != "" {
			t.Errorf("%d requests answered of %d, ended with %s\n%s", answered, 2*n, ends, stderr)
		}
	})
}

// TestSlowReader takes a large answer in small pieces: the server waits for it and does
// not fill memory, and others are served meanwhile.
func TestSlowReader(t *testing.T) {
	const size = 64 << 20
	each(t, func(t *testing.T, poller string) {
		s := start(t, poller, 0)
		before := s.resident()
		slow, quick := s.dial(), s.dial()
		in := bufio.NewReader(quick)
		fmt.Fprintf(slow, "GET /big/%d HTTP/1.1\r\n\r\n", size)
		s.idle(300 * time.Millisecond)
		var got bytes.Buffer
		buf := make([]byte, 256<<10)
		for i := 0; ; i++ {
			k, err := slow.Read(buf)
			got.Write(buf[:k])
			if err != nil {
				t.Fatal(err)
			}
			if _, rest, ok := bytes.Cut(got.Bytes(), []byte("\r\n\r\n")); ok && len(rest) == size {
				break
			}
			if i%64 == 0 {
				if text, err := get(quick, in, "/"); err != nil || text != "hello\n" {
					t.Fatalf("%q, %v", text, err)
				}
				if grown := s.resident() - before; grown > 16<<10 {
					t.Fatalf("resident memory grew by %d KiB while a reader was slow", grown)
				}
				time.Sleep(time.Millisecond)
			}
		}
		_, data, _ := bytes.Cut(got.Bytes(), []byte("\r\n\r\n"))
		for i, b := range data {
			if b != byte(i) {
				t.Fatalf("byte %d is %d", i, b)
			}
		}
		// A server waits at its end for the connections that it has.
		_, _ = slow.Close(), quick.Close()
		if answered, ends, stderr := s.stop(); ends != "['closed']" || stderr != "" {
			t.Errorf("%d requests answered, ended with %s\n%s", answered, ends, stderr)
		}
	})
}

// TestHalfClosed sends requests and closes that direction: they are answered.
func TestHalfClosed(t *testing.T) {
	each(t, func(t *testing.T, poller string) {
		s := start(t, poller, 0)
		before := s.descriptors()
		for range 100 {
			c := s.dial()
			if _, err := io.WriteString(c, strings.Repeat("GET / HTTP/1.1\r\n\r\n", 3)); err != nil {
				t.Fatal(err)
			}
			if err := c.CloseWrite(); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(c)
			if n := strings.Count(string(got), "hello\n"); err != nil || n != 3 {
				t.Fatalf("%d answers, %v", n, err)
			}
			_ = c.Close()
		}
		s.settle(before)
		if answered, ends, stderr := s.stop(); answered != 300 || ends != "['closed']" || stderr != "" {
			t.Errorf("%d requests answered, ended with %s\n%s", answered, ends, stderr)
		}
	})
}

// TestResets resets connections while the server writes to them, and while it reads.
func TestResets(t *testing.T) {
	each(t, func(t *testing.T, poller string) {
		s := start(t, poller, 0)
		before := s.descriptors()
		for i := range 100 {
			c := s.dial()
			if i%2 == 0 {
				fmt.Fprintf(c, "GET /big/%d HTTP/1.1\r\n\r\n", 32<<20)
				if _, err := io.ReadFull(c, make([]byte, 1<<10)); err != nil {
					t.Fatal(err)
				}
			} else {
				io.WriteString(c, "POST /echo HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf")
			}
			// With a linger time of zero, closing resets.
			if err := c.SetLinger(0); err != nil {
				t.Fatal(err)
			}
			_ = c.Close()
		}
		s.settle(before)
		c := s.dial()
		if got, err := get(c, bufio.NewReader(c), "/stats"); err != nil || got != `{"tasks": 2, "connections": 1}` {
			t.Errorf("%s, %v", got, err)
		}
		_ = c.Close()
		s.settle(before)
		if _, ends, stderr := s.stop(); !strings.Contains(ends, "ConnectionResetError") || stderr != "" {
			t.Errorf("ended with %s\n%s", ends, stderr)
		}
	})
}

// TestDescriptorLimit connects more clients than the server has descriptors for: the log
// says so, the processor stays idle, and the clients are served when others have gone.
func TestDescriptorLimit(t *testing.T) {
	each(t, func(t *testing.T, poller string) {
		s := start(t, poller, 40)
		before := s.descriptors()
		const n = 60
		var open []*net.TCPConn
		for range n {
			open = append(open, s.dial())
		}
		time.Sleep(100 * time.Millisecond)
		s.idle(time.Second)
		for i, c := range open {
			if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
				t.Fatal(err)
			}
			if got, err := get(c, bufio.NewReader(c), "/"); err != nil || got != "hello\n" {
				t.Fatalf("connection %d: %q, %v", i, got, err)
			}
			_ = c.Close()
		}
		s.settle(before)
		answered, ends, stderr := s.stop()
		if answered != n || ends != "['closed']" {
			t.Errorf("%d requests answered of %d, ended with %s", answered, n, ends)
		}
		if !strings.Contains(stderr, "socket.accept() out of system resource") || !strings.Contains(stderr, "OSError: [Errno 24] Too many open files") {
			t.Errorf("the log does not say that descriptors are missing:\n%s", stderr)
		}
	})
}

// TestWrk lets wrk, a public load generator, do its work.
func TestWrk(t *testing.T) {
	wrk, err := exec.LookPath("wrk")
	if err != nil {
		t.Skip("no wrk (Debian's package of that name)")
	}
	d := max(*soak/10, 2*time.Second)
	each(t, func(t *testing.T, poller string) {
		s := start(t, poller, 0)
		out, err := exec.Command(wrk, "-t1", "-c50", fmt.Sprintf("-d%ds", int(d.Seconds())), "http://"+s.addr+"/").CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		t.Logf("%s", out)
		if bytes.Contains(out, []byte("Non-2xx")) || bytes.Contains(out, []byte("Socket errors")) {
			t.Error("requests failed")
		}
		if _, _, stderr := s.stop(); stderr != "" {
			t.Error(stderr)
		}
	})
}
