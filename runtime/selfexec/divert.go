package selfexec

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// asked is the sys.argv[0] of the program that started this one as sys.executable.
var asked string

// diverted says that this process was so started.
var diverted bool

func init() {
	value, ok := os.LookupEnv(mark)
	if !ok {
		return
	}
	_ = os.Unsetenv(mark)
	before := strings.Split(value, separator)
	asked, diverted = before[0], true
	os.Args = slices.Insert(os.Args, min(1, len(os.Args)), before[1:]...)
}

// Divert returns the name and the arguments of a program whose script is at path, which
// the process was started for with name and args. If it was started as sys.executable, for
// something other than this script, Divert does not return: an interpreter takes its
// place, or the process exits with a message and status 2, as CPython does if it cannot
// open a script.
func Divert(path, name string, args []string) (string, []string) {
	before := os.Args[1 : len(os.Args)-len(args)]
	if diverted {
		name, args = divert(path, name, args)
	}
	own = strings.Join(append([]string{name}, before...), separator)
	return name, args
}

func divert(path, name string, args []string) (string, []string) {
	line := parse(args)
	if line.script != "" && isOwn(line.script, path) {
		return line.script, line.rest
	}
	python := interpreter()
	if python == "" {
		fmt.Fprintf(os.Stderr, "%s: the program started sys.executable to run %s, for which it needs a Python interpreter, and there is none: "+
			"put python3 into PATH, or name one in AIO2GO_PYTHON\n", filepath.Base(name), line.what())
		os.Exit(2)
	}
	become(python, args)
	panic("unreachable")
}

// isOwn reports whether script is that of the program, whose file was path when it was
// compiled.
func isOwn(script, path string) bool {
	if script == asked {
		return true
	}
	abs, err := filepath.Abs(script)
	return err == nil && (abs == path || abs == Path())
}

// interpreter returns the path of a CPython, "" if there is none.
func interpreter() string {
	for _, name := range []string{os.Getenv("AIO2GO_PYTHON"), "python3", "python3.13", "python"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil && path != Path() {
			return path
		}
	}
	return ""
}

// A commandLine is what an interpreter is asked for.
type commandLine struct {
	script string   // "" for none
	rest   []string // the arguments behind it
	option string   // -c, -m or "" if there is no script
}

// parse reads the interpreter's command line, as far as what it runs
// (https://docs.python.org/3/using/cmdline.html).
func parse(args []string) commandLine {
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "-" || len(arg) > 1 && arg[:2] == "--" && arg != "--check-hash-based-pycs":
			return commandLine{}
		case arg == "--check-hash-based-pycs":
			i++
		case arg == "" || arg[0] != '-':
			return commandLine{script: arg, rest: args[i+1:]}
		default:
			at := strings.IndexAny(arg[1:], "cmWX")
			switch {
			case at < 0:
			case arg[1+at] == 'c' || arg[1+at] == 'm':
				return commandLine{option: "-" + arg[1+at:2+at]}
			case at+2 == len(arg):
				i++ // the option's argument is the next
			}
		}
	}
	return commandLine{}
}

// what says what is to be run.
func (l commandLine) what() string {
	switch {
	case l.script != "":
		return fmt.Sprintf("'%s'", l.script)
	case l.option != "":
		return "what follows " + l.option
	}
	return "what it reads"
}
