// Package ssl implements the module ssl (Python library reference, ssl: TLS/SSL wrapper
// for socket objects) over Go's crypto/tls, so that no C library is needed. Certificates
// are verified by Go, with OpenSSL's error numbers and texts; the protocols are TLS 1.0
// to 1.3. Not there are PSK, DH parameters, post-handshake authentication, CRLs and the
// sharing of sessions, which are refused or ignored as the methods say.
package ssl

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/pem"
	"os"
	"strings"
	"time"

	"github.com/aio2go/aio2go/runtime/py"
	_ "github.com/aio2go/aio2go/runtime/stdlib/collections" // namedtuple, for initModule
	_ "github.com/aio2go/aio2go/runtime/stdlib/enum"        // as above
	_ "github.com/aio2go/aio2go/runtime/stdlib/socket"      // as above
)

type (
	value = py.Value
	exc   = *py.Exception
)

type constants []struct {
	name string
	v    int64
}

var tlsVersions = constants{{"MINIMUM_SUPPORTED", -2}, {"SSLv3", 768}, {"TLSv1", 769}, {"TLSv1_1", 770}, {"TLSv1_2", 771}, {"TLSv1_3", 772}, {"MAXIMUM_SUPPORTED", -1}}

var verifyModes = constants{{"CERT_NONE", 0}, {"CERT_OPTIONAL", 1}, {"CERT_REQUIRED", 2}}

var methods = constants{{"PROTOCOL_TLS", 2}, {"PROTOCOL_SSLv23", 2}, {"PROTOCOL_TLSv1", 3}, {"PROTOCOL_TLSv1_1", 4}, {"PROTOCOL_TLSv1_2", 5}, {"PROTOCOL_TLS_CLIENT", 16}, {"PROTOCOL_TLS_SERVER", 17}}

var optionBits = constants{
	{"OP_NO_SSLv2", 0}, {"OP_SINGLE_DH_USE", 0}, {"OP_SINGLE_ECDH_USE", 0}, {"OP_LEGACY_SERVER_CONNECT", 4}, {"OP_ENABLE_KTLS", 8},
	{"OP_IGNORE_UNEXPECTED_EOF", 128}, {"OP_NO_TICKET", 16384}, {"OP_NO_COMPRESSION", 131072}, {"OP_ENABLE_MIDDLEBOX_COMPAT", 1048576},
	{"OP_CIPHER_SERVER_PREFERENCE", 4194304}, {"OP_NO_SSLv3", 33554432}, {"OP_NO_TLSv1", 67108864}, {"OP_NO_TLSv1_2", 134217728},
	{"OP_NO_TLSv1_1", 268435456}, {"OP_NO_TLSv1_3", 536870912}, {"OP_NO_RENEGOTIATION", 1073741824}, {"OP_ALL", 2147483728},
}

var verifyBits = constants{
	{"VERIFY_DEFAULT", 0}, {"VERIFY_CRL_CHECK_LEAF", 4}, {"VERIFY_CRL_CHECK_CHAIN", 12}, {"VERIFY_X509_STRICT", 32},
	{"VERIFY_ALLOW_PROXY_CERTS", 64}, {"VERIFY_X509_TRUSTED_FIRST", 32768}, {"VERIFY_X509_PARTIAL_CHAIN", 524288},
}

var errorNumbers = constants{
	{"SSL_ERROR_SSL", 1}, {"SSL_ERROR_WANT_READ", 2}, {"SSL_ERROR_WANT_WRITE", 3}, {"SSL_ERROR_WANT_X509_LOOKUP", 4}, {"SSL_ERROR_SYSCALL", 5},
	{"SSL_ERROR_ZERO_RETURN", 6}, {"SSL_ERROR_WANT_CONNECT", 7}, {"SSL_ERROR_EOF", 8}, {"SSL_ERROR_INVALID_ERROR_CODE", 10},
}

var alertNumbers = constants{
	{"CLOSE_NOTIFY", 0}, {"UNEXPECTED_MESSAGE", 10}, {"BAD_RECORD_MAC", 20}, {"RECORD_OVERFLOW", 22}, {"DECOMPRESSION_FAILURE", 30}, {"HANDSHAKE_FAILURE", 40},
	{"BAD_CERTIFICATE", 42}, {"UNSUPPORTED_CERTIFICATE", 43}, {"CERTIFICATE_REVOKED", 44}, {"CERTIFICATE_EXPIRED", 45}, {"CERTIFICATE_UNKNOWN", 46},
	{"ILLEGAL_PARAMETER", 47}, {"UNKNOWN_CA", 48}, {"ACCESS_DENIED", 49}, {"DECODE_ERROR", 50}, {"DECRYPT_ERROR", 51}, {"PROTOCOL_VERSION", 70},
	{"INSUFFICIENT_SECURITY", 71}, {"INTERNAL_ERROR", 80}, {"USER_CANCELLED", 90}, {"NO_RENEGOTIATION", 100}, {"UNSUPPORTED_EXTENSION", 110},
	{"CERTIFICATE_UNOBTAINABLE", 111}, {"UNRECOGNIZED_NAME", 112}, {"BAD_CERTIFICATE_STATUS_RESPONSE", 113}, {"BAD_CERTIFICATE_HASH_VALUE", 114}, {"UNKNOWN_PSK_IDENTITY", 115},
}

// enums are the enumerations of the module by name, made when it is imported.
var enums = map[string]value{}

// member returns the member of an enumeration that n is, or the int.
func member(enum string, n int64) (value, exc) {
	class, ok := enums[enum]
	if !ok {
		return py.Int(n), nil
	}
	v, e := py.Call1(class, py.Int(n))
	if e != nil {
		return py.Int(n), nil
	}
	return v, nil
}

func makeEnum(m *py.Module, base, name, prefix string, list constants) exc {
	enum, e := py.ImportModule("enum")
	if e != nil {
		return e
	}
	class, e := py.GetAttr(enum, py.Intern(base))
	if e != nil {
		return e
	}
	pairs := py.NewList(nil)
	for _, c := range list {
		pairs.Append(py.TupleV(py.StrV(prefix+c.name), py.Int(c.v)))
	}
	made, e := py.CallKw(class, []value{py.StrV(name), pairs.Value(), py.StrV("ssl")}, []*py.Str{py.Intern("module")})
	if e != nil {
		return e
	}
	enums[name] = made
	m.Set(name, made)
	if name == "TLSVersion" {
		return nil
	}
	for _, c := range list {
		v, e := py.GetAttr(made, py.Intern(prefix+c.name))
		if e != nil {
			return e
		}
		m.Set(prefix+c.name, v)
	}
	return nil
}

var spec = py.ModuleSpec{
	Name:  "ssl",
	Doc:   "This module provides some more Pythonic support for SSL.",
	Types: []*py.Type{contextType, objectType, bioType, socketType, sslError, zeroReturn, wantReadError, wantWriteErr, syscallError, eofError, certError, sessionType},
	Functions: []py.Method{
		{Name: "create_default_context", Sig: "(purpose=None, *, cafile=None, capath=None, cadata=None)", Impl: func(purpose, cafile, capath, cadata value) (value, exc) {
			server := false
			if !purpose.IsUnbound() && !purpose.IsNone() {
				if purpose != purposes[0] && purpose != purposes[1] {
					return value{}, py.Raisef(py.TypeErrorType, "%s", reprOf(purpose))
				}
				server = purpose == purposes[1]
			}
			c, e := py.Call1(contextType.Value(), py.Int(int64(map[bool]int{false: protocolTLSClient, true: protocolTLSServer}[server])))
			if e != nil {
				return value{}, e
			}
			ctx := contextOf(c)
			ctx.verifyFlags |= partialChain | strict
			given := false
			for _, v := range []value{cafile, capath, cadata} {
				given = given || !v.IsUnbound() && !v.IsNone()
			}
			if given {
				if e := ctx.loadVerify(cafile, capath, cadata); e != nil {
					return value{}, e
				}
			} else if !server {
				ctx.loadDefault()
			}
			if file := os.Getenv("SSLKEYLOGFILE"); file != "" {
				if e := ctx.setKeylog(py.StrV(file)); e != nil {
					return value{}, e
				}
			}
			return c, nil
		}},
		{Name: "_create_unverified_context", Impl: func(args []value, names []*py.Str) (value, exc) { return unverified() }},
		{Name: "_create_stdlib_context", Impl: func(args []value, names []*py.Str) (value, exc) { return unverified() }},
		{Name: "RAND_bytes", Sig: "(n, /)", Impl: func(v value) (value, exc) {
			n, e := py.IndexInt(v, py.OverflowErrorType)
			if e != nil {
				return value{}, e
			}
			if n < 0 {
				return value{}, py.Raisef(py.ValueErrorType, "num must be positive")
			}
			b := make([]byte, n)
			_, _ = rand.Read(b)
			return py.BytesV(b), nil
		}},
		{Name: "RAND_status", Sig: "()", Impl: func() (value, exc) { return py.True, nil }},
		{Name: "RAND_add", Sig: "(string, entropy, /)", Impl: func(value, value) (value, exc) { return py.None, nil }},
		{Name: "get_server_certificate", Sig: "(addr, ssl_version=<PROTOCOL_TLS_CLIENT>, ca_certs=None, timeout=<default>)", Impl: serverCertificate},
		{Name: "DER_cert_to_PEM_cert", Sig: "(der_cert_bytes)", Impl: func(v value) (value, exc) {
			b, e := py.BytesLike(v)
			if e != nil {
				return value{}, e
			}
			return py.StrV(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b}))), nil
		}},
		{Name: "PEM_cert_to_DER_cert", Sig: "(pem_cert_string)", Impl: func(v value) (value, exc) {
			s, ok := py.AsStr(v)
			if !ok {
				return value{}, py.Raisef(py.AttributeErrorType, "'%s' object has no attribute 'startswith'", v.Type().Name)
			}
			text := strings.TrimSpace(s.String())
			const head, foot = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
			if !strings.HasPrefix(s.String(), head) {
				return value{}, py.Raisef(py.ValueErrorType, "Invalid PEM encoding; must start with %s", head)
			}
			if !strings.HasSuffix(text, foot) {
				return value{}, py.Raisef(py.ValueErrorType, "Invalid PEM encoding; must end with %s", foot)
			}
			body := strings.Join(strings.Fields(text[len(head):len(text)-len(foot)]), "")
			der, err := base64.StdEncoding.DecodeString(body)
			if err != nil {
				return value{}, py.Raisef(py.ValueErrorType, "%s", err.Error())
			}
			return py.BytesV(der), nil
		}},
		{Name: "cert_time_to_seconds", Sig: "(cert_time)", Impl: func(v value) (value, exc) {
			s, _ := py.AsStr(v)
			if s != nil {
				if t, err := time.Parse(certTime, s.String()); err == nil {
					return py.Int(t.Unix()), nil
				}
			}
			return value{}, py.Raisef(py.ValueErrorType, "time data %s does not match format \"%%b %%d %%H:%%M:%%S %%Y GMT\"", reprOf(v))
		}},
		{Name: "get_protocol_name", Sig: "(protocol_code)", Impl: func(v value) (value, exc) {
			n, _ := py.AsInt64(v)
			for _, c := range methods {
				if c.v == n {
					return py.StrV(c.name), nil
				}
			}
			return py.StrV("<unknown>"), nil
		}},
		{Name: "get_default_verify_paths", Sig: "()", Impl: func() (value, exc) {
			file, dir := py.None, py.None
			for _, f := range caFiles {
				if _, err := os.Stat(f); err == nil {
					file = py.StrV(f)
					break
				}
			}
			if _, err := os.Stat("/etc/ssl/certs"); err == nil {
				dir = py.StrV("/etc/ssl/certs")
			}
			if f := os.Getenv("SSL_CERT_FILE"); f != "" {
				file = py.StrV(f)
			}
			return py.CallN(verifyPaths, []value{file, dir, py.StrV("SSL_CERT_FILE"), py.StrV("/etc/ssl/cert.pem"), py.StrV("SSL_CERT_DIR"), py.StrV("/etc/ssl/certs")})
		}},
	},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

// purposes are Purpose.SERVER_AUTH and CLIENT_AUTH; verifyPaths is the class
// DefaultVerifyPaths.
var (
	purposes    [2]value
	verifyPaths value
)

func reprOf(v value) string {
	r, e := py.Repr(v)
	if e != nil {
		return v.Type().Name
	}
	return r.Str().String()
}

func unverified() (value, exc) {
	c, e := py.Call1(contextType.Value(), py.Int(protocolTLSClient))
	if e == nil {
		contextOf(c).checkHostname, contextOf(c).verifyMode = false, certNone
	}
	return c, e
}

func initModule(m *py.Module) exc {
	// http.client and others make their contexts by this name, which programs replace.
	https, _ := m.Get(py.Intern("create_default_context"))
	m.Set("_create_default_https_context", https)
	for _, x := range []struct {
		base, name, prefix string
		list               constants
	}{{"IntEnum", "TLSVersion", "", tlsVersions}, {"IntEnum", "VerifyMode", "", verifyModes}, {"IntEnum", "_SSLMethod", "", methods},
		{"IntFlag", "Options", "", optionBits}, {"IntFlag", "VerifyFlags", "", verifyBits}, {"IntEnum", "SSLErrorNumber", "", errorNumbers},
		{"IntEnum", "AlertDescription", "ALERT_DESCRIPTION_", alertNumbers}} {
		if e := makeEnum(m, x.base, x.name, x.prefix, x.list); e != nil {
			return e
		}
	}
	collections, e := py.ImportModule("collections")
	if e != nil {
		return e
	}
	tuple := func(name, fields string) (value, exc) {
		return py.CallMethodKw(collections, py.Intern("namedtuple"), []value{py.StrV(name), py.StrV(fields), py.StrV("ssl")}, []*py.Str{py.Intern("module")})
	}
	if verifyPaths, e = tuple("DefaultVerifyPaths", "cafile capath openssl_cafile_env openssl_cafile openssl_capath_env openssl_capath"); e != nil {
		return e
	}
	m.Set("DefaultVerifyPaths", verifyPaths)
	object, e := tuple("_ASN1Object", "nid shortname longname oid")
	if e != nil {
		return e
	}
	enum, e := py.ImportModule("enum")
	if e != nil {
		return e
	}
	pairs := py.NewList(nil)
	for _, p := range []struct {
		name, short, long, oid string
		nid                    int64
	}{{"SERVER_AUTH", "serverAuth", "TLS Web Server Authentication", "1.3.6.1.5.5.7.3.1", 129}, {"CLIENT_AUTH", "clientAuth", "TLS Web Client Authentication", "1.3.6.1.5.5.7.3.2", 130}} {
		v, e := py.CallN(object, []value{py.Int(p.nid), py.StrV(p.short), py.StrV(p.long), py.StrV(p.oid)})
		if e != nil {
			return e
		}
		pairs.Append(py.TupleV(py.StrV(p.name), v))
	}
	class, e := py.GetAttr(enum, py.Intern("Enum"))
	if e != nil {
		return e
	}
	purpose, e := py.CallKw(class, []value{py.StrV("Purpose"), pairs.Value(), py.StrV("ssl")}, []*py.Str{py.Intern("module")})
	if e != nil {
		return e
	}
	m.Set("Purpose", purpose)
	for i, name := range []string{"SERVER_AUTH", "CLIENT_AUTH"} {
		if purposes[i], e = py.GetAttr(purpose, py.Intern(name)); e != nil {
			return e
		}
	}
	socket, e := py.ImportModule("socket")
	if e != nil {
		return e
	}
	for _, name := range []string{"SOCK_STREAM", "SOL_SOCKET", "SO_TYPE", "create_connection", "socket"} {
		v, e := py.GetAttr(socket, py.Intern(name))
		if e != nil {
			return e
		}
		m.Set(name, v)
	}
	m.Set("CertificateError", certError.Value())
	m.Set("socket_error", py.OSErrorType.Value())
	for _, name := range []string{"HAS_SNI", "HAS_ALPN", "HAS_ECDH", "HAS_TLSv1", "HAS_TLSv1_1", "HAS_TLSv1_2", "HAS_TLSv1_3", "HAS_NEVER_CHECK_COMMON_NAME"} {
		m.Set(name, py.True)
	}
	for _, name := range []string{"HAS_NPN", "HAS_SSLv2", "HAS_SSLv3", "HAS_PSK"} {
		m.Set(name, py.False)
	}
	m.Set("CHANNEL_BINDING_TYPES", py.ListV(py.StrV("tls-unique")))
	m.Set("OPENSSL_VERSION", py.StrV("OpenSSL 3.0.0 (Go crypto/tls)"))
	m.Set("OPENSSL_VERSION_INFO", py.TupleV(py.Int(3), py.Int(0), py.Int(0), py.Int(0), py.Int(0)))
	m.Set("OPENSSL_VERSION_NUMBER", py.Int(0x30000000))
	m.Set("PEM_HEADER", py.StrV("-----BEGIN CERTIFICATE-----"))
	m.Set("PEM_FOOTER", py.StrV("-----END CERTIFICATE-----"))
	return nil
}
