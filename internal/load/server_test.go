//go:build linux

package load_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aio2go/aio2go/internal/gobatch"
)

// This file starts the server and asks the system about its process.

// built builds testdata/server.py, once for all tests.
var built = sync.OnceValues(func() (*gobatch.Batch, error) {
	dir, err := os.MkdirTemp("", "load")
	if err != nil {
		return nil, err
	}
	source, err := os.ReadFile(filepath.Join("testdata", "server.py"))
	if err != nil {
		return nil, err
	}
	return gobatch.Build(dir, []gobatch.Source{{Name: "server", Main: "server.py", Files: map[string]string{"server.py": string(source)}}}, gobatch.Options{})
})

func TestMain(m *testing.M) {
	status := m.Run()
	if b, err := built(); err == nil {
		if err := os.RemoveAll(b.Dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(status)
}

// A server is a running testdata/server.py.
type server struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdin  io.Closer
	stdout *bufio.Reader
	stderr bytes.Buffer
	addr   string
}

// start starts a server with the poller, "" for the system's own, and a limit of
// descriptors, 0 for none.
func start(t *testing.T, poller string, descriptors int) *server {
	t.Helper()
	b, err := built()
	if err != nil {
		t.Fatal(err)
	}
	if p := b.Programs["server"]; !p.OK() {
		t.Fatal(p.Rejected, p.Failure)
	}
	command := b.Command("server", "")
	if descriptors > 0 {
		command = append([]string{"sh", "-c", fmt.Sprintf(`ulimit -n %d; exec "$@"`, descriptors), "sh"}, command...)
	}
	s := &server{t: t, cmd: exec.Command(command[0], command[1:]...)}
	s.cmd.Env = append(os.Environ(), "AIO2GO_POLLER="+poller)
	s.cmd.Stderr = &s.stderr
	if s.stdin, err = s.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.stdout = bufio.NewReader(out)
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill() })
	line, err := s.stdout.ReadString('\n')
	if err != nil {
		t.Fatalf("the server says nothing: %v\n%s", err, s.stderr.String())
	}
	s.addr = "127.0.0.1:" + strings.TrimSpace(line)
	return s
}

// stop ends the server and returns what it printed at the end, the number of answered
// requests and the kinds of ends, and its standard error.
func (s *server) stop() (answered int, ends, stderr string) {
	s.t.Helper()
	_ = s.stdin.Close()
	timer := time.AfterFunc(20*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer timer.Stop()
	rest, err := io.ReadAll(s.stdout)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		s.t.Fatalf("the server ended with %v\n%s", err, s.stderr.String())
	}
	count, ends, _ := strings.Cut(strings.TrimSpace(string(rest)), " ")
	if answered, err = strconv.Atoi(count); err != nil {
		s.t.Fatalf("the server printed %q", rest)
	}
	return answered, ends, s.stderr.String()
}

// proc reads a file of the process under /proc.
func (s *server) proc(name string) string {
	s.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", s.cmd.Process.Pid, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// descriptors is how many descriptors the process has open.
func (s *server) descriptors() int {
	s.t.Helper()
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	return len(list)
}

// status is a number of /proc/PID/status.
func (s *server) status(field string) int {
	s.t.Helper()
	for line := range strings.Lines(s.proc("status")) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				s.t.Fatal(err)
			}
			return n
		}
	}
	s.t.Fatalf("no %s in /proc/PID/status", field)
	return 0
}

// resident is the resident memory in KiB.
func (s *server) resident() int { return s.status("VmRSS") }

// processor is the processor time that the process has used; the kernel counts in
// hundredths of a second.
func (s *server) processor() time.Duration {
	s.t.Helper()
	text := s.proc("stat")
	fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
	var ticks int
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			s.t.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// dial opens a connection, which ends with the test.
func (s *server) dial() *net.TCPConn {
	s.t.Helper()
	c, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = c.Close() })
	return c.(*net.TCPConn)
}

// get asks for a path and returns the body.
func get(c net.Conn, in *bufio.Reader, path string) (string, error) {
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: test\r\n\r\n", path); err != nil {
		return "", err
	}
	return body(in)
}

// body reads an answer.
func body(in *bufio.Reader) (string, error) {
	r, err := http.ReadResponse(in, nil)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return "", err
	}
	if r.StatusCode != http.StatusOK {
		return "", fmt.Errorf("status %s", r.Status)
	}
	return string(text), nil
}

// settle waits until the process has no more than the descriptors that it had, and fails
// the test where that takes too long.
func (s *server) settle(descriptors int) {
	s.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		n := s.descriptors()
		if n <= descriptors {
			return
		}
		if time.Now().After(deadline) {
			s.t.Errorf("%d descriptors are open, %d were before", n, descriptors)
			return
		}
	}
}

// idle fails the test where the process uses the processor while nothing happens.
func (s *server) idle(d time.Duration) {
	s.t.Helper()
	before := s.processor()
	time.Sleep(d)
	if used := s.processor() - before; used > d/5 {
		s.t.Errorf("%v of processor time in %v without anything to do", used, d)
	}
}
