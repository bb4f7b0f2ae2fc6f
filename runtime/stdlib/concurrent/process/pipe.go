package process

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the processes and what goes through their pipes.

// marker is the environment variable that makes a program a worker. Its value is the
// process that the worker works for.
const marker = "AIO2GO_POOL_WORKER"

// What a message is.
const (
	callMessage   = 'c' // to a worker: (fn, args, kwargs)
	startMessage  = 'i' // to a worker: (initializer, initargs)
	resultMessage = 'r' // from a worker: the result
	raisedMessage = 'e' // from a worker: (exception, traceback)
)

// errBroken is the end of a pipe in the middle of a message or where one is due.
var errBroken = errors.New("the pipe is closed")

func send(w io.Writer, kind byte, data []byte) error {
	head := make([]byte, 9, 9+len(data))
	head[0] = kind
	binary.BigEndian.PutUint64(head[1:], uint64(len(data)))
	_, err := w.Write(append(head, data...))
	return err
}

func receive(r io.Reader) (kind byte, data []byte, err error) {
	var head [9]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, errBroken
	}
	data = make([]byte, binary.BigEndian.Uint64(head[1:]))
	if _, err := io.ReadFull(r, data); err != nil {
		return 0, nil, errBroken
	}
	return head[0], data, nil
}

// child is a worker process.
type child struct {
	cmd   *exec.Cmd
	calls *os.File
	back  *os.File
	done  int // calls
}

// start starts a worker process. Its standard input is the null device, as that of
// multiprocessing's processes.
func start() (*child, error) {
	binary := "/proc/self/exe"
	if runtime.GOOS != "linux" {
		var err error
		if binary, err = os.Executable(); err != nil {
			return nil, err
		}
	}
	callsR, callsW, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	backR, backW, err := os.Pipe()
	if err != nil {
		_, _ = callsR.Close(), callsW.Close()
		return nil, err
	}
	cmd := exec.Command(binary)
	cmd.Args = append([]string{os.Args[0]}, py.Argv[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.ExtraFiles = []*os.File{callsR, backW}
	cmd.Env = append(os.Environ(), marker+"="+strconv.Itoa(os.Getpid()))
	err = cmd.Start()
	_, _ = callsR.Close(), backW.Close()
	if err != nil {
		_, _ = callsW.Close(), backR.Close()
		return nil, err
	}
	return &child{cmd: cmd, calls: callsW, back: backR}, nil
}

// ask sends a message and waits for the answer, while other threads have their turns.
func (c *child) ask(kind byte, data []byte) (answer byte, reply []byte, err error) {
	py.Blocking(func() {
		if err = send(c.calls, kind, data); err == nil {
			answer, reply, err = receive(c.back)
		}
	})
	return answer, reply, err
}

// stop ends the process, which has no call, and waits for it.
func (c *child) stop() {
	_ = c.calls.Close()
	py.Blocking(func() { _ = c.cmd.Wait() }) // its status means nothing
	_ = c.back.Close()
}
