//go:build unix

package subprocess

import (
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the exceptions, CompletedProcess, run and its older relatives.

var subprocessError, calledProcessError, timeoutExpired *py.Type

var completedClass value

// raise raises an exception of a class of the module.
func raise(t *py.Type, args ...value) exc {
	x, e := py.CallN(t.Value(), args)
	if e != nil {
		return e
	}
	return py.Raise(x)
}

func raiseTimeout(args, timeout, out, err value) exc {
	x, e := pymod.CallKw(timeoutExpired.Value(), []value{args, timeout, out, err}, "output", "stderr")
	if e != nil {
		return e
	}
	return py.Raise(x)
}

func setAll(s *steps, self value, names string, values ...value) {
	for i, n := range strings.Fields(names) {
		s.Set(self, n, values[i])
	}
}

func defineErrors(m *py.Module) exc {
	v, e := pymod.Define(m, pymod.Class{Name: "SubprocessError", Bases: []value{py.ExceptionType.Value()}})
	if e != nil {
		return e
	}
	subprocessError = py.AsType(v)
	alias := pymod.Property{Name: "stdout", Doc: "Alias for output attribute, to match stderr",
		Get: func(self value) (value, exc) { return pymod.Attr(self, "output") },
		Set: func(self, x value) exc { return py.SetAttr(self, py.Intern("output"), x) }}
	if v, e = pymod.Define(m, pymod.Class{Name: "CalledProcessError", Bases: []value{subprocessError.Value()},
		Doc: "Raised when run() is called with check=True and the process\nreturns a non-zero exit status.\n\nAttributes:\n  cmd, returncode, stdout, stderr, output\n",
		Methods: []pymod.Func{
			{Sig: "__init__(self, returncode, cmd, output=None, stderr=None)", Impl: func(self, rc, cmd, out, err value) (value, exc) {
				var s steps
				setAll(&s, self, "returncode cmd output stderr", rc, cmd, out, err)
				return s.Done(py.None)
			}},
			{Sig: "__str__(self)", Impl: func(self value) (value, exc) {
				var s steps
				text := "Command '" + s.Str(s.Attr(self, "cmd")) + "' "
				rc := s.Attr(self, "returncode")
				if n, ok := py.AsInt64(rc); ok && n < 0 {
					sig := s.Apply(s.Import("signal", "Signals"), py.Int(-n))
					if s.Failed() && s.Exc.Is(py.ValueErrorType) {
						s.Exc = nil
						text += "died with unknown signal " + strconv.FormatInt(-n, 10) + "."
					} else {
						text += "died with " + s.Repr(sig) + "."
					}
				} else {
					text += "returned non-zero exit status " + s.Str(rc) + "."
				}
				return s.Done(str(text))
			}},
		}, Properties: []pymod.Property{alias}}); e != nil {
		return e
	}
	calledProcessError = py.AsType(v)
	if v, e = pymod.Define(m, pymod.Class{Name: "TimeoutExpired", Bases: []value{subprocessError.Value()},
		Doc: "This exception is raised when the timeout expires while waiting for a\nchild process.\n\nAttributes:\n    cmd, output, stdout, stderr, timeout\n",
		Methods: []pymod.Func{
			{Sig: "__init__(self, cmd, timeout, output=None, stderr=None)", Impl: func(self, cmd, timeout, out, err value) (value, exc) {
				var s steps
				setAll(&s, self, "cmd timeout output stderr", cmd, timeout, out, err)
				return s.Done(py.None)
			}},
			{Sig: "__str__(self)", Impl: func(self value) (value, exc) {
				var s steps
				return s.Done(str("Command '" + s.Str(s.Attr(self, "cmd")) + "' timed out after " + s.Str(s.Attr(self, "timeout")) + " seconds"))
			}},
		}, Properties: []pymod.Property{alias}}); e != nil {
		return e
	}
	timeoutExpired = py.AsType(v)
	completedClass, e = pymod.Define(m, pymod.Class{Name: "CompletedProcess", Doc: "A process that has finished running.\n\nThis is returned by run().",
		Methods: []pymod.Func{
			{Sig: "__init__(self, args, returncode, stdout=None, stderr=None)", Impl: func(self, args, rc, out, err value) (value, exc) {
				var s steps
				setAll(&s, self, "args returncode stdout stderr", args, rc, out, err)
				return s.Done(py.None)
			}},
			{Sig: "__repr__(self)", Impl: func(self value) (value, exc) {
				var s steps
				parts := []string{"args=" + s.Repr(s.Attr(self, "args")), "returncode=" + s.Repr(s.Attr(self, "returncode"))}
				for _, n := range []string{"stdout", "stderr"} {
					if x := s.Attr(self, n); !x.IsNone() {
						parts = append(parts, n+"="+s.Repr(x))
					}
				}
				return s.Done(str(self.Type().Name + "(" + strings.Join(parts, ", ") + ")"))
			}},
			{Sig: "check_returncode(self)", Impl: func(self value) (value, exc) {
				var s steps
				if rc := s.Attr(self, "returncode"); s.Truth(rc) {
					s.Raise(raise(calledProcessError, rc, s.Attr(self, "args"), s.Attr(self, "stdout"), s.Attr(self, "stderr")))
				}
				return s.Done(py.None)
			}},
		},
		ClassMethods: []pymod.Func{{Sig: "__class_getitem__(cls, item, /)", Impl: func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }}},
	})
	return e
}

// given returns a keyword argument, and whether it is there and not None.
func given(kw *py.Dict, name string) (value, bool) {
	v, ok := kw.GetStr(py.Intern(name))
	return v, ok && !v.IsNone()
}

func run(p []value) (value, exc) {
	var s steps
	input, capture, timeout, check := p[0], p[1], p[2], p[3]
	args, kwargs := p[4], p[5]
	kw := py.Heap[py.Dict](kwargs)
	if !input.IsNone() {
		if _, ok := given(kw, "stdin"); ok {
			s.Failf(py.ValueErrorType, "stdin and input arguments may not both be used.")
		}
		kw.SetStr(py.Intern("stdin"), py.Int(pipe))
	}
	if s.Truth(capture) {
		_, out := given(kw, "stdout")
		_, err := given(kw, "stderr")
		if out || err {
			s.Failf(py.ValueErrorType, "stdout and stderr arguments may not be used with capture_output.")
		}
		kw.SetStr(py.Intern("stdout"), py.Int(pipe))
		kw.SetStr(py.Intern("stderr"), py.Int(pipe))
	}
	proc := s.ApplyEx(popenClass, args, kwargs)
	if s.Failed() {
		return value{}, s.Exc
	}
	pair := s.Items(s.Call(proc, "communicate", input, timeout))
	if s.Failed() {
		failed := s.Exc
		var t steps
		t.Call(proc, "kill")
		t.Call(proc, "wait")
		delete(states, proc)
		t.Call(proc, "__exit__", py.None, py.None, py.None)
		return value{}, failed
	}
	rc := s.Call(proc, "poll")
	s.Call(proc, "__exit__", py.None, py.None, py.None)
	if s.Failed() || len(pair) != 2 {
		return s.Done(py.None)
	}
	if s.Truth(check) && s.Truth(rc) {
		x := s.ApplyKw(calledProcessError.Value(), []value{rc, s.Attr(proc, "args"), pair[0], pair[1]}, "output", "stderr")
		if !s.Failed() {
			s.Raise(py.Raise(x))
		}
	}
	return s.Done(s.Apply(completedClass, s.Attr(proc, "args"), rc, pair[0], pair[1]))
}

// call runs a command and returns the return code.
func call(args, kwargs, timeout value) (value, exc) {
	var s steps
	proc := s.ApplyEx(popenClass, args, kwargs)
	if s.Failed() {
		return value{}, s.Exc
	}
	rc := s.Apply(s.Attr(proc, "wait"), timeout)
	if s.Failed() {
		failed := s.Exc
		var t steps
		t.Call(proc, "kill")
		t.Call(proc, "wait")
		t.Call(proc, "__exit__", py.None, py.None, py.None)
		return value{}, failed
	}
	s.Call(proc, "__exit__", py.None, py.None, py.None)
	return s.Done(rc)
}

// command is the args of a call, for the messages of CalledProcessError.
func command(args, kwargs value) value {
	if v, ok := given(py.Heap[py.Dict](kwargs), "args"); ok {
		return v
	}
	if t := py.Heap[py.Tuple](args).Items(); len(t) > 0 {
		return t[0]
	}
	return py.None
}

func checkOutput(timeout, args, kwargs value) (value, exc) {
	var s steps
	kw := py.Heap[py.Dict](kwargs)
	for _, n := range []string{"stdout", "check"} {
		if _, ok := kw.GetStr(py.Intern(n)); ok {
			s.Failf(py.ValueErrorType, "%s argument not allowed, it will be overridden.", n)
		}
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	if v, ok := kw.GetStr(py.Intern("input")); ok && v.IsNone() {
		empty := py.BytesV(nil)
		for _, n := range []string{"text", "encoding", "errors", "universal_newlines"} {
			if x, ok := given(kw, n); ok && s.Truth(x) {
				empty = str("")
			}
		}
		kw.SetStr(py.Intern("input"), empty)
	}
	kw.SetStr(py.Intern("stdout"), py.Int(pipe))
	kw.SetStr(py.Intern("timeout"), timeout)
	kw.SetStr(py.Intern("check"), py.True)
	return s.Done(s.Attr(s.ApplyEx(runFunction, args, kwargs), "stdout"))
}

var runFunction value

func statusOutput(cmd, encoding, errors value) (value, exc) {
	var s steps
	r := s.ApplyKw(runFunction, []value{cmd, py.True, py.True, py.Int(pipe), py.Int(stdout), encoding, errors}, "shell", "text", "stdout", "stderr", "encoding", "errors")
	text := s.Str(s.Attr(r, "stdout"))
	return s.Done(py.TupleV(s.Attr(r, "returncode"), str(strings.TrimSuffix(text, "\n"))))
}

// commandLine is list2cmdline: the arguments as one line, quoted as Windows wants them.
func commandLine(seq value) (value, exc) {
	var s steps
	var parts []string
	for _, a := range s.Items(seq) {
		arg := s.Str(s.Apply(s.Import("os", "fsdecode"), a))
		var b strings.Builder
		quoted := arg == "" || strings.ContainsAny(arg, " \t")
		if quoted {
			b.WriteByte('"')
		}
		slashes := 0
		for _, c := range arg {
			switch c {
			case '\\':
				slashes++
				continue
			case '"':
				b.WriteString(strings.Repeat(`\`, slashes*2) + `\"`)
			default:
				b.WriteString(strings.Repeat(`\`, slashes))
				b.WriteRune(c)
			}
			slashes = 0
		}
		b.WriteString(strings.Repeat(`\`, slashes))
		if quoted {
			b.WriteString(strings.Repeat(`\`, slashes) + `"`)
		}
		parts = append(parts, b.String())
	}
	return s.Done(str(strings.Join(parts, " ")))
}
