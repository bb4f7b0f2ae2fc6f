package cpytest

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/aio2go/aio2go/frontend/load"
)

// This file implements what is compiled for a test file.

//go:embed all:python
var support embed.FS

// Suite is one test file.
type Suite struct {
	File   string // below Lib/test, with slashes: "test_asyncio/test_tasks.py"
	Module string // "test.test_asyncio.test_tasks"
}

// FindSuite returns the suite that name means, in the folder stdlib of CPython's
// library: a path, or the name of a file below Lib/test with or without ".py".
func FindSuite(stdlib, name string) (*Suite, error) {
	tests := filepath.Join(stdlib, "test")
	for _, path := range []string{name, filepath.Join(tests, name), filepath.Join(tests, name+".py"), filepath.Join(tests, name, "__init__.py")} {
		info, err := os.Stat(path)
		if err != nil || info.IsDir() {
			continue
		}
		abs, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		rel, err := filepath.Rel(tests, abs)
		if err != nil || strings.HasPrefix(rel, "..") {
			return nil, fmt.Errorf("%s is not in %s", path, tests)
		}
		file := filepath.ToSlash(rel)
		module := strings.TrimSuffix(strings.TrimSuffix(file, ".py"), "/__init__")
		return &Suite{File: file, Module: "test." + strings.ReplaceAll(module, "/", ".")}, nil
	}
	return nil, fmt.Errorf("there is no test file %s in %s", name, tests)
}

// StartsPeers reports whether the methods start an interpreter of CPython as what a
// program of theirs talks to. Elsewhere an interpreter that is started is what is tested,
// and tests that give it more than source text with -c are skipped.
func (s *Suite) StartsPeers() bool {
	return strings.HasPrefix(s.File, "test_asyncio/") || s.File == "test_subprocess.py" || s.File == "test_os.py"
}

// included are the modules that test files import under names that they compute.
var included = map[string][]string{
	"test_datetime.py": {"test.datetimetester"},
}

// FindSuites returns the suites that name means: a folder of test files, which CPython
// loads one by one, is all of these.
func FindSuites(stdlib, name string) ([]*Suite, error) {
	s, err := FindSuite(stdlib, name)
	if err != nil {
		return nil, err
	}
	folder, isPackage := strings.CutSuffix(s.File, "/__init__.py")
	if !isPackage {
		return []*Suite{s}, nil
	}
	dir := filepath.Join(stdlib, "test", filepath.FromSlash(folder))
	text, err := os.ReadFile(filepath.Join(dir, "__init__.py"))
	if err != nil {
		return nil, err
	}
	if !strings.Contains(string(text), "load_package_tests") {
		return []*Suite{s}, nil
	}
	files, err := filepath.Glob(filepath.Join(dir, "test*.py"))
	if err != nil {
		return nil, err
	}
	var list []*Suite
	for _, f := range files {
		s, err := FindSuite(stdlib, f)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// Source returns the text of the script.
func (s *Suite) Source() string {
	return fmt.Sprintf(`import aio2go_testrun
aio2go_testrun.install()
with aio2go_testrun.importing():
    import %[1]s
if __name__ == "__main__": # and not in a worker process
    aio2go_testrun.run(%[1]s)
`, s.Module)
}

// Configure makes opts find what the suite needs. helpers is the folder that WriteHelpers
// returned, stdlib that of CPython's library.
func (s *Suite) Configure(opts *load.Options, helpers, stdlib string) {
	opts.Stdlib = []string{helpers, stdlib}
	tests := filepath.Join(stdlib, "test")
	opts.Extend = map[string][]string{"test": {tests}, "test.support": {filepath.Join(tests, "support")}}
	opts.Program = []string{s.Module}
	opts.Include = append(opts.Include, included[s.File]...)
	opts.Include = append(opts.Include, s.fresh(tests)...)
	opts.Lenient = true
}

// freshModule finds the modules that a test file imports by their names, to have them twice.
var freshModule = regexp.MustCompile(`import_fresh_module\(\s*['"]([\w.]+)['"]`)

// fresh returns those modules.
func (s *Suite) fresh(tests string) []string {
	text, err := os.ReadFile(filepath.Join(tests, filepath.FromSlash(s.File)))
	if err != nil {
		return nil // which loading the suite reports
	}
	var names []string
	for _, m := range freshModule.FindAllSubmatch(text, -1) {
		// One of CPython's written in C is there or is not, and need not be included.
		path := filepath.Join(filepath.Dir(tests), filepath.FromSlash(strings.ReplaceAll(string(m[1]), ".", "/")))
		_, err1 := os.Stat(path + ".py")
		_, err2 := os.Stat(filepath.Join(path, "__init__.py"))
		if err1 == nil || err2 == nil {
			names = append(names, string(m[1]))
		}
	}
	return names
}

// WriteHelpers writes the modules that this package carries into a folder below dir whose
// name says what is in it, and returns that folder.
func WriteHelpers(dir string) (string, error) {
	sub, err := fs.Sub(support, "python")
	if err != nil {
		return "", err
	}
	files := map[string][]byte{}
	h := sha256.New()
	err = fs.WalkDir(sub, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(sub, name)
		files[name] = text
		fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
		return err
	})
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "cpytest", hex.EncodeToString(h.Sum(nil))[:16])
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(filepath.Dir(dir), "new-")
	if err != nil {
		return "", err
	}
	for name, text := range files {
		path := filepath.Join(tmp, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return "", err
		}
		if err := os.WriteFile(path, text, 0o666); err != nil {
			return "", err
		}
	}
	if err := os.Rename(tmp, dir); err != nil {
		if _, serr := os.Stat(dir); serr != nil {
			return "", err
		}
		return dir, os.RemoveAll(tmp) // another process was quicker
	}
	return dir, nil
}
