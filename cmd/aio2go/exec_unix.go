//go:build unix

package main

import (
	"io"
	"os"
	"syscall"
)

// execute replaces this process by the program binary, so that signals, the
// terminal and the exit status are the program's own. It returns only if that
// fails.
func execute(binary string, argv, env []string, _ io.Reader, _, _ io.Writer) error {
	if err := syscall.Exec(binary, argv, env); err != nil {
		return &os.PathError{Op: "run", Path: binary, Err: err}
	}
	return nil
}
