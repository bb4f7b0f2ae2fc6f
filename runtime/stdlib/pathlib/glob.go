package pathlib

import (
	"os"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/fnmatch"
)

// This file implements Path.glob.

// globber collects the paths below a directory that match a pattern.
type globber struct {
	exact, follow bool
	out           []string
	seen          map[string]bool
}

func globPath(self, pattern, sensitive, recurse value) (value, exc) {
	var s steps
	pat := patternOf(&s, self, pattern)
	if s.Failed() {
		return value{}, s.Exc
	}
	p := partsOf(&s, pat)
	switch {
	case p.drive+p.root != "":
		s.Failf(py.NotImplementedErrorType, "Non-relative patterns are unsupported")
	case len(p.tail) == 0:
		s.Failf(py.ValueErrorType, "Unacceptable pattern: %s", s.Repr(pat))
	}
	parts := append([]string(nil), p.tail...)
	dirsOnly := strings.HasSuffix(rawText(&s, pat), "/")
	root := s.Str(self)
	g := &globber{exact: sameCase(&s, self, sensitive), follow: s.Truth(recurse), seen: map[string]bool{}}
	explicit := !sensitive.IsNone()
	if s.Failed() {
		return value{}, s.Exc
	}
	prefix := root + "/"
	if root == "." {
		prefix = ""
	} else if strings.HasSuffix(root, "/") {
		prefix = root
	}
	g.selectParts(prefix, parts, dirsOnly, explicit)
	out := make([]value, 0, len(g.out))
	for _, path := range g.out {
		if s.Failed() {
			break
		}
		out = append(out, fromText(&s, self, path))
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	return py.Iter(py.NewList(out).Value())
}

func (g *globber) add(path string) {
	if !g.seen[path] {
		g.seen[path] = true
		g.out = append(g.out, path)
	}
}

// dirOf is the directory that a prefix, which ends with a slash, stands for.
func dirOf(prefix string) string {
	if prefix == "" {
		return "."
	}
	return prefix
}

func isDir(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir()
}

// selectParts adds what matches parts below prefix.
func (g *globber) selectParts(prefix string, parts []string, dirsOnly, explicit bool) {
	part, rest := parts[0], parts[1:]
	last := len(rest) == 0
	switch {
	case part == "**":
		for !last && rest[0] == "**" {
			rest = rest[1:]
			last = len(rest) == 0
		}
		g.recurse(prefix, rest, dirsOnly, explicit)
	case part == ".." || !fnmatch.HasMagic(part) && !explicit:
		path := prefix + part
		if last {
			if _, err := os.Lstat(path); err == nil && (!dirsOnly || isDir(path)) {
				g.add(path)
			}
			return
		}
		g.selectParts(path+"/", rest, dirsOnly, explicit)
	default:
		entries, err := readDir(dirOf(prefix))
		if err != nil {
			return
		}
		for _, e := range entries {
			if !matchName(part, e.Name(), g.exact) {
				continue
			}
			path := prefix + e.Name()
			if last {
				if !dirsOnly || isDir(path) {
					g.add(path)
				}
			} else if isDir(path) {
				g.selectParts(path+"/", rest, dirsOnly, explicit)
			}
		}
	}
}

// recurse is the part **: the directory itself and everything below it.
func (g *globber) recurse(prefix string, rest []string, dirsOnly, explicit bool) {
	if len(rest) == 0 {
		if dir := strings.TrimSuffix(prefix, "/"); isDir(dirOf(prefix)) {
			if dir == "" && prefix == "/" {
				dir = "/"
			}
			g.add(dir)
		}
	} else {
		g.selectParts(prefix, rest, dirsOnly, explicit)
	}
	entries, err := readDir(dirOf(prefix))
	if err != nil {
		return
	}
	for _, e := range entries {
		path := prefix + e.Name()
		dir := e.IsDir()
		if e.Type()&os.ModeSymlink != 0 && isDir(path) {
			if g.follow {
				dir = true
			} else {
				if len(rest) == 0 && !dirsOnly {
					g.add(path)
				}
				continue
			}
		}
		switch {
		case dir:
			g.recurse(path+"/", rest, dirsOnly, explicit)
		case len(rest) == 0 && !dirsOnly:
			g.add(path)
		}
	}
}

// readDir lists a directory in the order of the system.
func readDir(dir string) ([]os.DirEntry, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	entries, err := f.ReadDir(-1)
	if e := f.Close(); err == nil {
		err = e
	}
	return entries, err
}
