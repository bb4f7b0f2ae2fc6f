package ssl

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file has the exceptions of the module, and which of them an error of crypto/tls
// is. Texts are those of OpenSSL; the places in _ssl.c are CPython 3.13's.

func errorType(name string, base *py.Type, more ...*py.Type) *py.Type {
	spec := &py.TypeSpec{Base: base, MoreBases: more, Module: "ssl", Flags: py.FlagBaseType}
	if name == "SSLError" {
		spec.Slots.Str = func(v value) (value, exc) {
			e := py.Heap[py.Exception](v)
			if len(e.Args.Items()) == 2 {
				if s, ok := py.AsStr(e.Args.Items()[1]); ok {
					return s.Value(), nil
				}
			}
			return py.Str_(e.Args.Value())
		}
	}
	return py.NewBuiltinType(name, spec)
}

var (
	sslError      = errorType("SSLError", py.OSErrorType)
	zeroReturn    = errorType("SSLZeroReturnError", sslError)
	wantReadError = errorType("SSLWantReadError", sslError)
	wantWriteErr  = errorType("SSLWantWriteError", sslError)
	syscallError  = errorType("SSLSyscallError", sslError)
	eofError      = errorType("SSLEOFError", sslError)
	certError     = errorType("SSLCertVerificationError", sslError, py.ValueErrorType)
)

// Lines of _ssl.c.
const (
	handshakeLine = 1020
	readLine      = 2580
	writeLine     = 2427
	unwrapLine    = 2706
)

// makeError makes an error with its number, library and reason; "" stands for None.
func makeError(class *py.Type, code int, library, reason, text string, line int) exc {
	if library != "" && reason != "" {
		text = "[" + library + ": " + reason + "] " + text
	}
	text += " (_ssl.c:" + strconv.Itoa(line) + ")"
	v, e := py.Call2(class.Value(), py.Int(int64(code)), py.StrV(text))
	if e != nil {
		return e
	}
	for name, s := range map[string]string{"library": library, "reason": reason} {
		x := py.None
		if s != "" {
			x = py.StrV(s)
		}
		if e := py.SetAttr(v, py.Intern(name), x); e != nil {
			return e
		}
	}
	return py.Raise(v)
}

func (c *context) errorOf(library, reason, text string, line int) exc {
	return makeError(sslError, 1, library, reason, text, line)
}

func wantReading(line int) exc {
	return makeError(wantReadError, 2, "", "", "The operation did not complete (read)", line)
}

// alerts are what OpenSSL calls the alerts of a peer, by Go's text.
var alerts = map[string][2]string{
	"unexpected message":             {"SSLV3_ALERT_UNEXPECTED_MESSAGE", "sslv3 alert unexpected message"},
	"bad record MAC":                 {"SSLV3_ALERT_BAD_RECORD_MAC", "sslv3 alert bad record mac"},
	"handshake failure":              {"SSLV3_ALERT_HANDSHAKE_FAILURE", "sslv3 alert handshake failure"},
	"bad certificate":                {"SSLV3_ALERT_BAD_CERTIFICATE", "sslv3 alert bad certificate"},
	"unsupported certificate":        {"SSLV3_ALERT_UNSUPPORTED_CERTIFICATE", "sslv3 alert unsupported certificate"},
	"revoked certificate":            {"SSLV3_ALERT_CERTIFICATE_REVOKED", "sslv3 alert certificate revoked"},
	"expired certificate":            {"SSLV3_ALERT_CERTIFICATE_EXPIRED", "sslv3 alert certificate expired"},
	"unknown certificate":            {"SSLV3_ALERT_CERTIFICATE_UNKNOWN", "sslv3 alert certificate unknown"},
	"illegal parameter":              {"SSLV3_ALERT_ILLEGAL_PARAMETER", "sslv3 alert illegal parameter"},
	"unknown certificate authority":  {"TLSV1_ALERT_UNKNOWN_CA", "tlsv1 alert unknown ca"},
	"access denied":                  {"TLSV1_ALERT_ACCESS_DENIED", "tlsv1 alert access denied"},
	"error decoding message":         {"TLSV1_ALERT_DECODE_ERROR", "tlsv1 alert decode error"},
	"error decrypting message":       {"TLSV1_ALERT_DECRYPT_ERROR", "tlsv1 alert decrypt error"},
	"protocol version not supported": {"TLSV1_ALERT_PROTOCOL_VERSION", "tlsv1 alert protocol version"},
	"insufficient security level":    {"TLSV1_ALERT_INSUFFICIENT_SECURITY", "tlsv1 alert insufficient security"},
	"internal error":                 {"TLSV1_ALERT_INTERNAL_ERROR", "tlsv1 alert internal error"},
	"user canceled":                  {"TLSV1_ALERT_USER_CANCELLED", "tlsv1 alert user cancelled"},
	"no renegotiation":               {"TLSV1_ALERT_NO_RENEGOTIATION", "tlsv1 alert no renegotiation"},
	"unrecognized name":              {"TLSV1_UNRECOGNIZED_NAME", "tlsv1 unrecognized name"},
	"certificate required":           {"TLSV13_ALERT_CERTIFICATE_REQUIRED", "tlsv13 alert certificate required"},
	"no application protocol":        {"TLSV1_ALERT_NO_APPLICATION_PROTOCOL", "tlsv1 alert no application protocol"},
}

// raise returns the exception for an error of crypto/tls.
func (s *session) raise(err error) exc {
	line := handshakeLine
	if s.done {
		line = readLine
	}
	if s.verifyExc != nil && !s.done {
		return s.verifyExc
	}
	var record tls.RecordHeaderError
	var op *net.OpError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return makeError(eofError, 8, "SSL", "UNEXPECTED_EOF_WHILE_READING", "EOF occurred in violation of protocol", line)
	case errors.As(err, &record):
		if s.server && len(record.RecordHeader) == 5 && isHTTP(record.RecordHeader[:]) {
			return s.ctx.errorOf("SSL", "HTTP_REQUEST", "http request", line)
		}
		return s.ctx.errorOf("SSL", "WRONG_VERSION_NUMBER", "wrong version number", line)
	case errors.As(err, &op) && op.Op == "remote error":
		text := strings.TrimPrefix(op.Err.Error(), "tls: ")
		if a, ok := alerts[text]; ok {
			return s.ctx.errorOf("SSL", a[0], a[1], line)
		}
		return s.ctx.errorOf("SSL", "TLSV1_ALERT", text, line)
	}
	text := err.Error()
	for _, known := range [][3]string{
		{"unsupported version", "UNSUPPORTED_PROTOCOL", "unsupported protocol"}, {"only unsupported versions", "UNSUPPORTED_PROTOCOL", "unsupported protocol"},
		{"selected unsupported protocol version", "UNSUPPORTED_PROTOCOL", "unsupported protocol"},
		{"no cipher suite supported", "NO_SHARED_CIPHER", "no shared cipher"}, {"no supported versions satisfy", "NO_PROTOCOLS_AVAILABLE", "no protocols available"},
		{"no certificates configured", "NO_SHARED_CIPHER", "no shared cipher"},
		{"didn't provide a certificate", "PEER_DID_NOT_RETURN_A_CERTIFICATE", "peer did not return a certificate"},
		{"bad record MAC", "DECRYPTION_FAILED_OR_BAD_RECORD_MAC", "decryption failed or bad record mac"},
		{"protocol is shutdown", "PROTOCOL_IS_SHUTDOWN", "protocol is shutdown"},
	} {
		if strings.Contains(text, known[0]) {
			return s.ctx.errorOf("SSL", known[1], known[2], line)
		}
	}
	return makeError(sslError, 1, "SSL", "", strings.TrimPrefix(text, "tls: "), line)
}

func isHTTP(b []byte) bool {
	for _, m := range []string{"GET ", "POST ", "HEAD ", "PUT "} {
		if strings.HasPrefix(string(b), m) {
			return true
		}
	}
	return false
}

// verifyFailure is the error of a certificate that is not accepted: OpenSSL's number and
// text.
func verifyFailure(code int, message string) exc {
	e := makeError(certError, 1, "SSL", "CERTIFICATE_VERIFY_FAILED", "certificate verify failed: "+message, handshakeLine)
	_ = py.SetAttr(e.Value(), py.Intern("verify_code"), py.Int(int64(code)))
	_ = py.SetAttr(e.Value(), py.Intern("verify_message"), py.StrV(message))
	return e
}

var errNotVerified = errors.New("certificate verify failed")

// verify checks the certificates of the peer as the context asks for it.
func (s *session) verify(cs tls.ConnectionState) error {
	certs := cs.PeerCertificates
	if s.ctx.verifyMode == certNone {
		return nil
	}
	if len(certs) == 0 {
		if s.server && s.ctx.verifyMode == certRequired {
			s.verifyExc = s.ctx.errorOf("SSL", "PEER_DID_NOT_RETURN_A_CERTIFICATE", "peer did not return a certificate", handshakeLine)
			return errNotVerified
		}
		return nil
	}
	fail := func(code int, message string) error {
		s.verifyExc = verifyFailure(code, message)
		return errNotVerified
	}
	opts := x509.VerifyOptions{Roots: s.ctx.pool, Intermediates: x509.NewCertPool(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	if s.server {
		opts.KeyUsages[0] = x509.ExtKeyUsageClientAuth
	}
	for _, c := range certs[1:] {
		opts.Intermediates.AddCert(c)
	}
	_, err := certs[0].Verify(opts)
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	expired := 0
	switch {
	case err == nil:
	case errors.As(err, &unknown):
		last := certs[len(certs)-1]
		switch {
		case len(certs) == 1 && selfSigned(last):
			return fail(18, "self-signed certificate")
		case selfSigned(last):
			return fail(19, "self-signed certificate in certificate chain")
		}
		return fail(20, "unable to get local issuer certificate")
	case errors.As(err, &invalid):
		switch invalid.Reason {
		case x509.Expired:
			expired = 10
			if invalid.Cert != nil && opts.CurrentTime.IsZero() && strings.Contains(err.Error(), "is before") {
				expired = 9
			}
		case x509.IncompatibleUsage:
			return fail(26, "unsuitable certificate purpose")
		case x509.NotAuthorizedToSign:
			return fail(79, "invalid CA certificate")
		case x509.TooManyIntermediates:
			return fail(25, "path length constraint exceeded")
		default:
			return fail(1, "unspecified certificate verification error")
		}
	default:
		return fail(1, err.Error())
	}
	if s.ctx.checkHostname && s.hostname != "" && !s.server {
		if certs[0].VerifyHostname(s.hostname) != nil {
			if net.ParseIP(s.hostname) != nil {
				return fail(64, "IP address mismatch, certificate is not valid for '"+s.hostname+"'.")
			}
			return fail(62, "Hostname mismatch, certificate is not valid for '"+s.hostname+"'.")
		}
	}
	switch expired {
	case 9:
		return fail(9, "certificate is not yet valid")
	case 10:
		return fail(10, "certificate has expired")
	}
	return nil
}

func selfSigned(c *x509.Certificate) bool { return string(c.RawIssuer) == string(c.RawSubject) }
