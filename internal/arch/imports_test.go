package arch

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"sort"
	"strings"
	"sync"
	"testing"
)

// This file holds the import rules. Imports run downwards only: the compiler's
// stages, then the commands; the runtime beside them, importing none of them and
// imported by none. The two meet in lower/prim, a table of names.

const module = "github.com/aio2go/aio2go"

// An importRule says what the packages that match a pattern may import, beside
// the standard library. Patterns are those of path.Match on the path within the
// module, where a trailing /... takes in everything below.
type importRule struct {
	pkg     string
	imports string
}

// importRules is the reviewed table: a package follows the first rule that
// matches it. Whatever a rule does not list is forbidden.
var importRules = []importRule{
	{"frontend/source", ""},
	{"frontend/charset", "frontend/source golang.org/x/text/..."},
	{"frontend/diag", "frontend/source"},
	{"frontend/syntax", "frontend/source frontend/diag"},
	{"frontend/characters", "frontend/syntax golang.org/x/text/..."},
	{"frontend/resolve", "frontend/source frontend/diag frontend/syntax"},
	{"frontend/load", "frontend/characters frontend/charset frontend/source frontend/diag frontend/syntax frontend/resolve runtime/encnames"},
	{"frontend/modnames", "frontend/source frontend/diag frontend/syntax frontend/resolve frontend/load"},
	{"frontend", "frontend/..."},

	{"lower/types", ""},
	{"lower/ir", "frontend/source frontend/diag lower/types"},
	{"lower/prim", "frontend/syntax lower/ir lower/types"},
	{"lower/infer", "frontend/... lower/ir lower/prim lower/types"},
	{"lower/build", "frontend/... lower/infer lower/ir lower/prim lower/types"},
	{"lower/opt", "lower/infer lower/ir lower/prim lower/types"},
	{"lower/narrow", "lower/infer lower/ir lower/prim lower/types"},
	{"lower/specialise", "lower/infer lower/ir lower/types"},
	{"lower/beside", "lower/infer lower/ir lower/prim lower/types"},
	{"lower/coro", "frontend/source lower/ir lower/prim lower/types"},
	{"lower", "frontend frontend/... lower/..."},

	{"emit/names", "lower/ir"},
	{"emit/gofile", "golang.org/x/tools/imports"},
	{"emit", "emit/... frontend/source lower/ir lower/types lower/prim"},

	{"runtime/py/...", "runtime/encnames runtime/gostack runtime/fmath runtime/ucd runtime/py/... golang.org/x/sys/..."},
	{"runtime/coro", "runtime/py golang.org/x/sys/..."},
	{"runtime/pyio", "runtime/py"},
	{"runtime/fmath", ""},
	{"runtime/encnames", ""},
	{"runtime/gostack", ""},
	{"runtime/structseq", "runtime/py"},
	{"runtime/selfexec", ""},
	{"runtime/signals", "runtime/py"},
	{"runtime/sysnet", ""},
	{"runtime/tlslink", "runtime/py"},
	{"runtime/pydef", "runtime/py runtime/pymod"},
	{"runtime/pycompress", "runtime/py"},
	{"runtime/sre", "runtime/ucd"},
	{"runtime/pymod", "runtime/py"},
	{"runtime/ucd", ""},
	{"runtime/unidata", ""},
	{"runtime/expat", ""},
	{"runtime/bzip2", ""},
	{"runtime/lzma", ""},
	{"runtime/multibyte", ""},
	{"runtime/multibyte/...", "runtime/multibyte runtime/multibyte/..."},
	{"runtime/builtins", "runtime/py runtime/coro runtime/pyio runtime/ucd runtime/fmath"},
	{"runtime/asyncio", "runtime/py runtime/selfexec runtime/pymod runtime/coro runtime/pyio runtime/sysnet runtime/tlslink runtime/stdlib/... golang.org/x/sys/..."},
	{"runtime/entry", "runtime/..."},
	{"runtime/pyparse", "runtime/py runtime/unidata frontend/source frontend/diag frontend/syntax"},
	{"runtime/interp", "runtime/py runtime/pyparse runtime/coro runtime/builtins frontend/source frontend/diag frontend/syntax frontend/resolve lower/types lower/ir lower/prim lower/build lower/coro"},
	{"runtime/stdlib/ast", "runtime/py runtime/pymod runtime/pyparse runtime/ucd runtime/stdlib/inspect frontend/source frontend/diag frontend/syntax"},
	{"runtime/stdlib/...", "runtime/... golang.org/x/text/..."},
	{"runtime", ""},

	{"", ""}, // the root holds the runtime's source for programs to carry
	{"cmd/aio2go", ". frontend/... frontend lower lower/... emit emit/... internal/cpytest internal/report github.com/spf13/cobra"},

	{"internal/diagdoc", "golang.org/x/tools/txtar"},
	{"internal/libnames", ". internal/conform internal/gobatch"},
	{"internal/cpytest", "frontend/load"},
	{"internal/report", "frontend/source lower/ir lower/types"},
	{"internal/progen", ""},
	{"internal/conform", "github.com/google/go-cmp/cmp golang.org/x/tools/txtar"},
	{"internal/arch", ""},
	{"internal/gobatch", ". frontend frontend/diag lower emit golang.org/x/sync/errgroup"},
	{"internal/load", "internal/gobatch"},
	{"bench", "internal/conform"},
}

// A listed package is what go list says of one.
type listed struct {
	ImportPath string
	Name       string
	Dir        string
	Doc        string
	GoFiles    []string
	Imports    []string
}

// modulePackages are the module's packages.
var modulePackages = sync.OnceValues(func() ([]listed, error) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Dir,Doc,GoFiles,Imports", module+"/...")
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, errors.New(string(exit.Stderr))
	}
	if err != nil {
		return nil, err
	}
	var pkgs []listed
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs, nil
		} else if err != nil {
			return nil, err
		}
		pkgs = append(pkgs, p)
	}
})

func packages(t *testing.T) []listed {
	t.Helper()
	pkgs, err := modulePackages()
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) < 5 {
		t.Fatalf("go list finds only %d packages", len(pkgs))
	}
	return pkgs
}

func TestImports(t *testing.T) {
	used := map[string]bool{}
	for _, p := range packages(t) {
		rel := within(p.ImportPath)
		rule := ruleFor(rel)
		if rule == nil {
			t.Errorf("%s: no rule says what it may import; add one to importRules", p.ImportPath)
			continue
		}
		used[rule.pkg] = true
		for _, imp := range p.Imports {
			if isStandard(imp) {
				continue
			}
			target := within(imp)
			if target == "" {
				target = "."
			}
			if !allowed(rule.imports, target) {
				t.Errorf("%s imports %s, which importRules does not allow", p.ImportPath, imp)
			}
		}
	}
	var stale []string
	for _, r := range importRules {
		if !used[r.pkg] {
			stale = append(stale, r.pkg)
		}
	}
	sort.Strings(stale)
	if len(stale) > 0 {
		t.Logf("rules for packages that do not exist: %s", strings.Join(stale, " "))
	}
}

// TestRuntimeCore keeps what every program links free of other people's modules:
// an emitted module must build offline, from what it carries.
func TestRuntimeCore(t *testing.T) {
	for _, p := range packages(t) {
		rel := within(p.ImportPath)
		if !matches("runtime/...", rel) || matches("runtime/stdlib/...", rel) || rel == "runtime/interp" || rel == "runtime/pyparse" {
			continue // linked by the programs that ask for them
		}
		for _, imp := range p.Imports {
			if !isStandard(imp) && !strings.HasPrefix(imp, module) && !strings.HasPrefix(imp, "golang.org/x/sys/") {
				t.Errorf("%s imports %s: the runtime's core has the standard library and x/sys only", p.ImportPath, imp)
			}
		}
	}
}

func ruleFor(rel string) *importRule {
	for i, r := range importRules {
		if matches(r.pkg, rel) {
			return &importRules[i]
		}
	}
	return nil
}

func allowed(patterns, target string) bool {
	for pattern := range strings.FieldsSeq(patterns) {
		if matches(pattern, target) {
			return true
		}
	}
	return false
}

func matches(pattern, name string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == prefix || strings.HasPrefix(name, prefix+"/")
	}
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

// within is the path inside this module, or the path itself if it is outside.
func within(importPath string) string {
	return strings.TrimPrefix(strings.TrimPrefix(importPath, module), "/")
}

// isStandard: the standard library's first elements have no dot.
func isStandard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}
