package random

import (
	"bufio"
	"encoding/json"
	"math/big"
	"os"
	"strconv"
	"testing"

	"github.com/aio2go/aio2go/runtime/py"
)

// TestSeeds compares the generator's state and numbers with CPython 3.13's.
func TestSeeds(t *testing.T) {
	f, err := os.Open("testdata/seeds.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := 0
	for s := bufio.NewScanner(f); s.Scan(); rows++ {
		var row [7]any
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		seedValue := py.StrV(row[0].(string))
		if !row[1].(bool) {
			n, _ := new(big.Int).SetString(row[0].(string), 10)
			seedValue = py.IntBig(n)
		}
		v, exc := py.Call1(randomType.Value(), seedValue)
		if exc != nil {
			t.Fatalf("seed %v", row[0])
		}
		g := obj(v)
		sum := 0.0
		for _, w := range g.mt.state {
			sum += float64(w)
		}
		if g.mt.index != int(row[2].(float64)) || sum != row[3].(float64) {
			t.Errorf("seed %v: other state", row[0])
		}
		var last [5]float64
		for i := range 1300 {
			last[i%5] = g.mt.float()
		}
		for i, want := range row[4].([]any) {
			if w, _ := strconv.ParseFloat(want.(string), 64); last[i] != w {
				t.Errorf("seed %v: float %v, want %v", row[0], last[i], w)
			}
		}
		if got := g.bits(200).String(); got != row[5] {
			t.Errorf("seed %v: 200 bits %s, want %v", row[0], got, row[5])
		}
		if got := float64(g.bits(5).Int64()); got != row[6] {
			t.Errorf("seed %v: 5 bits %v, want %v", row[0], got, row[6])
		}
	}
	if rows < 10 {
		t.Errorf("only %d rows", rows)
	}
}
