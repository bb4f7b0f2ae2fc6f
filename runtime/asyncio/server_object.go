package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file makes Server a Python type.

func init() {
	self := func(v py.Value) *Server { return py.Heap[Server](v) }

	act := func(name string, f func(s *Server)) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			f(self(v))
			return py.None, nil
		}}
	}
	each := func(f func(t link)) func(s *Server) {
		return func(s *Server) {
			for _, t := range append([]link(nil), s.clients...) {
				f(t)
			}
		}
	}
	sockets := func(s *Server) []py.Value {
		list := make([]py.Value, len(s.socks))
		for i, sock := range s.socks {
			list[i] = newTransportSocket(objectOf(sock))
		}
		return list
	}
	ServerType.Define(&py.TypeSpec{
		Base: AbstractServerType, Module: "asyncio.base_events", Flags: py.FlagBaseType, NoNew: true,
		Layout: py.LayoutWithAttrs[Server](attrsOffset),
		Slots: py.Slots{Repr: func(v py.Value) (py.Value, *py.Exception) {
			return py.StrV("<Server sockets=" + repr(py.TupleV(sockets(self(v))...)) + ">"), nil
		}},
		Methods: []py.Method{
			act("close", (*Server).close),
			act("close_clients", each(link.close)),
			act("abort_clients", each(link.abort)),
			{Name: "is_serving", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return py.Bool(self(v).serving), nil }},
			{Name: "get_loop", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) { return self(v).loop.Value(), nil }},
			{Name: "wait_closed", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(serverClosedCode, func() (py.Value, py.Value, *py.Exception) { return waitClosed(v) }), nil
			}},
			{Name: "start_serving", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(startServingCode, func() (py.Value, py.Value, *py.Exception) {
					if exc := self(v).startServing(); exc != nil {
						return py.Value{}, py.Value{}, exc
					}
					return Sleep(py.Int(0), py.None).Header.Value(), py.None, nil
				}), nil
			}},
			{Name: "serve_forever", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newFlow(serveForeverCode, self(v).serveForever), nil
			}},
		},
		GetSets: []py.GetSet{
			{Name: "sockets", Get: func(v py.Value) (py.Value, *py.Exception) { return py.TupleV(sockets(self(v))...), nil }},
			{Name: "_loop", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).loop.Value(), nil }},
		},
	})
}

// abstractServerMethods are the methods of AbstractServer: with it as a context manager
// a server of any kind is closed at the end.
func abstractServerMethods() []py.Method {
	return append(notImplemented("close", "get_loop", "is_serving", "start_serving", "serve_forever", "wait_closed", "close_clients", "abort_clients"),
		py.Method{Name: "__aenter__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
			return newMethod(serverEnterCode, func() (py.Value, py.Value, *py.Exception) { return py.Value{}, v, nil }), nil
		}},
		py.Method{Name: "__aexit__", Impl: func(v py.Value, _ []py.Value) (py.Value, *py.Exception) {
			return newMethod(serverExitCode, func() (py.Value, py.Value, *py.Exception) {
				if _, exc := py.CallMethod0(v, strClose); exc != nil {
					return py.Value{}, py.Value{}, exc
				}
				if v.Type().IsSubclass(ServerType) && has(v, strWaitClosed) {
					return waitClosed(v)
				}
				aw, exc := py.CallMethod0(v, strWaitClosed)
				return aw, py.None, exc
			}), nil
		}})
}

var strWaitClosed = py.Intern("wait_closed")

// waitClosed gives what wait_closed() of the server v awaits.
func waitClosed(v py.Value) (py.Value, py.Value, *py.Exception) {
	if w := py.Heap[Server](v).waitClosed(); w != nil {
		return w.Value(), py.None, nil
	}
	return py.Value{}, py.None, nil
}
