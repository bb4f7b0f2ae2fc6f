// Package sre implements Python's regular expressions (library reference, re): the
// parser of the pattern syntax with CPython's errors and their positions, and a
// backtracking matcher.
//
// Text goes in as a slice of code points or of bytes, and positions come out; the
// package knows no Python objects, and the module re is made of it in stdlib/re.
//
// The matcher gives the results of CPython's engine rather than those of a general
// library, because programs see the difference: which group closed last (lastindex), what
// an empty repetition captures, that a search after an empty match may find a longer one
// at the same place, what \w, \s and case-insensitivity mean for every code point, and
// fullmatch that backtracks until the end fits. Its stack is on the heap, so that the
// length of a text is no limit, and it calls Matcher.Poll now and then, so that a
// pattern that takes for ever can be interrupted.
//
// It does not implement the dump of re.DEBUG, and the flag LOCALE means the C locale's
// ASCII classes.
package sre

// Flag is a set of compilation flags, with the values of re.RegexFlag.
type Flag int

// The flags. Debug has no effect here.
const (
	IgnoreCase Flag = 2
	Locale     Flag = 4
	Multiline  Flag = 8
	DotAll     Flag = 16
	Unicode    Flag = 32
	Verbose    Flag = 64
	Debug      Flag = 128
	ASCII      Flag = 256

	typeFlags = ASCII | Locale | Unicode
)

// The limits of CPython's engine on a 64-bit machine.
const (
	MaxRepeat = 4294967295
	MaxGroups = 1073741823
)

// Error is what is wrong with a pattern or a template.
type Error struct {
	Msg string
	// Pos is the position in code points, -1 where the error has none.
	Pos  int
	Kind ErrorKind
}

// ErrorKind says which Python exception an Error is.
type ErrorKind uint8

// The kinds of errors.
const (
	PatternError ErrorKind = iota
	ValueError
	OverflowError
	IndexError
	RecursionError
)

func (e *Error) Error() string { return e.Msg }

// Options are what Compile asks its caller about.
type Options struct {
	Flags Flag
	// Text says that the pattern is a str; without it the pattern has one rune for
	// each byte.
	Text bool
	// CharByName finds the character of \N{name}.
	CharByName func(name string) (rune, bool)
	// Quote is repr() of a str in a message.
	Quote func(s string) string
	// IsIdentifier is str.isidentifier.
	IsIdentifier func(s string) bool
	// Warn is told of a FutureWarning; an error ends the compilation.
	Warn func(msg string) error
}
