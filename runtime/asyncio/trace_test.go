package asyncio

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/aio2go/aio2go/runtime/py"
)

// TestTrace checks that the file is JSON in the Trace Event Format.
func TestTrace(t *testing.T) {
	name := filepath.Join(t.TempDir(), "trace.json")
	tr := openTrace(name)
	tracing = tr
	defer func() { tracing = nil }()
	if _, exc := Run(Sleep(py.Float(0.001), py.None).Object(), py.Value{}, py.Value{}); exc != nil {
		t.Fatal(py.ReprText(exc.Value()))
	}
	tr.close()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var events []traceEvent
	if err := json.Unmarshal(text, &events); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	seen := map[string]int{}
	for _, e := range events {
		seen[e.Cat+e.Phase]++
		if e.Time < 0 || e.Dur != nil && *e.Dur < 0 {
			t.Errorf("times of %+v", e)
		}
	}
	for _, want := range []string{"M", "runX", "awaitX", "timerb", "timere", "taski", "pollX"} {
		if seen[want] == 0 {
			t.Errorf("no event %q in %v", want, seen)
		}
	}
}
