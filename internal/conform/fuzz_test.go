package conform_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/aio2go/aio2go/internal/conform"
	"github.com/aio2go/aio2go/internal/gobatch"
	"github.com/aio2go/aio2go/internal/progen"
)

// This file runs random programs under CPython and as built binaries.

var (
	fuzzCount  = flag.Int("programs", 60, "random programs of each kind to compare")
	fuzzSeed   = flag.Uint64("seed", 1, "the first program's seed")
	fuzzSeeds  = flag.String("seeds", "", "compare the programs of these seeds, with commas between them, instead")
	fuzzShrink = flag.Int("shrink", 0, "builds to spend on shrinking the first difference")
	fuzzKeep   = flag.String("keep", "", "write the programs that differ into this directory")
)

func TestFuzzAsync(t *testing.T) { fuzz(t, "async", progen.Async) }
func TestFuzzLang(t *testing.T)  { fuzz(t, "lang", progen.Lang) }
func TestFuzzTyped(t *testing.T) { fuzz(t, "typed", progen.Typed) }

// fuzzBatch is how many programs are linked into one binary.
const fuzzBatch = 250

func fuzz(t *testing.T, kind string, generate func(uint64) *progen.Program) {
	if testing.Short() {
		t.Skip("short: random programs are compared in full runs only")
	}
	py, err := conform.FindPython(conform.DefaultVersion)
	if err != nil {
		if os.Getenv("AIO2GO_REQUIRE_PYTHON") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	var failed []*progen.Program
	differences := map[string]string{}
	compared, placed := 0, 0
	for seeds := range slices.Chunk(seedList(t), fuzzBatch) {
		programs := map[string]*progen.Program{}
		for _, seed := range seeds {
			programs[fmt.Sprintf("%s%d", kind, seed)] = generate(seed)
		}
		diffs, n, err := compare(workDir(t), py, programs)
		if err != nil {
			t.Fatal(err)
		}
		compared += n
		for name, diff := range diffs {
			if diff == onlyPlace {
				placed++
				continue
			}
			differences[name] = diff
			failed = append(failed, programs[name])
		}
	}
	t.Logf("%d programs compared, %d differ, %d others only in where a coroutine is said to be never awaited", compared, len(differences), placed)
	for _, c := range classify(differences) {
		t.Logf("%3d %s (%s ...)", len(c.names), c.what, c.names[0])
	}
	for name, diff := range differences {
		t.Errorf("%s: %s", name, firstLines(diff, 40))
	}
	if len(failed) == 0 {
		return
	}
	slices.SortFunc(failed, func(a, b *progen.Program) int { return len(a.Source()) - len(b.Source()) })
	if *fuzzKeep != "" {
		for _, p := range failed {
			name := fmt.Sprintf("%s%d", kind, p.Seed)
			text := p.Source() + "\n# " + strings.ReplaceAll(differences[name], "\n", "\n# ") + "\n"
			if err := os.WriteFile(filepath.Join(*fuzzKeep, name+".py"), []byte(text), 0o666); err != nil {
				t.Error(err)
			}
		}
	}
	if *fuzzShrink > 0 {
		t.Logf("shrunk:\n%s", shrink(t, py, failed[0]))
	}
}

// seedList is what the flags ask for.
func seedList(t *testing.T) []uint64 {
	var list []uint64
	if *fuzzSeeds != "" {
		for text := range strings.SplitSeq(*fuzzSeeds, ",") {
			seed, err := strconv.ParseUint(text, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, seed)
		}
		return list
	}
	for i := range uint64(*fuzzCount) {
		list = append(list, *fuzzSeed+i)
	}
	return list
}

// compare returns the differences by program, and how many were compared.
func compare(dir string, py conform.Python, programs map[string]*progen.Program) (map[string]string, int, error) {
	texts := map[string]string{}
	for name, p := range programs {
		texts[name] = p.Source()
	}
	want, err := conform.RunBatch(py, texts)
	if err != nil {
		return nil, 0, err
	}
	for name, w := range want {
		// A program cut short leaves tasks and generators in the middle of
		// everything, and what becomes of those depends on when they are freed.
		if strings.Contains(w.Stdout+w.Stderr, progen.TooManyEvents) {
			delete(want, name)
		}
	}
	var sources []gobatch.Source
	for name := range want {
		sources = append(sources, gobatch.Source{Name: name, Main: name + ".py", Files: map[string]string{name + ".py": texts[name]}})
	}
	batch, err := gobatch.Build(dir, sources, gobatch.Options{NoInfer: *noInferFlag, Quick: true})
	if err != nil {
		return nil, 0, err
	}
	differences := map[string]string{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, runJobs)
	for name, w := range want {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			diff := ""
			got, err := runBuilt(batch, batch.Programs[name], conform.DefaultVersion, conform.Program{Env: []string{virtual}})
			if err != nil {
				diff = err.Error()
			} else {
				got = conform.MaskTaskNumbers(got)
				diff = conform.Diff(unordered(w), unordered(got))
				if diff != "" && conform.Diff(unordered(awaited(w)), unordered(awaited(got))) == "" {
					diff = onlyPlace
				}
			}
			if diff != onlyPlace && diff != "" {
				diff = rejection(batch.Programs[name]) + diff
			}
			if diff != "" {
				mu.Lock()
				differences[name] = diff
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return differences, len(want), nil
}

// unordered sorts the lines of stderr: what is reported of tasks that nobody waited
// for comes when they are freed, whose order no program can rely on. Two things hang on
// that moment besides (docs/differences.md), and are left out. A coroutine that is never
// awaited is freed with what held it, in a line of the library, or at the end, which a
// batch of CPython's does not see. And an exception that has gone on to the end of the
// program while its report waited has a frame more.
func unordered(r conform.Result) conform.Result {
	r.Stderr = neverAwaited.ReplaceAllString(r.Stderr, "")
	r.Stderr = outermost.ReplaceAllString(r.Stderr, "")
	r.Stderr = strings.Join(slices.Sorted(strings.Lines(r.Stderr)), "")
	return r
}

// onlyPlace is the difference of programs that say in other places which coroutines are
// never awaited: one that a traceback or a cycle holds is freed where CPython counts the
// last reference, here at the end (docs/differences.md).
const onlyPlace = "where a coroutine is said to be never awaited"

// awaited leaves out what is said of coroutines that are never awaited.
func awaited(r conform.Result) conform.Result {
	r.Stderr = anyNeverAwaited.ReplaceAllString(r.Stderr, "")
	return r
}

var (
	neverAwaited    = neverAwaitedAt(`(?:<lib>/\S+|<sys>:\d+)`)
	anyNeverAwaited = neverAwaitedAt(`\S+:\d+`)
	outermost       = regexp.MustCompile(`(?m)^  File "async\d+\.py", line \d+, in <module>\n    asyncio\.run\(main\(\)\)\n    ~+\^+\n`)
)

// neverAwaitedAt matches what is said of a coroutine that is never awaited at a place.
func neverAwaitedAt(place string) *regexp.Regexp {
	return regexp.MustCompile(`(?m)^` + place + `: RuntimeWarning: coroutine '\S+' was never awaited\n(?:  .*\n)?(?:RuntimeWarning: Enable tracemalloc .*\n)?`)
}

// shrink deletes from a program what its difference does not need.
func shrink(t *testing.T, py conform.Python, p *progen.Program) string {
	small := progen.Shrink(p, *fuzzShrink, func(c *progen.Program) bool {
		dir, err := os.MkdirTemp("", "shrink")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		diffs, _, err := compare(dir, py, map[string]*progen.Program{"shrunk": c})
		return err == nil && diffs["shrunk"] != "" && diffs["shrunk"] != onlyPlace
	})
	return small.Source()
}
