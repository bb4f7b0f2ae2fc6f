package py

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFormatEntries holds the text of traceback entries against that of CPython 3.13:
// testdata/tracebacks.json has a program and, for every exception that it raises, the
// positions of the entries (with the anchors that traceback.py finds) and their text.
func TestFormatEntries(t *testing.T) {
	data, err := os.ReadFile("testdata/tracebacks.json")
	if err != nil {
		t.Fatal(err)
	}
	var tests struct {
		Src   string
		Cases [][]json.RawMessage
	}
	if err := json.Unmarshal(data, &tests); err != nil {
		t.Fatal(err)
	}
	file := &SourceFile{Name: "t.py", Text: tests.Src}
	for i, c := range tests.Cases {
		var rows [][]any
		var want string
		if err := json.Unmarshal(c[0], &rows); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(c[1], &want); err != nil {
			t.Fatal(err)
		}
		var entries []Entry
		for _, r := range rows {
			n := func(i int) int32 {
				f, _ := r[i].(float64)
				return int32(f)
			}
			entries = append(entries, Entry{file, r[0].(string), Position{
				Line: n(1), EndLine: n(2), Col: n(3), EndCol: n(4),
				AnchorLine: n(5), AnchorStart: n(6), AnchorEnd: n(7), AnchorEndLine: n(8),
			}})
		}
		if d := cmp.Diff(want, FormatEntries(entries)); d != "" {
			t.Errorf("case %d (-want +got):\n%s", i, d)
		}
	}
}
