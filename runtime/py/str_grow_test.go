package py

import "testing"

// TestGrow checks that strs made from one by growing do not change each other.
func TestGrow(t *testing.T) {
	base := NewStr("")
	for range minGrown {
		base = concatText(NewStr(base.S+"x"), NewStr("y"))
	}
	a := concatText(base, NewStr("a"))
	b := concatText(base, NewStr("b"))
	c := concatText(a, NewStr("c"))
	if a.S != base.S+"a" || b.S != base.S+"b" || c.S != base.S+"ac" {
		t.Errorf("%q %q %q", a.S[len(a.S)-3:], b.S[len(b.S)-3:], c.S[len(c.S)-3:])
	}
	wide := concatText(c, NewStr("é"))
	if wide.IsASCII() || !c.IsASCII() || wide.S != c.S+"é" {
		t.Errorf("kind of %q", wide.S)
	}
	grown := testing.AllocsPerRun(1, func() {
		s := a
		for range 10000 {
			s = concatText(s, NewStr("z"))
		}
	})
	if grown > 25000 {
		t.Errorf("%v allocations for 10000 additions", grown)
	}
}
