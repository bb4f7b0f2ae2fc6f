package load

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// This file implements the search for the script of python -m (runpy._get_module_details).

// FindMain returns the file of the module name, searched in dir before the folders of the
// options, and its absolute name; of a package, the module __main__ in it.
func FindMain(opts Options, dir, name string) (file, full string, err error) {
	if strings.HasPrefix(name, ".") {
		return "", "", fmt.Errorf("Relative module names not supported") //nolint // CPython's text
	}
	l := &loader{prog: new(Program), opts: opts}
	dirs := slices.Concat([]string{dir}, opts.Path, opts.Stdlib, opts.Site)
	full, isPackage := "", false
	for i, part := range strings.Split(name, ".") {
		if i > 0 && !isPackage {
			return "", "", fmt.Errorf("Error while finding module specification for '%s' (ModuleNotFoundError: __path__ attribute not found on '%s' while trying to find '%s')", name, full, name)
		}
		full = strings.TrimPrefix(full+"."+part, ".")
		file, isPackage = l.locate(dirs, part)
		if file == "" {
			if i > 0 {
				return "", "", fmt.Errorf("Error while finding module specification for '%s' (ModuleNotFoundError: No module named '%s')", name, full)
			}
			return "", "", fmt.Errorf("No module named %s", name)
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
		return "", "", fmt.Errorf("No module named %s.__main__; '%s' is a package and cannot be directly executed", name, name)
	}
	return file, full + ".__main__", nil
}
