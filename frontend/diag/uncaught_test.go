package diag

import "testing"

// TestForPython compares the wording of warnings with that of CPython's
// versions, seen with 3.6.15, 3.7.16, 3.8.18, 3.11.7 and 3.12.1.
func TestForPython(t *testing.T) {
	is := &Diagnostic{Code: SuspiciousIs, Message: `"is not" with 'tuple' literal. Did you mean "!="?`}
	for _, tt := range []struct {
		d     *Diagnostic
		minor int
		want  string // "" for none
	}{
		{is, 6, ""},
		{is, 7, ""},
		{is, 8, `"is not" with a literal. Did you mean "!="?`},
		{is, 11, `"is not" with a literal. Did you mean "!="?`},
		{is, 12, is.Message},
		{is, 0, is.Message},
		{&Diagnostic{Code: MissingComma, Message: "m"}, 7, ""},
		{&Diagnostic{Code: MissingComma, Message: "m"}, 8, "m"},
		{&Diagnostic{Code: AlwaysTrueAssert, Message: "m"}, 6, "m"},
		{&Diagnostic{Code: InvalidEscape, Message: `invalid escape sequence '\d'`}, 11, ""},
		{&Diagnostic{Code: InvalidEscape, Message: `invalid escape sequence '\d'`}, 12, `invalid escape sequence '\d'`},
		{&Diagnostic{Code: InvalidEscape, Message: "invalid decimal literal"}, 10, ""},
		{&Diagnostic{Code: InvalidEscape, Message: "invalid decimal literal"}, 11, "invalid decimal literal"},
	} {
		got := ""
		if d := tt.d.ForPython(tt.minor); d != nil {
			got = d.Message
		}
		if got != tt.want {
			t.Errorf("%q in 3.%d: got %q, want %q", tt.d.Message, tt.minor, got, tt.want)
		}
	}
}
