package py

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/encnames"
)

// This file says why an encoding of CPython's is not known in a program: it was not linked.

// optionalCodec reports whether name is that of an encoding that is linked into programs in which
// a string names it. Underscores do not count.
func optionalCodec(name string) bool {
	is := func(names string) bool {
		return strings.Contains(" "+strings.ReplaceAll(names, "_", "")+" ", " "+strings.ReplaceAll(name, "_", "")+" ")
	}
	if name == "" {
		return false
	}
	for _, e := range encnames.Multibyte {
		if is(e.Name + " " + e.Aliases) {
			return true
		}
	}
	return is(encnames.Python)
}

// UnknownEncoding is the error of looking up an encoding that there is not. Below its traceback
// stands how the program can have it, if it is one of CPython's.
func UnknownEncoding(name string) *Exception {
	exc := Raisef(LookupErrorType, "unknown encoding: %s", name)
	if optionalCodec(NormalizeEncoding(name)) {
		exc.AddNote("aio2go: the encoding is not part of the program: that takes a string in the source that names it (\"" +
			NormalizeEncoding(name) + "\"), or --include encodings.NAME")
	}
	return exc
}
