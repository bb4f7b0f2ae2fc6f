package syntax

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// dumpSources is a program that dumps the trees of sources, in the mode and
// list that come as JSON on its stdin.
const dumpSources = `
import ast, json, sys, warnings
warnings.simplefilter("ignore")
mode, sources = json.load(sys.stdin)
json.dump([ast.dump(ast.parse(s, mode=mode), include_attributes=True, indent=1) for s in sources], sys.stdout)
`

func pythonDumps(t *testing.T, mode string, sources []string) (dumps []string) {
	t.Helper()
	input, err := json.Marshal([]any{mode, sources})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(runPython(t, input, "-c", dumpSources), &dumps); err != nil {
		t.Fatal(err)
	}
	return dumps
}

// TestParseExpr compares trees of single expressions with CPython's.
func TestParseExpr(t *testing.T) {
	sources := []string{"1", "a, b", "a,", "lambda: 1\n\n\n", "(yield)", "x if y else z", "f'{x!r:>{w}}'", "[\n1]  # c", "x\\\n+1"}
	for i, want := range pythonDumps(t, "eval", sources) {
		f := source.NewText("x.py", sources[i])
		var list diag.List
		e := ParseExpr(f, &list)
		if e == nil {
			t.Errorf("%q: %v", sources[i], list.All()[0])
			continue
		}
		var b bytes.Buffer
		if err := Dump(&b, f, e); err != nil {
			t.Fatal(err)
		}
		if b.String() != want+"\n" {
			t.Errorf("%q: got\n%s\nwant\n%s", sources[i], b.String(), want)
		}
	}
	for _, src := range []string{"", "x = 1", "x y", "pass", "*x", "(", "1\n2", "yield"} {
		var list diag.List
		if e := ParseExpr(source.NewText("x.py", src), &list); e != nil || !list.HasErrors() {
			t.Errorf("%q is accepted", src)
		}
	}
}

// TestParse compares trees of sources chosen for what CPython's library has
// too little of.
func TestParse(t *testing.T) {
	sources := []string{
		"", "\n\n", "# only a comment", "x", "x;y;", "\f\n\fx if 0 else 1\n", "if x:\n\ty\n\n\n  # c\n",
		"type X[T: int = str, *Ts = *tuple[int], **P = [int]] = T\n", "def f[T](x: T, /, *a: *Ts, k=1, **kw) -> T: ...\n",
		"class A[T](B, metaclass=C, *d, **e): pass\n", "type = 1; match = 2; case = 3; _ = 4\n", "type (x)\nmatch (x)\nmatch[x]\nmatch * y\n",
		"match x, *y:\n case [a, *_, b] | (c): pass\n case {'k': v, None: 1, **r} if v: pass\n case A.B(1, x=-1-2j) as z: pass\n case -1 | 'a' 'b' | f.g: pass\n case (): pass\n case a, : pass\n",
		"match (x):\n case _: pass\n", "match -x:\n case [] | {}: pass\n", "match x:\n case *a, : pass\n",
		"try: pass\nexcept* A as b: pass\nexcept* (C, D): pass\nelse: pass\nfinally: pass\n",
		"with (a as b, c as (d, e),): pass\nwith (a), b: pass\nwith (a, b) as c: pass\nwith (yield): pass\nwith (x for x in y): pass\nwith (a): pass\nwith (a, b): pass\nwith (a.b) as c, d: pass\n",
		"async def f():\n async with a as b, c: pass\n async for x, in y: pass\n else: pass\n return [await z async for z in w if z if not z]\n",
		"x: int\n(x): int = 1\nx.y: int\nx[0]: int = yield\n", "a = b, *c = d[1:2, ::3, ...] = yield 1, *2\n", "x @= y; x //= 1; x **= 2; x >>= 3\n",
		"del x, (y, [z]), w.v, u[0],\n", "global a, b\n", "from . import (a as b, c,)\nfrom ...x.y import *\nfrom .... import z\nimport a.b.c as d, e\n",
		"raise\nraise X\nraise X from Y\nassert x, y\n", "@a.b[c](d)\n@(e := f)\ndef g(): pass\n", "lambda *, a=1, **b: (yield)\nlambda a, /, b=1, *c, d: 0\n",
		"not a in b is not c not in d\n", "-x ** -y\n", "a if b else c if d else e\n", "x[a:=1, *b]\nx[*a]\nx[()]\nx[1:2]\n", "{**a, 'b': 1}\n{*a, b}\n{a: b for c in d}\n{a for b in c}\n",
		"f(a for b in c)\nf(a, *b, c=d, *e, **g, h=i)\nf((a for b in c), d)\nf(a := 1, *b)\n",
		"0x_ff + 0b_1 + 0o_7 + 1_0.0_1e1_0j + 00 + 0_0 + .5 + 1. + 9007199254740993 + 0xffffffffffffffffffff + 1e400 + 5e-324\n",
		"'a' \"b\" r'\\c' u'd'\nu'x' 'y'\nb'a' rb'\\n' b'\\x00\\377'\n'\\N{DIGIT ONE}\\u00e9\\U0001F600\\ud800\\\n\\a\\d\\400'\n",
		"f'{a}b{c!r:{d}.{e}}' 'f{g}' f'{{}}' rf'\\{h}'\nf'{x = }{y=!s}{z=:>5}'\nf'''{\n a # c\n}'''\n",
		"f\"{f'{f\"{1}\"}'}\"\nf'{x:%H:%M}'\nf'{(lambda: 1)}'\nf'{x,}'\nf'{*x, }'\nf'{yield}'\nf'{a!=b}'\n",
		"ﬁ = 'ﬁ'\nＡ.ｂ(ｃ=1)\ndef µ(ª): pass\n", "print(a); exec(b)\n", "if a: b\nelif c: d\nelif e:\n f\nelse: g\n", "while a: break\nelse: continue\n",
		"for x in *a, b: pass\nfor (x) in y: pass\nfor [x, *y] in z: pass\nfor x.y in z: pass\nfor x[0], in y: pass\n", "return\nyield\nawait x\n", "nonlocal x\n",
	}
	for i, want := range pythonDumps(t, "exec", sources) {
		f := source.NewText("x.py", sources[i])
		var list diag.List
		m := Parse(f, &list)
		if list.HasErrors() {
			t.Errorf("%q: %v", sources[i], list.All()[0])
			continue
		}
		var b bytes.Buffer
		if err := Dump(&b, f, m); err != nil {
			t.Fatal(err)
		}
		if b.String() != want+"\n" {
			t.Errorf("%q: got\n%s\nwant\n%s", sources[i], b.String(), want)
		}
	}
}

// TestInspect checks that every node that a tree contains is visited: each
// line of a dump that starts a node with a position is one.
func TestInspect(t *testing.T) {
	const src = `
@d
async def f[T: int, *U, **V](a: b, /, c=1, *e, g=2, **h) -> i:
    async with j as k: pass
    async for l in m: pass
    try: pass
    except n as o: pass
    match p:
        case A(1, x=[None, *_]) | {"k": q} as r if s: pass
class B(C, metaclass=D): x: y = z
type E = f"{a!r:{b}}"
import a.b as c
from d import e
x = lambda: (yield [u async for v in w if {**z}])
x[1:2:3] += not -y and (a := b) if c == d else f(*g, h=i)
`
	f := source.NewText("x.py", src)
	var list diag.List
	m := Parse(f, &list)
	if list.HasErrors() {
		t.Fatal(list.All()[0])
	}
	seen, positioned := map[Node]bool{}, 0
	Inspect(m, func(n Node) bool {
		if n != nil {
			if seen[n] {
				t.Errorf("%T visited twice", n)
			}
			seen[n] = true
			name := reflect.TypeOf(n).Elem().Name()
			if py, ok := pythonClass[name]; ok {
				name = py
			}
			if !noPosition[name] {
				positioned++
			}
		}
		return true
	})
	var b bytes.Buffer
	if err := Dump(&b, f, m); err != nil {
		t.Fatal(err)
	}
	if want := strings.Count(b.String(), "end_lineno="); positioned != want {
		t.Errorf("visited %d nodes with positions of %d", positioned, want)
	}
}
