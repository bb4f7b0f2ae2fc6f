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
	if v.IsSmallInt() {
		return int(v.SmallInt()), nil
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

// newCommand makes a command of keyword arguments. Absent streams are def.
func newCommand(opts options, shell bool, def int) (*command, *py.Exception) {
	c := &command{env: os.Environ(), group: -1}
	for i, name := range []string{"stdin", "stdout", "stderr"} {
		c.stdio[i] = def
		v, given := opts[name]
		if given {
			fd, exc := fileArgument(v)
			if exc != nil {
				return nil, exc
			}
			c.stdio[i] = fd
		}
	}
	for _, check := range []struct{ name, must string }{{"universal_newlines", "False"}, {"shell", ""}, {"bufsize", "0"}, {"text", "False"}, {"encoding", "None"}, {"errors", "None"}} {
		v, given := opts[check.name]
		if !given {
			continue
		}
		ok := v.IsNone()
		must := check.must
		switch check.name {
		case "shell":
			ok, must = truth(v) == shell, map[bool]string{true: "True", false: "False"}[shell]
		case "bufsize":
			ok = v == py.Int(0)
		case "universal_newlines", "text":
			ok = !truth(v)
		}
		if !ok {
			return nil, py.Raisef(py.ValueErrorType, "%s must be %s", check.name, must)
		}
	}
	for name, v := range opts {
		var exc *py.Exception
		switch name {
		case "stdin", "stdout", "stderr", "universal_newlines", "shell", "bufsize", "text", "encoding", "errors":
		case "cwd":
			if !v.IsNone() {
				c.dir, exc = textArgument(v)
			}
		case "env":
			if !v.IsNone() {
				c.env, exc = environment(v)
			}
		case "executable":
			if !v.IsNone() {
				c.executable, exc = textArgument(v)
			}
		case "start_new_session":
			c.session, exc = py.Truth(v)
		case "process_group":
			c.group, exc = intOr(v, -1)
		case "pass_fds":
			exc = py.Each(v, func(x py.Value) *py.Exception {
				n, exc := asInt(x)
				c.passFDs = append(c.passFDs, n)
				return exc
			})
		case "close_fds", "restore_signals", "pipesize":
			// What these choose cannot be seen by the program itself, or is so anyway.
		case "preexec_fn", "user", "group", "extra_groups", "umask", "startupinfo", "creationflags":
			if on, e := py.Truth(v); e != nil || on {
				exc = py.Raisef(py.NotImplementedErrorType, "Popen(%s=...) is not supported by aio2go", name)
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

// argv takes the program and its arguments into the command.
func (c *command) argv(args []py.Value, shell bool) (py.Value, *py.Exception) {
	if shell {
		text, exc := textArgument(args[0])
		if exc != nil {
			return py.Value{}, exc
		}
		c.path, c.args = "/bin/sh", []string{"/bin/sh", "-c", text}
		return args[0], nil
	}
	for _, a := range args {
		s, exc := textArgument(a)
		if exc != nil {
			return py.Value{}, exc
		}
		c.args = append(c.args, s)
	}
	c.path = c.args[0]
	return py.NewTuple(args).Value(), nil
}

// createSubprocess is create_subprocess_exec and create_subprocess_shell.
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
		args = append([]py.Value(nil), args...)
		limit, exc := limitArgument(opts["limit"])
		delete(opts, "limit")
		if exc != nil {
			return py.Value{}, exc
		}
		loopArg := opts["loop"]
		delete(opts, "loop")
		if exc := loopArgument(name, loopArg); exc != nil {
			return py.Value{}, exc
		}
		return newFlow(c, func() flowStep {
			loop, exc := getRunningLoop()
			if exc != nil {
				return failing(exc)
			}
			p := loop.newSubprocessStreams(limit)
			return loop.runSubprocess(args, opts, shell, inherit, p, func(t *subprocessTransport) flowStep {
				process := &Process{t: t, proto: p}
				process.SetType(ProcessType)
				return returning(process.Header.Value())
			})
		}), nil
	}
}

// runSubprocess starts a child with the given arguments.
func (loop *Loop) runSubprocess(args []py.Value, opts options, shell bool, def int, p subprocessProtocol, then func(t *subprocessTransport) flowStep) flowStep {
	if shell {
		if _, isStr := py.AsStr(args[0]); !isStr && !args[0].IsBytes() {
			return failing(py.Raisef(py.ValueErrorType, "cmd must be a string"))
		}
	}
	cmd, exc := newCommand(opts, shell, def)
	if exc != nil {
		return failing(exc)
	}
	argv, exc := cmd.argv(args, shell)
	if exc != nil {
		return failing(exc)
	}
	return loop.startSubprocess(cmd, argv, p, then)
}

var (
	loopExecCode  = code("BaseEventLoop.subprocess_exec")
	loopShellCode = code("BaseEventLoop.subprocess_shell")
)

// subprocessMethod is loop.subprocess_exec and loop.subprocess_shell.
func subprocessMethod(shell bool) py.Method {
	name, first, c := "subprocess_exec", "program", loopExecCode
	if shell {
		name, first, c = "subprocess_shell", "cmd", loopShellCode
	}
	return py.Method{Name: name, Impl: func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
		loop := selfLoop(v)
		args, opts := keywords(args, names)
		for _, key := range []string{"protocol_factory", first} {
			if x, ok := opts[key]; ok {
				args = append(args[:len(args):len(args)], x)
				delete(opts, key)
			}
		}
		switch {
		case len(args) == 0:
			return py.Value{}, typeError("BaseEventLoop.%s() missing 2 required positional arguments: 'protocol_factory' and '%s'", name, first)
		case len(args) == 1:
			return py.Value{}, typeError("BaseEventLoop.%s() missing 1 required positional argument: '%s'", name, first)
		case shell && len(args) > 2:
			return py.Value{}, typeError("BaseEventLoop.subprocess_shell() takes 3 positional arguments but %d were given", len(args)+1)
		}
		args = append([]py.Value(nil), args...)
		return newFlow(c, func() flowStep {
			if shell {
				if _, isStr := py.AsStr(args[1]); !isStr && !args[1].IsBytes() {
					return failing(py.Raisef(py.ValueErrorType, "cmd must be a string"))
				}
			}
			if _, exc := newCommand(opts, shell, subprocessPipe); exc != nil {
				return failing(exc)
			}
			proto, exc := py.Call0(args[0])
			if exc != nil {
				return failing(exc)
			}
			p := objectSubprocessProtocol{objectProtocol{proto}}
			return loop.runSubprocess(args[1:], opts, shell, subprocessPipe, p, func(t *subprocessTransport) flowStep {
				return returning(py.TupleV(t.Value(), proto))
			})
		}), nil
	}}
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
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return none(self(v).t.signal(sig)) }}
	}
	ProcessType.Define(&py.TypeSpec{
		Module: "asyncio.subprocess", Flags: py.FlagBaseType, NoNew: true,
		Layout: py.LayoutWithAttrs[Process](attrsOffset),
		Slots: py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) {
			return py.StrV("<Process " + itoa(self(v).t.pid) + ">"), nil
		}},
		Methods: []py.Method{
			{Name: "wait", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).t.wait(processWaitCode), nil }},
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
				return none(self(v).t.signal(syscall.Signal(n)))
			}},
			kill("terminate", syscall.SIGTERM), kill("kill", syscall.SIGKILL),
		},
		GetSets: []py.GetSet{
			stream("pid", func(p *Process) py.Value { return py.Int(int64(p.t.pid)) }),
			stream("returncode", func(p *Process) py.Value { return p.t.returncode }),
			stream("stdin", func(p *Process) py.Value {
				if p.proto.stdin == nil {
					return py.None
				}
				return p.proto.stdin.Value()
			}),
			stream("stdout", func(p *Process) py.Value { return reader(p.proto.stdout) }),
			stream("stderr", func(p *Process) py.Value { return reader(p.proto.stderr) }),
			stream("_transport", func(p *Process) py.Value { return p.t.Value() }),
			stream("_protocol", func(p *Process) py.Value { return p.proto.object() }),
			stream("_loop", func(p *Process) py.Value { return p.t.loop.Value() }),
		},
	})
	subprocessStreamsType.Define(&py.TypeSpec{
		Base: flowProtocolType, MoreBases: []*py.Type{SubprocessProtocolType}, Module: "asyncio.subprocess", NoNew: true,
		Layout: py.LayoutWithAttrs[subprocessStreams](attrsOffset),
		Slots: py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) {
			p := py.Heap[subprocessStreams](v)
			s := "<SubprocessStreamProtocol"
			if p.stdin != nil {
				s += " stdin=" + repr(p.stdin.Value())
			}
			if p.stdout != nil {
				s += " stdout=" + repr(p.stdout.Value())
			}
			if p.stderr != nil {
				s += " stderr=" + repr(p.stderr.Value())
			}
			return py.StrV(s + ">"), nil
		}},
	})
}
