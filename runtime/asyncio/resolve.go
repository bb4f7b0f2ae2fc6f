package asyncio

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
)

// This file is the loop's getaddrinfo and getnameinfo, and _ensure_resolved of
// base_events.py.

// outsideCall runs f on another goroutine, without the turn, and then finish on the
// loop.
func (loop *Loop) outsideCall(f func(), finish func() *py.Exception) {
	loop.outside.Add(1)
	go func() {
		f()
		loop.Post(&goCallback{fn: func() *py.Exception {
			loop.outside.Add(-1)
			return finish()
		}, name: libSource("_chain_future.<locals>._set_state", "futures.py", 381)})
	}()
}

// lookUp is getaddrinfo on another thread.
func (loop *Loop) lookUp(q socket.Query, then func(infos []socket.Info, exc *py.Exception) flowStep) flowStep {
	fut := loop.CreateFuture()
	var infos []socket.Info
	var failed *socket.LookupError
	loop.outsideCall(func() { infos, failed = socket.GetAddrInfo(q) }, func() *py.Exception {
		fut.setUnlessDone(py.None)
		return nil
	})
	return awaitThen(fut.Value(), func(_ py.Value, exc *py.Exception) flowStep {
		if exc == nil && failed != nil {
			exc = failed.Raise()
		}
		return then(infos, exc)
	})
}

// ensureResolved is _ensure_resolved: what is an address already needs no look-up.
func (loop *Loop) ensureResolved(address py.Value, family, typ, proto, flags int, then func(infos []socket.Info, exc *py.Exception) flowStep) flowStep {
	items, exc := sequence(address)
	if exc != nil {
		return then(nil, exc)
	}
	if len(items) < 2 {
		return then(nil, py.Raisef(py.ValueErrorType, "not enough values to unpack (expected 2, got %d)", len(items)))
	}
	q, exc := socket.NewQuery(items[0], items[1], [4]py.Value{py.Int(int64(family)), py.Int(int64(typ)), py.Int(int64(proto)), py.Int(int64(flags))})
	if exc != nil {
		return then(nil, exc)
	}
	if info, ok := numericInfo(q); ok {
		if len(items) > 2 {
			// The flow information and scope of an IPv6 address stay.
			if sa, exc := socket.Address(info.Family, address, "getaddrinfo"); exc == nil {
				info.Addr = sa
			}
		}
		return then([]socket.Info{info}, nil)
	}
	v, asked, exc := loop.askProgram(items[0], items[1], family, typ, proto, flags)
	switch {
	case exc != nil:
		return then(nil, exc)
	case !asked:
		return loop.lookUp(q, then)
	}
	return awaitThen(v, func(list py.Value, exc *py.Exception) flowStep {
		if exc != nil {
			return then(nil, exc)
		}
		return then(programInfos(list))
	})
}

var (
	ensureResolvedCode = code("BaseEventLoop._ensure_resolved")
	ensureResolvedSig  = py.NewSignature("_ensure_resolved", "BaseEventLoop._ensure_resolved", "(address, *, family=0, type=1, proto=0, flags=0, loop)")
)

// ensureResolvedMethod is _ensure_resolved as a method for loops that a program derives.
func (loop *Loop) ensureResolvedMethod(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var a [6]py.Value
	if exc := ensureResolvedSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	var n [4]int
	for i := range n {
		var exc *py.Exception
		if n[i], exc = intOr(a[1+i], [4]int{1: syscall.SOCK_STREAM}[i]); exc != nil {
			return py.Value{}, exc
		}
	}
	return newFlow(ensureResolvedCode, func() flowStep {
		return loop.ensureResolved(a[0], n[0], n[1], n[2], n[3], func(infos []socket.Info, exc *py.Exception) flowStep {
			if exc != nil {
				return failing(exc)
			}
			return returning(socket.InfoList(infos))
		})
	}), nil
}

// numericInfo is _ipaddr_info.
func numericInfo(q socket.Query) (socket.Info, bool) {
	if module, ok := replacedSocket(); ok {
		if _, has, exc := py.LookupAttr(module, py.Intern("inet_pton")); exc != nil || !has {
			return socket.Info{}, false
		}
	}
	return socket.NumericInfo(q)
}

var (
	getaddrinfoCode = code("BaseEventLoop.getaddrinfo")
	getnameinfoCode = code("BaseEventLoop.getnameinfo")
	addrinfoSig     = py.NewSignature("getaddrinfo", "BaseEventLoop.getaddrinfo", "(host, port, *, family=0, type=0, proto=0, flags=0)")
)

// getaddrinfo is loop.getaddrinfo(host, port, *, family, type, proto, flags).
func (loop *Loop) getaddrinfo(args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	var a [6]py.Value
	if exc := addrinfoSig.Bind(args, names, a[:]); exc != nil {
		return py.Value{}, exc
	}
	return newFlow(getaddrinfoCode, func() flowStep {
		if fn, ok := replacedFunction(strGetaddrinfo); ok {
			v, exc := loop.runInExecutor(py.None, fn, a[:])
			if exc != nil {
				return failing(exc)
			}
			return awaitThen(v, ending)
		}
		q, exc := socket.NewQuery(a[0], a[1], [4]py.Value{a[2], a[3], a[4], a[5]})
		if exc != nil {
			return failing(exc)
		}
		return loop.lookUp(q, func(infos []socket.Info, exc *py.Exception) flowStep {
			if exc != nil {
				return failing(exc)
			}
			return returning(socket.InfoList(infos))
		})
	}), nil
}

// getnameinfo is loop.getnameinfo(sockaddr, flags=0).
func (loop *Loop) getnameinfo(sockaddr, flags py.Value) py.Value {
	return newFlow(getnameinfoCode, func() flowStep {
		if fn, ok := replacedFunction(strGetnameinfo); ok {
			v, exc := loop.runInExecutor(py.None, fn, []py.Value{sockaddr, flags})
			if exc != nil {
				return failing(exc)
			}
			return awaitThen(v, ending)
		}
		q, exc := socket.NewNameQuery(sockaddr, flags)
		if exc != nil {
			return failing(exc)
		}
		fut := loop.CreateFuture()
		var host, service string
		var failed *socket.LookupError
		loop.outsideCall(func() { host, service, failed = socket.GetNameInfo(q) }, func() *py.Exception {
			fut.setUnlessDone(py.None)
			return nil
		})
		return awaitingFuture(fut, func(py.Value) flowStep {
			if failed != nil {
				return failing(failed.Raise())
			}
			return returning(py.TupleV(py.StrV(host), py.StrV(service)))
		})
	})
}

// intOr returns an int argument, def where it is absent.
func intOr(v py.Value, def int) (int, *py.Exception) {
	if absent(v) {
		return def, nil
	}
	return asInt(v)
}

// truthOr returns the truth of an argument, def where it is absent.
func truthOr(v py.Value, def bool) (bool, *py.Exception) {
	if absent(v) {
		return def, nil
	}
	return py.Truth(v)
}

func hostText(v py.Value) (string, *py.Exception) {
	if absent(v) {
		return "", nil
	}
	if s, ok := py.AsStr(v); ok {
		return s.String(), nil
	}
	if b, ok := py.BytesOf(v); ok {
		return string(b), nil
	}
	return "", typeError("host must be a str, not %s", v.Type().Name)
}
