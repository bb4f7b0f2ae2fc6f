package cpytest

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// This file implements what is printed, and the table.

// Print writes a line for each result that is not a success, and the totals.
func Print(w io.Writer, results []Result, verbose bool) {
	if len(results) == 0 {
		return
	}
	for _, r := range results {
		word := map[Outcome]string{Passed: "ok  ", Failed: "FAIL", Skipped: "skip"}[r.Outcome]
		fmt.Fprintf(w, "%s %s", word, r.Method)
		if r.Reason != "" {
			fmt.Fprintf(w, ": %s", r.Reason)
		}
		fmt.Fprintln(w)
		if verbose && r.Outcome == Failed && r.Detail != "" {
			fmt.Fprintln(w, "    "+strings.ReplaceAll(strings.TrimSpace(r.Detail), "\n", "\n    "))
		}
	}
	t := count(results)
	fmt.Fprintf(w, "%s: %d passed, %d failed, %d skipped\n", results[0].File, t.passed, t.failed, t.skipped)
}

// totals are numbers of methods.
type totals struct{ passed, failed, skipped int }

func count(results []Result) totals {
	var t totals
	for _, r := range results {
		switch r.Outcome {
		case Passed:
			t.passed++
		case Failed:
			t.failed++
		case Skipped:
			t.skipped++
		}
	}
	return t
}

// reasonsText says why methods cannot pass. A line is a file, a pattern of methods and a
// reason, separated by blanks; # begins a comment.
//
//go:embed reasons.txt
var reasonsText string

// reason is why the methods that match a pattern cannot pass.
type reason struct{ file, methods, text string }

func reasons() []reason {
	var list []reason
	for _, line := range strings.Split(reasonsText, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.SplitN(line, " ", 3)
		if len(f) == 3 {
			list = append(list, reason{f[0], f[1], f[2]})
		}
	}
	return list
}

// reasonFor returns why the method cannot pass, "" if it can.
func reasonFor(list []reason, r Result) string {
	for _, x := range list {
		if ok, err := path.Match(x.methods, r.Method); err == nil && ok && x.file == r.File {
			return x.text
		}
	}
	return ""
}

// tableHead is the beginning of the table's file.
const tableHead = `# CPython's own tests

Test files of CPython 3.13's Lib/test that are compiled and run, and what becomes of
their methods. They are compiled from an installed CPython; nothing of them is in the
repository. What they import as test.support is written anew in internal/cpytest/python,
where it also says which methods it skips: those that are tied to CPython's
implementation, to a debug build, to threads of the C interface, to an interpreter that is
started as a subprocess with more than source text (which is compiled and run), or to
resources that CPython's own test run leaves out as well.

This file is written by

    go run ./cmd/aio2go test --cpython --table %s

which runs %s. The name of a file that an earlier run wrote
with --json stands for the results in it. A reason in
internal/cpytest/reasons.txt says why a method cannot pass; the others that fail are to
be mended. Portable are the methods that are run and have no such reason.

| File | Passed | Failed | cannot pass | Skipped | Portable | of these, passed |
|---|---:|---:|---:|---:|---:|---:|
`

// folderOf returns the folder that all files of the results are in, "" if there is none.
func folderOf(results []Result) string {
	folder := ""
	for _, r := range results {
		dir := path.Dir(r.File)
		if dir == "." || folder != "" && dir != folder {
			return ""
		}
		folder = dir
	}
	return folder
}

// areAmong reports whether all results are of these files.
func areAmong(results []Result, files []string) bool {
	for _, r := range results {
		if !slices.Contains(files, r.File) {
			return false
		}
	}
	return true
}

// writeMissing lists the files that there are no results of.
func writeMissing(w io.Writer, results []Result, files []string) {
	first := true
	for _, f := range files {
		if slices.ContainsFunc(results, func(r Result) bool { return r.File == f }) {
			continue
		}
		if first {
			fmt.Fprint(w, "\n## Files of the list that were not run\n\n")
			first = false
		}
		fmt.Fprintf(w, "- %s\n", f)
	}
}

// WriteTable writes the table of results to the file at path.
func WriteTable(path string, results []Result) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	args, what := filepath.ToSlash(path), "the files in internal/cpytest/files.txt; with names of files, these"
	if folder := folderOf(results); folder != "" {
		args, what = args+" "+folder, "the files of that folder"
	} else if areAmong(results, LibraryFiles()) {
		args, what = args+" "+Library, "the files in internal/cpytest/stdlib.txt, tests of the standard library"
	}
	fmt.Fprintf(w, tableHead, args, what)
	writeTable(w, results)
	if areAmong(results, LibraryFiles()) {
		writeMissing(w, results, LibraryFiles())
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

func writeTable(w io.Writer, results []Result) {
	why := reasons()
	byFile := map[string][]Result{}
	for _, r := range results {
		byFile[r.File] = append(byFile[r.File], r)
	}
	files := make([]string, 0, len(byFile))
	for f := range byFile {
		files = append(files, f)
	}
	sort.Strings(files)
	var sum totals
	explained := 0
	row := func(name string, t totals, explained int) {
		portable := t.passed + t.failed - explained
		share := "-"
		if portable > 0 {
			share = fmt.Sprintf("%.1f %%", 100*float64(t.passed)/float64(portable))
		}
		fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d | %s |\n", name, t.passed, t.failed, explained, t.skipped, portable, share)
	}
	for _, f := range files {
		t := count(byFile[f])
		n := 0
		for _, r := range byFile[f] {
			if r.Outcome == Failed && reasonFor(why, r) != "" {
				n++
			}
		}
		row(f, t, n)
		sum.passed, sum.failed, sum.skipped = sum.passed+t.passed, sum.failed+t.failed, sum.skipped+t.skipped
		explained += n
	}
	row("all", sum, explained)
	writeFailures(w, files, byFile, why)
	writeSkips(w, files, byFile)
}

// ReadResults returns the results in a file that a run with --json has written.
func ReadResults(path string) ([]Result, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var results []Result
	if err := json.Unmarshal(data, &results); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return results, nil
}

// writeFailures lists the methods that fail.
func writeFailures(w io.Writer, files []string, byFile map[string][]Result, why []reason) {
	fmt.Fprint(w, "\n## Methods that fail\n")
	for _, f := range files {
		head := false
		for _, r := range byFile[f] {
			if r.Outcome != Failed {
				continue
			}
			if !head {
				fmt.Fprintf(w, "\n%s\n\n", f)
				head = true
			}
			text := reasonFor(why, r)
			if text == "" {
				text = "not yet"
			}
			fmt.Fprintf(w, "- %s: %s\n", r.Method, text)
		}
	}
}

// writeSkips says how many methods are skipped for which reasons.
func writeSkips(w io.Writer, files []string, byFile map[string][]Result) {
	fmt.Fprint(w, "\n## Why methods are skipped\n\n")
	n := map[string]int{}
	for _, f := range files {
		for _, r := range byFile[f] {
			if r.Outcome == Skipped {
				n[r.Reason]++
			}
		}
	}
	list := make([]string, 0, len(n))
	for r := range n {
		list = append(list, r)
	}
	sort.Slice(list, func(i, j int) bool {
		if n[list[i]] != n[list[j]] {
			return n[list[i]] > n[list[j]]
		}
		return list[i] < list[j]
	})
	for _, r := range list {
		fmt.Fprintf(w, "- %d: %s\n", n[r], r)
	}
}

// filesText lists the files that the table is about, those of the language.
//
//go:embed files.txt
var filesText string

// TableFiles returns the names of the files that the table is about.
func TableFiles() []string { return strings.Fields(filesText) }

// Library is the name that means the files of the standard library's tests.
const Library = "stdlib"

//go:embed stdlib.txt
var libraryText string

// LibraryFiles returns the names of the files that the table of the standard library is about.
func LibraryFiles() []string { return strings.Fields(libraryText) }
