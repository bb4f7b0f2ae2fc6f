package py

import "strings"

// This file implements the reporting of exceptions that nobody can catch
// (sys.unraisablehook).

// UnraisableHook, where it is set, is called instead of the report to stderr.
var UnraisableHook func(exc *Exception, message string, object Value)

// WriteUnraisable reports exc: what (such as "Exception ignored in: ") and the object it
// was raised for, which may be unbound, and the traceback. A %R in what stands for the
// repr of the object, which else follows.
func WriteUnraisable(exc *Exception, what string, object Value) {
	if UnraisableHook != nil {
		UnraisableHook(exc, what, object)
		return
	}
	DefaultUnraisable(exc, what, object)
}

// DefaultUnraisable is sys.__unraisablehook__.
func DefaultUnraisable(exc *Exception, what string, object Value) {
	text := what
	switch {
	case strings.Contains(what, "%R"):
		text = strings.ReplaceAll(what, "%R", safeReprOr(object, "<object repr() failed>"))
	case object.ref != nil:
		text += safeReprOr(object, "<object repr() failed>")
	}
	text += "\n"
	if list := exc.Traceback.Entries(); len(list) > 0 {
		if VersionAtLeast(13) {
			// C code prints this one, which knows no marks (traceback.c).
			for i := range list {
				list[i].Pos.EndLine = 0
			}
		}
		text += "Traceback (most recent call last):\n" + FormatEntries(list)
	}
	name := exc.ShownName()
	s, fail := Str_(exc.Value())
	switch {
	case fail != nil:
		name += ": <exception str() failed>"
	case s.Str().S != "":
		name += ": " + s.Str().S
	}
	Stderr(text + name + "\n")
}

// WriteStderr writes text to the program's sys.stderr.
func WriteStderr(text string) { Stderr(text) }
