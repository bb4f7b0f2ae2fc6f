package ssl

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// sessionType is the class of sessions to take up again, of which there are no instances.
var sessionType = py.NewBuiltinType("SSLSession", &py.TypeSpec{Module: "_ssl", Layout: py.LayoutOf[py.Header](), NoNew: true})

// serverCertificate implements get_server_certificate(addr, ssl_version, ca_certs, timeout): the
// certificate, as PEM, of the server there, which is verified where certificates to trust are given.
func serverCertificate(addr, version, trusted, timeout value) (value, exc) {
	pair, e := py.Unpack(addr, 2)
	if e != nil {
		return value{}, e
	}
	if version.IsUnbound() {
		version = py.Int(protocolTLSClient)
	}
	context, e := py.Call1(contextType.Value(), version)
	if e != nil {
		return value{}, e
	}
	var s pymod.Steps
	s.Set(context, "check_hostname", py.False)
	required := certNone
	if !trusted.IsUnbound() && !trusted.IsNone() {
		required = certRequired
		s.Call(context, "load_verify_locations", trusted)
	}
	s.Set(context, "verify_mode", py.IntOf(required))
	connect := s.Import("socket", "create_connection")
	var conn value
	if timeout.IsUnbound() {
		conn = s.Apply(connect, addr)
	} else {
		conn = s.Apply(connect, addr, timeout)
	}
	if s.Failed() {
		return value{}, s.Exc
	}
	v, e := py.CallMethodKw(context, py.Intern("wrap_socket"), []value{conn, pair[0]}, []*py.Str{py.Intern("server_hostname")})
	if e != nil {
		_, _ = py.CallMethod0(conn, py.Intern("close"))
		return value{}, e
	}
	der := s.Call(v, "getpeercert", py.True)
	if _, e := py.CallMethod0(v, py.Intern("close")); e != nil && !s.Failed() {
		return value{}, e
	}
	return s.Done(s.Apply(s.Import("ssl", "DER_cert_to_PEM_cert"), der))
}
