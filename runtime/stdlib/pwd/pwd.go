// Package pwd implements the modules pwd and grp (Python library reference, pwd: The
// password database, and grp: The group database), which read /etc/passwd and /etc/group:
// the program is linked with no C library that could ask elsewhere.
package pwd

import (
	"os"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/structseq"
)

type (
	value = py.Value
	exc   = *py.Exception
)

var userType = structseq.New(structseq.Spec{Name: "struct_passwd", Module: "pwd",
	Doc:    "pwd.struct_passwd: Results from getpw*() routines.\n\nThis object may be accessed either as a tuple of\n  (pw_name,pw_passwd,pw_uid,pw_gid,pw_gecos,pw_dir,pw_shell)\nor via the object attributes as named in the above tuple.",
	Fields: []string{"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"}})

var groupType = structseq.New(structseq.Spec{Name: "struct_group", Module: "grp",
	Doc:    "grp.struct_group: Results from getgr*() routines.\n\nThis object may be accessed either as a tuple of\n  (gr_name,gr_passwd,gr_gid,gr_mem)\nor via the object attributes as named in the above tuple.",
	Fields: []string{"gr_name", "gr_passwd", "gr_gid", "gr_mem"}})

// database is one of the two files.
type database struct {
	file   string
	fields int
	make   func(f []string, id int64) value
}

var users = database{"/etc/passwd", 7, func(f []string, id int64) value {
	gid, _ := strconv.ParseInt(f[3], 10, 64)
	return structseq.Make(userType, []value{text(f[0]), text(f[1]), py.Int(id), py.Int(gid), text(f[4]), text(f[5]), text(f[6])})
}}

var groups = database{"/etc/group", 4, func(f []string, id int64) value {
	var members []value
	for _, m := range strings.Split(f[3], ",") {
		if m != "" {
			members = append(members, text(m))
		}
	}
	return structseq.Make(groupType, []value{text(f[0]), text(f[1]), py.Int(id), py.NewList(members).Value()})
}}

func text(s string) value {
	v, e := py.Decode([]byte(s), "utf-8", "surrogateescape")
	if e != nil {
		return py.StrV(s)
	}
	return v
}

// find returns the entries that match wants.
func (d database) find(wants func(name string, id int64) bool) (list []value) {
	b, err := os.ReadFile(d.file)
	if err != nil {
		return nil
	}
	for _, line := range strings.Split(string(b), "\n") {
		f := strings.Split(line, ":")
		if len(f) < d.fields || strings.HasPrefix(line, "#") {
			continue
		}
		if id, err := strconv.ParseInt(f[2], 10, 64); err == nil && wants(f[0], id) {
			list = append(list, d.make(f, id))
		}
	}
	return list
}

// byName is getpwnam or getgrnam; argument is what messages call its argument.
func (d database) byName(function, argument string) func(name value) (value, exc) {
	return func(name value) (value, exc) {
		s, ok := py.AsStr(name)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "%s() %s must be str, not %s", function, argument, name.Type().Name)
		}
		if strings.ContainsRune(s.S, 0) {
			return value{}, py.Raisef(py.ValueErrorType, "embedded null byte")
		}
		list := d.find(func(name string, _ int64) bool { return name == s.S })
		if len(list) == 0 {
			shown, e := py.ReprText(name)
			if e != nil {
				return value{}, e
			}
			return value{}, py.RaiseArgs(py.KeyErrorType, py.StrV(function+"(): name not found: "+shown))
		}
		return list[0], nil
	}
}

// byID is getpwuid or getgrgid.
func (d database) byID(function, kind string) func(id value) (value, exc) {
	return func(id value) (value, exc) {
		if !py.HasIndex(id) {
			return value{}, py.Raisef(py.TypeErrorType, "%s should be integer, not %s", kind, id.Type().Name)
		}
		const unsigned = 1<<32 - 1
		n, e := py.IndexInt(id, py.OverflowErrorType)
		if e != nil || n < -1 || int64(n) > unsigned {
			if function == "getgrgid" {
				bound := "less than minimum"
				if above, wrong := py.CompareBool(py.GT, id, py.Int(0)); e != nil && wrong == nil && above {
					bound = "greater than maximum"
				}
				return value{}, py.Raisef(py.OverflowErrorType, "%s is %s", kind, bound)
			}
			return value{}, py.RaiseArgs(py.KeyErrorType, py.StrV(function+"(): "+kind+" not found"))
		}
		if n == unsigned {
			n = -1
		}
		list := d.find(func(_ string, id int64) bool { return id == int64(n)&unsigned })
		if len(list) == 0 {
			return value{}, py.RaiseArgs(py.KeyErrorType, py.StrV(function+"(): "+kind+" not found: "+strconv.Itoa(n)))
		}
		return list[0], nil
	}
}

// all is getpwall or getgrall.
func (d database) all() (value, exc) {
	return py.NewList(d.find(func(string, int64) bool { return true })).Value(), nil
}

var pwdSpec = py.ModuleSpec{
	Name: "pwd",
	Doc: "This module provides access to the Unix password database.\nIt is available on all Unix versions.\n\nPassword database entries are reported as 7-tuples containing the following\nitems from the password database (see `<pwd.h>'), in order:\n" +
		"pw_name, pw_passwd, pw_uid, pw_gid, pw_gecos, pw_dir, pw_shell.\nThe uid and gid items are integers, all others are strings. An\nexception is raised if the entry asked for cannot be found.",
	Functions: []py.Method{
		{Name: "getpwnam", Sig: "(name, /)", Impl: users.byName("getpwnam", "argument")},
		{Name: "getpwuid", Sig: "(uidobj, /)", Impl: users.byID("getpwuid", "uid")},
		{Name: "getpwall", Sig: "()", Impl: users.all},
	},
	Init: func(m *py.Module) exc {
		m.Set("struct_passwd", userType.Value())
		return nil
	},
}

var grpSpec = py.ModuleSpec{
	Name: "grp", Doc: "Access to the Unix group database.",
	Functions: []py.Method{
		{Name: "getgrnam", Sig: "(name)", Impl: groups.byName("getgrnam", "argument 1")},
		{Name: "getgrgid", Sig: "(id)", Impl: groups.byID("getgrgid", "gid")},
		{Name: "getgrall", Sig: "()", Impl: groups.all},
	},
	Init: func(m *py.Module) exc {
		m.Set("struct_group", groupType.Value())
		return nil
	},
}

func init() {
	py.RegisterModule(&pwdSpec)
	py.RegisterModule(&grpSpec)
}
