package asyncio_test

import (
	"runtime"
	"runtime/pprof"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/aio2go/aio2go/runtime/asyncio"
	_ "github.com/aio2go/aio2go/runtime/builtins"
	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
	_ "github.com/aio2go/aio2go/runtime/stdlib/concurrent"
	_ "github.com/aio2go/aio2go/runtime/stdlib/ssl"
)

// program is a coroutine that awaits what each of its steps returns.
type program struct {
	coro.Coroutine
	steps []func(v py.Value) py.Value
}

var programCode = &py.Code{Name: "program", Qualname: "program", Flags: py.CodeCoroutine | py.CodeHandles}

func newProgram(steps ...func(v py.Value) py.Value) py.Value {
	f := &program{steps: steps}
	f.Init(f, programCode)
	return f.Value()
}

func (f *program) Resume(r *coro.Run) coro.Signal {
	v := py.None
	for {
		if f.State > 0 {
			x, exc := r.Take()
			if exc != nil {
				return f.Raise(r, exc)
			}
			v = x
		}
		if int(f.State) == len(f.steps) {
			return f.Return(r, v)
		}
		aw := f.steps[f.State](v)
		f.State++
		if s := r.Await(&f.Frame, aw); s != coro.Done {
			return s
		}
	}
}

// world is the modules and calls of their functions, of which any failure is fatal.
type world struct {
	*testing.T
	asyncio, ssl py.Value
}

func (w *world) ok(v py.Value, exc *py.Exception) py.Value {
	w.Helper()
	if exc != nil {
		w.Fatal(py.FormatExceptionOnly(exc))
	}
	return v
}

func (w *world) call(v py.Value, method string, args ...any) py.Value {
	w.Helper()
	var pos []py.Value
	var names []*py.Str
	for _, a := range args {
		switch a := a.(type) {
		case string:
			pos = append(pos, py.StrV(a))
		case int:
			pos = append(pos, py.Int(int64(a)))
		case []byte:
			pos = append(pos, py.BytesV(a))
		case py.Value:
			pos = append(pos, a)
		case keyword:
			pos, names = append(pos, a.v), append(names, py.Intern(a.name))
		}
	}
	return w.ok(py.CallMethodKw(v, py.Intern(method), pos, names))
}

func (w *world) get(v py.Value, name string) py.Value {
	w.Helper()
	return w.ok(py.GetAttr(v, py.Intern(name)))
}

func (w *world) loop() py.Value { return w.call(w.asyncio, "get_running_loop") }

type keyword struct {
	name string
	v    py.Value
}

// settled waits until there are no more goroutines than n, and reports those that are
// there otherwise.
func (w *world) settled(what string, n int) {
	w.Helper()
	for range 300 {
		if runtime.NumGoroutine() <= n {
			return
		}
		py.Blocking(func() { time.Sleep(10 * time.Millisecond) })
	}
	var b strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&b, 1)
	w.Errorf("%s: %d goroutines, %d before\n%s", what, runtime.NumGoroutine(), n, b.String())
}

// echo answers a line and closes.
func (w *world) echo() py.Value {
	return py.NewBuiltin("echo", "test", "(reader, writer)", func(reader, writer py.Value) (py.Value, *py.Exception) {
		return newProgram(
			func(py.Value) py.Value { return w.call(reader, "readline") },
			func(line py.Value) py.Value {
				w.call(writer, "write", line)
				return w.call(writer, "drain")
			},
			func(py.Value) py.Value {
				w.call(writer, "close")
				return w.call(writer, "wait_closed")
			}), nil
	}).Value()
}

// talk starts a server, connects to it, and closes everything. The keywords are for the
// server and for the client.
func (w *world) talk(server, client []any) py.Value {
	var srv, reader, writer py.Value
	return newProgram(
		func(py.Value) py.Value {
			return w.call(w.asyncio, "start_server", append([]any{w.echo(), "127.0.0.1", 0}, server...)...)
		},
		func(v py.Value) py.Value {
			srv = v
			sock := w.ok(py.GetItem(w.get(srv, "sockets"), py.Int(0)))
			port := w.ok(py.GetItem(w.call(sock, "getsockname"), py.Int(1)))
			return w.call(w.asyncio, "open_connection", append([]any{"localhost", port, keyword{"family", py.Int(2)}}, client...)...)
		},
		func(v py.Value) py.Value {
			reader, writer = w.ok(py.GetItem(v, py.Int(0))), w.ok(py.GetItem(v, py.Int(1)))
			w.call(writer, "write", []byte("hello\n"))
			return w.call(reader, "read")
		},
		func(v py.Value) py.Value {
			if b, _ := py.BytesOf(v); string(b) != "hello\n" {
				w.Errorf("echo gave %q", b)
			}
			w.call(writer, "close")
			return w.call(writer, "wait_closed")
		},
		func(py.Value) py.Value {
			w.call(srv, "close")
			return w.call(srv, "wait_closed")
		})
}

// TestNoGoroutinesLeft runs what makes goroutines, in loops that are closed at the end, and
// looks at what is left of them.
func TestNoGoroutinesLeft(t *testing.T) {
	module := func(name string) py.Value {
		m, exc := py.FindGoModule(name).Module()
		if exc != nil {
			t.Fatal(py.FormatExceptionOnly(exc))
		}
		return m.Value()
	}
	w := &world{t, module("asyncio"), module("ssl")}
	const dir = "../../internal/conform/testdata/"
	serverTLS := w.call(w.ssl, "SSLContext", w.get(w.ssl, "PROTOCOL_TLS_SERVER"))
	w.call(serverTLS, "load_cert_chain", dir+"cert.pem", dir+"key.pem")
	clientTLS := w.call(w.ssl, "create_default_context", keyword{"cafile", py.StrV(dir + "cert.pem")})
	pipe := w.get(w.get(w.asyncio, "subprocess"), "PIPE")
	number := func(n int64) py.Value {
		return py.NewBuiltin("number", "test", "()", func() (py.Value, *py.Exception) { return py.Int(n), nil }).Value()
	}
	signals := []syscall.Signal{syscall.SIGHUP, syscall.SIGALRM, syscall.SIGTERM, syscall.SIGQUIT}
	cases := []struct {
		name string
		main func() py.Value
	}{
		{"nothing", func() py.Value { return w.call(w.asyncio, "sleep", 0) }},
		{"default executor", func() py.Value {
			return newProgram(func(py.Value) py.Value {
				loop := w.loop()
				return w.call(w.asyncio, "gather", w.call(loop, "run_in_executor", py.None, number(1)), w.call(loop, "run_in_executor", py.None, number(2)),
					w.call(w.asyncio, "to_thread", number(3)))
			})
		}},
		{"executor of its own", func() py.Value {
			var pool py.Value
			return newProgram(func(py.Value) py.Value {
				pool = w.call(module("concurrent.futures"), "ThreadPoolExecutor", 2)
				return w.call(w.loop(), "run_in_executor", pool, number(1))
			}, func(py.Value) py.Value {
				w.call(pool, "shutdown")
				return w.call(w.asyncio, "sleep", 0)
			})
		}},
		{"names", func() py.Value {
			return newProgram(func(py.Value) py.Value { return w.call(w.loop(), "getaddrinfo", "localhost", 80) })
		}},
		{"subprocess", func() py.Value {
			return newProgram(func(py.Value) py.Value {
				return w.call(w.asyncio, "create_subprocess_exec", "cat", keyword{"stdin", pipe}, keyword{"stdout", pipe})
			}, func(p py.Value) py.Value { return w.call(p, "communicate", []byte("x")) })
		}},
		{"subprocess that is killed", func() py.Value {
			return newProgram(func(py.Value) py.Value {
				return w.call(w.asyncio, "create_subprocess_exec", "sleep", "100")
			}, func(p py.Value) py.Value {
				w.call(p, "kill")
				return w.call(p, "wait")
			})
		}},
		{"server", func() py.Value { return w.talk(nil, nil) }},
		{"server with TLS", func() py.Value {
			return w.talk([]any{keyword{"ssl", serverTLS}}, []any{keyword{"ssl", clientTLS}})
		}},
		{"handshake that fails", func() py.Value {
			wrong := w.call(w.ssl, "create_default_context")
			var srv py.Value
			return newProgram(func(py.Value) py.Value {
				return w.call(w.asyncio, "start_server", w.echo(), "127.0.0.1", 0, keyword{"ssl", serverTLS})
			}, func(v py.Value) py.Value {
				srv = v
				sock := w.ok(py.GetItem(w.get(srv, "sockets"), py.Int(0)))
				port := w.ok(py.GetItem(w.call(sock, "getsockname"), py.Int(1)))
				c := w.call(w.asyncio, "open_connection", "127.0.0.1", port, keyword{"ssl", wrong})
				return w.call(w.asyncio, "gather", c, keyword{"return_exceptions", py.True})
			}, func(py.Value) py.Value {
				w.call(srv, "close")
				return w.call(srv, "wait_closed")
			})
		}},
		{"signal handler", func() py.Value {
			return newProgram(func(py.Value) py.Value {
				// Another one each time, as one goroutine may stay for each.
				w.call(w.loop(), "add_signal_handler", int(signals[0]), number(1))
				signals = signals[1:]
				return w.call(w.asyncio, "sleep", 0)
			})
		}},
	}
	run := func(main py.Value) { w.call(w.asyncio, "run", main) }
	for _, c := range cases { // what stays for good, once for the whole process
		run(c.main())
	}
	runtime.GC()
	w.settled("all once", 40)
	before := runtime.NumGoroutine()
	for _, c := range cases {
		for range 3 {
			run(c.main())
		}
		w.settled(c.name, before)
	}
}
