package py

import "syscall"

// This file implements OSError and its subclasses (library reference, OS exceptions).

// osExtra is the Extra of OSError.
type osExtra struct{ Errno, Strerror, Filename, Filename2, Written Value }

// errnoTypes are the classes that OSError(errno, ...) makes.
var errnoTypes = map[int64]*Type{
	int64(syscall.EAGAIN):       BlockingIOErrorType,
	int64(syscall.EALREADY):     BlockingIOErrorType,
	int64(syscall.EINPROGRESS):  BlockingIOErrorType,
	int64(syscall.EPIPE):        BrokenPipeErrorType,
	int64(syscall.ESHUTDOWN):    BrokenPipeErrorType,
	int64(syscall.ECHILD):       ChildProcessErrorType,
	int64(syscall.ECONNABORTED): ConnectionAbortedErrorType,
	int64(syscall.ECONNREFUSED): ConnectionRefusedErrorType,
	int64(syscall.ECONNRESET):   ConnectionResetErrorType,
	int64(syscall.EEXIST):       FileExistsErrorType,
	int64(syscall.ENOENT):       FileNotFoundErrorType,
	int64(syscall.EINTR):        InterruptedErrorType,
	int64(syscall.EISDIR):       IsADirectoryErrorType,
	int64(syscall.ENOTDIR):      NotADirectoryErrorType,
	int64(syscall.EACCES):       PermissionErrorType,
	int64(syscall.EPERM):        PermissionErrorType,
	int64(syscall.ESRCH):        ProcessLookupErrorType,
	int64(syscall.ETIMEDOUT):    TimeoutErrorType,
}

// osErrorArgs takes the arguments of OSError apart (exceptions.c, oserror_parse_args)
// and returns those that args keeps.
func osErrorArgs(t *Type, args []Value) (*osExtra, []Value) {
	x := &osExtra{}
	if len(args) < 2 || len(args) > 5 {
		return x, args
	}
	x.Errno, x.Strerror = args[0], args[1]
	if len(args) > 2 && !args[2].IsNone() {
		if t.IsSubclass(BlockingIOErrorType) && args[2].IsInt() {
			x.Written = args[2]
			return x, args
		}
		x.Filename = args[2]
		if len(args) == 5 && !args[4].IsNone() {
			x.Filename2 = args[4]
		}
		return x, args[:2]
	}
	return x, args
}

func osErrorNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	if cls.slotOwner(nameInit) != OSErrorType && cls.slotOwner(nameNew) == OSErrorType {
		// __init__ is overridden and gets to parse the arguments.
		v, exc := exceptionNew(cls, nil, nil)
		return v, exc
	}
	if exc := NoKeywords(cls.Name, names); exc != nil {
		return Value{}, exc
	}
	if cls == OSErrorType && len(args) >= 2 && len(args) <= 5 && args[0].IsSmallInt() {
		if t := errnoTypes[args[0].SmallInt()]; t != nil {
			cls = t
		}
	}
	v := cls.Alloc(cls)
	x, kept := osErrorArgs(cls, args)
	excOf(v).Extra = x
	excOf(v).Args = NewTuple(kept)
	return v, nil
}

func osErrorInit(v Value, args []Value, names []*Str) *Exception {
	t := v.Type()
	if !(t.slotOwner(nameInit) != OSErrorType && t.slotOwner(nameNew) == OSErrorType) {
		return nil
	}
	if exc := NoKeywords(t.Name, names); exc != nil {
		return exc
	}
	x, kept := osErrorArgs(t, args)
	excOf(v).Extra = x
	excOf(v).Args = NewTuple(kept)
	return nil
}

// RaiseOSError returns the OSError, or the subclass that errno stands for, with the
// given file names, which may be unbound.
func RaiseOSError(errno int64, strerror string, filename, filename2 Value) *Exception {
	t := OSErrorType
	if s := errnoTypes[errno]; s != nil {
		t = s
	}
	exc := RaiseArgs(t, Int(errno), StrV(strerror))
	exc.Extra = &osExtra{Errno: Int(errno), Strerror: exc.Args.Items()[1], Filename: filename, Filename2: filename2}
	return exc
}

// RaiseErrno is RaiseOSError with the text that C's strerror has for errno.
func RaiseErrno(errno syscall.Errno, filename Value) *Exception {
	return RaiseOSError(int64(errno), Strerror(errno), filename, Value{})
}

func osErrorStr(v Value) (Value, *Exception) {
	x, ok := excOf(v).Extra.(*osExtra)
	if !ok {
		return exceptionStr(v)
	}
	head := func() (string, *Exception) {
		n, exc := Str_(orNone(x.Errno))
		if exc != nil {
			return "", exc
		}
		s, exc := Str_(orNone(x.Strerror))
		if exc != nil {
			return "", exc
		}
		return "[Errno " + n.Str().S + "] " + s.Str().S, nil
	}
	if x.Filename.ref != nil {
		s, exc := head()
		if exc != nil {
			return Value{}, exc
		}
		f, exc := Repr(x.Filename)
		if exc != nil {
			return Value{}, exc
		}
		s += ": " + f.Str().S
		if x.Filename2.ref != nil {
			if f, exc = Repr(x.Filename2); exc != nil {
				return Value{}, exc
			}
			s += " -> " + f.Str().S
		}
		return StrV(s), nil
	}
	if x.Errno.ref != nil && x.Strerror.ref != nil {
		s, exc := head()
		return StrV(s), exc
	}
	return exceptionStr(v)
}

func osErrorReduce(v Value) (Value, *Exception) {
	e := excOf(v)
	args := e.Args.Items()
	if x, ok := e.Extra.(*osExtra); ok && len(args) == 2 && x.Filename.ref != nil {
		args = append(append([]Value(nil), args...), x.Filename)
		if x.Filename2.ref != nil {
			args = append(args, None, x.Filename2)
		}
	}
	return reduceWith(e, args), nil
}

var osErrorSpec = TypeSpec{
	Slots:   Slots{New: osErrorNew, Init: osErrorInit, Str: osErrorStr},
	Methods: []Method{{Name: "__reduce__", Sig: "($self, /)", Impl: osErrorReduce}},
	GetSets: []GetSet{
		extraAttr("errno", func(x *osExtra) *Value { return &x.Errno }),
		extraAttr("strerror", func(x *osExtra) *Value { return &x.Strerror }),
		extraAttr("filename", func(x *osExtra) *Value { return &x.Filename }),
		extraAttr("filename2", func(x *osExtra) *Value { return &x.Filename2 }),
		{Name: "characters_written", Get: func(v Value) (Value, *Exception) {
			if x, ok := excOf(v).Extra.(*osExtra); ok && x.Written.ref != nil {
				return x.Written, nil
			}
			return Value{}, attributeError(v, Intern("characters_written"), "characters_written")
		}, Set: func(v, x Value) *Exception { extraOf[osExtra](v).Written = x; return nil }},
	},
}
