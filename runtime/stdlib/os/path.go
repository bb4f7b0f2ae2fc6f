package os

import (
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements os.path for POSIX systems (Lib/posixpath.py).

var pathSpec = py.ModuleSpec{
	Name: "os.path",
	Doc:  "Common operations on Posix pathnames.",
	Functions: []py.Method{
		{Name: "join", Impl: func(args []value) (value, exc) {
			if len(args) == 0 {
				return value{}, py.Raisef(py.TypeErrorType, "join() missing 1 required positional argument: 'a'")
			}
			parts, bytes, e := paths("join", args)
			if e != nil {
				return value{}, e
			}
			out := parts[0]
			for _, p := range parts[1:] {
				out = join(out, p)
			}
			return pathResult(out, bytes), nil
		}},
		{Name: "split", Sig: "(p)", Impl: func(p value) (value, exc) {
			s, bytes, e := onePath(p)
			head, tail := split(s)
			return py.TupleV(pathResult(head, bytes), pathResult(tail, bytes)), e
		}},
		{Name: "basename", Sig: "(p)", Impl: pathFunc(func(s string) string { _, tail := split(s); return tail })},
		{Name: "dirname", Sig: "(p)", Impl: pathFunc(func(s string) string { head, _ := split(s); return head })},
		{Name: "splitext", Sig: "(p)", Impl: func(p value) (value, exc) {
			s, bytes, e := onePath(p)
			root, ext := splitExt(s)
			return py.TupleV(pathResult(root, bytes), pathResult(ext, bytes)), e
		}},
		{Name: "splitdrive", Sig: "(p)", Impl: func(p value) (value, exc) {
			s, bytes, e := onePath(p)
			return py.TupleV(pathResult("", bytes), pathResult(s, bytes)), e
		}},
		{Name: "normpath", Sig: "(path)", Impl: func(p value) (value, exc) {
			s, bytes, e := pathOf("_path_normpath", p)
			return pathResult(normPath(s), bytes), e
		}},
		{Name: "normcase", Sig: "(s)", Impl: pathFunc(func(s string) string { return s })},
		{Name: "abspath", Sig: "(path)", Impl: pathFunc(func(s string) string {
			if !strings.HasPrefix(s, "/") {
				dir, _ := os.Getwd()
				s = join(dir, s)
			}
			return normPath(s)
		})},
		{Name: "realpath", Sig: "(filename, *, strict=False)", Impl: func(args []value) (value, exc) {
			if !args[1].IsUnbound() {
				strict, e := py.Truth(args[1])
				if e != nil {
					return value{}, e
				}
				if strict {
					return strictPath(args[0])
				}
			}
			if s, _, e := onePath(args[0]); e == nil && strings.IndexByte(s, 0) >= 0 {
				return value{}, py.Raisef(py.ValueErrorType, "lstat: embedded null character in path")
			}
			return pathFunc(func(s string) string {
				return resolve(s)
			})(args[0])
		}},
		{Name: "expanduser", Sig: "(path)", Impl: pathFunc(expandUser)},
		{Name: "expandvars", Sig: "(path)", Impl: pathFunc(expandVars)},
		{Name: "isabs", Sig: "(s)", Impl: pathTest(func(s string) bool { return strings.HasPrefix(s, "/") })},
		{Name: "exists", Sig: "(path)", Impl: fileTest("stat", func(string, os.FileMode) bool { return true })},
		{Name: "lexists", Sig: "(path)", Impl: fileTest("lstat", func(string, os.FileMode) bool { return true })},
		{Name: "isfile", Sig: "(path)", Impl: fileTest("stat", func(_ string, m os.FileMode) bool { return m.IsRegular() })},
		{Name: "isdir", Sig: "(s)", Impl: fileTest("stat", func(_ string, m os.FileMode) bool { return m.IsDir() })},
		{Name: "islink", Sig: "(path)", Impl: fileTest("lstat", func(_ string, m os.FileMode) bool { return m&os.ModeSymlink != 0 })},
		{Name: "ismount", Sig: "(path)", Impl: fileTest("lstat", func(s string, _ os.FileMode) bool { return isMount(s) })},
		{Name: "isjunction", Sig: "(path)", Impl: pathTest(func(string) bool { return false })},
		{Name: "isdevdrive", Sig: "(path)", Impl: pathTest(func(string) bool { return false })},
		{Name: "sameopenfile", Sig: "(fp1, fp2)", Impl: func(a, b value) (value, exc) {
			var st [2]value
			for i, fd := range []value{a, b} {
				var e exc
				if st[i], e = fstat(fd); e != nil {
					return value{}, e
				}
			}
			return sameStat(st[0], st[1])
		}},
		{Name: "samestat", Sig: "(s1, s2)", Impl: sameStat},
		{Name: "getsize", Sig: "(filename)", Impl: statField("st_size")},
		{Name: "getmtime", Sig: "(filename)", Impl: statField("st_mtime")},
		{Name: "getatime", Sig: "(filename)", Impl: statField("st_atime")},
		{Name: "getctime", Sig: "(filename)", Impl: statField("st_ctime")},
		{Name: "samefile", Sig: "(f1, f2)", Impl: func(a, b value) (value, exc) {
			var st [2]value
			for i, p := range []value{a, b} {
				var e exc
				if st[i], e = stat("stat", p, true); e != nil {
					return value{}, e
				}
			}
			return sameStat(st[0], st[1])
		}},
		{Name: "relpath", Sig: "(path, start=None)", Impl: relPath},
		{Name: "commonprefix", Sig: "(m)", Impl: func(m value) (value, exc) {
			parts, bytes, e := pathList("commonprefix", m)
			if e != nil || len(parts) == 0 {
				return py.StrV(""), e
			}
			out := parts[0]
			for _, p := range parts[1:] {
				for !strings.HasPrefix(p, out) {
					out = out[:len(out)-1]
				}
			}
			return pathResult(out, bytes), nil
		}},
		{Name: "commonpath", Sig: "(paths)", Impl: commonPath},
	},
	Init: func(m *py.Module) exc {
		for _, c := range []struct{ name, text string }{{"sep", "/"}, {"pathsep", ":"}, {"curdir", "."}, {"pardir", ".."}, {"extsep", "."}, {"devnull", "/dev/null"}, {"defpath", "/bin:/usr/bin"}} {
			m.Set(c.name, py.StrV(c.text))
		}
		m.Set("altsep", py.None)
		m.Set("splitroot", py.NewBuiltin("_path_splitroot_ex", "posix", "(path)", splitRoot).Value())
		m.Set("supports_unicode_filenames", py.False)
		m.Set("__name__", py.StrV("posixpath"))
		return nil
	},
}

func init() { py.RegisterModule(&pathSpec) }

func onePath(p value) (s string, bytes bool, e exc) {
	s, e = pyio.FSPath(p)
	return s, p.IsBytes(), e
}

func pathResult(s string, bytes bool) value {
	if bytes {
		return py.BytesV([]byte(s))
	}
	return py.StrV(s)
}

// paths converts the arguments of a function that takes several paths of one kind.
func paths(fn string, args []value) (out []string, bytes bool, e exc) {
	out = make([]string, len(args))
	for i, a := range args {
		b := false
		if out[i], b, e = onePath(a); e != nil {
			if e.Is(py.TypeErrorType) && i > 0 && fn == "join" {
				e = py.Raisef(py.TypeErrorType, "join() argument must be str, bytes, or os.PathLike object, not %s", py.QuoteStr(a.Type().Name))
			}
			return nil, false, e
		}
		if i > 0 && b != bytes {
			return nil, false, py.Raisef(py.TypeErrorType, "Can't mix strings and bytes in path components")
		}
		bytes = b
	}
	return out, bytes, nil
}

func pathList(fn string, v value) ([]string, bool, exc) {
	items, e := py.ToSlice(v)
	if e != nil {
		return nil, false, e
	}
	return paths(fn, items)
}

func pathFunc(f func(string) string) func(p value) (value, exc) {
	return func(p value) (value, exc) {
		s, bytes, e := onePath(p)
		if e != nil {
			return value{}, e
		}
		return pathResult(f(s), bytes), nil
	}
}

// pathOf is onePath in the function fn, which is written in C.
func pathOf(fn string, p value) (s string, bytes bool, e exc) {
	v, e := pathValue(fn, "path", p, 0)
	if e != nil {
		return "", false, e
	}
	return onePath(v)
}

// pathTest is a test of a path's text.
func pathTest(f func(path string) bool) any {
	return func(p value) (value, exc) {
		s, _, e := onePath(p)
		return py.Bool(e == nil && f(s)), e
	}
}

// fileTest is a test of the file that fn, stat or lstat, finds; a path that there cannot be
// has none.
func fileTest(fn string, f func(path string, mode os.FileMode) bool) any {
	look, a := os.Stat, orFD
	if fn == "lstat" {
		look, a = os.Lstat, 0
	}
	return func(p value) (value, exc) {
		t, e := targetOf(fn, "path", p, a)
		if e != nil {
			if e.Is(py.ValueErrorType) {
				e = nil
			}
			return py.False, e
		}
		if !t.isFD {
			st, err := look(t.path)
			return py.Bool(err == nil && f(t.path, st.Mode())), nil
		}
		st, err := sysFstat(t.fd)
		return py.Bool(err == nil && f("", fileMode(st))), nil
	}
}

// splitRoot is splitroot.
func splitRoot(p value) (value, exc) {
	s, bytes, e := pathOf("_path_splitroot_ex", p)
	root := ""
	if strings.HasPrefix(s, "/") {
		root = "/"
		if strings.HasPrefix(s, "//") && !strings.HasPrefix(s, "///") {
			root = "//" // POSIX leaves the meaning of two slashes to the system
		}
	}
	return py.TupleV(pathResult("", bytes), pathResult(root, bytes), pathResult(s[len(root):], bytes)), e
}

func statField(name string) any {
	key := py.Intern(name)
	return func(p value) (value, exc) {
		st, e := stat("stat", p, true)
		if e != nil {
			return value{}, e
		}
		return py.GetAttr(st, key)
	}
}

func join(a, b string) string {
	switch {
	case strings.HasPrefix(b, "/"):
		return b
	case a == "" || strings.HasSuffix(a, "/"):
		return a + b
	}
	return a + "/" + b
}

func split(s string) (head, tail string) {
	i := strings.LastIndexByte(s, '/') + 1
	head, tail = s[:i], s[i:]
	if t := strings.TrimRight(head, "/"); t != "" {
		head = t
	}
	return head, tail
}

func splitExt(s string) (root, ext string) {
	base := strings.LastIndexByte(s, '/') + 1
	dot := strings.LastIndexByte(s, '.')
	for i := base; i < dot; i++ {
		if s[i] != '.' {
			return s[:dot], s[dot:]
		}
	}
	return s, ""
}

func normPath(s string) string {
	if s == "" {
		return "."
	}
	lead := ""
	if strings.HasPrefix(s, "/") {
		lead = "/"
		if strings.HasPrefix(s, "//") && !strings.HasPrefix(s, "///") {
			lead = "//"
		}
	}
	var out []string
	for _, p := range strings.Split(s, "/") {
		switch {
		case p == "" || p == ".":
		case p != ".." || lead == "" && len(out) == 0 || len(out) > 0 && out[len(out)-1] == "..":
			out = append(out, p)
		case len(out) > 0:
			out = out[:len(out)-1]
		}
	}
	if r := lead + strings.Join(out, "/"); r != "" {
		return r
	}
	return "."
}

func expandUser(s string) string {
	if !strings.HasPrefix(s, "~") {
		return s
	}
	end := strings.IndexByte(s, '/')
	if end < 0 {
		end = len(s)
	}
	home := ""
	if name := s[1:end]; name == "" {
		if home = os.Getenv("HOME"); home == "" {
			if u, err := user.Current(); err == nil {
				home = u.HomeDir
			}
		}
	} else if u, err := user.Lookup(name); err == nil {
		home = u.HomeDir
	}
	if home == "" {
		return s
	}
	if r := strings.TrimRight(home, "/") + s[end:]; r != "" {
		return r
	}
	return "/"
}

func expandVars(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '$' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		start, end, after := i+1, i+1, 0
		if s[start] == '{' {
			start++
			k := strings.IndexByte(s[start:], '}')
			if k < 0 {
				b.WriteByte('$')
				continue
			}
			end, after = start+k, start+k+1
		} else {
			for end < len(s) && (s[end] == '_' || s[end] >= '0' && s[end] <= '9' || s[end]|0x20 >= 'a' && s[end]|0x20 <= 'z') {
				end++
			}
			after = end
		}
		v, ok := os.LookupEnv(s[start:end])
		if !ok || end == start {
			b.WriteString(s[i:after])
		} else {
			b.WriteString(v)
		}
		i = after - 1
	}
	return b.String()
}

func relPath(path, start value) (value, exc) {
	s, bytes, e := onePath(path)
	if e != nil {
		return value{}, e
	}
	if s == "" {
		return value{}, py.Raisef(py.ValueErrorType, "no path specified")
	}
	from := "."
	if !start.IsUnbound() && !start.IsNone() {
		parts, _, e := paths("relpath", []value{path, start})
		if e != nil {
			return value{}, e
		}
		from = parts[1]
	}
	abs := func(p string) string {
		if !strings.HasPrefix(p, "/") {
			dir, _ := os.Getwd()
			p = join(dir, p)
		}
		return normPath(p)
	}
	r, err := filepath.Rel(abs(from), abs(s))
	if err != nil {
		return value{}, py.Raisef(py.ValueErrorType, "%s", err)
	}
	return pathResult(r, bytes), nil
}

func commonPath(v value) (value, exc) {
	parts, bytes, e := pathList("commonpath", v)
	if e != nil {
		return value{}, e
	}
	if len(parts) == 0 {
		return value{}, py.Raisef(py.ValueErrorType, "commonpath() arg is an empty sequence")
	}
	abs := strings.HasPrefix(parts[0], "/")
	var common []string
	for i, p := range parts {
		if strings.HasPrefix(p, "/") != abs {
			return value{}, py.Raisef(py.ValueErrorType, "Can't mix absolute and relative paths")
		}
		var names []string
		for _, n := range strings.Split(p, "/") {
			if n != "" && n != "." {
				names = append(names, n)
			}
		}
		if i == 0 {
			common = names
			continue
		}
		k := 0
		for k < len(common) && k < len(names) && common[k] == names[k] {
			k++
		}
		common = common[:k]
	}
	s := strings.Join(common, "/")
	if abs {
		s = "/" + s
	}
	return pathResult(s, bytes), nil
}

// sameStat reports whether two results of stat are of one file.
func sameStat(a, b value) (value, exc) {
	for _, field := range []string{"st_ino", "st_dev"} {
		x, e := py.GetAttr(a, py.Intern(field))
		if e != nil {
			return value{}, e
		}
		y, e := py.GetAttr(b, py.Intern(field))
		if e != nil {
			return value{}, e
		}
		if same, e := py.EqBool(x, y); !same || e != nil {
			return py.False, e
		}
	}
	return py.True, nil
}

// isMount reports whether path is where another file system begins, or the root.
func isMount(path string) bool {
	here, err := os.Lstat(path)
	if err != nil || here.Mode()&os.ModeSymlink != 0 {
		return false
	}
	above, err := os.Lstat(filepath.Join(resolve(path), ".."))
	if err != nil {
		return false
	}
	return os.SameFile(here, above) || !sameDevice(here, above)
}
