package pathlib

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/fnmatch"
)

// This file implements PurePath and its subclasses.

type (
	value = py.Value
	exc   = *py.Exception
	steps = pymod.Steps
)

func str(s string) value { return py.StrV(s) }

var purePath, purePosix, pureWindows value

// isWindows reports whether a path, or a class of paths, is of Windows.
func isWindows(v value) bool {
	t := v.Type()
	if v.IsType() {
		t = py.AsType(v)
	}
	return t.IsSubclass(py.AsType(pureWindows))
}

func isPath(v value) bool { return py.IsInstance(v, py.AsType(purePath)) }

func initPath(self, args value) (value, exc) {
	var s steps
	var segments []value
	for _, a := range py.Heap[py.Tuple](args).Items() {
		if isPath(a) {
			raw := s.List(a, "_raw_paths")
			if isWindows(a) && !isWindows(self) {
				for i, r := range raw {
					raw[i] = str(strings.ReplaceAll(s.Str(r), `\`, "/"))
				}
			}
			segments = append(segments, raw...)
			continue
		}
		p := a
		if !a.IsStr() {
			if f := s.AttrOr(a, "__fspath__", value{}); !f.IsUnbound() && !a.IsType() {
				p = s.Apply(f)
			}
			if !s.Failed() && !py.IsInstance(p, py.StrType) {
				s.Failf(py.TypeErrorType, "argument should be a str or an os.PathLike object where __fspath__ returns a str, not %s", py.QuoteStr(p.Type().Name))
			}
		}
		segments = append(segments, p)
	}
	s.Set(self, "_raw_paths", py.NewList(segments).Value())
	return s.Done(py.None)
}

// rawText is the path as it was given, joined.
func rawText(s *steps, self value) string {
	if l, ok := py.AsList(s.AttrOr(self, "_raw_paths", py.None)); ok && len(l.Items) == 1 && l.Items[0].IsStr() {
		return l.Items[0].Str().S
	}
	var parts []string
	for _, p := range s.List(self, "_raw_paths") {
		parts = append(parts, s.Str(p))
	}
	return joinRaw(parts, isWindows(self))
}

// partsOf takes a path object apart.
func partsOf(s *steps, self value) parsed {
	text, windows := rawText(s, self), isWindows(self)
	if last := &lastParsed; last.text != text || last.windows != windows {
		p := parse(text, windows)
		p.tail = p.tail[:len(p.tail):len(p.tail)]
		last.text, last.parsed = text, p
	}
	return lastParsed.parsed
}

// lastParsed is the path that was taken apart last: most are looked at several times.
var lastParsed struct {
	text string
	parsed
}

// textOf is str(self).
func textOf(s *steps, self value) string {
	if x := s.AttrOr(self, "_str", value{}); !x.IsUnbound() {
		return s.Str(x)
	}
	t := partsOf(s, self).String()
	if t == "" {
		t = "."
	}
	s.Set(self, "_str", str(t))
	return t
}

// withParts makes a path like self of parts.
func withParts(s *steps, self value, p parsed) value {
	p.windows = isWindows(self)
	return fromText(s, self, p.String())
}

// fromText makes a path like self of a normalized text.
func fromText(s *steps, self value, text string) value {
	path := s.Call(self, "with_segments", str(text))
	if text == "" {
		text = "."
	}
	if !s.Failed() && isPath(path) {
		s.Set(path, "_str", str(text))
	}
	return path
}

// key is what paths are compared by.
func key(s *steps, self value) string {
	t := textOf(s, self)
	if isWindows(self) {
		return strings.ToLower(t)
	}
	return t
}

func compare(op py.CompareOp) func(self, other value) (value, exc) {
	return func(self, other value) (value, exc) {
		if !isPath(other) || isWindows(self) != isWindows(other) {
			if op == py.EQ && isPath(other) {
				return py.False, nil
			}
			return py.NotImplemented, nil
		}
		var s steps
		a, b := key(&s, self), key(&s, other)
		if op == py.EQ || s.Failed() {
			return s.Done(py.Bool(a == b))
		}
		sep := partsOf(&s, self).sep()
		list := func(t string) value {
			var items []value
			for _, x := range strings.Split(t, sep) {
				items = append(items, str(x))
			}
			return py.NewList(items).Value()
		}
		r, e := py.CompareBool(op, list(a), list(b))
		s.Raise(e)
		return s.Done(py.Bool(r))
	}
}

// getter is a property of the parts of a path.
func getter(name, doc string, f func(s *steps, self value, p parsed) value) pymod.Property {
	return pymod.Property{Name: name, Doc: doc, Get: func(self value) (value, exc) {
		var s steps
		p := partsOf(&s, self)
		if s.Failed() {
			return value{}, s.Exc
		}
		return s.Done(f(&s, self, p))
	}}
}

func strs(list []string) []value {
	out := make([]value, len(list))
	for i, x := range list {
		out[i] = str(x)
	}
	return out
}

func (p parsed) name() string {
	if len(p.tail) == 0 {
		return ""
	}
	return p.tail[len(p.tail)-1]
}

func (p parsed) parent() parsed {
	if len(p.tail) > 0 {
		n := len(p.tail) - 1
		p.tail = p.tail[:n:n]
	}
	return p
}

var properties = []pymod.Property{
	getter("drive", "The drive prefix (letter or UNC path), if any.", func(s *steps, self value, p parsed) value { return str(p.drive) }),
	getter("root", "The root of the path, if any.", func(s *steps, self value, p parsed) value { return str(p.root) }),
	getter("anchor", "The concatenation of the drive and root, or ''.", func(s *steps, self value, p parsed) value { return str(p.drive + p.root) }),
	getter("parts", "An object providing sequence-like access to the\ncomponents in the filesystem path.", func(s *steps, self value, p parsed) value {
		var items []value
		if p.drive+p.root != "" {
			items = append(items, str(p.drive+p.root))
		}
		return py.NewTuple(append(items, strs(p.tail)...)).Value()
	}),
	getter("parent", "The logical parent of the path.", func(s *steps, self value, p parsed) value {
		if len(p.tail) == 0 {
			return self
		}
		return withParts(s, self, p.parent())
	}),
	getter("parents", "A sequence of this path's logical parents.", func(s *steps, self value, p parsed) value { return s.Apply(parentsClass, self) }),
	getter("name", "The final path component, if any.", func(s *steps, self value, p parsed) value { return str(p.name()) }),
	getter("suffix", "The final component's last suffix, if any.", func(s *steps, self value, p parsed) value {
		n := p.name()
		return str(n[suffixOf(n):])
	}),
	getter("suffixes", "A list of the final component's suffixes, if any.", func(s *steps, self value, p parsed) value {
		n := p.name()
		if strings.HasSuffix(n, ".") {
			return py.ListV()
		}
		var out []value
		for i, x := range strings.Split(strings.TrimLeft(n, "."), ".") {
			if i > 0 {
				out = append(out, str("."+x))
			}
		}
		return py.NewList(out).Value()
	}),
	getter("stem", "The final path component, minus its last suffix.", func(s *steps, self value, p parsed) value {
		n := p.name()
		return str(n[:suffixOf(n)])
	}),
}

func withName(self, name value) (value, exc) {
	var s steps
	p := partsOf(&s, self)
	n := s.Str(name)
	if n == "" || n == "." || strings.Contains(n, p.sep()) || p.windows && strings.Contains(n, "/") {
		s.Failf(py.ValueErrorType, "Invalid name %s", s.Repr(name))
	}
	if len(p.tail) == 0 {
		s.Failf(py.ValueErrorType, "%s has an empty name", s.Repr(self))
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	p.tail = append(append([]string(nil), p.tail[:len(p.tail)-1]...), n)
	return s.Done(withParts(&s, self, p))
}

func withStem(self, stem value) (value, exc) {
	var s steps
	suffix := s.Str(s.Attr(self, "suffix"))
	if suffix != "" && !s.Truth(stem) {
		s.Failf(py.ValueErrorType, "%s has a non-empty suffix", s.Repr(self))
	}
	return s.Done(s.Call(self, "with_name", str(s.Str(stem)+suffix)))
}

func withSuffix(self, suffix value) (value, exc) {
	var s steps
	stem := s.Str(s.Attr(self, "stem"))
	x := ""
	switch {
	case suffix.IsNone() && !s.Failed():
		s.Failf(py.TypeErrorType, `can only concatenate str (not "NoneType") to str`)
	case !suffix.IsStr() && !s.Failed():
		s.Call(suffix, "startswith", str("."))
	default:
		x = s.Str(suffix)
	}
	switch {
	case s.Failed():
	case stem == "":
		s.Failf(py.ValueErrorType, "%s has an empty name", s.Repr(self))
	case x != "" && (!strings.HasPrefix(x, ".") || x == "."):
		s.Failf(py.ValueErrorType, "Invalid suffix %s", s.Repr(suffix))
	}
	return s.Done(s.Call(self, "with_name", str(stem+x)))
}

// other is the path of relative_to and is_relative_to, with the deprecated further
// arguments.
func otherPath(s *steps, self, other, more value, method string) value {
	if extra := py.Heap[py.Tuple](more).Items(); len(extra) > 0 {
		what := "positional argument"
		if method == "is_relative_to" {
			what = "argument"
		}
		s.Raise(py.Warn(py.DeprecationWarningType, "support for supplying more than one "+what+" to pathlib.PurePath."+method+"() is deprecated and scheduled for removal in Python 3.14", 2))
		return s.Call(self, "with_segments", append([]value{other}, extra...)...)
	}
	if !isPath(other) {
		return s.Call(self, "with_segments", other)
	}
	return other
}

// below reports whether p is other or below it, by their parts.
func (p parsed) below(other parsed) bool {
	eq := func(a, b string) bool { return a == b || p.windows && strings.EqualFold(a, b) }
	if !eq(p.drive+p.root, other.drive+other.root) || len(other.tail) > len(p.tail) {
		return false
	}
	for i, x := range other.tail {
		if !eq(x, p.tail[i]) {
			return false
		}
	}
	return true
}

func relativeTo(self, other, walkUp, more value) (value, exc) {
	var s steps
	o := otherPath(&s, self, other, more, "relative_to")
	if s.Failed() {
		return value{}, s.Exc
	}
	up := s.Truth(walkUp)
	p, q := partsOf(&s, self), partsOf(&s, o)
	text := textOf(&s, o)
	same := isWindows(self) == isWindows(o)
	for step := 0; !s.Failed(); step++ {
		if same && p.below(q) {
			tail := make([]string, step, step+len(p.tail))
			for i := range tail {
				tail[i] = ".."
			}
			return s.Done(withParts(&s, self, parsed{tail: append(tail, p.tail[len(q.tail):]...)}))
		}
		switch {
		case !up:
			s.Failf(py.ValueErrorType, "%s is not in the subpath of %s", py.QuoteStr(textOf(&s, self)), py.QuoteStr(text))
		case q.name() == "..":
			s.Failf(py.ValueErrorType, "'..' segment in %s cannot be walked", py.QuoteStr(text))
		case len(q.tail) == 0:
			s.Failf(py.ValueErrorType, "%s and %s have different anchors", py.QuoteStr(textOf(&s, self)), py.QuoteStr(text))
		}
		q = q.parent()
	}
	return value{}, s.Exc
}

func isRelativeTo(self, other, more value) (value, exc) {
	var s steps
	o := otherPath(&s, self, other, more, "is_relative_to")
	if s.Failed() {
		return value{}, s.Exc
	}
	return s.Done(py.Bool(isWindows(self) == isWindows(o) && partsOf(&s, self).below(partsOf(&s, o))))
}

func (p parsed) absolute() bool {
	return p.root != "" && (p.drive != "" || !p.windows) || p.windows && strings.HasPrefix(p.drive, `\\`)
}

func asURI(self value) (value, exc) {
	var s steps
	p := partsOf(&s, self)
	if !p.absolute() {
		s.Failf(py.ValueErrorType, "relative path can't be expressed as a file URI")
		return value{}, s.Exc
	}
	posix := strings.ReplaceAll(p.String(), `\`, "/")
	if !p.windows {
		posix = p.String()
	}
	prefix := "file://"
	switch {
	case len(p.drive) == 2 && p.drive[1] == ':':
		prefix, posix = "file:///"+p.drive, posix[2:]
	case p.drive != "":
		prefix = "file:"
	}
	return s.Done(str(prefix + quote(posix)))
}

// quote is urllib.parse.quote_from_bytes.
func quote(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("_.-~/", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// patternOf makes a path of a pattern.
func patternOf(s *steps, self, pattern value) value {
	if !isPath(pattern) {
		return s.Call(self, "with_segments", pattern)
	}
	return pattern
}

// sameCase reports whether case matters.
func sameCase(s *steps, self, caseSensitive value) bool {
	if caseSensitive.IsNone() {
		return !isWindows(self)
	}
	return s.Truth(caseSensitive)
}

func matchName(pattern, name string, exact bool) bool {
	if !exact {
		pattern, name = strings.ToLower(pattern), strings.ToLower(name)
	}
	return fnmatch.Match(pattern, name)
}

func matchPath(self, pattern, caseSensitive value) (value, exc) {
	var s steps
	pat := patternOf(&s, self, pattern)
	if s.Failed() {
		return value{}, s.Exc
	}
	exact := sameCase(&s, self, caseSensitive)
	p, q := partsOf(&s, self), partsOf(&s, pat)
	if len(q.tail) == 0 && q.drive+q.root == "" {
		s.Failf(py.ValueErrorType, "empty pattern")
		return value{}, s.Exc
	}
	list := func(p parsed) []string {
		if p.drive+p.root != "" {
			return append([]string{p.drive + p.root}, p.tail...)
		}
		return p.tail
	}
	a, b := list(p), list(q)
	if len(a) < len(b) || q.drive+q.root != "" && len(a) != len(b) {
		return s.Done(py.False)
	}
	for i := range b {
		if !matchName(b[len(b)-1-i], a[len(a)-1-i], exact) {
			return s.Done(py.False)
		}
	}
	return s.Done(py.True)
}

func fullMatch(self, pattern, caseSensitive value) (value, exc) {
	var s steps
	pat := patternOf(&s, self, pattern)
	if s.Failed() {
		return value{}, s.Exc
	}
	exact := sameCase(&s, self, caseSensitive)
	split := func(p parsed) []string {
		if t := p.String(); t != "" {
			return strings.Split(t, p.sep())
		}
		return nil
	}
	return s.Done(py.Bool(matchParts(split(partsOf(&s, pat)), split(partsOf(&s, self)), exact)))
}

// matchParts matches whole paths; ** stands for any number of parts.
func matchParts(pat, parts []string, exact bool) bool {
	for len(pat) > 0 {
		if pat[0] == "**" {
			for i := 0; i <= len(parts); i++ {
				if matchParts(pat[1:], parts[i:], exact) {
					return true
				}
			}
			return false
		}
		if len(parts) == 0 || !matchName(pat[0], parts[0], exact) {
			return false
		}
		pat, parts = pat[1:], parts[1:]
	}
	return len(parts) == 0
}

// joined is the / operator: NotImplemented where the operand is no path.
func joined(build func(s *steps) value) (value, exc) {
	var s steps
	v := build(&s)
	if s.Failed() && s.Exc.Is(py.TypeErrorType) {
		return py.NotImplemented, nil
	}
	return s.Done(v)
}

func definePure(m *py.Module) (e exc) {
	purePath, e = pymod.New(pymod.Class{Name: "PurePath", Module: "pathlib._local",
		Doc:   "Base class for manipulating paths without I/O.\n\nPurePath represents a filesystem path and offers operations which\ndon't imply any actual filesystem I/O.  Depending on your system,\ninstantiating a PurePath will return either a PurePosixPath or a\nPureWindowsPath object.  You can also instantiate either of these classes\ndirectly, regardless of your system.\n",
		Slots: []string{"_raw_paths", "_str"},
		StaticMethods: []pymod.Func{{Sig: "__new__(cls, *args, **kwargs)", Impl: func(cls, args, kwargs value) (value, exc) {
			if cls == purePath {
				cls = purePosix
			}
			return py.AsType(cls).Alloc(py.AsType(cls)), nil
		}}},
		Methods: []pymod.Func{
			{Sig: "__init__(self, *args)", Impl: initPath},
			{Sig: "with_segments(self, *pathsegments)", Doc: "Construct a new path object from any number of path-like objects.\nSubclasses may override this method to customize how new path objects\nare created from methods like `iterdir()`.\n", Impl: func(self, segments value) (value, exc) {
				return py.CallEx(self.Type().Value(), segments, value{})
			}},
			{Sig: "joinpath(self, *pathsegments)", Impl: func(self, segments value) (value, exc) {
				return pymod.Call(self, "with_segments", append([]value{self}, py.Heap[py.Tuple](segments).Items()...)...)
			}},
			{Sig: "__truediv__(self, key)", Impl: func(self, k value) (value, exc) {
				return joined(func(s *steps) value { return s.Call(self, "with_segments", self, k) })
			}},
			{Sig: "__rtruediv__(self, key)", Impl: func(self, k value) (value, exc) {
				return joined(func(s *steps) value { return s.Call(self, "with_segments", k, self) })
			}},
			{Sig: "__reduce__(self)", Impl: func(self value) (value, exc) {
				var s steps
				return s.Done(py.TupleV(self.Type().Value(), py.NewTuple(s.List(self, "_raw_paths")).Value()))
			}},
			{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
				var s steps
				return s.Done(str(self.Type().Name + "(" + s.Repr(s.Call(self, "as_posix")) + ")"))
			}},
			{Sig: "__fspath__(self)", Impl: func(self value) (value, exc) {
				var s steps
				return s.Done(str(s.Str(self)))
			}},
			{Sig: "__bytes__(self)", Impl: func(self value) (value, exc) {
				var s steps
				return s.Done(s.Apply(s.Import("os", "fsencode"), self))
			}},
			{Sig: "__str__(self)", Impl: func(self value) (value, exc) {
				var s steps
				return s.Done(str(textOf(&s, self)))
			}},
			{Sig: "as_posix(self)", Impl: func(self value) (value, exc) {
				var s steps
				t := s.Str(self)
				if isWindows(self) {
					t = strings.ReplaceAll(t, `\`, "/")
				}
				return s.Done(str(t))
			}},
			{Sig: "__hash__(self)", Impl: func(self value) (value, exc) {
				var s steps
				h, e := py.Hash(str(key(&s, self)))
				s.Raise(e)
				return s.Done(py.Int(h))
			}},
			{Sig: "__eq__(self, other)", Impl: compare(py.EQ)}, {Sig: "__lt__(self, other)", Impl: compare(py.LT)}, {Sig: "__le__(self, other)", Impl: compare(py.LE)},
			{Sig: "__gt__(self, other)", Impl: compare(py.GT)}, {Sig: "__ge__(self, other)", Impl: compare(py.GE)},
			{Sig: "with_name(self, name)", Impl: withName}, {Sig: "with_stem(self, stem)", Impl: withStem}, {Sig: "with_suffix(self, suffix)", Impl: withSuffix},
			{Sig: "relative_to(self, other, /, *_deprecated, walk_up=False)", Impl: func(self, other, up, more value) (value, exc) { return relativeTo(self, other, up, more) }},
			{Sig: "is_relative_to(self, other, /, *_deprecated)", Impl: isRelativeTo},
			{Sig: "is_absolute(self)", Impl: func(self value) (value, exc) {
				var s steps
				return s.Done(py.Bool(partsOf(&s, self).absolute()))
			}},
			{Sig: "is_reserved(self)", Impl: func(self value) (value, exc) {
				return py.False, py.Warn(py.DeprecationWarningType, "pathlib.PurePath.is_reserved() is deprecated and scheduled for removal in Python 3.15. Use os.path.isreserved() to detect reserved paths on Windows.", 2)
			}},
			{Sig: "as_uri(self)", Impl: asURI},
			{Sig: "match(self, path_pattern, *, case_sensitive=None)", Impl: matchPath},
			{Sig: "full_match(self, pattern, *, case_sensitive=None)", Impl: fullMatch},
		},
		Properties: properties,
	})
	if e != nil {
		return e
	}
	m.Set("PurePath", purePath)
	for _, c := range []struct {
		dst  *value
		name string
	}{{&purePosix, "PurePosixPath"}, {&pureWindows, "PureWindowsPath"}} {
		if *c.dst, e = pymod.New(pymod.Class{Name: c.name, Module: "pathlib._local", Bases: []value{purePath}, Slots: []string{}}); e != nil {
			return e
		}
		m.Set(c.name, *c.dst)
	}
	var s steps
	parser := s.Import("os", "path")
	s.Set(purePath, "parser", parser)
	// The module ntpath is there where the program imports it.
	if windows, e := py.ImportModule("ntpath"); e == nil {
		s.Set(pureWindows, "parser", windows)
	} else if !e.Is(py.ImportErrorType) {
		return e
	}
	if like := s.AttrOr(s.Import("os", "PathLike"), "register", value{}); !like.IsUnbound() {
		s.Apply(like, purePath)
	} else {
		s.Exc = nil
	}
	return defineParents(&s)
}

var parentsClass value

// defineParents makes the sequence of a path's parents.
func defineParents(s *steps) exc {
	count := func(s *steps, path value) (parsed, int) {
		p := partsOf(s, path)
		return p, len(p.tail)
	}
	get := func(s *steps, path value, i int) value {
		p, _ := count(s, path)
		p.tail = p.tail[:len(p.tail)-1-i]
		return withParts(s, path, p)
	}
	abc := s.Import("collections.abc", "Sequence")
	if s.Failed() {
		return s.Exc
	}
	var e exc
	parentsClass, e = pymod.New(pymod.Class{Name: "_PathParents", Module: "pathlib._local", Bases: []value{abc}, Slots: []string{"_path"}, Methods: []pymod.Func{
		{Sig: "__init__(self, path)", Impl: func(self, path value) (value, exc) { return py.None, py.SetAttr(self, py.Intern("_path"), path) }},
		{Sig: "__len__(self)", Impl: func(self value) (value, exc) {
			var s steps
			_, n := count(&s, s.Attr(self, "_path"))
			return s.Done(py.IntOf(n))
		}},
		{Sig: "__getitem__(self, idx)", Impl: func(self, idx value) (value, exc) {
			var s steps
			path := s.Attr(self, "_path")
			if s.Failed() {
				return value{}, s.Exc
			}
			_, n := count(&s, path)
			if py.IsInstance(idx, py.SliceType) {
				start, _, step, k, e := py.SliceIndices(idx, n)
				s.Raise(e)
				var items []value
				for ; k > 0 && !s.Failed(); k-- {
					items = append(items, get(&s, path, start))
					start += step
				}
				return s.Done(py.NewTuple(items).Value())
			}
			i := s.Int(idx)
			if i >= n || i < -n {
				s.Raise(py.RaiseArgs(py.IndexErrorType, idx))
				return value{}, s.Exc
			}
			if i < 0 {
				i += n
			}
			return s.Done(get(&s, path, i))
		}},
		{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
			var s steps
			return s.Done(str("<" + s.Attr(self, "_path").Type().Name + ".parents>"))
		}},
	}})
	return e
}
