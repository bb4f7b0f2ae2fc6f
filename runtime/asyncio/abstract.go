package asyncio

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes the abstract classes of asyncio/events.py Python types: their methods
// raise NotImplementedError, those that are coroutines when they are awaited.

// The methods of AbstractEventLoop, with their parameters after self.
const abstractLoopMethods = `
run_forever
run_until_complete future
stop
is_running
is_closed
close
call_later delay, callback, *args, context=None
call_at when, callback, *args, context=None
time
create_future
create_task coro, *, name=None, context=None
call_soon_threadsafe callback, *args, context=None
run_in_executor executor, func, *args
set_default_executor executor
add_reader fd, callback, *args
remove_reader fd
add_writer fd, callback, *args
remove_writer fd
add_signal_handler sig, callback, *args
remove_signal_handler sig
set_task_factory factory
get_task_factory
get_exception_handler
set_exception_handler handler
default_exception_handler context
call_exception_handler context
get_debug
set_debug enabled`

const abstractLoopCoroutines = `
shutdown_asyncgens
shutdown_default_executor
getaddrinfo host, port, *, family=0, type=0, proto=0, flags=0
getnameinfo sockaddr, flags=0
create_connection protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0, sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None
create_server protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None, backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True
sendfile transport, file, offset=0, count=None, *, fallback=True
start_tls transport, protocol, sslcontext, *, server_side=False, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None
create_unix_connection protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None
create_unix_server protocol_factory, path=None, *, sock=None, backlog=100, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True
connect_accepted_socket protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None
create_datagram_endpoint protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0, flags=0, reuse_address=None, reuse_port=None, allow_broadcast=None, sock=None
connect_read_pipe protocol_factory, pipe
connect_write_pipe protocol_factory, pipe
subprocess_shell protocol_factory, cmd, *, stdin=-1, stdout=-1, stderr=-1, **kwargs
subprocess_exec protocol_factory, *args, stdin=-1, stdout=-1, stderr=-1, **kwargs
sock_recv sock, nbytes
sock_recv_into sock, buf
sock_recvfrom sock, bufsize
sock_recvfrom_into sock, buf, nbytes=0
sock_sendall sock, data
sock_sendto sock, data, address
sock_connect sock, address
sock_accept sock
sock_sendfile sock, file, offset=0, count=None, *, fallback=None`

// abstractMethods makes methods that are not implemented.
func abstractMethods(class, text string, coroutine bool) []py.Method {
	var list []py.Method
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		name, params, _ := strings.Cut(line, " ")
		sig := "($self)"
		if params != "" {
			sig = "($self, " + params + ")"
		}
		c := code(class + "." + name)
		list = append(list, py.Method{Name: name, Sig: sig, Impl: abstractImpl(params, func() (py.Value, *py.Exception) {
			if !coroutine {
				return py.Value{}, py.RaiseArgs(py.NotImplementedErrorType)
			}
			return newFlow(c, func() flowStep { return failing(py.RaiseArgs(py.NotImplementedErrorType)) }), nil
		})})
	}
	return list
}

// abstractImpl gives f the form that a method with the parameters has.
func abstractImpl(params string, f func() (py.Value, *py.Exception)) any {
	switch {
	case params == "":
		return func(py.Value) (py.Value, *py.Exception) { return f() }
	case strings.Contains(params, "*args") || strings.Contains(params, "**"):
		return func(py.Value, []py.Value, []*py.Str) (py.Value, *py.Exception) { return f() }
	}
	return func(py.Value, []py.Value) (py.Value, *py.Exception) { return f() }
}

func init() {
	AbstractLoopType.Define(&py.TypeSpec{
		Module: "asyncio.events", Flags: py.FlagBaseType,
		Late: func() []py.Method {
			return append(append(abstractMethods("AbstractEventLoop", abstractLoopMethods, false), abstractMethods("AbstractEventLoop", abstractLoopCoroutines, true)...),
				py.Method{Name: "call_soon", Sig: "($self, callback, *args, context=None)", Impl: func(v py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
					return py.CallMethodKw(v, py.Intern("call_later"), append([]py.Value{py.Int(0)}, args...), names)
				}})
		},
	})
	AbstractPolicyType.Define(&py.TypeSpec{
		Module: "asyncio.events", Flags: py.FlagBaseType,
		Late: func() []py.Method {
			return abstractMethods("AbstractEventLoopPolicy", `
get_event_loop
set_event_loop loop
new_event_loop
get_child_watcher
set_child_watcher watcher`, false)
		},
	})
}
