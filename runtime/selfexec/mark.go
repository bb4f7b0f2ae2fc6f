package selfexec

import (
	"os"
	"slices"
	"strings"
	"sync"
)

// mark is the variable in the environment of a process that was started as
// sys.executable. Its value is the sys.argv[0] of the program that started it, and the
// arguments of the process that come before the program's (a binary may hold several
// programs).
const mark = "AIO2GO_STARTED_AS_PYTHON"

const separator = "\x1f"

// Path returns sys.executable, "" if it is not known.
var Path = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	return path
})

// own is what a child needs to know of this process: the value of its mark.
var own string

// Env returns the environment for a process that runs the file at path with the command
// line argv: env, with a mark if that is sys.executable or if the command line names it,
// as a shell's or that of env and timeout does. A nil env, the environment of this
// process, stays nil if there is nothing to mark.
func Env(path string, argv, env []string) []string {
	if !names(path, argv) {
		return env
	}
	if env == nil {
		env = os.Environ()
	}
	return append(env[:len(env):len(env)], mark+"="+own)
}

func names(path string, argv []string) bool {
	self := Path()
	return self != "" && (path == self ||
		slices.ContainsFunc(argv[min(1, len(argv)):], func(arg string) bool { return strings.Contains(arg, self) }))
}
