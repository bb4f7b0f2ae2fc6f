//go:build !unix

package selfexec

import (
	"fmt"
	"os"
	"os/exec"
)

// become runs python and exits with its status: a process cannot be replaced here.
func become(python string, args []string) {
	cmd := exec.Command(python, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", python, err)
		os.Exit(2)
	}
	os.Exit(cmd.ProcessState.ExitCode())
}
