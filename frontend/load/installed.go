package load

import (
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
)

// This file implements the search for an installed CPython and for installed packages.
// No Python is run: it would take longer than everything else.

// LibraryVersion is the version of CPython whose library is compiled.
const LibraryVersion = "3.13"

// FindStdlib returns the folder with the standard library's source of an installed
// CPython 3.13, "" if there is none: of the one that AIO2GO_PYTHON names, of the active
// virtual environment's, of python3.13 or python3 in PATH, of pyenv's, or of the system's
// usual places.
func FindStdlib() string {
	var prefixes []string
	program := func(path string) {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			prefixes = append(prefixes, filepath.Dir(filepath.Dir(real)), filepath.Dir(real))
		}
	}
	if path := os.Getenv("AIO2GO_PYTHON"); path != "" {
		program(path)
	}
	if env := os.Getenv("VIRTUAL_ENV"); env != "" {
		if home := venvHome(env); home != "" {
			prefixes = append(prefixes, filepath.Dir(home), home)
		}
	}
	for _, name := range []string{"python" + LibraryVersion, "python3", "python"} {
		if path, err := exec.LookPath(name); err == nil {
			program(path)
		}
	}
	prefixes = append(prefixes, pyenvPrefixes()...)
	prefixes = append(prefixes, "/usr", "/usr/local", "/opt/homebrew", "/Library/Frameworks/Python.framework/Versions/"+LibraryVersion)
	for _, p := range prefixes {
		for _, dir := range []string{filepath.Join(p, "lib", "python"+LibraryVersion), filepath.Join(p, "Lib")} {
			if IsStdlib(dir) {
				return dir
			}
		}
	}
	return ""
}

// IsStdlib reports whether dir has the standard library's source of CPython 3.13.
func IsStdlib(dir string) bool {
	// _opcode_metadata came with 3.13, annotationlib with 3.14.
	return isFile(filepath.Join(dir, "os.py")) && isFile(filepath.Join(dir, "_opcode_metadata.py")) &&
		!isFile(filepath.Join(dir, "annotationlib.py"))
}

// Interpreter returns the path of the interpreter to which a folder that IsStdlib accepts
// belongs, "" if it is not there.
func Interpreter(stdlib string) string {
	prefix := filepath.Dir(stdlib)
	for _, path := range []string{
		filepath.Join(filepath.Dir(prefix), "bin", "python"+LibraryVersion),
		filepath.Join(prefix, "python.exe"),
	} {
		if isFile(path) {
			return path
		}
	}
	return ""
}

// venvHome returns the folder of the interpreter from which a virtual environment was made.
func venvHome(env string) string {
	text, err := os.ReadFile(filepath.Join(env, "pyvenv.cfg"))
	if err != nil {
		return ""
	}
	for _, line := range strings.Split(string(text), "\n") {
		if key, value, ok := strings.Cut(line, "="); ok && strings.TrimSpace(strings.ToLower(key)) == "home" {
			home := strings.TrimSpace(value)
			if real, err := filepath.EvalSymlinks(filepath.Join(home, "python3")); err == nil {
				return filepath.Dir(real)
			}
			return home
		}
	}
	return ""
}

// pyenvPrefixes returns the folders of the versions 3.13 in pyenv, the newest first.
func pyenvPrefixes() []string {
	root := os.Getenv("PYENV_ROOT")
	if root == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil
		}
		root = filepath.Join(home, ".pyenv")
	}
	list, err := filepath.Glob(filepath.Join(root, "versions", LibraryVersion+".*"))
	if err != nil {
		return nil
	}
	sort.Sort(sort.Reverse(sort.StringSlice(list)))
	return list
}

// SitePackages returns the folders of the packages that are installed in the virtual
// environment env.
func SitePackages(env string) []string {
	var list []string
	for _, pattern := range []string{"lib/python3.*/site-packages", "lib64/python3.*/site-packages", "Lib/site-packages"} {
		dirs, err := filepath.Glob(filepath.Join(env, filepath.FromSlash(pattern)))
		if err != nil {
			continue
		}
		for _, d := range dirs {
			dup := false
			for _, have := range list {
				dup = dup || sameFile(d, have)
			}
			if !dup && isDir(d) {
				list = append(list, d)
				list = append(list, pthFolders(d)...)
			}
		}
	}
	return list
}

// inSitePackages reports whether the module at path is in a folder into which packages are
// installed, also where Options.Path leads to it.
func inSitePackages(path string, isPackage bool) bool {
	dir := filepath.Dir(path)
	if isPackage && filepath.Base(path) == "__init__.py" {
		dir = filepath.Dir(dir)
	}
	switch filepath.Base(dir) {
	case "site-packages", "dist-packages":
		return true
	}
	return false
}

// pthFolders returns the folders that the .pth files in dir add to sys.path (site.py,
// addpackage): one a line; lines that begin with import are code, which is not run.
func pthFolders(dir string) []string {
	files, err := filepath.Glob(filepath.Join(dir, "*.pth"))
	if err != nil {
		return nil
	}
	sort.Strings(files)
	var list []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		for _, line := range strings.Split(string(text), "\n") {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' || strings.HasPrefix(line, "import ") || strings.HasPrefix(line, "import\t") {
				continue
			}
			if !filepath.IsAbs(line) {
				line = filepath.Join(dir, line)
			}
			if isDir(line) {
				list = append(list, line)
			}
		}
	}
	return list
}
