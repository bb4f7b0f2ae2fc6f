//go:build !unix

package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
)

// execute runs the program binary and exits as it does. Where processes cannot
// be replaced, this one stays behind and leaves interrupts to the program.
func execute(binary string, argv, env []string, stdin io.Reader, stdout, stderr io.Writer) error {
	signal.Ignore(os.Interrupt)
	cmd := &exec.Cmd{Path: binary, Args: argv, Env: env, Stdin: stdin, Stdout: stdout, Stderr: stderr}
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exitStatus(exit.ExitCode())
	}
	return err
}
