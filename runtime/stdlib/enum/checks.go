package enum

import (
	"fmt"
	"math/bits"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements verify, global_enum and what these need.

// subclass is issubclass(cls, enum.base).
func subclass(s *steps, cls value, base string) bool {
	b := s.Import("enum", base)
	return !s.Failed() && py.IsInstance(cls, py.TypeType) && py.AsType(cls).IsSubclass(py.AsType(b))
}

// verify is the decorator verify(*checks).
func verify(args []value) (value, exc) {
	checks := append([]value(nil), args...)
	return py.NewBuiltin("verify", "enum", "(enumeration)", func(cls value) (value, exc) {
		var s steps
		kind := "enum"
		switch {
		case subclass(&s, cls, "Flag"):
			kind = "flag"
		case !subclass(&s, cls, "Enum"):
			s.Failf(py.TypeErrorType, "the 'verify' decorator only works with Enum and Flag")
		}
		for _, check := range checks {
			switch check {
			case s.Import("enum", "UNIQUE"):
				checkUnique(&s, cls)
			case s.Import("enum", "CONTINUOUS"):
				checkContinuous(&s, cls, kind)
			case s.Import("enum", "NAMED_FLAGS"):
				checkNamed(&s, cls)
			}
		}
		return s.Done(cls)
	}).Value(), nil
}

// eachMember calls f for the names of the enumeration, aliases included, with their members.
func eachMember(s *steps, cls value, f func(name string, member value)) {
	for _, item := range s.Items(s.Call(s.Attr(cls, "__members__"), "items")) {
		if pair := s.Items(item); !s.Failed() {
			f(s.Str(pair[0]), pair[1])
		}
	}
}

func checkUnique(s *steps, cls value) {
	var aliases []string
	eachMember(s, cls, func(name string, member value) {
		if own := s.Str(s.Attr(member, "name")); own != name {
			aliases = append(aliases, name+" -> "+own)
		}
	})
	if len(aliases) > 0 {
		s.Failf(py.ValueErrorType, "aliases found in %s: %s", s.Repr(cls), strings.Join(aliases, ", "))
	}
}

// values are the values of the members.
func values(s *steps, cls value) []int {
	var list []int
	for _, m := range s.Items(cls) {
		list = append(list, s.Int(s.Attr(m, "value")))
	}
	return list
}

func checkContinuous(s *steps, cls value, kind string) {
	have := map[int]bool{}
	list := values(s, cls)
	if s.Failed() || len(list) < 2 {
		return
	}
	low, high := list[0], list[0]
	for _, v := range list {
		have[v] = true
		low, high = min(low, v), max(high, v)
	}
	var missing []string
	note := func(v int) {
		if !have[v] {
			missing = append(missing, fmt.Sprint(v))
		}
	}
	if kind == "flag" {
		for i := bits.Len(uint(low)); i < bits.Len(uint(high))-1; i++ {
			note(1 << i)
		}
	} else {
		for v := low + 1; v < high; v++ {
			note(v)
		}
	}
	if len(missing) > 0 {
		text := fmt.Sprintf("invalid %s '%s': missing values %s", kind, s.Str(s.Attr(cls, "__name__")), strings.Join(missing, ", "))
		s.Failf(py.ValueErrorType, "%s", text[:min(len(text), 256)])
	}
}

func checkNamed(s *steps, cls value) {
	named := map[string]bool{}
	for _, n := range s.Items(s.Attr(cls, "_member_names_")) {
		named[s.Str(n)] = true
	}
	have := 0
	for _, v := range values(s, cls) {
		have |= v
	}
	var names []string
	missing := 0
	eachMember(s, cls, func(name string, member value) {
		v := s.Int(s.Attr(member, "value"))
		if named[name] || v < 0 || v&^have == 0 {
			return
		}
		names = append(names, name)
		missing |= v &^ have
	})
	if len(names) == 0 || s.Failed() {
		return
	}
	alias := "alias " + names[0] + " is missing"
	if last := len(names) - 1; last > 0 {
		alias = "aliases " + strings.Join(names[:last], ", ") + " and " + names[last] + " are missing"
	}
	what := "combined values of"
	if bits.OnesCount(uint(missing)) == 1 {
		what = "value"
	}
	s.Failf(py.ValueErrorType, "invalid Flag '%s': %s %s 0x%x [use enum.show_flag_values(value) for details]",
		s.Str(s.Attr(cls, "__name__")), alias, what, missing)
}

// globalEnum is global_enum: the members become globals of the module, and are shown so.
func globalEnum(cls, update value) (value, exc) {
	var s steps
	shown := "global_enum_repr"
	if subclass(&s, cls, "Flag") {
		shown = "global_flag_repr"
	}
	s.Set(cls, "__repr__", s.Import("enum", shown))
	if !subclass(&s, cls, "ReprEnum") || !update.IsUnbound() && s.Truth(update) {
		s.Set(cls, "__str__", s.Import("enum", "global_str"))
	}
	module, e := py.ImportModule(s.Str(s.Attr(cls, "__module__")))
	s.Raise(e)
	eachMember(&s, cls, func(name string, member value) { s.Set(module, name, member) })
	return s.Done(cls)
}

// moduleOf is the last part of the name of the module of the member's class.
func moduleOf(s *steps, self value) string {
	name := s.Str(s.Attr(self.Type().Value(), "__module__"))
	return name[strings.LastIndexByte(name, '.')+1:]
}

var globalFunctions = []pymod.Func{
	{Sig: "global_enum_repr(self)", Doc: "use module.enum_name instead of class.enum_name\n\nthe module is the last module in case of a multi-module name", Impl: func(self value) (value, exc) {
		var s steps
		return s.Done(py.StrV(moduleOf(&s, self) + "." + s.Str(s.Attr(self, "_name_"))))
	}},
	{Sig: "global_flag_repr(self)", Doc: "use module.flag_name instead of class.flag_name\n\nthe module is the last module in case of a multi-module name", Impl: func(self value) (value, exc) {
		var s steps
		module, name := moduleOf(&s, self), s.Attr(self, "_name_")
		if s.Failed() || name.IsNone() {
			return s.Done(py.StrV(module + "." + self.Type().Name + "(" + s.Repr(s.Attr(self, "_value_")) + ")"))
		}
		parts := strings.Split(s.Str(name), "|")
		for i, p := range parts {
			if p != "" && (p[0] < '0' || p[0] > '9') {
				parts[i] = module + "." + p
			}
		}
		return s.Done(py.StrV(strings.Join(parts, "|")))
	}},
	{Sig: "global_str(self)", Doc: "use enum_name instead of class.enum_name", Impl: func(self value) (value, exc) {
		var s steps
		name := s.Attr(self, "_name_")
		if s.Failed() || name.IsNone() {
			return s.Done(py.StrV(self.Type().Name + "(" + s.Repr(s.Attr(self, "_value_")) + ")"))
		}
		return name, nil
	}},
}
