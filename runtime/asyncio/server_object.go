package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file makes Server a Python type.

func init() {
	self := func(v py.Value) *Server { return py.Heap[Server](v) }
	waitClosed := func(v py.Value) (py.Value, py.Value, *py.Exception) {
		if w := self(v).waitClosed(); w != nil {
			return w.Value(), py.None, nil
		}
		return py.Value{}, py.None, nil
	}
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
			{Name: "__aenter__", Sig: "($self)", Impl: func(v py.Value) (py.Value, *py.Exception) {
				return newMethod(serverEnterCode, func() (py.Value, py.Value, *py.Exception) { return py.Value{}, v, nil }), nil
			}},
			{Name: "__aexit__", Impl: func(v py.Value, _ []py.Value) (py.Value, *py.Exception) {
				return newMethod(serverExitCode, func() (py.Value, py.Value, *py.Exception) {
					self(v).close()
					return waitClosed(v)
				}), nil
			}},
		},
		GetSets: []py.GetSet{
			{Name: "sockets", Get: func(v py.Value) (py.Value, *py.Exception) { return py.TupleV(sockets(self(v))...), nil }},
			{Name: "_loop", Get: func(v py.Value) (py.Value, *py.Exception) { return self(v).loop.Value(), nil }},
		},
	})
}
