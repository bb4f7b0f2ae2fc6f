package syntax

import "unicode"

// This file implements the character classes of identifiers (PEP 3131): those
// of Unicode's XID_Start and XID_Continue, which are closed under the NFKC
// normalisation that identifiers are compared in.

// notXIDStart are letters whose normal form does not start an identifier.
var notXIDStart = &unicode.RangeTable{R16: []unicode.Range16{
	{0x037A, 0x037A, 1}, {0x0E33, 0x0E33, 1}, {0x0EB3, 0x0EB3, 1}, {0x2E2F, 0x2E2F, 1}, {0x309B, 0x309C, 1},
	{0xFC5E, 0xFC63, 1}, {0xFDFA, 0xFDFB, 1}, {0xFE70, 0xFE74, 2}, {0xFE76, 0xFE7E, 2}, {0xFF9E, 0xFF9F, 1},
}}

// notXIDContinue are those of them that cannot stand elsewhere either.
var notXIDContinue = &unicode.RangeTable{R16: []unicode.Range16{
	{0x037A, 0x037A, 1}, {0x2E2F, 0x2E2F, 1}, {0x309B, 0x309C, 1},
	{0xFC5E, 0xFC63, 1}, {0xFDFA, 0xFDFB, 1}, {0xFE70, 0xFE70, 1}, {0xFE72, 0xFE74, 2}, {0xFE76, 0xFE7E, 2},
}}

func isXIDStart(r rune) bool {
	return unicode.In(r, unicode.L, unicode.Nl, unicode.Other_ID_Start) && !unicode.Is(notXIDStart, r) || isLateIdeograph(r)
}

func isXIDContinue(r rune) bool {
	return unicode.In(r, unicode.L, unicode.Nl, unicode.Other_ID_Start, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue) &&
		!unicode.Is(notXIDContinue, r) || isLateIdeograph(r) || isLateContinue(r)
}

// isLateIdeograph reports whether r is one of the ideographs that Unicode 15.1
// added, which Python 3.13 knows.
func isLateIdeograph(r rune) bool { return 0x2EBF0 <= r && r <= 0x2EE5D }

// isLateContinue reports whether r is one of the joiners and middle dots that
// may continue an identifier since Unicode 15.1.
func isLateContinue(r rune) bool {
	return r == 0x200C || r == 0x200D || r == 0x30FB || r == 0xFF65
}

// isPrintable is Python's str.isprintable for one character.
func isPrintable(r rune) bool {
	// Unicode 15.1 has a few new symbols as well.
	return unicode.IsPrint(r) || isLateIdeograph(r) || 0x2FFC <= r && r <= 0x2FFF || r == 0x31EF
}

// normalize returns the name as Python's ast has it.
func normalize(name string) string {
	if NFKC == nil {
		return name
	}
	return NFKC(name)
}

// NFKC is the normal form that names are compared in, and CharName the name of a character
// in Unicode, for \N{...}, or CharByName the character with a name. The compiler has them of
// package characters, and a program that compiles text at run time has its own; without
// them names are left as they are and characters have none.
var (
	NFKC       func(string) string
	CharName   func(rune) string
	CharByName func(name string) (rune, bool)
)
