package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// This file calls the Go toolchain.

// goCommand returns the path of the go command.
func goCommand() (string, error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return "", fmt.Errorf("there is no Go toolchain: no 'go' in PATH (see https://go.dev/doc/install)")
	}
	return path, nil
}

// goBuild compiles the module in dir to the executable output. The build needs
// no network: what the program needs of the runtime is in its vendor folder.
func (t *tool) goBuild(dir, output string) error {
	gocmd, err := goCommand()
	if err != nil {
		return err
	}
	output, err = filepath.Abs(output)
	if err != nil {
		return err
	}
	env := append(os.Environ(), "GOFLAGS=-mod=vendor", "GOPROXY=off", "GOWORK=off", "GO111MODULE=on", "GOTOOLCHAIN=local", "CGO_ENABLED=0")
	if t.opts.goos != "" {
		env = append(env, "GOOS="+t.opts.goos)
	}
	if t.opts.goarch != "" {
		env = append(env, "GOARCH="+t.opts.goarch)
	}
	args := append([]string{"build", "-trimpath", "-buildvcs=false", "-o", output}, collectorFlags(gocmd, dir, env)...)
	if t.quick {
		args = append(args, "-gcflags=-N -l") // of the program's own package, not of the runtime
	}
	cmd := exec.Command(gocmd, append(args, ".")...)
	cmd.Dir, cmd.Env = dir, env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		if t.opts.goos+t.opts.goarch != "" && bytes.Contains(out.Bytes(), []byte("unsupported GOOS/GOARCH")) {
			return fmt.Errorf("%s", bytes.TrimSpace(out.Bytes()))
		}
		if bytes.Contains(out.Bytes(), []byte("requires go >= ")) {
			return fmt.Errorf("the Go toolchain %s is too old: %s", gocmd, bytes.TrimSpace(out.Bytes()))
		}
		fmt.Fprintf(t.stderr, "aio2go: internal error in go build (%v):\n%s", err, out.Bytes())
		fmt.Fprintln(t.stderr, "This is a bug in aio2go or a problem with the Go toolchain; 'aio2go emit' writes the code that was to be built.")
		return exitStatus(exitInternal)
	}
	return nil
}

// collectorFlags returns the flags of go build that make the garbage collector stop the
// program while it marks: most of a Python program runs on one thread, which otherwise
// pays for write barriers, and for what it allocates meanwhile, longer than the marking
// takes. It is a setting of GODEBUG, whose defaults the linker sets; those of the module's
// Go version have to be given as well. GODEBUG=gcstoptheworld=0 in the environment of the
// program takes it back.
func collectorFlags(gocmd, dir string, env []string) []string {
	list := exec.Command(gocmd, "list", "-f", "{{.DefaultGODEBUG}}", ".")
	list.Dir, list.Env = dir, env
	out, err := list.Output()
	if err != nil {
		return nil // go build will say what is wrong
	}
	settings := "gcstoptheworld=1"
	if defaults := strings.TrimSpace(string(out)); defaults != "" {
		settings = defaults + "," + settings
	}
	return []string{"-ldflags=-X=runtime.godebugDefault=" + settings}
}
