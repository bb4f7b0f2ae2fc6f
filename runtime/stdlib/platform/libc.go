package platform

import (
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	_ "github.com/aio2go/aio2go/runtime/stdlib/os" // confstr
)

// libraryNames are what executables have of the names of C libraries: a function of libc's, the
// version of a symbol of glibc's, a file of a library.
var libraryNames = regexp.MustCompile(`(__libc_init)|GLIBC_([0-9.]+)|(libc(_\w+)?\.so(?:\.(\d[0-9.]*))?)`)

// libcVersion implements libc_ver(executable, lib, version, chunksize): the C library that an
// executable is linked with. Without one os.confstr is asked, which tells nothing of a program
// that links no C library, unless the program has put another in its place.
func libcVersion(executable, lib, version, _ value) (value, exc) {
	given, e := py.Truth(executable)
	if e != nil {
		return value{}, e
	}
	if !given {
		system, e := py.ImportModule("os")
		if e != nil {
			return value{}, e
		}
		text, e := py.CallMethod1(system, py.Intern("confstr"), py.StrV("CS_GNU_LIBC_VERSION"))
		switch {
		case e != nil && !e.Is(py.ValueErrorType) && !e.Is(py.OSErrorType) && !e.Is(py.AttributeErrorType):
			return value{}, e
		case e == nil && text.IsStr():
			if parts := strings.Fields(text.Str().S); len(parts) == 2 {
				return py.TupleV(py.StrV(parts[0]), py.StrV(parts[1])), nil
			}
		}
		return py.TupleV(lib, version), nil
	}
	path, e := pyio.FSPath(executable)
	if e != nil {
		return value{}, e
	}
	binary, err := os.ReadFile(path)
	if err != nil {
		return value{}, pyio.OSError(err, executable)
	}
	name, number := textOf(lib), textOf(version)
	for _, m := range libraryNames.FindAllSubmatch(binary, -1) {
		symbol, file, threads, so := string(m[2]), string(m[3]), string(m[4]), string(m[5])
		switch {
		case len(m[1]) > 0:
			if name == "" {
				name = "libc"
			}
		case symbol != "":
			if name != "glibc" || newer(symbol, number) {
				name, number = "glibc", symbol
			}
		case file != "" && name != "glibc":
			name = "libc"
			if so != "" && (number == "" || newer(so, number)) {
				number = so
			}
			if !strings.HasSuffix(number, threads) {
				number += threads
			}
		}
	}
	if name != textOf(lib) {
		lib = py.StrV(name)
	}
	if number != textOf(version) {
		version = py.StrV(number)
	}
	return py.TupleV(lib, version), nil
}

// textOf is the text of a str; what is none says nothing.
func textOf(v value) string {
	if s, ok := py.AsStr(v); ok {
		return s.S
	}
	return ""
}

// newer reports whether version a comes after b.
func newer(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		n, _ := strconv.Atoi(x[i])
		digits, _, _ := strings.Cut(y[i], "_")
		m, _ := strconv.Atoi(digits)
		if n != m {
			return n > m
		}
	}
	return len(x) > len(y)
}
