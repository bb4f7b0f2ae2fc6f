package py

import (
	"slices"
	"strings"
)

// This file implements what tracebacks add to the message of an AttributeError, a
// NameError or an ImportError (traceback.py, _compute_suggestion_error).

// suggestion returns the text that follows exc's message, "" where there is none.
func (exc *Exception) suggestion() string {
	switch x := exc.Extra.(type) {
	case *nameExtra:
		if x.Name.ref == nil || !x.Name.IsStr() || !VersionAtLeast(10) {
			return ""
		}
		wrong := x.Name.Str().S
		if exc.Is(AttributeErrorType) {
			return didYouMean(suggest(wrong, exc.attributesOf(x.Obj, wrong)))
		}
		s := exc.suggestName(wrong)
		text := didYouMean(s)
		if VersionAtLeast(12) && slices.Contains(StdlibNames(), wrong) {
			if s == "" {
				return ". Did you forget to import '" + wrong + "'?"
			}
			return text + " Or did you forget to import '" + wrong + "'?"
		}
		return text
	case *importExtra:
		if x.NameFrom.ref == nil || !x.NameFrom.IsStr() || x.Name.ref == nil || !x.Name.IsStr() || !VersionAtLeast(12) {
			return ""
		}
		wrong := x.NameFrom.Str().S
		m, fail := ImportModule(x.Name.Str().S)
		if fail != nil {
			return ""
		}
		return didYouMean(suggest(wrong, publicNames(m, wrong[0] != '_')))
	}
	return ""
}

func didYouMean(s string) string {
	if s == "" {
		return ""
	}
	return ". Did you mean: '" + s + "'?"
}

// publicNames returns dir(v), where hide is set without the names that begin with an
// underscore.
func publicNames(v Value, hide bool) []string {
	l, exc := Dir(v)
	if exc != nil {
		return nil
	}
	var names []string
	for _, n := range heap[List](l).Items {
		if s, ok := AsStr(n); ok && !(hide && strings.HasPrefix(s.S, "_")) {
			names = append(names, s.S)
		}
	}
	return names
}

// attributesOf returns the names that a wrong attribute of obj may have meant. Private
// ones count where the code is a method of obj.
func (exc *Exception) attributesOf(obj Value, wrong string) []string {
	if obj.ref == nil || wrong == "" {
		return nil
	}
	hide := wrong[0] != '_'
	if hide && VersionAtLeast(13) {
		if tb := exc.lastEntry(); tb != nil && tb.Code.isMethodOf(obj.Type()) {
			hide = false
		}
	} else if !VersionAtLeast(13) {
		hide = false
	}
	return publicNames(obj, hide)
}

func (exc *Exception) lastEntry() *Traceback {
	tb := exc.Traceback
	for tb != nil && tb.Next != nil {
		tb = tb.Next
	}
	return tb
}

// isMethodOf reports whether c is the code of a method of t whose first parameter is
// called self.
func (c *Code) isMethodOf(t *Type) bool {
	if len(c.Params) == 0 || c.Params[0].S != "self" {
		return false
	}
	name := Intern(c.Name)
	for _, k := range t.MRO {
		x, _ := k.Namespace().GetStr(name)
		if x.ref != nil && x.ref.typ == PropertyType {
			p := heap[property](x)
			for _, f := range []Value{p.get, p.set, p.del} {
				if fn, ok := AsFunction(f); ok && fn.Code == c {
					return true
				}
			}
		}
		if fn, ok := AsFunction(x); ok && fn.Code == c {
			return true
		}
	}
	return false
}

// suggestName returns the variable or builtin that wrong may have meant where exc was
// raised.
func (exc *Exception) suggestName(wrong string) string {
	tb := exc.lastEntry()
	if tb == nil {
		return ""
	}
	var names []string
	for _, p := range tb.Code.Params {
		names = append(names, p.S)
	}
	names = append(names, tb.Code.Locals...)
	names = append(names, tb.Code.FreeVars...)
	if m := tb.Code.module(); m != nil {
		d := m.DictValue()
		for _, k := range heap[Dict](d).Keys() {
			if s, ok := AsStr(k); ok {
				names = append(names, s.S)
			}
		}
	}
	b := BuiltinsModule().DictValue()
	for _, k := range heap[Dict](b).Keys() {
		if s, ok := AsStr(k); ok {
			names = append(names, s.S)
		}
	}
	return suggest(wrong, names)
}
