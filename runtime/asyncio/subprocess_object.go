package asyncio

import (
	"os"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes Process a Python type and treats the arguments of
// create_subprocess_exec and create_subprocess_shell.

// fileArgument returns what a stdin=, stdout= or stderr= argument means.
func fileArgument(v py.Value) (int, *py.Exception) {
	if absent(v) {
		return inherit, nil
	}
	return fileno(v)
}

// textArgument returns a str, bytes or path-like argument as text.
func textArgument(v py.Value) (string, *py.Exception) {
	if s, ok := py.AsStr(v); ok {
		return s.String(), nil
	}
	if b, ok := py.BytesOf(v); ok {
		return string(b), nil
	}
	p, exc := py.CallMethod0(v, py.Intern("__fspath__"))
	if exc != nil {
		return "", typeError("expected str, bytes or os.PathLike object, not %s", v.Type().Name)
	}
	return textArgument(p)
}

// newCommand makes a command of keyword arguments.
func newCommand(opts options) (*command, *py.Exception) {
	c := &command{limit: defaultLimit, env: os.Environ()}
	for i, name := range []string{"stdin", "stdout", "stderr"} {
		fd, exc := fileArgument(opts[name])
		if exc != nil {
			return nil, exc
		}
		c.stdio[i] = fd
		delete(opts, name)
	}
	for name, v := range opts {
		var exc *py.Exception
		switch name {
		case "limit":
			c.limit, exc = asInt(v)
		case "cwd":
			if !v.IsNone() {
				c.dir, exc = textArgument(v)
			}
		case "env":
			if !v.IsNone() {
				c.env, exc = environment(v)
			}
		case "loop":
			exc = loopArgument("create_subprocess_exec", v)
		case "close_fds", "start_new_session", "restore_signals", "bufsize":
			// What these choose cannot be seen by the program itself, or is so anyway.
		case "text", "universal_newlines":
			var set bool
			if set, exc = py.Truth(v); set && exc == nil {
				exc = py.Raisef(py.ValueErrorType, "%s must be False", name)
			}
		case "shell":
		case "encoding", "errors":
			if !v.IsNone() {
				exc = py.Raisef(py.ValueErrorType, "%s must be None", name)
			}
		default:
			exc = typeError("Popen.__init__() got an unexpected keyword argument '%s'", name)
		}
		if exc != nil {
			return nil, exc
		}
	}
	return c, nil
}

// environment returns the env= argument as the system wants it.
func environment(v py.Value) ([]string, *py.Exception) {
	var list []string
	items, exc := py.CallMethod0(v, py.Intern("items"))
	if exc != nil {
		return nil, exc
	}
	exc = py.Each(items, func(item py.Value) *py.Exception {
		k, x, exc := py.Unpack2(item)
		if exc != nil {
			return exc
		}
		key, exc := textArgument(k)
		if exc != nil {
			return exc
		}
		val, exc := textArgument(x)
		list = append(list, key+"="+val)
		return exc
	})
	return list, exc
}

func createSubprocess(shell bool) func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	return func(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
		args, opts := keywords(args, names)
		name, first, c := "create_subprocess_exec", "program", subprocessExecCode
		if shell {
			name, first, c = "create_subprocess_shell", "cmd", subprocessShellCode
			for i, key := range []string{"stdin", "stdout", "stderr"} {
				if len(args) > i+1 {
					opts[key] = args[i+1]
				}
			}
			args = args[:min(len(args), 1)]
		}
		if v, ok := opts[first]; ok && len(args) == 0 {
			args = []py.Value{v}
			delete(opts, first)
		}
		if len(args) == 0 {
			return py.Value{}, typeError("%s() missing 1 required positional argument: '%s'", name, first)
		}
		loop, exc := getRunningLoop()
		if exc != nil {
			return py.Value{}, exc
		}
		cmd, exc := newCommand(opts)
		if exc != nil {
			return py.Value{}, exc
		}
		for _, a := range args {
			s, exc := textArgument(a)
			if exc != nil {
				return py.Value{}, exc
			}
			cmd.args = append(cmd.args, s)
		}
		cmd.path = cmd.args[0]
		if shell {
			cmd.path, cmd.args = "/bin/sh", []string{"/bin/sh", "-c", cmd.args[0]}
		}
		f := &starting{loop: loop, cmd: cmd}
		f.Init(f, c)
		return f.Value(), nil
	}
}

func (p *Process) signal(sig syscall.Signal) *py.Exception {
	if p.finished {
		return py.RaiseArgs(py.ProcessLookupErrorType)
	}
	if p.returncode.IsNone() {
		_ = p.proc.Signal(sig)
	}
	return nil
}

func init() {
	self := func(v py.Value) *Process { return py.Heap[Process](v) }
	stream := func(name string, f func(p *Process) py.Value) py.GetSet {
		return py.GetSet{Name: name, Get: func(v py.Value) (py.Value, *py.Exception) { return f(self(v)), nil }}
	}
	reader := func(s *StreamReader) py.Value {
		if s == nil {
			return py.None
		}
		return s.Value()
	}
	kill := func(name string, sig syscall.Signal) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return none(self(v).signal(sig)) }}
	}
	ProcessType.Define(&py.TypeSpec{
		Module: "asyncio.subprocess", Flags: py.FlagBaseType, NoNew: true,
		Layout: py.LayoutWithAttrs[Process](attrsOffset),
		Slots: py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) {
			return py.StrV("<Process " + itoa(self(v).pid) + ">"), nil
		}},
		Methods: []py.Method{
			{Name: "wait", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).wait(), nil }},
			{Name: "communicate", Sig: "($self, input=None)", Impl: func(v, input py.Value) (py.Value, *py.Exception) {
				f := &communicating{p: self(v), input: input}
				f.Init(f, communicateCode)
				return f.Value(), nil
			}},
			{Name: "send_signal", Sig: "($self, signal)", Impl: func(v, s py.Value) (py.Value, *py.Exception) {
				n, exc := asInt(s)
				if exc != nil {
					return py.Value{}, exc
				}
				return none(self(v).signal(syscall.Signal(n)))
			}},
			kill("terminate", syscall.SIGTERM), kill("kill", syscall.SIGKILL),
		},
		GetSets: []py.GetSet{
			stream("pid", func(p *Process) py.Value { return py.Int(int64(p.pid)) }),
			stream("returncode", func(p *Process) py.Value { return p.returncode }),
			stream("stdin", func(p *Process) py.Value {
				if p.stdin == nil {
					return py.None
				}
				return p.stdin.Value()
			}),
			stream("stdout", func(p *Process) py.Value { return reader(p.stdout) }),
			stream("stderr", func(p *Process) py.Value { return reader(p.stderr) }),
		},
	})
}
