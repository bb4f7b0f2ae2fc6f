//go:build unix

package main

import (
	"fmt"
	"math"
	"os"
	"strings"
)

// This file writes the table of docs/performance.md.

// row is a line of the table: seconds and MiB of CPython and of the binary.
type row struct {
	name               string
	slow, fast, ratio  float64
	slowPeak, fastPeak int64
}

// The lines of the page between which the table lies.
const (
	tableBegin = "<!-- written by go run ./bench -docs -->"
	tableEnd   = "<!-- end -->"
)

// writeTable replaces the table of the page at path.
func writeTable(path, how string, table []row) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(page), tableBegin)
	_, after, ok2 := strings.Cut(rest, tableEnd)
	if !ok || !ok2 {
		return fmt.Errorf("%s has no place for the table", path)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s\n\nMeasured with %s.\n\n", before, tableBegin, how)
	b.WriteString("| program | CPython | aio2go | times as fast | CPython, peak | aio2go, peak |\n|---|---:|---:|---:|---:|---:|\n")
	logs := 0.0
	for _, r := range table {
		fmt.Fprintf(&b, "| %s | %.2f s | %.3f s | %.1f | %d MiB | %d MiB |\n", r.name, r.slow, r.fast, r.ratio, r.slowPeak, r.fastPeak)
		logs += math.Log(r.ratio)
	}
	if len(table) > 0 {
		fmt.Fprintf(&b, "| geometric mean | | | %.1f | | |\n", math.Exp(logs/float64(len(table))))
	}
	fmt.Fprintf(&b, "\n%s%s", tableEnd, after)
	return os.WriteFile(path, []byte(b.String()), 0o666)
}
