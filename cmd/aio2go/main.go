// Aio2go compiles Python programs to Go.
//
//	aio2go run [flags] FILE.py [args]   compile and run
//	aio2go build [flags] FILE.py        compile to an executable
//	aio2go emit [flags] FILE.py         write the Go module that build compiles
//	aio2go annotate [flags] FILE.py     show what each line of a program costs
//	aio2go check [flags] FILE.py ...    report what is wrong with programs
//	aio2go dump --FORM FILE.py          show what the compiler makes of a program
//	aio2go clean                        empty the cache of compiled programs
//	aio2go version                      print the version
//
// The exit status is 0, the program's own for run, 1 if something is wrong with
// the program or the surroundings, 2 for a wrong command line, and 3 if the
// compiler itself is at fault.
//
// There is no logic here beyond the command line, the cache of compiled
// programs, and the call of "go build".
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// The exit statuses besides 0 and those of programs that are run.
const (
	exitError    = 1 // the program, a file, or the Go toolchain
	exitUsage    = 2 // the command line
	exitInternal = 3 // a bug in the compiler
)

func main() {
	os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Main is the whole tool. It returns the exit status.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	t := &tool{stdin: stdin, stdout: stdout, stderr: stderr}
	root := t.command()
	root.SetArgs(args)
	err := root.Execute()
	var status exitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	}
	fmt.Fprintf(stderr, "aio2go: %v\n", err)
	if t.started {
		return exitError
	}
	return exitUsage
}

// tool is one invocation.
type tool struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	// started is set when the command line was accepted: errors from then on are
	// not about it.
	started bool

	// quick is set when programs are to be built quickly rather than to be quick.
	quick bool

	opts options
}

// exitStatus is the error of a command that has said all there is to say.
type exitStatus int

// Error says what the status is; it is not shown to anybody.
func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }
