package conform

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"
)

// This file implements the run case: parsing, formatting, and laying its
// program out in a directory.

// recordedPrefix starts the header line that names the recording interpreter.
const recordedPrefix = "# recorded: "

// noNewline stands on a line of its own at the end of a section whose text does
// not end in a newline, which txtar alone cannot express.
const noNewline = "\\ no newline at end"

// A Result is what a program did, normalised.
type Result struct {
	Stdout string
	Stderr string
	Exit   int
}

// A File is one file of a program, named relative to the program's directory.
type File struct {
	Name string
	Data string
}

// A Case is one program and what CPython did with it.
type Case struct {
	Path     string // of the archive
	Name     string // area/case
	Comment  string // what the case shows, in words
	Recorded string // the interpreter that Want comes from; "" before the first recording
	Files    []File // the program; Files[0] is the script that is run
	Args     []string
	Stdin    string
	Env      []string // NAME=value
	Want     Result
	Differs  string // why a built program may do something else; "" nearly always
}

// Area returns the directory part of the case's name.
func (c *Case) Area() string { return filepath.ToSlash(filepath.Dir(c.Name)) }

// Main returns the name of the script that is run.
func (c *Case) Main() string { return c.Files[0].Name }

// ReadCase reads the archive at path; root is the directory that names start from.
func ReadCase(root, path string) (*Case, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return nil, err
	}
	c, err := ParseCase(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	c.Path = path
	c.Name = strings.TrimSuffix(filepath.ToSlash(rel), ".txtar")
	return c, nil
}

// ReadCases reads every archive below root, sorted by name.
func ReadCases(root string) ([]*Case, error) {
	var cases []*Case
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".txtar" {
			return err
		}
		c, err := ReadCase(root, path)
		if err == nil {
			cases = append(cases, c)
		}
		return err
	})
	sort.Slice(cases, func(i, j int) bool { return cases[i].Name < cases[j].Name })
	return cases, err
}

// ParseCase parses one archive.
func ParseCase(data []byte) (*Case, error) {
	ar := txtar.Parse(data)
	c := &Case{}
	c.Comment, c.Recorded = splitHeader(ar.Comment)
	if c.Comment == "" {
		return nil, fmt.Errorf("no comment says what the case shows")
	}
	seen := map[string]bool{}
	for _, f := range ar.Files {
		if seen[f.Name] {
			return nil, fmt.Errorf("section %q twice", f.Name)
		}
		seen[f.Name] = true
		text := sectionText(f.Data)
		switch f.Name {
		case "stdout":
			c.Want.Stdout = text
		case "stderr":
			c.Want.Stderr = text
		case "exit":
			n, err := strconv.Atoi(strings.TrimSpace(text))
			if err != nil {
				return nil, fmt.Errorf("section exit: %w", err)
			}
			c.Want.Exit = n
		case "args":
			c.Args = lines(text)
		case "stdin":
			c.Stdin = text
		case "env":
			c.Env = lines(text)
		case "differs":
			c.Differs = strings.TrimSpace(text)
			if c.Differs == "" {
				return nil, fmt.Errorf("section differs gives no reason")
			}
		default:
			if !filepath.IsLocal(f.Name) {
				return nil, fmt.Errorf("file %q is outside the program's directory", f.Name)
			}
			c.Files = append(c.Files, File{f.Name, text})
		}
	}
	if len(c.Files) == 0 {
		return nil, fmt.Errorf("no program")
	}
	return c, nil
}

// splitHeader separates the comment from the recording line.
func splitHeader(comment []byte) (text, recorded string) {
	var kept []string
	for _, line := range lines(string(comment)) {
		if rest, ok := strings.CutPrefix(line, recordedPrefix); ok {
			recorded = rest
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n")), recorded
}

// Format writes the case as an archive. It fails when the program or its
// output contains a line that txtar would read as a section.
func (c *Case) Format() ([]byte, error) {
	ar := &txtar.Archive{Comment: []byte(c.Comment + "\n")}
	if c.Recorded != "" {
		ar.Comment = append(ar.Comment, (recordedPrefix + c.Recorded + "\n")...)
	}
	var err error
	add := func(name, text string) {
		data := []byte(text)
		if len(data) > 0 && data[len(data)-1] != '\n' {
			data = append(data, ("\n" + noNewline + "\n")...)
		}
		if len(txtar.Parse(data).Files) > 0 && err == nil {
			err = fmt.Errorf("section %s has a line that starts a section", name)
		}
		ar.Files = append(ar.Files, txtar.File{Name: name, Data: data})
	}
	addUnlessEmpty := func(name, text string) {
		if text != "" {
			add(name, text)
		}
	}
	for _, f := range c.Files {
		add(f.Name, f.Data)
	}
	addUnlessEmpty("args", unlines(c.Args))
	addUnlessEmpty("stdin", c.Stdin)
	addUnlessEmpty("env", unlines(c.Env))
	if c.Differs != "" {
		add("differs", c.Differs+"\n")
	}
	if c.Recorded != "" {
		add("stdout", c.Want.Stdout)
		add("stderr", c.Want.Stderr)
		add("exit", strconv.Itoa(c.Want.Exit)+"\n")
	}
	if err != nil {
		return nil, err
	}
	return txtar.Format(ar), nil
}

// WriteFiles lays the program out below dir.
func (c *Case) WriteFiles(dir string) error { return writeFiles(dir, c.Files) }

func writeFiles(dir string, files []File) error {
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(f.Data), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// sectionText undoes what Format does to text without a final newline.
func sectionText(data []byte) string {
	if rest, ok := bytes.CutSuffix(data, []byte("\n"+noNewline+"\n")); ok {
		return string(rest)
	}
	return string(data)
}

func lines(s string) []string {
	if s = strings.TrimSuffix(s, "\n"); s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

func unlines(ss []string) string {
	if len(ss) == 0 {
		return ""
	}
	return strings.Join(ss, "\n") + "\n"
}
