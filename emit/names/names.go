// Package names makes every Go identifier of emitted code.
//
// A Scope hands out identifiers that keep the Python name where Go allows it: an
// underscore is appended to Go's keywords, predeclared identifiers and the names the
// scope reserves, and a number where the result is taken already. Nothing else in the
// emitter forms identifiers.
package names

import (
	"fmt"
	"go/token"
	"slices"
	"strings"
	"unicode"
)

// Scope is a set of identifiers in use, in a package, a function or a struct.
type Scope struct {
	parent *Scope
	used   map[string]bool
}

// NewScope returns a scope in which the names reserved are taken, and so are those of
// parent (nil for none), including the ones it hands out later.
func NewScope(parent *Scope, reserved ...string) *Scope {
	s := &Scope{parent: parent, used: map[string]bool{}}
	for _, r := range reserved {
		s.used[r] = true
	}
	return s
}

// Name returns an identifier like the Python name, new in s.
func (s *Scope) Name(python string) string { return s.NameWith(python) }

// NameWith returns an identifier like the Python name that is new in s, and so is it with
// each of the suffixes, which are taken with it.
func (s *Scope) NameWith(python string, suffixes ...string) string {
	taken := func(id string) bool {
		return s.taken(id) || slices.ContainsFunc(suffixes, func(suffix string) bool { return s.taken(id + suffix) })
	}
	id := Clean(python)
	if token.IsKeyword(id) || predeclared[id] {
		id += "_"
	}
	if s.taken(id) && !strings.HasSuffix(id, "_") && !s.taken(id+"_") && s.reservedWord(id) {
		id += "_"
	}
	name := id
	for n := 2; taken(name); n++ {
		name = fmt.Sprintf("%s%d", id, n)
		if last := id[len(id)-1]; last >= '0' && last <= '9' {
			name = fmt.Sprintf("%s_%d", id, n)
		}
	}
	s.used[name] = true
	for _, suffix := range suffixes {
		s.used[name+suffix] = true
	}
	return name
}

// reservedWord reports whether id is a package name or Go method that emitted code
// uses; such names get an underscore instead of a number.
func (s *Scope) reservedWord(id string) bool { return runtimeWords[id] }

func (s *Scope) taken(id string) bool {
	for ; s != nil; s = s.parent {
		if s.used[id] {
			return true
		}
	}
	return false
}

// Clean returns python with the characters that Go does not allow in an identifier
// replaced, and never the blank identifier.
func Clean(python string) string {
	var b strings.Builder
	for i, r := range python {
		switch {
		case r == '_', unicode.IsLetter(r) && r != unicode.ReplacementChar:
			b.WriteRune(r)
		case unicode.IsDigit(r):
			if i == 0 {
				b.WriteByte('_')
			}
			b.WriteRune(r)
		case r == '.', r == '-', r == ' ':
			b.WriteByte('_')
		default:
			fmt.Fprintf(&b, "u%04X", r)
		}
	}
	id := b.String()
	if strings.Trim(id, "_") == "" {
		return "underscore" + strings.Repeat("_", max(len(id)-1, 0))
	}
	return id
}

var predeclared = map[string]bool{}

var runtimeWords = map[string]bool{}

// RuntimeWords are the package names that emitted code uses and what a frame has besides
// the function's variables, reserved in every package scope and frame.
var RuntimeWords = []string{
	"py", "coro", "entry", "builtins", "asyncio", "math", "main", "init",
	"exc", "failed", "f", "r", "Program",
	"Frame", "Resume", "finish", "fail",
}

func init() {
	for _, id := range strings.Fields(`any append bool byte cap clear close comparable complex
		complex64 complex128 copy delete error false float32 float64 imag int int8 int16 int32
		int64 iota len make max min new nil panic print println real recover rune string true
		uint uint8 uint16 uint32 uint64 uintptr`) {
		predeclared[id] = true
	}
	for _, id := range RuntimeWords {
		runtimeWords[id] = true
	}
}
