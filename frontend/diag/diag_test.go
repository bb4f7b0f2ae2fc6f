package diag

import (
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend/source"
)

func example() (*source.File, *List) {
	f := source.NewText("app.py", "def f():\n\tx = 'é' + await y\n")
	var l List
	d := l.Errorf("await-outside-async", f, source.Span{Start: 21, End: 28}, "'await' outside %s", "async function")
	d.Hint = "write async def"
	d.Notes = []NoteAt{{Span: source.Span{Start: 4, End: 5}, Message: "enclosing function 'f' is not async"}}
	l.Warnf(InvalidEscape, f, source.Span{Start: 4, End: 5}, "100%")
	l.Errorf("await-outside-async", f, source.Span{Start: 21, End: 28}, "'await' outside async function")
	return f, &l
}

func TestRender(t *testing.T) {
	_, l := example()
	const want = `app.py:1:5: warning: 100% [invalid-escape]
    def f():
        ^
app.py:2:12: error: 'await' outside async function [await-outside-async]
    x = 'é' + await y
              ^~~~~~~
    hint: write async def
app.py:1:5: note: enclosing function 'f' is not async
    def f():
        ^
`
	var b strings.Builder
	if err := l.Render(&b); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	if !l.HasErrors() || len(l.All()) != 2 {
		t.Errorf("HasErrors() = %v, %d diagnostics", l.HasErrors(), len(l.All()))
	}
}

func TestRenderPythonForm(t *testing.T) {
	_, l := example()
	const want = "  File \"app.py\", line 2\n    \tx = 'é' + await y\n    \t          ^^^^^^^\nSyntaxError: 'await' outside async function\n"
	var b strings.Builder
	if err := l.All()[1].RenderPython(&b); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestRenderJSON(t *testing.T) {
	_, l := example()
	const want = `[
  {"file":"app.py","line":1,"column":5,"end_line":1,"end_column":6,"severity":"warning","code":"invalid-escape","message":"100%"},
  {"file":"app.py","line":2,"column":12,"end_line":2,"end_column":19,"severity":"error","code":"await-outside-async","message":"'await' outside async function","hint":"write async def","notes":[{"file":"app.py","line":1,"column":5,"end_line":1,"end_column":6,"message":"enclosing function 'f' is not async"}]}
]
`
	var b strings.Builder
	if err := l.RenderJSON(&b); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	if err := new(List).RenderJSON(&b); err != nil || b.String() != "[]\n" {
		t.Errorf("empty list: %q, %v", b.String(), err)
	}
}

func TestAddError(t *testing.T) {
	f, err := source.New("x.py", []byte("a\nb\x00\n"))
	var l List
	l.AddError(f, err)
	const want = "x.py:2:2: error: source code cannot contain null bytes [invalid-encoding]"
	if got := l.All()[0].Error(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
