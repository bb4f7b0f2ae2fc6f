package conform_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aio2go/aio2go/internal/conform"
	"github.com/aio2go/aio2go/internal/gobatch"
)

// This file holds what the tests of built programs share.

const testdata = "../../testdata"

var (
	casesFlag    = flag.String("cases", "", "only run cases whose area/name matches this regular expression")
	noInferFlag  = flag.Bool("noinfer", false, "compile without type inference")
	failuresFlag = flag.String("failures", "", "write the failures of TestRun, classed by cause, into this file")
	workFlag     = flag.String("work", "", "keep the compiled batch in this directory")
)

// runJobs is how many programs run at the same time.
const runJobs = 4

// virtual makes sleeping free.
const virtual = "AIO2GO_CLOCK=virtual"

// workDir is a directory for a batch.
func workDir(t *testing.T) string {
	if *workFlag == "" {
		return t.TempDir()
	}
	dir := filepath.Join(*workFlag, t.Name())
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// tool builds the aio2go command, once.
var tool = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "conform-tool")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "aio2go")
	cmd := exec.Command("go", "build", "-o", path, "../../cmd/aio2go")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build ./cmd/aio2go: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	if path, err := tool(); err == nil {
		if err := os.RemoveAll(filepath.Dir(path)); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(status)
}

// buildLimit bounds a command that may have to compile modules of the library first.
const buildLimit = 5 * time.Minute

// runBuilt runs a program of the batch, in its own directory. What the compiler
// says about a rejected program comes from the command itself.
func runBuilt(b *gobatch.Batch, p *gobatch.Program, version string, run conform.Program) (conform.Result, error) {
	run.Dir = p.Dir
	switch {
	case p.Failure != "":
		return conform.Result{}, fmt.Errorf("not built: %s", p.Failure)
	case len(p.Rejected) > 0:
		path, err := tool()
		if err != nil {
			return conform.Result{}, err
		}
		command := []string{path, "run"}
		if version != "" {
			command = append(command, "--python", version)
		}
		run.Command = append(append(command, p.Script), run.Command...)
		run.Limit = buildLimit
		r, err := run.Run()
		r.Stderr = furtherErrors.ReplaceAllString(r.Stderr, "")
		return r, err
	}
	run.Command = b.Command(p.Name, version, run.Command...)
	r, err := run.Run()
	r.Stderr = conform.Normalize(p.Warnings, p.Dir) + r.Stderr
	return r, err
}

// furtherErrors are those that follow what CPython says of a program with a syntax
// error: CPython stops at the first.
var furtherErrors = regexp.MustCompile(`(?ms)^[^\s:]+:\d+:\d+: error: .*\z`)

// rejection is what the compiler has against the program, if anything.
func rejection(p *gobatch.Program) string {
	if len(p.Rejected) == 0 {
		return ""
	}
	d := p.Rejected[0]
	return fmt.Sprintf("error: %s [%s]\n", d.Message, d.Code)
}

// A failureClass counts the failures with one cause.
type failureClass struct {
	what  string
	names []string
}

// classify sorts failures by what is probably their cause, frequent ones first.
func classify(failures map[string]string) []failureClass {
	classes := map[string][]string{}
	for name, text := range failures {
		key := cause(text)
		classes[key] = append(classes[key], name)
	}
	var list []failureClass
	for what, names := range classes {
		slices.Sort(names)
		list = append(list, failureClass{what, names})
	}
	slices.SortFunc(list, func(a, b failureClass) int {
		return cmp.Or(cmp.Compare(len(b.names), len(a.names)), cmp.Compare(a.what, b.what))
	})
	return list
}

var (
	goError    = regexp.MustCompile(`\.(?:go|py):\d+:\d+: (.*)`)
	number     = regexp.MustCompile(`\d+`)
	rejectCode = regexp.MustCompile(`error: .* \[([a-z-]+)\]`)
	uncaught   = regexp.MustCompile(`(?m)^\s+\+? *"(\w+(?:Error|Exception|Iteration|Interrupt)\b.*)"`)
	goPanic    = regexp.MustCompile(`(?:panic: |fatal error: |internal error)[^\n]*`)
)

// cause reduces the text of a failure to one line that failures of one cause share.
func cause(text string) string {
	switch {
	case goPanic.MatchString(text):
		return "crash: " + number.ReplaceAllString(goPanic.FindString(text), "N")
	case strings.Contains(text, "go build:") && goError.MatchString(text):
		return "go build: " + number.ReplaceAllString(goError.FindStringSubmatch(text)[1], "N")
	case strings.HasPrefix(text, "not built"), strings.Contains(text, "killed after"):
		return number.ReplaceAllString(firstLines(text, 1), "N")
	case rejectCode.MatchString(text):
		return "rejected: " + rejectCode.FindString(text)
	case uncaught.MatchString(text):
		return "raises: " + uncaught.FindStringSubmatch(text)[1]
	case strings.Contains(text, "stdout (-want"):
		return "stdout differs"
	case strings.Contains(text, "stderr (-want"):
		return "stderr differs"
	}
	return firstLines(text, 1)
}

func firstLines(s string, n int) string {
	ls := strings.SplitN(s, "\n", n+1)
	return strings.Join(ls[:min(n, len(ls))], "\n")
}

// writeFailures writes the classes and then each failure.
func writeFailures(path string, total int, failures map[string]string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %d of %d cases fail\n\n", len(failures), total)
	for _, c := range classify(failures) {
		fmt.Fprintf(&b, "- %d: %s\n  (%s)\n", len(c.names), c.what, strings.Join(c.names, " "))
	}
	names := make([]string, 0, len(failures))
	for name := range failures {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "\n## %s\n\n```\n%s\n```\n", name, strings.TrimRight(failures[name], "\n"))
	}
	return os.WriteFile(path, []byte(b.String()), 0o666)
}
