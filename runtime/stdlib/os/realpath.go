package os

import (
	"errors"
	"os"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements realpath: a path without links. What ".." means after a link depends on
// where the link leads, so that the parts are looked at one by one.

// resolve follows the links in as much of a path as exists.
func resolve(name string) string {
	path, _ := realPath(name, false)
	return path
}

// realPath is realpath(name); where strict, an error says which part does not exist.
func realPath(name string, strict bool) (string, error) {
	path := ""
	rest := parts(name)
	if !strings.HasPrefix(name, "/") {
		dir, err := os.Getwd()
		if err != nil {
			return name, err
		}
		path = strings.TrimSuffix(dir, "/")
	}
	// seen has the links that were met: what they lead to, or "" while that is being found out.
	seen := map[string]string{}
	for len(rest) > 0 {
		part := rest[len(rest)-1]
		rest = rest[:len(rest)-1]
		switch {
		case strings.HasPrefix(part, "/"): // the end of what the link part leads to
			seen[part] = path
			continue
		case part == "..":
			path = path[:max(strings.LastIndexByte(path, '/'), 0)]
			continue
		}
		next := path + "/" + part
		st, err := os.Lstat(next)
		if err != nil && strict {
			return next, &os.PathError{Op: "lstat", Path: next, Err: errors.Unwrap(err)}
		}
		if err != nil || st.Mode()&os.ModeSymlink == 0 {
			path = next
			continue
		}
		if target, met := seen[next]; met {
			if target == "" && strict {
				return next, &os.PathError{Op: "stat", Path: next, Err: syscall.ELOOP}
			}
			if path = target; target == "" {
				path = next
			}
			continue
		}
		target, err := os.Readlink(next)
		if err != nil {
			if strict {
				return next, &os.PathError{Op: "readlink", Path: next, Err: errors.Unwrap(err)}
			}
			path = next
			continue
		}
		seen[next] = ""
		if strings.HasPrefix(target, "/") {
			path = ""
		}
		rest = append(append(rest, next), parts(target)...)
	}
	if path == "" {
		path = "/"
	}
	return path, nil
}

// parts returns the parts of a path, the first one last.
func parts(path string) []string {
	var out []string
	list := strings.Split(path, "/")
	for i := len(list) - 1; i >= 0; i-- {
		if p := list[i]; p != "" && p != "." {
			out = append(out, p)
		}
	}
	return out
}

// strictPath is realpath(filename, strict=True): every part must exist.
func strictPath(filename value) (value, exc) {
	name, isBytes, e := onePath(filename)
	if e != nil {
		return value{}, e
	}
	path, err := realPath(name, true)
	if err != nil {
		var pe *os.PathError
		if errors.As(err, &pe) {
			return value{}, pyio.OSError(pe.Err, pathResult(pe.Path, isBytes))
		}
		return value{}, pyio.OSError(err, filename)
	}
	return pathResult(path, isBytes), nil
}
