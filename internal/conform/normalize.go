package conform

import (
	"regexp"
	"strings"
)

// This file implements the reduction of output to what the specification
// fixes. A traceback of CPython shows frames of its own library, written in
// Python; a built program has no such frames, because there that library is Go.
// Paths depend on where a program was put, and addresses on the allocator.

var (
	// frameLine is the first line of a traceback entry. The indentation of an
	// exception group's member contains bars.
	frameLine = regexp.MustCompile(`^([ |]*)File "([^"]*)", line \d+, in `)

	// libPath is a path inside an installation of CPython.
	libPath = regexp.MustCompile(`(?:/[^/\s"'()<>\[\]]+)*/lib/python3\.\d+/`)

	// libLine is the line number of a place in CPython's library, which changes
	// with every patch release. Built programs, which have no installation, show
	// such places with <lib> themselves.
	libLine = regexp.MustCompile(`(<lib>/[\w/]+\.py):\d+`)

	// testsRan is how unittest says how long tests took.
	testsRan = regexp.MustCompile(`(?m)^(Ran \d+ tests? in )\d+\.\d{3}s$`)

	// address is how a default repr shows identity.
	address = regexp.MustCompile(`\bat 0x[0-9a-fA-F]{4,16}\b`)
)

// Normalize reduces text that a program in the directory dir printed: library
// frames are left out, dir is cut from paths, library places become <lib>/...
// without their line, addresses become 0x..., and the time that tests took "...".
func Normalize(text, dir string) string {
	if dir != "" {
		text = strings.ReplaceAll(text, strings.TrimSuffix(dir, "/")+"/", "")
	}
	if libPath.MatchString(text) || strings.Contains(text, `"<frozen `) {
		text = dropLibraryFrames(text)
		text = libPath.ReplaceAllString(text, "<lib>/")
	}
	text = libLine.ReplaceAllString(text, "$1:...")
	text = testsRan.ReplaceAllString(text, "${1}...s")
	return address.ReplaceAllString(text, "at 0x...")
}

// dropLibraryFrames removes each traceback entry whose file is CPython's own,
// with the source and caret lines below it and a note that it was repeated.
func dropLibraryFrames(text string) string {
	var out strings.Builder
	dropping := false
	below := "" // what the lines of the entry being dropped start with
	for line := range strings.Lines(text) {
		if m := frameLine.FindStringSubmatch(line); m != nil {
			dropping = libPath.MatchString(m[2]) || strings.HasPrefix(m[2], "<frozen ")
			below = m[1] + "  "
		} else if dropping {
			repeated := strings.HasPrefix(line, strings.TrimSuffix(below, "  ")+"[Previous line repeated ")
			dropping = strings.HasPrefix(line, below) || repeated
		}
		if !dropping {
			out.WriteString(line)
		}
	}
	return out.String()
}
