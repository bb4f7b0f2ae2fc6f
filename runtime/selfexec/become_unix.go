//go:build unix

package selfexec

import (
	"fmt"
	"os"
	"syscall"
)

// become replaces the process by python.
func become(python string, args []string) {
	err := syscall.Exec(python, append([]string{python}, args...), os.Environ())
	fmt.Fprintf(os.Stderr, "%s: %v\n", python, err)
	os.Exit(2)
}
