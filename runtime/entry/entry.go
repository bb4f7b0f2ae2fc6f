package entry

import (
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/aio2go/aio2go/runtime/builtins"
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/selfexec"
)

// This file implements the run of a program from start to exit.

// Program is everything that was compiled.
type Program struct {
	Name    string // sys.argv[0]
	Python  string // the version whose behaviour is wanted, "" for the newest that accepts
	Modules []*py.ProgramModule
	Main    *py.ProgramModule
	LeftOut map[string]string // why modules are not part of it, by their names

	Traced bool // its functions tell the events of sys.settrace, sys.setprofile and sys.monitoring

	Distributions []py.Distribution // the metadata of installed packages
}

// The exit statuses other than those of sys.exit.
const (
	statusError     = 1
	statusFlush     = 120 // stdout could not be flushed
	statusInterrupt = 130
)

// Main runs the program under the name by which it was started, which "aio2go run"
// makes that of the script, and exits.
func Main(p *Program) {
	p.Name = os.Args[0]
	os.Exit(Run(p, os.Args[1:]))
}

// Run runs the program with the arguments args and returns its exit status. Where the
// program ends by an interrupt, the process dies of SIGINT instead, as CPython's does.
func Run(p *Program, args []string) int {
	setUp(p, args)
	stop := catchInterrupts()
	exc := py.RunMain(p.Main)
	status := report(exc)
	interrupted := exc != nil && exc.Is(py.KeyboardInterruptType) && !exc.Is(py.SystemExitType)
	if !finish() && status == 0 {
		status = statusFlush
	}
	if interrupted {
		stop()
		return interrupt()
	}
	return status
}

func setUp(p *Program, args []string) {
	p.Name, args = selfexec.Divert(p.Main.File.Name, p.Name, args)
	paceCollector()
	py.Version = minor(p.Python)
	py.Argv = append([]string{p.Name}, args...)
	py.Stderr = writeStderr
	for _, m := range p.Modules {
		py.AddProgramModule(m)
	}
	py.LeftOut, py.Distributions, py.Traced = p.LeftOut, p.Distributions, p.Traced
	py.InitWarnings()
	// A closed pipe is an error of the write, not the end of the process.
	signal.Ignore(syscall.SIGPIPE)
	// Go's runtime opens its poller for the first timer, and ends the process where there are
	// no descriptors left: now there are.
	time.AfterFunc(time.Hour, func() {}).Stop()
	_ = builtins.Table
}

// minor returns the minor number of a version like "3.8", 0 where there is none.
func minor(version string) int {
	_, rest, ok := strings.Cut(version, ".")
	if !ok {
		return 0
	}
	rest, _, _ = strings.Cut(rest, ".")
	n, err := strconv.Atoi(rest)
	if err != nil {
		return 0
	}
	return n
}

// writeStderr writes text to the program's sys.stderr, or where that fails to the real
// one.
func writeStderr(text string) {
	if v := pyio.Stderr; !v.IsUnbound() && !v.IsNone() {
		if _, exc := py.CallMethod1(v, nameWrite, py.StrV(text)); exc == nil {
			_, _ = py.CallMethod0(v, nameFlush)
			return
		}
	}
	_, _ = os.Stderr.WriteString(text)
}

var nameWrite, nameFlush = py.Intern("write"), py.Intern("flush")

// catchInterrupts makes Ctrl-C raise KeyboardInterrupt in the main thread, unless SIGINT
// is ignored, as it is for background jobs of a shell. It returns what undoes it.
func catchInterrupts() (stop func()) {
	if signal.Ignored(syscall.SIGINT) {
		return func() {}
	}
	c := make(chan os.Signal, 8)
	signal.Notify(c, syscall.SIGINT)
	go func() {
		for range c {
			py.Interrupt()
		}
	}()
	return func() {
		signal.Stop(c)
		close(c)
	}
}

// report writes an uncaught exception and returns the exit status.
func report(exc *py.Exception) int {
	if exc == nil {
		return 0
	}
	if exc.Is(py.SystemExitType) {
		status, text, hasText := py.ExitCode(exc)
		if hasText {
			_ = pyio.FlushStd()
			py.Stderr(text + "\n")
		}
		return status
	}
	_ = pyio.FlushStd()
	if py.ExceptHook == nil || !py.ExceptHook(exc) {
		py.PrintException(exc)
	}
	return statusError
}

// finish does what is to be done at the end of the program and reports whether stdout
// could be flushed.
func finish() bool {
	py.RunExit(py.ExitThreads)
	py.RunExit(py.ExitCallbacks)
	ok := flush()
	py.RunExit(py.ExitObjects)
	coro.AtExit()
	pyio.FlushFiles()
	return flush() && ok
}

// flush flushes the standard streams. A stdout that cannot be flushed is reported as
// CPython does, and is not tried again.
func flush() bool {
	exc := pyio.FlushStd()
	if exc == nil {
		return true
	}
	object := pyio.Stdout
	pyio.Stdout = py.None
	what := "Exception ignored in: "
	py.WriteUnraisable(exc, what, object)
	return false
}

// interrupt ends the process by SIGINT, so that a shell sees what happened.
func interrupt() int {
	if py.Version != 0 && py.Version < 8 {
		return statusError
	}
	signal.Reset(syscall.SIGINT)
	if err := raiseInterrupt(); err == nil {
		time.Sleep(time.Second)
	}
	return statusInterrupt
}
