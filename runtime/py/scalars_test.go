package py

import (
	"bufio"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"
)

// jsonValue makes the Value that record_scalars.py has written as x.
func jsonValue(t *testing.T, x any) Value {
	switch x := x.(type) {
	case nil:
		return None
	case bool:
		return Bool(x)
	case map[string]any:
		for k, v := range x {
			switch k {
			case "i":
				n, _ := new(big.Int).SetString(v.(string), 10)
				return IntBig(n)
			case "f":
				return Float(jsonFloat(v))
			case "c":
				p := v.([]any)
				return NewComplex(complex(jsonFloat(p[0]), jsonFloat(p[1])))
			case "s":
				return StrV(v.(string))
			case "u":
				var r []rune
				for _, c := range v.([]any) {
					r = append(r, rune(c.(float64)))
				}
				return runesStr(r).Value()
			case "b", "B":
				b, err := hex.DecodeString(v.(string))
				if err != nil {
					t.Fatal(err)
				}
				if k == "B" {
					return NewByteArray(b).Value()
				}
				return BytesV(b)
			case "t":
				var items []Value
				for _, e := range v.([]any) {
					items = append(items, jsonValue(t, e))
				}
				return NewTuple(items).Value()
			}
		}
	}
	t.Fatalf("bad value %v", x)
	return Value{}
}

func jsonFloat(v any) float64 {
	s := v.(string)
	if s == "nan" {
		return math.NaN()
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(err)
	}
	return f
}

var testOps = map[string]BinaryFunc{
	"+": Add, "-": Sub, "*": Mul, "/": TrueDiv, "//": FloorDiv, "%": Mod, "&": BitAnd, "|": BitOr,
	"^": BitXor, "divmod": DivMod, "**": Pow, "<<": LShift, ">>": RShift,
}

var testCompares = map[string]BinaryFunc{"<": Lt, "<=": Le, "==": Eq, "!=": Ne, ">": Gt, ">=": Ge}

var nameRound = Intern("__round__")

// perform carries out the operation of one row.
func perform(t *testing.T, what string, a []Value) (Value, *Exception) {
	kind, name, _ := strings.Cut(what, " ")
	switch kind {
	case "op":
		return testOps[name](a[0], a[1])
	case "cmp":
		return testCompares[name](a[0], a[1])
	case "neg":
		return Neg(a[0])
	case "pos":
		return Pos(a[0])
	case "abs":
		return Abs(a[0])
	case "repr":
		return Repr(a[0])
	case "hash":
		h, exc := Hash(a[0])
		return Int(h), exc
	case "int":
		return ToInt(a[0])
	case "int2":
		return CallN(IntType.Value(), a)
	case "float":
		f, exc := ToFloat(a[0])
		return Float(f), exc
	case "bool":
		b, exc := Truth(a[0])
		return Bool(b), exc
	case "pow3":
		return Pow3(a[0], a[1], a[2])
	case "round", "round1":
		return CallMethodN(a[0], nameRound, a[1:])
	case "format":
		return Format(a[0], a[1])
	case "method":
		return CallMethodN(a[0], Intern(name), a[1:])
	}
	t.Fatalf("unknown operation %s", what)
	return Value{}, nil
}

// TestScalars compares with the results recorded from CPython 3.13.
func TestScalars(t *testing.T) {
	saved := sipKey
	sipKey = newSipKey("0")
	defer func() { sipKey = saved }()
	f, err := os.Open("testdata/scalars.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, bad := 0, 0
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	s := bufio.NewScanner(z)
	for s.Scan() {
		var row [3]any
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		rows++
		var args []Value
		for _, x := range row[1].([]any) {
			args = append(args, jsonValue(t, x))
		}
		got := ""
		r, exc := perform(t, row[0].(string), args)
		if exc == nil {
			r, exc = ASCII(r)
			if exc == nil {
				got = r.Str().S
			}
		}
		if exc != nil {
			text, _ := Str_(exc.Value())
			if !text.Str().IsASCII() {
				text = asciiV(string(appendEscaped(nil, text.Str().S)))
			}
			got = "!" + exc.Type().Name + ": " + text.Str().S
		}
		if want := row[2].(string); got != want {
			if bad++; bad <= 40 {
				t.Errorf("%s %s\n got  %s\n want %s", row[0], s.Text(), got, want)
			}
		}
	}
	if rows < 10000 {
		t.Errorf("only %d rows", rows)
	}
	if bad > 0 {
		t.Errorf("%d of %d rows differ", bad, rows)
	}
}

func BenchmarkAddInts(b *testing.B) {
	x := Int(0)
	one := Int(1)
	for b.Loop() {
		x, _ = Add(x, one)
	}
}

func BenchmarkLtBool(b *testing.B) {
	x, y := Int(1), Int(2)
	n := 0
	for b.Loop() {
		if less, _ := LtBool(x, y); less {
			n++
		}
	}
}

func BenchmarkMulFloats(b *testing.B) {
	x, y := Float(1.0000001), Float(1.5)
	for b.Loop() {
		y, _ = Mul(x, y)
	}
}

func BenchmarkStrEqual(b *testing.B) {
	x, y := StrV("hello world, this"), StrV("hello world, that")
	for b.Loop() {
		_, _ = EqBool(x, y)
	}
}

func BenchmarkStrIndexWide(b *testing.B) {
	s := NewStr(strings.Repeat("añb", 1000))
	i := 0
	for b.Loop() {
		_ = s.At(i % 3000)
		i += 7
	}
}

func BenchmarkSplit(b *testing.B) {
	s := StrV("the quick brown fox jumps over the lazy dog")
	for b.Loop() {
		_, _ = strSplit(s, Value{}, Value{})
	}
}

func BenchmarkFormatFloat(b *testing.B) {
	v, spec := Float(3.14159), StrV(".2f")
	for b.Loop() {
		_, _ = Format(v, spec)
	}
}
