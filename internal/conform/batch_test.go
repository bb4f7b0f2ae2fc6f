package conform

import (
	"fmt"
	"testing"

	"github.com/aio2go/aio2go/internal/progen"
)

func TestRunBatch(t *testing.T) {
	got, err := RunBatch(python(t, DefaultVersion), map[string]string{
		"fails":   "import asyncio\nasync def f():\n    await asyncio.sleep(1000)\n    return 1 / 0\nasyncio.run(f())\n",
		"exits":   "import sys\nprint('x', __name__)\nsys.exit(3)\n",
		"forever": "import asyncio\nasyncio.new_event_loop().run_forever()\n",
		"loops":   "while True: pass\n",
		"random":  "import random\nprint(random.random())\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Result{
		"fails": {"", "Traceback (most recent call last):\n  File \"fails.py\", line 5, in <module>\n    asyncio.run(f())\n    ~~~~~~~~~~~^^^^^\n" +
			"  File \"fails.py\", line 4, in f\n    return 1 / 0\n           ~~^~~\nZeroDivisionError: division by zero\n", 1},
		"exits": {"x __main__\n", "", 3},
	}
	if len(got) != len(want) {
		t.Errorf("results for %d programs, want %d", len(got), len(want))
	}
	for name, w := range want {
		if diff := Diff(w, got[name]); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// TestGeneratedPrograms checks on CPython that generated programs are worth
// comparing: most end, do the same twice whether or not reference counts free their
// tasks and async generators early, and print something.
func TestGeneratedPrograms(t *testing.T) {
	py := python(t, DefaultVersion)
	for name, gen := range map[string]func(uint64) *progen.Program{"async": progen.Async, "lang": progen.Lang} {
		programs := map[string]string{}
		const n = 200
		for seed := range uint64(n) {
			programs[fmt.Sprintf("p%d", seed)] = gen(seed).Source()
		}
		got, err := RunBatch(py, programs)
		if err != nil {
			t.Fatal(err)
		}
		printed, failed := 0, 0
		for _, r := range got {
			printed += len(r.Stdout)
			if r.Exit != 0 {
				failed++
			}
		}
		t.Logf("%s: %d of %d are stable, %d bytes of output, %d end with an exception", name, len(got), n, printed, failed)
		if len(got) < n*8/10 || printed < 100*n || failed > n/4 {
			t.Errorf("%s: the programs are not worth comparing", name)
		}
	}
}
