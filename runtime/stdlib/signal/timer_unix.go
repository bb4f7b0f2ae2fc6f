//go:build unix

package signal

import (
	"math"
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements what only Unix has: the interval timers.

// systemMethods are the functions that not every system has.
var systemMethods = []py.Method{
	{Name: "alarm", Sig: "(seconds, /)", Impl: alarm},
	{Name: "setitimer", Sig: "(which, seconds, interval=0.0, /)", Impl: setITimer},
	{Name: "getitimer", Sig: "(which, /)", Impl: getITimer},
}

// checkFD returns the error of a descriptor that is not open.
func checkFD(fd int) syscall.Errno {
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil {
		errno, _ := err.(syscall.Errno)
		return errno
	}
	return 0
}

// itimerval is struct itimerval.
type itimerval struct {
	Interval, Value syscall.Timeval
}

func seconds(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }

// timeval converts seconds, rounding up to microseconds.
func timeval(s float64) syscall.Timeval {
	return syscall.NsecToTimeval(int64(math.Ceil(s*1e6)) * 1000)
}

func timer(trap uintptr, which int, set, get *itimerval) exc {
	var errno syscall.Errno
	if set != nil {
		_, _, errno = syscall.Syscall(trap, uintptr(which), uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(get)))
	} else {
		_, _, errno = syscall.Syscall(trap, uintptr(which), uintptr(unsafe.Pointer(get)), 0)
	}
	if errno == 0 {
		return nil
	}
	return timerFailed(errno)
}

func timerFailed(errno syscall.Errno) exc {
	x, e := py.Call2(timerError.Value(), py.Int(int64(errno)), py.StrV(py.Strerror(errno)))
	if e != nil {
		return e
	}
	return py.Raise(x)
}

func pairOf(t itimerval) value {
	return py.TupleV(py.Float(seconds(t.Value)), py.Float(seconds(t.Interval)))
}

func setITimer(which, delay, interval value) (value, exc) {
	w, e := py.CInt(which)
	if e != nil {
		return value{}, e
	}
	var set, old itimerval
	for i, v := range []value{delay, interval} {
		if v.IsUnbound() {
			continue
		}
		f, e := py.ToFloat(v)
		if e != nil {
			return value{}, e
		}
		if f < 0 {
			return value{}, timerFailed(syscall.EINVAL)
		}
		if i == 0 {
			set.Value = timeval(f)
		} else {
			set.Interval = timeval(f)
		}
	}
	if e := timer(syscall.SYS_SETITIMER, w, &set, &old); e != nil {
		return value{}, e
	}
	return pairOf(old), nil
}

func getITimer(which value) (value, exc) {
	w, e := py.CInt(which)
	if e != nil {
		return value{}, e
	}
	var t itimerval
	if e := timer(syscall.SYS_GETITIMER, w, nil, &t); e != nil {
		return value{}, e
	}
	return pairOf(t), nil
}

// alarm is alarm(seconds): the seconds that an earlier alarm had left.
func alarm(secs value) (value, exc) {
	n, e := py.CInt(secs)
	if e != nil {
		return value{}, e
	}
	set, old := itimerval{Value: timeval(float64(n))}, itimerval{}
	if e := timer(syscall.SYS_SETITIMER, 0, &set, &old); e != nil {
		return value{}, e
	}
	left := seconds(old.Value)
	if left > 0 && left < 1 {
		return py.Int(1), nil
	}
	return py.Int(int64(math.Round(left))), nil
}
