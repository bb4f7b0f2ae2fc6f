package py

import (
	"fmt"
	"os"
	"strings"
)

// This file implements the warnings that are shown for a place other than the code that
// runs: those about coroutines that were never awaited.

// WarnAtHook shows a warning for a line of a source file; package
// runtime/stdlib/warnings may set it. Where it is nil the warning is written to stderr.
var WarnAtHook func(category *Type, message string, file *SourceFile, line int32) *Exception

// Stderr is where warnings and reports of the runtime go.
var Stderr = func(text string) { _, _ = os.Stderr.WriteString(text) }

type warnKey struct {
	category *Type
	message  string
	file     *SourceFile
	line     int32
}

// warned are the warnings that were shown: each is shown once for a place.
var warned = map[warnKey]bool{}

// WarnAt warns for position pos of code.
func WarnAt(category *Type, message string, code *Code, pos int32) *Exception {
	line := code.FirstLine
	if pos >= 0 && int(pos) < len(code.Positions) {
		line = code.Positions[pos].Line
	}
	if WarnAtHook != nil {
		return WarnAtHook(category, message, code.File, line)
	}
	key := warnKey{category, message, code.File, line}
	if warned[key] {
		return nil
	}
	warned[key] = true
	text := fmt.Sprintf("%s:%d: %s: %s\n", code.File.Name, line, category.Name, message)
	if src := strings.TrimSpace(sourceLine(code.File, line)); src != "" {
		text += "  " + src + "\n"
	}
	if category == RuntimeWarningType && isNeverAwaited(message) && VersionAtLeast(7) {
		text += "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n"
	}
	Stderr(text)
	return nil
}

// isNeverAwaited reports whether a warning is about a coroutine that was not awaited. Where
// that was made may follow.
func isNeverAwaited(message string) bool {
	first, _, _ := strings.Cut(message, "\n")
	return strings.HasSuffix(first, "' was never awaited")
}

// WarnAtExit warns when the program is over and no Python code runs.
func WarnAtExit(category *Type, message string) {
	key := warnKey{category: category, message: message}
	if warned[key] {
		return
	}
	warned[key] = true
	where := "sys:1"
	if VersionAtLeast(13) {
		where = "<sys>:0"
	}
	Stderr(fmt.Sprintf("%s: %s: %s\n", where, category.Name, message))
}

// sourceLine returns line n of f, without its end.
func sourceLine(f *SourceFile, n int32) string {
	text := f.Text
	for ; n > 1; n-- {
		i := strings.IndexByte(text, '\n')
		if i < 0 {
			return ""
		}
		text = text[i+1:]
	}
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	return strings.TrimSuffix(text, "\r")
}

// SourceLine returns line n of f without white space around it.
func (f *SourceFile) SourceLine(n int32) string { return strings.TrimSpace(sourceLine(f, n)) }
