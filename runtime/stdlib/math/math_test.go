package math_test

import (
	"bufio"
	"encoding/json"
	gomath "math"
	"math/big"
	"os"
	"strconv"
	"testing"

	"github.com/aio2go/aio2go/runtime/py"
	_ "github.com/aio2go/aio2go/runtime/stdlib/math"
)

func value(t *testing.T, x any) py.Value {
	if list, ok := x.([]any); ok {
		var items []py.Value
		for _, e := range list {
			items = append(items, value(t, e))
		}
		return py.NewList(items).Value()
	}
	for k, v := range x.(map[string]any) {
		s := v.(string)
		switch k {
		case "i":
			n, _ := new(big.Int).SetString(s, 10)
			return py.IntBig(n)
		case "f":
			if s == "nan" {
				return py.Float(gomath.NaN())
			}
			f, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			return py.Float(f)
		case "s":
			return py.StrV(s)
		}
	}
	t.Fatalf("bad value %v", x)
	return py.Value{}
}

// TestCalls compares results and errors with those recorded from CPython 3.13.
func TestCalls(t *testing.T) {
	m, exc := py.FindGoModule("math").Module()
	if exc != nil {
		t.Fatal("cannot make the module")
	}
	f, err := os.Open("testdata/calls.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := 0
	for s := bufio.NewScanner(f); s.Scan(); rows++ {
		var row [4]any
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		fn, exc := py.GetAttr(m.Value(), py.Intern(row[0].(string)))
		if exc != nil {
			t.Fatal(s.Text())
		}
		var args []py.Value
		for _, x := range row[1].([]any) {
			args = append(args, value(t, x))
		}
		var names []*py.Str
		for k, x := range row[2].(map[string]any) {
			names = append(names, py.Intern(k))
			args = append(args, value(t, x))
		}
		got := ""
		r, exc := py.CallKw(fn, args, names)
		if exc == nil {
			got, _ = py.ReprText(r)
		} else {
			text, _ := py.StrText(exc.Value())
			got = "!" + exc.Type().Name + ": " + text
		}
		if got != row[3] {
			t.Errorf("%s\n got  %s", s.Text(), got)
		}
	}
	if rows < 1000 {
		t.Errorf("only %d rows", rows)
	}
}
