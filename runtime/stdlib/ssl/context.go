package ssl

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements SSLContext.

const (
	certNone = iota
	certOptional
	certRequired
)

// The protocols of _SSLMethod.
const (
	protocolTLS       = 2
	protocolTLSv1     = 3
	protocolTLSv1_1   = 4
	protocolTLSv1_2   = 5
	protocolTLSClient = 16
	protocolTLSServer = 17
)

// The least and the greatest version, as TLSVersion says them.
const (
	minimumSupported = -2
	maximumSupported = -1
)

// context is an ssl.SSLContext.
type context struct {
	py.Header
	protocol      int
	options       int64
	verifyFlags   int64
	verifyMode    int
	checkHostname bool
	minimum       int
	maximum       int
	certs         []tls.Certificate
	pool          *x509.CertPool
	trusted       []*x509.Certificate
	systemLoaded  bool
	alpn          []string
	sni           value
	keylog        value
	keylogFile    *os.File
	suites        []uint16
	commonName    bool
	postHandshake bool
	tickets       int
	Attrs         py.Attrs
}

var contextType = &py.Type{Name: "SSLContext"}

func contextOf(v value) *context { return py.Heap[context](v) }

const (
	defaultOptions = 2186412112 // OP_ALL, OP_NO_SSLv3, OP_NO_COMPRESSION and what OpenSSL sets
	trustedFirst   = 32768
	partialChain   = 524288
	strict         = 32
)

func (c *context) reset(protocol int) {
	c.protocol, c.options, c.verifyFlags = protocol, defaultOptions, trustedFirst
	c.minimum, c.maximum = int(tls.VersionTLS12), maximumSupported
	c.pool = x509.NewCertPool()
	c.sni, c.keylog = py.None, py.None
	c.commonName, c.tickets = true, 2
	switch protocol {
	case protocolTLSClient:
		c.verifyMode, c.checkHostname = certRequired, true
	case protocolTLSv1, protocolTLSv1_1, protocolTLSv1_2:
		c.minimum = tls.VersionTLS10 + protocol - protocolTLSv1
		c.maximum = c.minimum
	}
}

// versions returns the range of versions for crypto/tls.
func (c *context) versions() (lo, hi uint16) {
	lo, hi = tls.VersionTLS10, tls.VersionTLS13
	if c.minimum > 0 {
		lo = max(lo, uint16(c.minimum))
	}
	if c.maximum > 0 {
		hi = min(hi, uint16(c.maximum))
	}
	for _, o := range []struct {
		bit int64
		v   uint16
	}{{67108864, tls.VersionTLS10}, {268435456, tls.VersionTLS11}, {134217728, tls.VersionTLS12}} {
		if c.options&o.bit != 0 && lo == o.v {
			lo++
		}
	}
	for _, o := range []struct {
		bit int64
		v   uint16
	}{{536870912, tls.VersionTLS13}, {134217728, tls.VersionTLS12}, {268435456, tls.VersionTLS11}} {
		if c.options&o.bit != 0 && hi == o.v {
			hi--
		}
	}
	return lo, hi
}

// config makes the settings of a session for crypto/tls.
func (c *context) config(s *session) (*tls.Config, exc) {
	lo, hi := c.versions()
	if lo > hi {
		return nil, c.errorOf("SSL", "NO_PROTOCOLS_AVAILABLE", "no protocols available", handshakeLine)
	}
	config := &tls.Config{
		MinVersion: lo, MaxVersion: hi, NextProtos: c.alpn, Certificates: c.certs, CipherSuites: c.suites,
		// Certificates are verified by session.verify, with OpenSSL's errors.
		InsecureSkipVerify: true, VerifyConnection: s.verify,
		ServerName: s.hostname,
	}
	if c.keylogFile != nil {
		config.KeyLogWriter = c.keylogFile
	}
	if !s.server {
		return config, nil
	}
	switch c.verifyMode {
	case certOptional, certRequired:
		config.ClientAuth = tls.RequestClientCert
		config.ClientCAs = c.pool
	}
	config.SessionTicketsDisabled = c.options&16384 != 0
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		return s.forClient(config, hello)
	}
	return config, nil
}

// forClient is what a server does when it knows what the client asks for.
func (s *session) forClient(config *tls.Config, hello *tls.ClientHelloInfo) (*tls.Config, error) {
	own := config.Clone()
	own.GetConfigForClient = nil
	// OpenSSL goes on without a protocol where there is none in common.
	common := false
	for _, p := range hello.SupportedProtos {
		for _, q := range own.NextProtos {
			common = common || p == q
		}
	}
	if !common {
		own.NextProtos = nil
	}
	if s.ctx.sni.IsNone() || s.object == nil {
		return own, nil
	}
	name := py.None
	if hello.ServerName != "" {
		name = py.StrV(hello.ServerName)
	}
	old := s.ctx
	res, e := py.Call3(s.ctx.sni, s.object.shown(), name, old.Header.Value())
	if e != nil {
		py.WriteUnraisable(e, "Exception ignored in: ", s.ctx.sni)
		return nil, errNotVerified
	}
	if res.IsInt() {
		return nil, errNotVerified
	}
	if s.ctx != old {
		own.Certificates = s.ctx.certs
	}
	return own, nil
}

func pathArg(v value) (string, exc) { return pyio.FSPath(v) }

func readFile(path string) ([]byte, exc) {
	data, err := os.ReadFile(path)
	if err != nil {
		e := pyio.OSError(err, value{})
		return nil, e
	}
	return data, nil
}

// loadChain is load_cert_chain(certfile, keyfile=None, password=None).
func (c *context) loadChain(certFile, keyFile, password value) exc {
	path, e := pathArg(certFile)
	if e != nil {
		return e
	}
	certPEM, e := readFile(path)
	if e != nil {
		return e
	}
	keyPEM := certPEM
	if !keyFile.IsUnbound() && !keyFile.IsNone() {
		if path, e = pathArg(keyFile); e != nil {
			return e
		}
		if keyPEM, e = readFile(path); e != nil {
			return e
		}
	}
	if !password.IsUnbound() && !password.IsNone() {
		if keyPEM, e = decrypt(keyPEM, password); e != nil {
			return e
		}
	}
	pair, err := tls.X509KeyPair(certPEM, keyPEM)
	if err != nil {
		if strings.Contains(err.Error(), "does not match") {
			return makeError(sslError, 185073780, "X509", "KEY_VALUES_MISMATCH", "key values mismatch", 3916)
		}
		e := makeError(sslError, 524297, "", "", "[SSL] PEM lib", 3916)
		_ = py.SetAttr(e.Value(), py.Intern("library"), py.StrV("SSL"))
		return e
	}
	c.certs = append(c.certs, pair)
	return nil
}

// decrypt removes the password from a key in the old PEM encryption.
func decrypt(data []byte, password value) ([]byte, exc) {
	if password.Type().Call != nil {
		var e exc
		if password, e = py.Call0(password); e != nil {
			return nil, e
		}
	}
	var pass []byte
	if s, ok := py.AsStr(password); ok {
		pass = []byte(s.String())
	} else if b, ok := py.BytesOf(password); ok {
		pass = b
	} else {
		return nil, py.Raisef(py.TypeErrorType, "password should be a string or callable")
	}
	var out []byte
	for rest := data; ; {
		var b *pem.Block
		if b, rest = pem.Decode(rest); b == nil {
			return out, nil
		}
		//lint:ignore SA1019 keys are still encrypted in this form, and ssl reads them
		if x509.IsEncryptedPEMBlock(b) {
			//lint:ignore SA1019 as above
			der, err := x509.DecryptPEMBlock(b, pass)
			if err != nil {
				return nil, makeError(sslError, 524297, "", "", "[SSL] PEM lib", 3916)
			}
			b = &pem.Block{Type: b.Type, Bytes: der}
		}
		out = append(out, pem.EncodeToMemory(b)...)
	}
}

func (c *context) trust(cert *x509.Certificate) {
	for _, t := range c.trusted {
		if t.Equal(cert) {
			return
		}
	}
	c.trusted = append(c.trusted, cert)
	c.pool.AddCert(cert)
}

// trustPEM trusts the certificates of a text, and returns how many there were.
func (c *context) trustPEM(data []byte) int {
	n := 0
	for {
		var b *pem.Block
		if b, data = pem.Decode(data); b == nil {
			return n
		}
		if b.Type != "CERTIFICATE" && b.Type != "TRUSTED CERTIFICATE" {
			continue
		}
		if cert, err := x509.ParseCertificate(b.Bytes); err == nil {
			c.trust(cert)
			n++
		}
	}
}

// loadVerify is load_verify_locations(cafile=None, capath=None, cadata=None).
func (c *context) loadVerify(cafile, capath, cadata value) exc {
	none := func(v value) bool { return v.IsUnbound() || v.IsNone() }
	if none(cafile) && none(capath) && none(cadata) {
		return py.Raisef(py.TypeErrorType, "cafile, capath and cadata cannot be all omitted")
	}
	if !none(cadata) {
		if s, ok := py.AsStr(cadata); ok {
			if c.trustPEM([]byte(s.String())) == 0 {
				return makeError(sslError, 0, "", "", "no start line: cadata does not contain a certificate", 4035)
			}
		} else {
			b, e := py.BytesLike(cadata)
			if e != nil {
				return py.Raisef(py.TypeErrorType, "cadata should be an ASCII string or a bytes-like object")
			}
			certs, err := x509.ParseCertificates(b)
			if err != nil || len(certs) == 0 {
				return makeError(sslError, 0, "", "", "not enough data: cadata does not contain a certificate", 4035)
			}
			for _, cert := range certs {
				c.trust(cert)
			}
		}
	}
	if !none(cafile) {
		path, e := pathArg(cafile)
		if e != nil {
			return e
		}
		data, e := readFile(path)
		if e != nil {
			return e
		}
		if c.trustPEM(data) == 0 {
			return makeError(sslError, 136, "X509", "NO_CERTIFICATE_OR_CRL_FOUND", "no certificate or crl found", 4168)
		}
	}
	if !none(capath) {
		path, e := pathArg(capath)
		if e != nil {
			return e
		}
		c.trustFolder(path)
	}
	return nil
}

func (c *context) trustFolder(dir string) {
	list, _ := os.ReadDir(dir)
	for _, f := range list {
		if data, err := os.ReadFile(filepath.Join(dir, f.Name())); err == nil {
			c.trustPEM(data)
		}
	}
}

// caFiles are where systems keep the certificates they trust.
var caFiles = []string{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
	"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem", "/usr/local/share/certs/ca-root-nss.crt"}

// loadDefault is load_default_certs: SSL_CERT_FILE and SSL_CERT_DIR, else the system's.
func (c *context) loadDefault() {
	if c.systemLoaded {
		return
	}
	c.systemLoaded = true
	file, dir := os.Getenv("SSL_CERT_FILE"), os.Getenv("SSL_CERT_DIR")
	if file != "" {
		if data, err := os.ReadFile(file); err == nil {
			c.trustPEM(data)
		}
	}
	if dir != "" {
		c.trustFolder(dir)
	}
	if file != "" {
		return
	}
	for _, f := range caFiles {
		if data, err := os.ReadFile(f); err == nil {
			c.trustPEM(data)
			return
		}
	}
	if pool, err := x509.SystemCertPool(); err == nil {
		for _, cert := range c.trusted {
			pool.AddCert(cert)
		}
		c.pool = pool
	}
}

// setALPN is set_alpn_protocols.
func (c *context) setALPN(v value) exc {
	var list []string
	e := py.Each(v, func(x value) exc {
		s, ok := py.AsStr(x)
		if !ok {
			return py.Raisef(py.TypeErrorType, "encoding without a string argument")
		}
		if n := len(s.String()); n == 0 || n > 255 {
			one, e := py.Call1(sslError.Value(), py.StrV("ALPN protocols must be 1 to 255 in length"))
			if e != nil {
				return e
			}
			return py.Raise(one)
		}
		list = append(list, s.String())
		return nil
	})
	if e == nil {
		c.alpn = list
	}
	return e
}

// setCiphers is set_ciphers, for TLS 1.2 and below; names are OpenSSL's.
func (c *context) setCiphers(text string) exc {
	var suites []uint16
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return r == ':' || r == ',' || r == ' ' }) {
		switch {
		case name[0] == '!' || name[0] == '-' || name[0] == '@':
			continue
		case name == "ALL" || name == "DEFAULT" || name == "HIGH" || strings.HasPrefix(name, "ECDHE+") || name == "ECDHE" || name == "HIGH+ECDHE":
			suites = nil
			for _, s := range tls.CipherSuites() {
				suites = append(suites, s.ID)
			}
		default:
			for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
				if opensslName(s.Name) == name || s.Name == name {
					suites = append(suites, s.ID)
				}
			}
		}
	}
	if len(suites) == 0 {
		one, e := py.Call1(sslError.Value(), py.StrV("No cipher can be selected."))
		if e != nil {
			return e
		}
		return py.Raise(one)
	}
	c.suites = suites
	return nil
}

// opensslName is OpenSSL's name of a cipher suite.
func opensslName(name string) string {
	if strings.HasPrefix(name, "TLS_AES") || strings.HasPrefix(name, "TLS_CHACHA") {
		return name
	}
	n := strings.TrimPrefix(name, "TLS_")
	n = strings.Replace(n, "_WITH_", "-", 1)
	n = strings.TrimSuffix(n, "_SHA256")
	sha := ""
	if strings.HasSuffix(name, "_SHA256") && !strings.Contains(name, "CHACHA20") {
		sha = "-SHA256"
	}
	n = strings.Replace(n, "AES_128", "AES128", 1)
	n = strings.Replace(n, "AES_256", "AES256", 1)
	n = strings.Replace(n, "_CBC", "", 1)
	n = strings.TrimPrefix(n, "RSA-")
	return strings.ReplaceAll(n, "_", "-") + sha
}
