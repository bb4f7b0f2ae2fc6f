package load

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// This file implements the search for the script of python -m (runpy._get_module_details).

// runError is why a module cannot be run, in CPython's words.
type runError string

func (e runError) Error() string { return string(e) }

func notRun(format string, args ...any) error { return runError(fmt.Sprintf(format, args...)) }

// FindMain returns the file of the module name, searched in dir before the folders of the
// options, and its absolute name; of a package, the module __main__ in it.
func FindMain(opts Options, dir, name string) (file, full string, err error) {
	if strings.HasPrefix(name, ".") {
		return "", "", notRun("Relative module names not supported")
	}
	l := &loader{prog: new(Program), opts: opts}
	dirs := slices.Concat([]string{dir}, opts.Path, opts.Stdlib, opts.Site)
	full, isPackage := "", false
	for i, part := range strings.Split(name, ".") {
		if i > 0 && !isPackage {
			return "", "", notRun("Error while finding module specification for '%s' (ModuleNotFoundError: __path__ attribute not found on '%s' while trying to find '%s')", name, full, name)
		}
		full = strings.TrimPrefix(full+"."+part, ".")
		file, isPackage = l.locate(dirs, part)
		if file == "" {
			if i > 0 {
				return "", "", notRun("Error while finding module specification for '%s' (ModuleNotFoundError: No module named '%s')", name, full)
			}
			return "", "", notRun("No module named %s", name)
		}
		dirs = []string{file}
		if filepath.Base(file) == "__init__.py" {
			dirs = []string{filepath.Dir(file)}
		}
	}
	if !isPackage {
		return file, full, nil
	}
	file, isPackage = l.locate(dirs, "__main__")
	if file == "" || isPackage {
		return "", "", notRun("No module named %s.__main__; '%s' is a package and cannot be directly executed", name, name)
	}
	return file, full + ".__main__", nil
}
