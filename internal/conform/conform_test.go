package conform

import (
	"strings"
	"testing"
)

func TestNormalize(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{
			"library frames with source and carets",
			"Traceback (most recent call last):\n  File \"/tmp/d/main.py\", line 3, in <module>\n    asyncio.run(f())\n    ~~~^^^\n" +
				"  File \"/opt/py/lib/python3.13/asyncio/runners.py\", line 194, in run\n    return runner.run(main)\n           ~~~~^^^\n" +
				"  File \"<frozen runpy>\", line 1, in f\n  File \"/tmp/d/sub/m.py\", line 1, in f\n    raise E\nE: x\n",
			"Traceback (most recent call last):\n  File \"main.py\", line 3, in <module>\n    asyncio.run(f())\n    ~~~^^^\n" +
				"  File \"sub/m.py\", line 1, in f\n    raise E\nE: x\n",
		},
		{
			"a repeated library frame",
			"  File \"/opt/lib/python3.13/copy.py\", line 1, in f\n    f()\n  [Previous line repeated 3 more times]\nRecursionError\n",
			"RecursionError\n",
		},
		{
			"frames of an exception group's member",
			"  + Exception Group Traceback (most recent call last):\n  |   File \"/opt/lib/python3.13/x.py\", line 1, in f\n  |     f()\n  |   File \"/tmp/d/main.py\", line 1, in g\n  |     g()\n  | E\n",
			"  + Exception Group Traceback (most recent call last):\n  |   File \"main.py\", line 1, in g\n  |     g()\n  | E\n",
		},
		{
			"library places lose their line, addresses their value, plain numbers stay",
			"cb=[f() at /opt/lib/python3.13/asyncio/base_events.py:181] <object object at 0x7f12ab34cd56> 0x7f12ab34cd56\n",
			"cb=[f() at <lib>/asyncio/base_events.py:...] <object object at 0x...> 0x7f12ab34cd56\n",
		},
	} {
		if got := Normalize(tt.in, "/tmp/d"); got != tt.want {
			t.Errorf("%s:\n%s\nwant:\n%s", tt.name, got, tt.want)
		}
	}
}

func TestCaseRoundTrip(t *testing.T) {
	c := &Case{
		Comment: "two files, no final newline", Recorded: "CPython 3.13.0",
		Files: []File{{"main.py", "import m\n"}, {"m.py", "x = 1\n"}},
		Args:  []string{"a", "b c"}, Stdin: "in\n", Env: []string{"A=1"},
		Want: Result{"out", "err\n", 3}, Differs: "a reason",
	}
	data, err := c.Format()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseCase(data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := back.Format()
	if err != nil || string(again) != string(data) {
		t.Errorf("second Format (%v):\n%s\nfirst:\n%s", err, again, data)
	}
	if back.Want != c.Want || back.Main() != "main.py" || len(back.Args) != 2 || back.Differs != c.Differs {
		t.Errorf("parsed back as %+v", back)
	}
}

func TestCaseErrors(t *testing.T) {
	for in, want := range map[string]string{
		"-- main.py --\n":                             "no comment",
		"c\n":                                         "no program",
		"c\n-- ../x.py --\n":                          "outside",
		"c\n-- main.py --\n-- main.py --\n":           "twice",
		"c\n-- main.py --\n-- exit --\nx\n":           "exit",
		"c\n-- main.py --\n-- differs --\n":           "no reason",
		"# recorded: CPython 3.13.0\n-- main.py --\n": "no comment",
	} {
		if _, err := ParseCase([]byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseCase(%q) = %v, want an error with %q", in, err, want)
		}
	}
	c := &Case{Comment: "c", Files: []File{{"main.py", "x\n-- y --\n"}}}
	if _, err := c.Format(); err == nil {
		t.Error("Format accepted a program with a section line")
	}
}

func TestDiff(t *testing.T) {
	a := Result{"1\n2\n", "", 0}
	if d := Diff(a, a); d != "" {
		t.Errorf("equal results differ: %s", d)
	}
	for _, b := range []Result{{"1\n3\n", "", 0}, {"1\n2\n", "e", 0}, {"1\n2\n", "", 1}, {"1\n2", "", 0}} {
		if Diff(a, b) == "" {
			t.Errorf("%+v and %+v are told equal", a, b)
		}
	}
}
