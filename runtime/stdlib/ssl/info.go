package ssl

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"net"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
)

// This file has what SSLObject and SSLSocket tell of a connection: certificates, the
// cipher, the version.

// readInto is read(len, buffer): bytes, or how many went into the buffer.
func readInto(size, buffer value, read func(b []byte) (int, exc)) (value, exc) {
	n := 1024
	if !size.IsUnbound() && !size.IsNone() {
		var e exc
		if n, e = py.IndexInt(size, py.OverflowErrorType); e != nil {
			return value{}, e
		}
		if n < 0 {
			return value{}, py.Raisef(py.ValueErrorType, "size should not be negative")
		}
	}
	if !buffer.IsUnbound() && !buffer.IsNone() {
		b, ok := socket.WritableBuffer(buffer)
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "a read-write bytes-like object is required, not '%s'", buffer.Type().Name)
		}
		if n > 0 && n < len(b) {
			b = b[:n]
		}
		k, e := read(b)
		return py.Int(int64(k)), e
	}
	b := make([]byte, n)
	k, e := read(b)
	if e != nil {
		return value{}, e
	}
	return py.NewBytes(b[:k]).Value(), nil
}

var versionNames = map[uint16]string{tls.VersionTLS10: "TLSv1", tls.VersionTLS11: "TLSv1.1", tls.VersionTLS12: "TLSv1.2", tls.VersionTLS13: "TLSv1.3"}

// infoMethods are the methods about a connection; of finds it.
func infoMethods(of func(v value) *sslObject) []py.Method {
	state := func(v value) (tls.ConnectionState, bool) {
		o := of(v)
		if o == nil || !o.s.done {
			return tls.ConnectionState{}, false
		}
		return o.s.conn.ConnectionState(), true
	}
	get := func(name string, f func(cs tls.ConnectionState) value) py.Method {
		return py.Method{Name: name, Sig: "($self)", Impl: func(v value) (value, exc) {
			cs, ok := state(v)
			if !ok {
				return py.None, nil
			}
			return f(cs), nil
		}}
	}
	return []py.Method{
		get("version", func(cs tls.ConnectionState) value { return py.StrV(versionNames[cs.Version]) }),
		get("cipher", func(cs tls.ConnectionState) value { return cipherValue(cs.CipherSuite, cs.Version) }),
		get("compression", func(tls.ConnectionState) value { return py.None }),
		get("selected_alpn_protocol", func(cs tls.ConnectionState) value {
			if cs.NegotiatedProtocol == "" {
				return py.None
			}
			return py.StrV(cs.NegotiatedProtocol)
		}),
		get("selected_npn_protocol", func(tls.ConnectionState) value { return py.None }),
		get("shared_ciphers", func(tls.ConnectionState) value { return py.None }),
		{Name: "getpeercert", Sig: "($self, binary_form=False)", Impl: func(v, binary value) (value, exc) {
			cs, ok := state(v)
			if !ok {
				return value{}, py.Raisef(py.ValueErrorType, "handshake not done yet")
			}
			if len(cs.PeerCertificates) == 0 {
				return py.None, nil
			}
			raw := false
			if !binary.IsUnbound() {
				var e exc
				if raw, e = py.Truth(binary); e != nil {
					return value{}, e
				}
			}
			switch {
			case raw:
				return py.NewBytes(cs.PeerCertificates[0].Raw).Value(), nil
			case of(v).s.ctx.verifyMode == certNone:
				return py.NewDict().Value(), nil
			}
			return certValue(cs.PeerCertificates[0]), nil
		}},
		chain("get_unverified_chain", state), chain("get_verified_chain", state),
		{Name: "get_channel_binding", Sig: "($self, cb_type='tls-unique')", Impl: func(v, kind value) (value, exc) {
			name := "tls-unique"
			if s, ok := py.AsStr(kind); ok {
				name = s.String()
			}
			if name != "tls-unique" {
				return value{}, py.Raisef(py.ValueErrorType, "'%s' channel binding type not implemented", name)
			}
			if cs, ok := state(v); ok && cs.TLSUnique != nil { //nolint:staticcheck // what the method returns
				return py.NewBytes(cs.TLSUnique).Value(), nil //nolint:staticcheck // as above
			}
			return py.None, nil
		}},
		{Name: "verify_client_post_handshake", Sig: "($self)", Impl: func(value) (value, exc) {
			return value{}, py.Raisef(py.NotImplementedErrorType, "Post-handshake auth is not supported by aio2go")
		}},
	}
}

func chain(name string, state func(v value) (tls.ConnectionState, bool)) py.Method {
	return py.Method{Name: name, Sig: "($self)", Impl: func(v value) (value, exc) {
		cs, ok := state(v)
		if !ok {
			return py.None, nil
		}
		list := py.NewList(nil)
		for _, c := range cs.PeerCertificates {
			list.Append(py.NewBytes(c.Raw).Value())
		}
		return list.Value(), nil
	}}
}

func infoAttributes(of func(v value) *sslObject) []py.GetSet {
	return []py.GetSet{
		{Name: "context", Get: func(v value) (value, exc) { return of(v).context, nil },
			Set: func(v, x value) exc {
				if !x.Type().IsSubclass(contextType) {
					return py.Raisef(py.TypeErrorType, "The value must be a SSLContext")
				}
				of(v).context = x
				of(v).s.ctx = contextOf(x)
				return nil
			}},
		{Name: "server_side", Get: func(v value) (value, exc) { return py.Bool(of(v).s.server), nil }},
		{Name: "server_hostname", Get: func(v value) (value, exc) { return of(v).hostname, nil }},
		{Name: "session", Get: func(value) (value, exc) { return py.None, nil }},
		{Name: "session_reused", Get: func(v value) (value, exc) {
			return py.Bool(of(v).s.done && of(v).s.conn.ConnectionState().DidResume), nil
		}},
	}
}

func cipherValue(id, version uint16) value {
	name := opensslName(tls.CipherSuiteName(id))
	bits := 128
	if strings.Contains(name, "256-") || strings.Contains(name, "AES_256") || strings.Contains(name, "AES256") || strings.Contains(name, "CHACHA20") {
		bits = 256
	}
	proto := versionNames[version]
	if version < tls.VersionTLS13 && !strings.Contains(name, "GCM") && !strings.Contains(name, "SHA256") && !strings.Contains(name, "CHACHA") {
		proto = "TLSv1.0"
	}
	return py.TupleV(py.StrV(name), py.StrV(proto), py.Int(int64(bits)))
}

// attributeNames are OpenSSL's long names of the parts of a distinguished name.
var attributeNames = map[string]string{
	"2.5.4.3": "commonName", "2.5.4.4": "surname", "2.5.4.5": "serialNumber", "2.5.4.6": "countryName", "2.5.4.7": "localityName",
	"2.5.4.8": "stateOrProvinceName", "2.5.4.9": "streetAddress", "2.5.4.10": "organizationName", "2.5.4.11": "organizationalUnitName",
	"2.5.4.12": "title", "2.5.4.15": "businessCategory", "2.5.4.17": "postalCode", "2.5.4.42": "givenName",
	"2.5.4.97": "organizationIdentifier", "1.2.840.113549.1.9.1": "emailAddress", "0.9.2342.19200300.100.1.25": "domainComponent",
	"0.9.2342.19200300.100.1.1": "userId", "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionCountryName",
	"1.3.6.1.4.1.311.60.2.1.2": "jurisdictionStateOrProvinceName", "1.3.6.1.4.1.311.60.2.1.1": "jurisdictionLocalityName",
}

// nameValue is a distinguished name as getpeercert has it.
func nameValue(raw []byte) value {
	var rdns pkix.RDNSequence
	if _, err := asn1.Unmarshal(raw, &rdns); err != nil {
		return py.TupleV()
	}
	var parts []value
	for _, set := range rdns {
		var pairs []value
		for _, a := range set {
			name := a.Type.String()
			if n, ok := attributeNames[name]; ok {
				name = n
			}
			pairs = append(pairs, py.TupleV(py.StrV(name), py.StrV(fmt.Sprint(a.Value))))
		}
		parts = append(parts, py.TupleV(pairs...))
	}
	return py.TupleV(parts...)
}

const certTime = "Jan _2 15:04:05 2006 GMT"

// certValue is a certificate as getpeercert returns it.
func certValue(c *x509.Certificate) value {
	d := py.NewDict()
	set := func(name string, v value) { d.SetStr(py.Intern(name), v) }
	set("subject", nameValue(c.RawSubject))
	set("issuer", nameValue(c.RawIssuer))
	set("version", py.Int(int64(c.Version)))
	serial := fmt.Sprintf("%X", c.SerialNumber)
	if len(serial)%2 == 1 {
		serial = "0" + serial
	}
	set("serialNumber", py.StrV(serial))
	set("notBefore", py.StrV(c.NotBefore.UTC().Format(certTime)))
	set("notAfter", py.StrV(c.NotAfter.UTC().Format(certTime)))
	if names := alternativeNames(c); len(names) > 0 {
		set("subjectAltName", py.TupleV(names...))
	}
	for _, list := range []struct {
		name string
		urls []string
	}{{"OCSP", c.OCSPServer}, {"caIssuers", c.IssuingCertificateURL}, {"crlDistributionPoints", c.CRLDistributionPoints}} {
		if len(list.urls) > 0 {
			var items []value
			for _, u := range list.urls {
				items = append(items, py.StrV(u))
			}
			set(list.name, py.TupleV(items...))
		}
	}
	return d.Value()
}

// alternativeNames are the subject's alternative names in the order of the certificate.
func alternativeNames(c *x509.Certificate) []value {
	var names []value
	add := func(kind, name string) { names = append(names, py.TupleV(py.StrV(kind), py.StrV(name))) }
	for _, ext := range c.Extensions {
		if !ext.Id.Equal(asn1.ObjectIdentifier{2, 5, 29, 17}) {
			continue
		}
		var seq asn1.RawValue
		if _, err := asn1.Unmarshal(ext.Value, &seq); err != nil {
			return nil
		}
		for rest := seq.Bytes; len(rest) > 0; {
			var v asn1.RawValue
			var err error
			if rest, err = asn1.Unmarshal(rest, &v); err != nil {
				return names
			}
			switch v.Tag {
			case 1:
				add("email", string(v.Bytes))
			case 2:
				add("DNS", string(v.Bytes))
			case 4:
				names = append(names, py.TupleV(py.StrV("DirName"), nameValue(v.Bytes)))
			case 6:
				add("URI", string(v.Bytes))
			case 7:
				text := net.IP(v.Bytes).String()
				if len(v.Bytes) == net.IPv6len {
					var groups []string
					for i := 0; i < net.IPv6len; i += 2 {
						groups = append(groups, fmt.Sprintf("%X", int(v.Bytes[i])<<8|int(v.Bytes[i+1])))
					}
					text = strings.Join(groups, ":")
				}
				add("IP Address", text)
			}
		}
	}
	return names
}
