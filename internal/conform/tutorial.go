package conform

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/txtar"
)

// This file implements the tutorial case: one program and what each version of
// CPython did with it.

// A TutorialCase is a program with the results of several Python versions.
type TutorialCase struct {
	Path    string
	Comment string
	File    File
	Want    map[string]Result // by version, such as "3.13"

	// Unordered are the versions in which the lines of stdout may come in any
	// order, because CPython takes the order from the addresses of objects.
	Unordered []string

	// Endless: the program does not end by itself and is sent SIGINT when idle.
	Endless bool
}

const endlessMark = "# endless: "

var unorderedMark = regexp.MustCompile(`(?m)^# unordered in ([0-9. ]+): `)

// ReadTutorial reads every case in dir, sorted by path.
func ReadTutorial(dir string) ([]*TutorialCase, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil {
		return nil, err
	}
	sort.Strings(paths)
	var cases []*TutorialCase
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		c, err := parseTutorial(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		c.Path = path
		cases = append(cases, c)
	}
	return cases, nil
}

func parseTutorial(data []byte) (*TutorialCase, error) {
	ar := txtar.Parse(data)
	c := &TutorialCase{Comment: strings.TrimSpace(string(ar.Comment)), Want: map[string]Result{}}
	if m := unorderedMark.FindStringSubmatch(c.Comment); m != nil {
		c.Unordered = strings.Fields(m[1])
	}
	c.Endless = strings.Contains(c.Comment, endlessMark)
	for _, f := range ar.Files {
		version, section, ok := strings.Cut(f.Name, "/")
		if !ok {
			if c.File.Name != "" {
				return nil, fmt.Errorf("two programs: %s and %s", c.File.Name, f.Name)
			}
			c.File = File{f.Name, sectionText(f.Data)}
			continue
		}
		r := c.Want[version]
		switch section {
		case "stdout":
			r.Stdout = sectionText(f.Data)
		case "stderr":
			r.Stderr = sectionText(f.Data)
		case "exit":
			n, err := strconv.Atoi(strings.TrimSpace(string(f.Data)))
			if err != nil {
				return nil, fmt.Errorf("section %s: %w", f.Name, err)
			}
			r.Exit = n
		default:
			return nil, fmt.Errorf("unknown section %s", f.Name)
		}
		c.Want[version] = r
	}
	if c.File.Name == "" {
		return nil, fmt.Errorf("no program")
	}
	return c, nil
}

// Format writes the case as an archive, the versions in order.
func (c *TutorialCase) Format() []byte {
	ar := &txtar.Archive{Comment: []byte(c.Comment + "\n")}
	add := func(name, text string) {
		ar.Files = append(ar.Files, txtar.File{Name: name, Data: []byte(text)})
	}
	add(c.File.Name, c.File.Data)
	for _, v := range Versions {
		if r, ok := c.Want[v]; ok {
			add(v+"/stdout", r.Stdout)
			add(v+"/stderr", r.Stderr)
			add(v+"/exit", strconv.Itoa(r.Exit)+"\n")
		}
	}
	return txtar.Format(ar)
}

// Run runs the case by a command that the program's path is appended to, in a
// directory of its own, as the given version.
func (c *TutorialCase) Run(version string, command, env []string) (Result, error) {
	dir, err := os.MkdirTemp("", "conform")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir)
	if err := writeFiles(dir, []File{c.File}); err != nil {
		return Result{}, err
	}
	p := &Program{Command: append(command, filepath.Join(dir, c.File.Name)), Dir: dir, Env: env}
	c.PrepareInterrupt(p, version)
	return p.Run()
}

// PrepareInterrupt makes p send SIGINT to an endless program once it is idle: it
// has printed all it ever prints, and a moment has passed in which the loop went
// back to waiting. Output must not be held back, so it asks for that as well.
func (c *TutorialCase) PrepareInterrupt(p *Program, version string) {
	if !c.Endless {
		return
	}
	const settle = 300 * time.Millisecond
	p.Env = append(p.Env, "PYTHONUNBUFFERED=1")
	var complete time.Duration
	p.Interrupt = func(stdout string, running time.Duration) bool {
		if want, ok := c.Want[version]; !ok || stdout != want.Stdout {
			return running > 30*time.Second // what it prints is not known yet, and others may need the machine
		}
		if complete == 0 {
			complete = running
		}
		return running > complete+settle
	}
}

// Diff is the difference between what the version is known to do and got.
func (c *TutorialCase) Diff(version string, got Result) string {
	want := c.Want[version]
	if slices.Contains(c.Unordered, version) {
		want.Stdout, got.Stdout = sortLines(want.Stdout), sortLines(got.Stdout)
	}
	return Diff(want, got)
}

func sortLines(s string) string {
	ls := lines(s)
	sort.Strings(ls)
	return unlines(ls)
}

// LastAccepting is the newest version in which the program ends well, or the
// newest of all if it does in none.
func (c *TutorialCase) LastAccepting() string {
	for _, v := range slices.Backward(Versions) {
		if r, ok := c.Want[v]; ok && (r.Exit == 0 || c.Endless) {
			return v
		}
	}
	return DefaultVersion
}
