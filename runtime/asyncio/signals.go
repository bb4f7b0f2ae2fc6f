package asyncio

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file is add_signal_handler and remove_signal_handler of asyncio/unix_events.py.

// signalWatch forwards a signal to a loop.
type signalWatch struct{ ch chan os.Signal }

var signalWatches = map[int]*signalWatch{}

// checkSignal is _check_signal.
func checkSignal(sig int) *py.Exception {
	if sig < 1 || sig > 64 {
		return py.Raisef(py.ValueErrorType, "invalid signal number %d", sig)
	}
	return nil
}

// addSignalHandler is loop.add_signal_handler(sig, callback, *args).
func (loop *Loop) addSignalHandler(sig int, do action) *py.Exception {
	if exc := loop.checkClosed(); exc != nil {
		return exc
	}
	if exc := checkSignal(sig); exc != nil {
		return exc
	}
	if sig == int(syscall.SIGKILL) || sig == sigStop {
		return runtimeError("sig %d cannot be caught", sig)
	}
	h := loop.newHandle(do, contextvars.Copy())
	if loop.signals == nil {
		loop.signals = map[int]*Handle{}
	}
	loop.signals[sig] = h
	if sig == int(syscall.SIGINT) {
		py.SwapInterruptHandler(func() *py.Exception {
			loop.ready.push(loop.signals[sig])
			return nil
		})
		return nil
	}
	if signalWatches[sig] != nil {
		return nil
	}
	w := &signalWatch{make(chan os.Signal, 16)}
	signalWatches[sig] = w
	signal.Notify(w.ch, syscall.Signal(sig))
	go func() {
		for range w.ch {
			py.AddPendingCall(func() *py.Exception {
				if h := loop.signals[sig]; h != nil {
					loop.ready.push(h)
				}
				return nil
			})
		}
	}()
	return nil
}

// removeSignalHandler is loop.remove_signal_handler(sig).
func (loop *Loop) removeSignalHandler(sig int) bool {
	if loop.signals[sig] == nil {
		return false
	}
	delete(loop.signals, sig)
	if sig == int(syscall.SIGINT) {
		py.SwapInterruptHandler(nil)
		return true
	}
	if w := signalWatches[sig]; w != nil {
		signal.Stop(w.ch)
		close(w.ch)
		delete(signalWatches, sig)
	}
	return true
}

func (loop *Loop) removeSignals() {
	for sig := range loop.signals {
		loop.removeSignalHandler(sig)
	}
}
