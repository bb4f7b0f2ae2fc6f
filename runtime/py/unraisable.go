package py

// This file implements the reporting of exceptions that nobody can catch
// (sys.unraisablehook).

// UnraisableHook, where it is set, is called instead of the report to stderr.
var UnraisableHook func(exc *Exception, message string, object Value)

// WriteUnraisable reports exc: what (such as "Exception ignored in: ") and the object it
// was raised for, which may be unbound, and the traceback.
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
	if object.ref != nil {
		text += safeReprOr(object, "<object repr() failed>")
	}
	text += "\n"
	if list := exc.Traceback.Entries(); len(list) > 0 {
		text += "Traceback (most recent call last):\n" + FormatEntries(list)
	}
	name := exc.shownName()
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
