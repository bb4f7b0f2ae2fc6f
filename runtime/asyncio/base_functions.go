package asyncio

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
)

// This file has the functions of asyncio/base_events.py whose names begin with an
// underscore, as modules of asyncio that are compiled from their source, and programs
// that derive loops of their own, call them.

func baseFunctions() []entry {
	function := func(name, sig string, impl any) entry {
		return entry{name, "", py.NewBuiltin(name, "asyncio.base_events", sig, impl).Value()}
	}
	return []entry{
		function("_set_nodelay", "(sock)", func(sock py.Value) (py.Value, *py.Exception) {
			n, exc := socketNumbers(sock)
			if exc != nil {
				if exc.Type().IsSubclass(py.TypeErrorType) {
					exc = nil // a family, say, that is no number is none of those that have the option
				}
				return none(exc)
			}
			setNoDelay(standIn(plainSocket(sock), n[0], n[1], n[2]))
			return py.None, nil
		}),
		function("_set_reuseport", "(sock)", func(sock py.Value) (py.Value, *py.Exception) {
			return none(setReusePort(standIn(plainSocket(sock), 0, 0, 0)))
		}),
		function("_ipaddr_info", "(host, port, family, type, proto, flowinfo=0, scopeid=0)", func(a []py.Value) (py.Value, *py.Exception) {
			return addressInfo(a)
		}),
		function("_interleave_addrinfos", "(addrinfos, first_address_family_count=1)", func(list, count py.Value) (py.Value, *py.Exception) {
			infos, exc := programInfos(list)
			if exc != nil {
				return py.Value{}, exc
			}
			n, exc := intOr(count, 1)
			if exc != nil || len(infos) == 0 {
				return py.NewList(nil).Value(), exc
			}
			return socket.InfoList(interleaved(infos, n)), nil
		}),
		function("_check_ssl_socket", "(sock)", func(sock py.Value) (py.Value, *py.Exception) { return none(checkPlain(sock)) }),
		{"_run_until_complete_cb", "", stopsLoopWhenDone},
		{"_MIN_SCHEDULED_TIMER_HANDLES", "", py.Int(minScheduledTimers)},
		{"_MIN_CANCELLED_TIMER_HANDLES_FRACTION", "", py.Float(minCancelledFraction)},
		{"MAXIMUM_SELECT_TIMEOUT", "", py.Int(maxSelectTimeout)},
		{"_HAS_IPv6", "", py.True},
	}
}

// stopsLoopWhenDone is _run_until_complete_cb, by which programs know the future that a
// loop runs for among those that have callbacks.
var stopsLoopWhenDone = py.NewBuiltin("_run_until_complete_cb", "asyncio.base_events", "(fut)", func(v py.Value) (py.Value, *py.Exception) {
	fut := asFuture(v)
	if fut == nil {
		return py.Value{}, py.Raisef(py.TypeErrorType, "a future is required for source future, got %s", v.Type().Name)
	}
	return none((&stopWhenDone{}).done(fut))
}).Value()

// setNoDelay is _set_nodelay.
func setNoDelay(s *socket.Socket) {
	if (s.Family == syscall.AF_INET || s.Family == syscall.AF_INET6) && s.Type == syscall.SOCK_STREAM && (s.Proto == 0 || s.Proto == syscall.IPPROTO_TCP) {
		_ = setOption(s, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
	}
}

// checkPlain refuses sockets that encrypt by themselves.
func checkPlain(sock py.Value) *py.Exception {
	for _, t := range sock.Type().MRO {
		if t.Name == "SSLSocket" && moduleOf(t) == "ssl" {
			return typeError("Socket cannot be of type SSLSocket")
		}
	}
	return nil
}

// feedBuffered is protocols._feed_data_to_buffered_proto.
var feedBuffered = py.NewBuiltin("_feed_data_to_buffered_proto", "asyncio.protocols", "(proto, data)", func(p, data py.Value) (py.Value, *py.Exception) {
	b, ok := py.BytesOf(data)
	if !ok {
		return py.Value{}, typeError("a bytes-like object is required, not '%s'", data.Type().Name)
	}
	return none(bufferedObject{objectProtocol{p}}.dataReceived(b))
}).Value()

// addressInfo is _ipaddr_info: what getaddrinfo would return for an address that needs no
// look-up, else None.
func addressInfo(a []py.Value) (py.Value, *py.Exception) {
	host, port := a[0], a[1]
	if host.IsNone() {
		return py.None, nil
	}
	if b, ok := py.BytesOf(port); ok && len(b) == 0 {
		port = py.None
	} else if s, ok := py.AsStr(port); ok && s.String() == "" {
		port = py.None
	}
	q, exc := socket.NewQuery(host, port, [4]py.Value{a[2], a[3], a[4], py.Int(0)})
	if exc != nil {
		return py.Value{}, exc
	}
	info, ok := numericInfo(q)
	if !ok {
		return py.None, nil
	}
	return socket.InfoValue(info), nil
}
