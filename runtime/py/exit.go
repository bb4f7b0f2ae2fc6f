package py

// This file implements what is registered to be done when the program ends.

// An ExitStage says when at the end of the program something is done.
type ExitStage int

// The stages, in their order.
const (
	ExitThreads   ExitStage = iota // waiting for threads
	ExitCallbacks                  // atexit
	ExitObjects                    // reports that CPython makes when objects are collected
	numExitStages
)

var exitFuncs [numExitStages][]func()

// AtExit registers f to be called at a stage of the program's end, after those that were
// registered for the stage before.
func AtExit(stage ExitStage, f func()) { exitFuncs[stage] = append(exitFuncs[stage], f) }

// Finalizing says that the program has ended and done what it registered with atexit: no
// thread is started any more.
var Finalizing bool

// RunExit calls what is registered for the stage.
func RunExit(stage ExitStage) {
	if stage == ExitObjects {
		Finalizing = true
	}
	for len(exitFuncs[stage]) > 0 {
		f := exitFuncs[stage][0]
		exitFuncs[stage] = exitFuncs[stage][1:]
		f()
	}
}

// Argv is sys.argv as the program starts.
var Argv []string

// ExceptHook, where it is set, reports an uncaught exception: sys.excepthook when the
// program has assigned it. It returns false where the default report is wanted.
var ExceptHook func(exc *Exception) (done bool)

// PrintException reports an uncaught exception on stderr, as sys.__excepthook__.
func PrintException(exc *Exception) { Stderr(FormatException(exc)) }

// ExitCode is the status with which SystemExit ends the program. Where its code is
// neither None nor an int, text is what is to be written to stderr.
func ExitCode(exc *Exception) (status int, text string, hasText bool) {
	code, _ := exitCode(exc.Value())
	if a, ok := exc.Attrs.Get(strCode); ok {
		code = a
	}
	switch {
	case code.IsNone():
		return 0, "", false
	case code.IsInt():
		n := exactInt(code)
		if n.IsSmallInt() {
			return int(n.SmallInt() & 0xff), "", false
		}
		return 255, "", false
	}
	return 1, textOf(code), true
}

var strCode = Intern("code")
