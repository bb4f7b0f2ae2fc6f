package syntax

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// addSeeds adds all sources in testdata to the corpus.
func addSeeds(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*/*.py")
	for _, path := range paths {
		if data, err := os.ReadFile(path); err == nil {
			f.Add(data)
		}
	}
	for _, s := range readRecorded(f, "testdata/errors/errors.json") {
		f.Add([]byte(s.source))
	}
}

// FuzzScan checks that the scanner ends, and that its tokens are in order and
// inside the text.
func FuzzScan(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := source.New("x.py", data)
		if err != nil {
			return
		}
		s := newScanner(file)
		s.scan()
		pos := int32(0)
		for i, tok := range s.tokens {
			if tok.start < pos && tok.kind != kIndent && tok.kind != kNewline || tok.end < tok.start || int(tok.end) > s.limit+1 {
				t.Fatalf("token %d %v [%d, %d) after %d in text of %d", i, tok.kind, tok.start, tok.end, pos, s.limit)
			}
			if last := tok.kind == kEnd || tok.kind == kError; last != (i == len(s.tokens)-1) {
				t.Fatalf("token %d of %d is %v", i, len(s.tokens), tok.kind)
			}
			pos = tok.end
		}
	})
}

// FuzzParse checks that the parser ends without a panic, that it either makes
// a tree whose nodes contain each other or reports an error, and that the
// diagnosis of an error agrees that there is one.
func FuzzParse(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := source.New("x.py", data)
		if err != nil {
			return
		}
		start := time.Now()
		var list diag.List
		m := Parse(file, &list)
		if d := time.Since(start); d > 10*time.Second {
			t.Fatalf("parsing took %v", d)
		}
		if err := list.Render(io.Discard); err != nil {
			t.Fatal(err)
		}
		// The two grammars must agree on what is valid.
		p := newParser(file, &list)
		r := &recogniser{p: p, g: loadGrammar(), toks: p.toks}
		rejected := r.pass(r.g.index["file"], false)
		if rejected != nil && rejected.msg == tooDeepMessage || onlyParser(&list) {
			return
		}
		if accepted := r.accepted && rejected == nil; accepted == list.HasErrors() {
			t.Fatalf("the recogniser accepts it: %v, the parser: %v", accepted, !accepted)
		}
		if list.HasErrors() {
			return
		}
		if err := Dump(io.Discard, file, m); err != nil {
			t.Fatal(err)
		}
		Inspect(m, func(n Node) bool {
			if n != nil {
				if s := n.Span(); s.Start < 0 || s.End < s.Start || int(s.End) > len(file.Text)+1 {
					t.Fatalf("%T has span %v in text of %d", n, s, len(file.Text))
				}
			}
			return true
		})
	})
}

// onlyParser reports whether the first error is one that is not the
// recogniser's to find.
func onlyParser(list *diag.List) bool {
	for _, d := range list.All() {
		if d.Severity == diag.Error {
			return d.Message == tooDeepMessage || strings.HasPrefix(d.Message, "Exceeds the limit")
		}
	}
	return false
}
