package load

import (
	"os"
	"path/filepath"
)

// This file implements the search for a module in folders, as
// importlib.machinery.FileFinder does it.

// preloaded are the modules that CPython has imported before it looks into the
// script's folder, or that are part of the interpreter: a file of the same name
// does not hide them.
var preloaded = map[string]bool{
	"abc": true, "atexit": true, "builtins": true, "codecs": true, "encodings": true, "errno": true,
	"faulthandler": true, "gc": true, "genericpath": true, "io": true, "itertools": true, "linecache": true,
	"marshal": true, "ntpath": true, "os": true, "posix": true, "posixpath": true, "pwd": true, "runpy": true,
	"site": true, "stat": true, "sys": true, "time": true, "zipimport": true,
}

// locate returns the file or folder in which the module is that is called name
// within dirs: name/__init__.py, name.py, or else a folder name. It returns ""
// if there is none.
func (l *loader) locate(dirs []string, name string) (path string, isPackage bool) {
	if name == "" || filepath.Base(name) != name {
		return "", false // the name comes from a string in the source
	}
	namespace := ""
	for _, d := range dirs {
		dir := filepath.Join(d, name)
		for _, p := range []string{filepath.Join(dir, "__init__.py"), dir + ".py"} {
			if isFile(p) {
				return p, p != dir+".py"
			}
			l.prog.Absent = append(l.prog.Absent, p)
		}
		if namespace == "" && isDir(dir) {
			namespace = dir
		}
	}
	return namespace, namespace != ""
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
