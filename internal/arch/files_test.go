package arch

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
)

// This file holds what is checked of files rather than of packages.

const root = "../.."

// maxLines is where a file must be split, or be generated.
const maxLines = 1500

// sources calls visit with every file below the root that people wrote, by its
// path from the root; testdata too if asked for.
func sources(t *testing.T, withTestdata bool, visit func(file string, data []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if name == ".git" || name == "testdata" && !withTestdata {
				return filepath.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return nil
		}
		switch filepath.Ext(name) {
		case ".go", ".py", ".md", ".txtar", ".mod", ".pyi", ".txt", ".yml", ".sh", "":
		default:
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.ContainsRune(data[:min(len(data), 1000)], 0) {
			rel, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			visit(filepath.ToSlash(rel), data)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// TestFileLength reports the longest files and fails above maxLines.
func TestFileLength(t *testing.T) {
	type file struct {
		path  string
		lines int
	}
	var files []file
	sources(t, false, func(path string, data []byte) {
		if strings.HasSuffix(path, ".go") && !generated.Match(data) {
			files = append(files, file{path, bytes.Count(data, []byte("\n"))})
		}
	})
	sort.Slice(files, func(i, j int) bool { return files[i].lines > files[j].lines })
	for i, f := range files {
		if f.lines > maxLines {
			t.Errorf("%s has %d lines, more than %d: split it by concept", f.path, f.lines, maxLines)
		} else if i < 10 {
			t.Logf("%5d %s", f.lines, f.path)
		}
	}
}

// TestPackageDocs checks that every package has a comment, that it begins as
// godoc expects, and that it says more than the name.
func TestPackageDocs(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.GoFiles) == 0 {
			continue // tests only
		}
		want := "Package " + p.Name + " "
		if p.Name == "main" {
			want = "Command "
			if name := path.Base(p.ImportPath); strings.HasPrefix(p.Doc, strings.ToUpper(name[:1])+name[1:]+" ") {
				continue // the other form that commands are documented in
			}
		}
		switch {
		case p.Doc == "":
			t.Errorf("%s has no package comment", p.ImportPath)
		case !strings.HasPrefix(p.Doc, want):
			t.Errorf("%s: the package comment begins %q, want %q", p.ImportPath, firstLine(p.Doc), want)
		case len(p.Doc) < len(want)+20:
			t.Errorf("%s: the package comment says nothing: %q", p.ImportPath, p.Doc)
		}
		for _, banned := range []string{"util", "utils", "common", "misc", "helpers"} {
			if p.Name == banned {
				t.Errorf("%s: a package's name says what is in it", p.ImportPath)
			}
		}
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// machinePath is a place that exists on one machine only. Programs may name
// /tmp, /dev and made-up absolute paths.
var machinePath = regexp.MustCompile(`/(root|home/\w+|Users/\w+)/|\.pyenv/versions|/tmp/conform\d|(^|[\s"'=(])/work/`)

// pathExamples are files that name such a place on purpose.
var pathExamples = map[string]bool{
	"internal/arch/files_test.go": true,
}

func TestNoMachinePaths(t *testing.T) {
	sources(t, true, func(path string, data []byte) {
		if pathExamples[path] {
			return
		}
		for i, line := range strings.Split(string(data), "\n") {
			if m := machinePath.FindString(line); m != "" {
				t.Errorf("%s:%d names a place on one machine: %s", path, i+1, strings.TrimSpace(m))
			}
		}
	})
}

// listElements is an assignment to the elements of a list.
var listElements = regexp.MustCompile(`\.Items = `)

// TestListElements checks that the elements of lists are changed by List's methods alone
// outside of package py: the memory of a list may be such that the garbage collector does not
// look into it, which they know (runtime/py/list_memory.go).
func TestListElements(t *testing.T) {
	sources(t, false, func(path string, data []byte) {
		if !strings.HasSuffix(path, ".go") || !strings.HasPrefix(path, "runtime/") || strings.HasPrefix(path, "runtime/py/") {
			return
		}
		for i, line := range strings.Split(string(data), "\n") {
			if listElements.MatchString(line) {
				t.Errorf("%s:%d assigns to a list's Items: use Append, Store, SetItems", path, i+1)
			}
		}
	})
}

// TestConflictMarkers catches a merge that was left half done.
func TestConflictMarkers(t *testing.T) {
	marker := regexp.MustCompile(`(?m)^(<{7}|>{7}|\|{7}) `)
	sources(t, false, func(path string, data []byte) {
		if m := marker.Find(data); m != nil {
			t.Errorf("%s has a conflict marker %q", path, m)
		}
	})
}
