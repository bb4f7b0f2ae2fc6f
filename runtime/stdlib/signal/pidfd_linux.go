package signal

import (
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/signals"
)

func init() {
	spec.Functions = append(spec.Functions, py.Method{Name: "pidfd_send_signal", Sig: "(pidfd, signalnum, siginfo=None, flags=0, /)", Impl: pidfdSendSignal})
}

// pidfdSendSignal sends a signal to the process that a descriptor of pidfd_open(2) is of.
func pidfdSendSignal(pidfd, sig, info, flags value) (value, exc) {
	fd, e := py.CInt(pidfd)
	if e != nil {
		return value{}, e
	}
	n, e := py.CInt(sig)
	if e != nil {
		return value{}, e
	}
	how := 0
	if !flags.IsUnbound() {
		if how, e = py.CInt(flags); e != nil {
			return value{}, e
		}
	}
	if !info.IsUnbound() && !info.IsNone() {
		return value{}, py.Raisef(py.TypeErrorType, "siginfo must be None")
	}
	own := n > 0 && n <= signals.Max && isOwn(fd)
	sent := n
	if own {
		sent = 0 // as for os.kill, the handler has run when the call returns
	}
	const call = 424 // on every architecture
	if _, _, errno := syscall.Syscall6(call, uintptr(fd), uintptr(sent), 0, uintptr(how), 0, 0); errno != 0 {
		return value{}, py.RaiseErrno(errno, value{})
	}
	if own {
		return py.None, signals.Raise(n)
	}
	return py.None, nil
}

// isOwn reports whether fd is a descriptor of this process: of pidfd_open, or its directory
// under /proc.
func isOwn(fd int) bool {
	pid := strconv.Itoa(os.Getpid())
	if dir, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(fd)); err == nil && dir == "/proc/"+pid {
		return true
	}
	text, err := os.ReadFile("/proc/self/fdinfo/" + strconv.Itoa(fd))
	return err == nil && strings.Contains(string(text), "\nPid:\t"+pid+"\n")
}
