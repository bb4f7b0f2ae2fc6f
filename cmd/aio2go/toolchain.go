package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
	cmd := exec.Command(gocmd, "build", "-trimpath", "-buildvcs=false", "-o", output, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=vendor", "GOPROXY=off", "GOWORK=off", "GO111MODULE=on", "GOTOOLCHAIN=local", "CGO_ENABLED=0")
	if t.opts.goos != "" {
		cmd.Env = append(cmd.Env, "GOOS="+t.opts.goos)
	}
	if t.opts.goarch != "" {
		cmd.Env = append(cmd.Env, "GOARCH="+t.opts.goarch)
	}
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
