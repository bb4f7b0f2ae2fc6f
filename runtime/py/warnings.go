package py

import (
	"os"
	"slices"
	"strings"
)

// This file implements the warnings engine (library reference, warnings; _warnings.c):
// filters, the registry of what was shown, and the text. The module warnings is a face
// of it.

// WarningAction says what a filter does with a warning.
type WarningAction string

// The actions of warning filters.
const (
	WarnError   WarningAction = "error"
	WarnIgnore  WarningAction = "ignore"
	WarnAlways  WarningAction = "always"
	WarnDefault WarningAction = "default"
	WarnModule  WarningAction = "module"
	WarnOnce    WarningAction = "once"
)

// WarningFilter is one entry of warnings.filters. MatchMessage and MatchModule are nil
// where anything matches; Line is 0 for any line.
type WarningFilter struct {
	Action       WarningAction
	Message      Value // as the program sees it: None or a pattern
	Category     *Type
	Module       Value
	Line         int
	MatchMessage func(string) bool
	MatchModule  func(string) bool
	Shown        Value // its tuple in warnings.filters, once there is one
}

func isMain(module string) bool { return module == "__main__" }

// WarningFilters is warnings.filters: the first one that matches decides.
var WarningFilters = []WarningFilter{
	{Action: WarnDefault, Message: None, Category: DeprecationWarningType, Module: StrV("__main__"), MatchModule: isMain},
	{Action: WarnIgnore, Message: None, Category: DeprecationWarningType, Module: None},
	{Action: WarnIgnore, Message: None, Category: PendingDeprecationWarningType, Module: None},
	{Action: WarnIgnore, Message: None, Category: ImportWarningType, Module: None},
	{Action: WarnIgnore, Message: None, Category: ResourceWarningType, Module: None},
}

// WarningDefaultAction is what happens where no filter matches.
var WarningDefaultAction = WarnDefault

// WarningsChanged forgets which warnings were shown, as a change of the filters does.
func WarningsChanged() { warningSeen = map[warningKey]bool{} }

type warningKey struct {
	file, text string
	category   *Type
	line       int32
}

var (
	warningSeen = map[warningKey]bool{}
	warningOnce = map[warningKey]bool{}
)

// ShowWarning outputs a warning that passed the filters. The module warnings replaces it
// where a program sets warnings.showwarning or records warnings.
var ShowWarning func(w *WarningMessage) *Exception

// WarningMessage is a warning that is to be shown.
type WarningMessage struct {
	Message  Value // an instance of the category
	Category *Type
	Filename string
	Line     int32
	Text     string      // the line of source, "" for what is in File
	File     *SourceFile // nil where the source is not part of the program
	Source   Value       // unbound where there is none
}

// Warn is warnings.warn(message, category, stacklevel): 1 is the Python code that runs.
// It returns an exception where a filter made the warning an error.
func Warn(category *Type, message string, stacklevel int) *Exception {
	return WarnValue(StrV(message), category, stacklevel, Value{})
}

// WarnValue is Warn for a message that may be an instance of a Warning.
func WarnValue(message Value, category *Type, stacklevel int, source Value) *Exception {
	return warnAt(message, category, max(stacklevel, 1), source, pythonFrames(max(stacklevel, 1)))
}

// WarnSkipping is WarnValue that leaves frames out of the count whose files begin with one
// of prefixes; it is never about the caller itself.
func WarnSkipping(message Value, category *Type, stacklevel int, source Value, prefixes []string) *Exception {
	all := pythonFrames(1 << 16)
	frames := all[:min(len(all), 1)]
	for i := 1; i < len(all); i++ {
		// A prefix that is the whole name does not match: CPython compares without the last
		// character.
		name := all[i].code.fileName()
		name = name[:max(len(name)-1, 0)]
		if !slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			frames = append(frames, all[i])
		}
	}
	return warnAt(message, category, max(stacklevel, 2), source, frames)
}

func warnAt(message Value, category *Type, stacklevel int, source Value, frames []callerFrame) *Exception {
	module, file, line := "sys", (*SourceFile)(nil), int32(0)
	name := "<sys>"
	if !VersionAtLeast(12) {
		name, line = "sys", 1
	}
	if len(frames) >= stacklevel {
		f := frames[stacklevel-1]
		module, file, line = f.module.shown(), f.code.File, f.line
		name = f.code.fileName()
	}
	return WarnExplicit(message, category, module, name, file, line, source)
}

// WarnExplicit is warnings.warn_explicit.
func WarnExplicit(message Value, category *Type, module, name string, file *SourceFile, line int32, source Value) *Exception {
	if e, ok := AsException(message); ok && e.Is(WarningType) {
		category = e.typ
	}
	text, exc := StrText(message)
	if exc != nil {
		return exc
	}
	if _, ok := AsException(message); !ok {
		m, exc := Call1(category.Value(), message)
		if exc != nil {
			return exc
		}
		message = m
	}
	key := warningKey{name, text, category, line}
	action := warningAction(category, text, module, line)
	if action != WarnAlways && action != WarnError && warningSeen[key] {
		return nil
	}
	switch action {
	case WarnError:
		return Raise(message)
	case WarnIgnore:
		return nil
	case WarnOnce:
		warningSeen[key] = true
		once := warningKey{text: text, category: category}
		if warningOnce[once] {
			return nil
		}
		warningOnce[once] = true
	case WarnModule:
		warningSeen[key] = true
		all := warningKey{name, text, category, 0}
		if line != 0 && warningSeen[all] {
			return nil
		}
		warningSeen[all] = true
	case WarnDefault:
		warningSeen[key] = true
	}
	w := &WarningMessage{message, category, name, line, "", file, source}
	if ShowWarning != nil {
		return ShowWarning(w)
	}
	Stderr(FormatWarning(w))
	return nil
}

func warningAction(category *Type, text, module string, line int32) WarningAction {
	for i := range WarningFilters {
		f := &WarningFilters[i]
		if category.IsSubclass(f.Category) && (f.Line == 0 || f.Line == int(line)) &&
			(f.MatchMessage == nil || f.MatchMessage(text)) && (f.MatchModule == nil || f.MatchModule(module)) {
			return f.Action
		}
	}
	return WarningDefaultAction
}

// FormatWarning is warnings.formatwarning: the place, the message and the source line.
func FormatWarning(w *WarningMessage) string {
	text := w.Filename + ":" + itoa(int(w.Line)) + ": " + w.Category.Name + ": " + textOf(w.Message) + "\n"
	file := w.File
	if file == nil {
		file = SourceNamed(w.Filename)
	}
	line := w.Text
	if line == "" && file != nil {
		line = strings.TrimSpace(file.Line(w.Line))
	}
	if line != "" {
		text += "  " + line + "\n"
	}
	if w.Source.ref != nil || w.Category == RuntimeWarningType && isNeverAwaited(textOf(w.Message)) && VersionAtLeast(7) {
		text += w.Category.Name + ": Enable tracemalloc to get the object allocation traceback\n"
	}
	return text
}

// SourceNamed returns the program's source file with the name.
func SourceNamed(name string) *SourceFile {
	for _, p := range programModules {
		if p.File != nil && p.File.Name == name {
			return p.File
		}
	}
	return nil
}

// ParseWarningOptions applies -W options or PYTHONWARNINGS: action:message:category:
// module:line, the later ones first.
func ParseWarningOptions(list []string) {
	for _, opt := range list {
		parts := strings.Split(opt, ":")
		for len(parts) < 5 {
			parts = append(parts, "")
		}
		var action WarningAction
		for _, a := range []WarningAction{WarnDefault, WarnAlways, WarnIgnore, WarnModule, WarnOnce, WarnError} {
			if parts[0] != "" && strings.HasPrefix(string(a), parts[0]) {
				action = a
				break
			}
		}
		if parts[0] == "all" {
			action = WarnAlways
		}
		category := WarningType
		if c := strings.TrimSpace(parts[2]); c != "" {
			category = nil
			for _, t := range exceptionTypes {
				if t.Name == c && t.IsSubclass(WarningType) {
					category = t
				}
			}
		}
		if action == "" || category == nil {
			Stderr("Invalid -W option ignored: invalid option: " + reprString(StrV(opt)) + "\n")
			continue
		}
		f := WarningFilter{Action: action, Message: None, Category: category, Module: None}
		if m := strings.TrimSpace(parts[1]); m != "" {
			f.MatchMessage = func(s string) bool { return strings.HasPrefix(strings.ToLower(s), strings.ToLower(m)) }
		}
		if m := strings.TrimSpace(parts[3]); m != "" {
			f.MatchModule = func(s string) bool { return s == m }
		}
		WarningFilters = append([]WarningFilter{f}, WarningFilters...)
	}
}

// InitWarnings applies PYTHONWARNINGS.
func InitWarnings() {
	if s := os.Getenv("PYTHONWARNINGS"); s != "" {
		ParseWarningOptions(strings.Split(s, ","))
	}
}

func init() {
	WarnHook = Warn
	WarnAtHook = func(category *Type, message string, file *SourceFile, line int32) *Exception {
		module := "__main__"
		if p := sourceModules[file]; p != nil {
			module = p.shown()
		}
		return WarnExplicit(StrV(message), category, module, file.Name, file, line, Value{})
	}
}
