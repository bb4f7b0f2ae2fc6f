package gobatch

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"sort"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/aio2go/aio2go"
	"github.com/aio2go/aio2go/emit"
	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/lower"
)

const runtimeModule = "github.com/aio2go/aio2go"

// A Source is one program to compile.
type Source struct {
	Name  string // any text; unique
	Main  string // the script's path relative to Dir
	Files map[string]string
}

// Options say how programs are compiled.
type Options struct {
	NoInfer bool

	// Quick leaves out the inlining and the debugger's tables of the programs, not of
	// the runtime: they build in half the time.
	Quick bool
}

// A Program is what became of one source.
type Program struct {
	Name string

	// Dir holds the program's Python files; their absolute paths are in the binary.
	Dir string

	// Script is the absolute path of the script.
	Script string

	// Warnings is what CPython's compiler, and so aio2go, prints of the program
	// before it runs.
	Warnings string

	// Rejected is what the compiler reports of a program that it does not accept.
	Rejected []*diag.Diagnostic

	// Failure says why an accepted program was not built: a stage of the compiler
	// that failed, or what the Go compiler says of the emitted code.
	Failure string

	pkg string
}

// OK reports whether the program is in the binary.
func (p *Program) OK() bool { return p.Failure == "" && len(p.Rejected) == 0 }

// A Batch is a binary with many programs.
type Batch struct {
	Dir      string
	Binary   string
	Programs map[string]*Program

	flags []string // for go build
}

// Build compiles the sources below dir, which it fills. An error is about the
// batch as a whole.
func Build(dir string, sources []Source, opts Options) (*Batch, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	b := &Batch{Dir: dir, Binary: filepath.Join(dir, "batch"), Programs: map[string]*Program{}}
	if opts.Quick {
		b.flags = []string{"-gcflags=batch/...=-l -dwarf=false", "-ldflags=-s -w"}
	}
	programs := make([]*Program, len(sources))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, src := range sources {
		group.Go(func() (err error) {
			programs[i], err = b.compile(i, src, opts)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for _, p := range programs {
		b.Programs[p.Name] = p
	}
	if err := b.writeModule(); err != nil {
		return nil, err
	}
	return b, b.build()
}

// Command is the command line that runs the program as a Python version, "" for
// what any version accepts.
func (b *Batch) Command(name, version string, args ...string) []string {
	return append([]string{b.Binary, b.Programs[name].pkg, version}, args...)
}

// compile writes the program's Python files and its Go package.
func (b *Batch) compile(i int, src Source, opts Options) (*Program, error) {
	p := &Program{Name: src.Name, Dir: filepath.Join(b.Dir, "src", fmt.Sprint(i)), pkg: fmt.Sprintf("p%d", i)}
	p.Script = filepath.Join(p.Dir, filepath.FromSlash(src.Main))
	for name, text := range src.Files {
		path := filepath.Join(p.Dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			return nil, err
		}
	}
	p.translate(b.packageDir(p), opts)
	return p, nil
}

func (b *Batch) packageDir(p *Program) string { return filepath.Join(b.Dir, "go", p.pkg) }

// translate runs the compiler's stages. A panic in one is the program's failure.
func (p *Program) translate(dir string, opts Options) {
	stage := "frontend"
	defer func() {
		if r := recover(); r != nil {
			p.Failure = fmt.Sprintf("panic in %s: %v\n%s", stage, r, debug.Stack())
		}
	}()
	modules := aio2go.Modules()
	prog, list := frontend.Load(frontend.Options{Runtime: func(name string) bool { return modules[name] != "" }}, p.Script)
	if p.reject(list); len(p.Rejected) > 0 || prog == nil {
		return
	}
	stage = "lower"
	lowered, err := lower.Lower(prog, lower.Options{NoInfer: opts.NoInfer}, list)
	if err != nil {
		p.Failure = fmt.Sprintf("%s: %v", stage, err)
		return
	}
	if p.reject(list); len(p.Rejected) > 0 {
		return
	}
	var warnings bytes.Buffer
	for _, d := range prog.Warnings {
		if err := d.RenderWarning(&warnings, true); err != nil {
			p.Failure = err.Error()
			return
		}
	}
	p.Warnings = warnings.String()
	stage = "emit"
	err = emit.Write(lowered, emit.Options{Dir: dir, Runtime: aio2go.Runtime, Packages: modules, Library: p.pkg, Unformatted: true, NoComments: true})
	if err != nil {
		p.Failure = fmt.Sprintf("%s: %v", stage, err)
	}
}

// reject notes the errors in list.
func (p *Program) reject(list *diag.List) {
	p.Rejected = nil
	for _, d := range list.All() {
		if d.Severity == diag.Error {
			p.Rejected = append(p.Rejected, d)
		}
	}
}

// writeModule makes the packages a module that uses the runtime of this
// repository, with its own requirements.
func (b *Batch) writeModule() error {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return err
	}
	gomod := strings.TrimSpace(string(out))
	data, err := os.ReadFile(gomod)
	if err != nil {
		return err
	}
	// The repository's own file with another name keeps the versions that its
	// go.sum knows, so nothing is looked up.
	text := regexp.MustCompile(`(?m)^module .*$`).ReplaceAllString(string(data), "module batch")
	text = regexp.MustCompile(`(?m)^tool .*$`).ReplaceAllString(text, "")
	text += fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %s => %s\n", runtimeModule, runtimeModule, filepath.Dir(gomod))
	dir := filepath.Join(b.Dir, "go")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o666); err != nil {
		return err
	}
	sum, err := os.ReadFile(filepath.Join(filepath.Dir(gomod), "go.sum"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o666)
}

// build compiles the packages, sets those apart that do not compile, and links
// the others.
func (b *Batch) build() error {
	if len(b.built()) == 0 {
		return nil
	}
	if out, err := b.goCommand("build", "./..."); err != nil {
		if !b.blame(out) {
			return fmt.Errorf("go build: %w\n%s", err, out)
		}
	}
	if len(b.built()) == 0 {
		return nil
	}
	if err := b.writeMain(); err != nil {
		return err
	}
	if out, err := b.goCommand("build", "-o", b.Binary, "./main"); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

func (b *Batch) goCommand(args ...string) ([]byte, error) {
	cmd := exec.Command("go", slices.Insert(args, 1, b.flags...)...)
	cmd.Dir = filepath.Join(b.Dir, "go")
	// A compiler of one small package does not live long enough for its collector to pay.
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "GOGC=800")
	return cmd.CombinedOutput()
}

// packageHeader is the line above a package's errors.
var packageHeader = regexp.MustCompile(`(?m)^# batch/(p\d+)\n((?:[^#].*\n?)*)`)

// blame makes the errors in the output of go build the failures of their
// programs, and reports whether it found any.
func (b *Batch) blame(out []byte) bool {
	byPackage := map[string]*Program{}
	for _, p := range b.Programs {
		byPackage[p.pkg] = p
	}
	found := false
	for _, m := range packageHeader.FindAllSubmatch(out, -1) {
		if p := byPackage[string(m[1])]; p != nil {
			p.Failure = "go build: " + string(m[2])
			found = true
		}
	}
	return found
}

// built returns the programs that are in the binary, by package.
func (b *Batch) built() []*Program {
	var list []*Program
	for _, p := range b.Programs {
		if p.OK() {
			list = append(list, p)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].pkg < list[j].pkg })
	return list
}

// writeMain writes the package that runs the program named by the first argument
// as the version given by the second.
func (b *Batch) writeMain() error {
	var src strings.Builder
	src.WriteString("package main\n\nimport (\n\t\"os\"\n\n\t\"" + runtimeModule + "/runtime/entry\"\n")
	for _, p := range b.built() {
		fmt.Fprintf(&src, "\t\"batch/%s\"\n", p.pkg)
	}
	src.WriteString(")\n\nvar programs = map[string]*entry.Program{\n")
	for _, p := range b.built() {
		fmt.Fprintf(&src, "\t%q: &%s.Program,\n", p.pkg, p.pkg)
	}
	src.WriteString("}\n\nfunc main() {\n\tp := programs[os.Args[1]]\n\tp.Python = os.Args[2]\n\tos.Exit(entry.Run(p, os.Args[3:]))\n}\n")
	dir := filepath.Join(b.Dir, "go", "main")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "main.go"), []byte(src.String()), 0o666)
}
