package ssl

import (
	"crypto/tls"
	"os"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
)

// This file makes SSLContext a Python type.

var (
	contextSig = py.NewSignature("SSLContext", "", "(protocol=None)")
	wrapBIOSig = py.NewSignature("SSLContext.wrap_bio", "", "(incoming, outgoing, server_side=False, server_hostname=None, session=None)")
	wrapSig    = py.NewSignature("SSLContext.wrap_socket", "", "(sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True, server_hostname=None, session=None)")
)

func newContext(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	var a [1]value
	if e := contextSig.Bind(args, names, a[:]); e != nil {
		return value{}, e
	}
	protocol := protocolTLS
	if !a[0].IsUnbound() && !a[0].IsNone() {
		n, e := py.IndexInt(a[0], py.OverflowErrorType)
		if e != nil {
			return value{}, e
		}
		protocol = n
	} else if e := py.Warnf(py.DeprecationWarningType, "ssl.SSLContext() without protocol argument is deprecated."); e != nil {
		return value{}, e
	}
	switch protocol {
	case protocolTLS, protocolTLSv1, protocolTLSv1_1, protocolTLSv1_2:
		for _, m := range methods {
			if m.v == int64(protocol) && m.name != "PROTOCOL_SSLv23" {
				if e := py.Warnf(py.DeprecationWarningType, "ssl.%s is deprecated", m.name); e != nil {
					return value{}, e
				}
			}
		}
	case protocolTLSClient, protocolTLSServer:
	default:
		return value{}, py.Raisef(py.ValueErrorType, "invalid or unsupported protocol version %d", protocol)
	}
	v := cls.Alloc(cls)
	contextOf(v).reset(protocol)
	return v, nil
}

func (c *context) setKeylog(v value) exc {
	if v.IsNone() {
		c.keylog, c.keylogFile = v, nil
		return nil
	}
	path, e := pathArg(v)
	if e != nil {
		return e
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return socket.RaiseErr(err)
	}
	c.keylog, c.keylogFile = v, f
	return nil
}

// intAttr is an attribute that is an int, shown as a member of an enumeration.
func intAttr(name, enum string, get func(c *context) int64, set func(c *context, n int64) exc) py.GetSet {
	return py.GetSet{Name: name,
		Get: func(v value) (value, exc) { return member(enum, get(contextOf(v))) },
		Set: func(v, x value) exc {
			n, e := py.IndexInt(x, py.OverflowErrorType)
			if e != nil {
				return e
			}
			return set(contextOf(v), int64(n))
		}}
}

func boolAttr(name string, get func(c *context) bool, set func(c *context, on bool) exc) py.GetSet {
	return py.GetSet{Name: name,
		Get: func(v value) (value, exc) { return py.Bool(get(contextOf(v))), nil },
		Set: func(v, x value) exc {
			on, e := py.Truth(x)
			if e != nil {
				return e
			}
			return set(contextOf(v), on)
		}}
}

func versionAttr(name string, field func(c *context) *int) py.GetSet {
	return intAttr(name, "TLSVersion", func(c *context) int64 { return int64(*field(c)) }, func(c *context, n int64) exc {
		known := false
		for _, v := range tlsVersions {
			known = known || v.v == n
		}
		if !known {
			return py.Raisef(py.ValueErrorType, "Unsupported TLS/SSL version 0x%x", n)
		}
		*field(c) = int(n)
		return nil
	})
}

func contextMethods() []py.Method {
	ignore := func(name string) py.Method {
		return py.Method{Name: name, Sig: "($self, *args, **kwargs)", Impl: func(value, []value, []*py.Str) (value, exc) { return py.None, nil }}
	}
	return []py.Method{
		{Name: "load_cert_chain", Sig: "($self, certfile, keyfile=None, password=None)", Impl: func(v, cert, key, password value) (value, exc) {
			return noneOr(contextOf(v).loadChain(cert, key, password))
		}},
		{Name: "load_verify_locations", Sig: "($self, cafile=None, capath=None, cadata=None)", Impl: func(v, file, path, data value) (value, exc) {
			return noneOr(contextOf(v).loadVerify(file, path, data))
		}},
		{Name: "load_default_certs", Sig: "($self, purpose=None)", Impl: func(v, _ value) (value, exc) {
			contextOf(v).loadDefault()
			return py.None, nil
		}},
		{Name: "set_default_verify_paths", Sig: "($self)", Impl: func(v value) (value, exc) {
			contextOf(v).loadDefault()
			return py.None, nil
		}},
		{Name: "set_alpn_protocols", Sig: "($self, alpn_protocols)", Impl: func(v, list value) (value, exc) { return noneOr(contextOf(v).setALPN(list)) }},
		{Name: "set_ciphers", Sig: "($self, cipherlist, /)", Impl: func(v, list value) (value, exc) {
			s, ok := py.AsStr(list)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "set_ciphers() argument must be str, not %s", list.Type().Name)
			}
			return noneOr(contextOf(v).setCiphers(s.String()))
		}},
		{Name: "get_ciphers", Sig: "($self)", Impl: func(v value) (value, exc) {
			list := py.NewList(nil)
			for _, s := range tls.CipherSuites() {
				d := py.NewDict()
				d.SetStr(py.Intern("id"), py.Int(int64(s.ID)))
				d.SetStr(py.Intern("name"), py.StrV(opensslName(s.Name)))
				list.Append(d.Value())
			}
			return list.Value(), nil
		}},
		{Name: "cert_store_stats", Sig: "($self)", Impl: func(v value) (value, exc) {
			d := py.NewDict()
			n, ca := 0, 0
			for _, c := range contextOf(v).trusted {
				n++
				if c.IsCA || c.Version < 3 && selfSigned(c) {
					ca++
				}
			}
			d.SetStr(py.Intern("x509"), py.Int(int64(n)))
			d.SetStr(py.Intern("crl"), py.Int(0))
			d.SetStr(py.Intern("x509_ca"), py.Int(int64(ca)))
			return d.Value(), nil
		}},
		{Name: "get_ca_certs", Sig: "($self, binary_form=False)", Impl: func(v, binary value) (value, exc) {
			raw := false
			if !binary.IsUnbound() {
				var e exc
				if raw, e = py.Truth(binary); e != nil {
					return value{}, e
				}
			}
			list := py.NewList(nil)
			for _, c := range contextOf(v).trusted {
				if !c.IsCA {
					continue
				}
				if raw {
					list.Append(py.NewBytes(c.Raw).Value())
				} else {
					list.Append(certValue(c))
				}
			}
			return list.Value(), nil
		}},
		{Name: "set_servername_callback", Sig: "($self, server_name_callback)", Impl: func(v, f value) (value, exc) {
			contextOf(v).sni = f
			return py.None, nil
		}},
		{Name: "wrap_bio", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
			var a [5]value
			if e := wrapBIOSig.Bind(args, names, a[:]); e != nil {
				return value{}, e
			}
			if !a[0].Type().IsSubclass(bioType) || !a[1].Type().IsSubclass(bioType) {
				return value{}, py.Raisef(py.TypeErrorType, "_wrap_bio() argument 'incoming' must be _ssl.MemoryBIO, not %s", a[0].Type().Name)
			}
			server := false
			if !a[2].IsUnbound() {
				var e exc
				if server, e = py.Truth(a[2]); e != nil {
					return value{}, e
				}
			}
			o, e := newObject(v, server, a[3])
			if e != nil {
				return value{}, e
			}
			o.in, o.out = py.Heap[memoryBIO](a[0]), py.Heap[memoryBIO](a[1])
			return o.Header.Value(), nil
		}},
		{Name: "wrap_socket", Impl: func(v value, args []value, names []*py.Str) (value, exc) {
			var a [6]value
			if e := wrapSig.Bind(args, names, a[:]); e != nil {
				return value{}, e
			}
			return wrapSocket(v, a)
		}},
		{Name: "session_stats", Sig: "($self)", Impl: func(value) (value, exc) { return py.NewDict().Value(), nil }},
		ignore("set_ecdh_curve"), ignore("load_dh_params"), ignore("set_npn_protocols"),
	}
}

func init() {
	contextType.Define(&py.TypeSpec{
		Module: "ssl", Flags: py.FlagBaseType,
		Layout:  py.LayoutWithAttrs[context](unsafe.Offsetof(context{}.Attrs)),
		Slots:   py.Slots{New: newContext, Init: func(value, []value, []*py.Str) exc { return nil }},
		Methods: contextMethods(),
		GetSets: []py.GetSet{
			intAttr("options", "Options", func(c *context) int64 { return c.options }, func(c *context, n int64) exc { c.options = n; return nil }),
			intAttr("verify_flags", "VerifyFlags", func(c *context) int64 { return c.verifyFlags }, func(c *context, n int64) exc { c.verifyFlags = n; return nil }),
			intAttr("verify_mode", "VerifyMode", func(c *context) int64 { return int64(c.verifyMode) }, func(c *context, n int64) exc {
				if n == certNone && c.checkHostname {
					return py.Raisef(py.ValueErrorType, "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
				}
				if n < certNone || n > certRequired {
					return py.Raisef(py.ValueErrorType, "invalid value for verify_mode")
				}
				c.verifyMode = int(n)
				return nil
			}),
			boolAttr("check_hostname", func(c *context) bool { return c.checkHostname }, func(c *context, on bool) exc {
				c.checkHostname = on
				if on && c.verifyMode == certNone {
					c.verifyMode = certRequired
				}
				return nil
			}),
			versionAttr("minimum_version", func(c *context) *int { return &c.minimum }),
			versionAttr("maximum_version", func(c *context) *int { return &c.maximum }),
			{Name: "protocol", Get: func(v value) (value, exc) { return member("_SSLMethod", int64(contextOf(v).protocol)) }},
			{Name: "sni_callback", Get: func(v value) (value, exc) { return contextOf(v).sni, nil },
				Set: func(v, f value) exc {
					if !f.IsNone() && f.Type().Call == nil {
						return py.Raisef(py.TypeErrorType, "not a callable object")
					}
					contextOf(v).sni = f
					return nil
				}},
			{Name: "keylog_filename", Get: func(v value) (value, exc) { return contextOf(v).keylog, nil },
				Set: func(v, f value) exc { return contextOf(v).setKeylog(f) }},
			boolAttr("hostname_checks_common_name", func(c *context) bool { return c.commonName }, func(c *context, on bool) exc { c.commonName = on; return nil }),
			boolAttr("post_handshake_auth", func(c *context) bool { return c.postHandshake }, func(c *context, on bool) exc { c.postHandshake = on; return nil }),
			intAttr("num_tickets", "", func(c *context) int64 { return int64(c.tickets) }, func(c *context, n int64) exc {
				if c.protocol != protocolTLSServer {
					return py.Raisef(py.ValueErrorType, "SSLContext is not a server context.")
				}
				c.tickets = int(n)
				return nil
			}),
			{Name: "security_level", Get: func(value) (value, exc) { return py.Int(2), nil }},
			{Name: "sslsocket_class", Get: func(value) (value, exc) { return socketType.Value(), nil }},
			{Name: "sslobject_class", Get: func(value) (value, exc) { return objectType.Value(), nil }},
		},
	})
}
