//go:build unix

// Command bench times the programs in bench/programs as binaries that aio2go
// built and under CPython 3.13, in pairs within one run, so that a change in the
// machine's speed falls on both. It prints the median times, their ratio and the
// peak memory of each.
//
//	go run ./bench                          every program, five pairs
//	go run ./bench -reps 9 -run 'sleep0|deep'
//	go run ./bench -run million -size 100000
//	go run ./bench -docs                        and writes the table of docs/performance.md
//
// It fails when a program prints something else than under CPython.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/aio2go/aio2go/internal/conform"
)

var (
	reps   = flag.Int("reps", 5, "pairs of runs for each program")
	filter = flag.String("run", "", "only programs whose name this regular expression matches")
	size   = flag.String("size", "", "argument given to the programs, instead of each one's own size")
	tool   = flag.String("aio2go", "", "the aio2go command; built from this module if empty")
	docs   = flag.Bool("docs", false, "write the results into docs/performance.md as well")
)

func main() {
	flag.Parse()
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	only, err := regexp.Compile(*filter)
	if err != nil {
		return err
	}
	py, err := conform.FindPython(conform.DefaultVersion)
	if err != nil {
		return err
	}
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if *tool == "" {
		*tool = filepath.Join(dir, "aio2go")
		if err := command(root, "go", "build", "-o", *tool, "./cmd/aio2go"); err != nil {
			return err
		}
	}
	programs, err := filepath.Glob(filepath.Join(root, "bench", "programs", "*.py"))
	if err != nil {
		return err
	}
	how := fmt.Sprintf("%s, %s, %s/%s, %d CPUs, median of %d pairs", py, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), *reps)
	if *filter != "" {
		how += ", programs that match " + *filter
	}
	fmt.Println(how)
	fmt.Printf("%-18s %10s %10s %9s %10s %10s\n", "program", "cpython", "aio2go", "faster", "cpython", "aio2go")
	var table []row
	for _, path := range programs {
		name := strings.TrimSuffix(filepath.Base(path), ".py")
		if !only.MatchString(name) {
			continue
		}
		binary := filepath.Join(dir, name)
		if err := command(root, *tool, "build", "-o", binary, path); err != nil {
			return err
		}
		r, err := compare(name, []string{py.Path, path}, []string{binary})
		if err != nil {
			return err
		}
		table = append(table, r)
	}
	if *docs {
		return writeTable(filepath.Join(root, "docs", "performance.md"), how, table)
	}
	return nil
}

// compare runs the two commands in turn and prints their line of the table.
func compare(name string, python, built []string) (row, error) {
	var slow, fast measurements
	for range *reps {
		want, err := slow.add(python)
		if err != nil {
			return row{}, fmt.Errorf("%s: %w", name, err)
		}
		got, err := fast.add(built)
		if err != nil {
			return row{}, fmt.Errorf("%s: %w", name, err)
		}
		if !bytes.Equal(want, got) {
			return row{}, fmt.Errorf("%s: CPython prints %q, the binary %q", name, want, got)
		}
	}
	var ratios []float64
	for i := range slow.times {
		ratios = append(ratios, slow.times[i].Seconds()/fast.times[i].Seconds())
	}
	r := row{name, median(slow.times).Seconds(), median(fast.times).Seconds(), median(ratios), slow.peak >> 20, fast.peak >> 20}
	fmt.Printf("%-18s %8.3f s %8.3f s %8.2fx %7d MB %7d MB\n", r.name, r.slow, r.fast, r.ratio, r.slowPeak, r.fastPeak)
	return r, nil
}

// measurements of one command.
type measurements struct {
	times []time.Duration
	peak  int64 // bytes resident, the most of any run
}

// add runs the command once more and returns what it printed.
func (m *measurements) add(command []string) ([]byte, error) {
	if *size != "" {
		command = append(slices.Clone(command), *size)
	}
	cmd := exec.Command(command[0], command[1:]...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, stderr.Bytes())
	}
	m.times = append(m.times, time.Since(start))
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		m.peak = max(m.peak, maxRSS(usage))
	}
	return stdout.Bytes(), nil
}

// maxRSS is the peak in bytes: Linux counts kilobytes, Darwin bytes.
func maxRSS(usage *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return usage.Maxrss
	}
	return usage.Maxrss << 10
}

func median[T time.Duration | float64](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func command(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}

// moduleRoot is the directory of this module's go.mod.
func moduleRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", err
	}
	return filepath.Dir(strings.TrimSpace(string(out))), nil
}
