package diag

// Code names a kind of diagnostic. It is printed in brackets after the
// message, never reused and never renamed; docs/diagnostics.md explains each.
// "invalid-" codes are errors that CPython reports as well, "unsupported-"
// codes are about what the compiler does not translate yet.
type Code string

// The codes of reading and parsing source. Later stages declare theirs in
// files of their own beside this one.
const (
	// InvalidSyntax is source that Python's grammar does not accept:
	//	if x = 1: pass
	InvalidSyntax Code = "invalid-syntax"

	// InvalidIndentation is a line whose indentation fits no block:
	//	if x:
	//	pass
	InvalidIndentation Code = "invalid-indentation"

	// InvalidEncoding is a file that is not in the encoding it declares, or
	// that contains a null byte.
	InvalidEncoding Code = "invalid-encoding"

	// InvalidEscape is a backslash in a string literal before a character
	// that makes no escape sequence with it; CPython warns as well:
	//	"\d"
	InvalidEscape Code = "invalid-escape"

	// NestingTooDeep is source nested deeper than the parser allows.
	NestingTooDeep Code = "nesting-too-deep"

	// UnreadableSource is a file that cannot be opened.
	UnreadableSource Code = "unreadable-source"
)
