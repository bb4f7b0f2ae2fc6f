// Package tlslink is where the module ssl and asyncio meet: asyncio asks for sessions
// through it, which ssl provides when it is linked. A program that uses no TLS links none.
package tlslink

import "github.com/aio2go/aio2go/runtime/py"

// Session is one end of a TLS connection over memory: what comes from the network is fed
// to it, and what is to be sent is taken from it. No method blocks.
type Session interface {
	// Feed gives bytes that came from the network; FeedEOF says that no more will.
	Feed(data []byte)
	FeedEOF()
	// Outgoing removes and returns what is to be sent.
	Outgoing() []byte
	// OutgoingSize is how much that would be.
	OutgoingSize() int
	// IncomingSize is how much was fed and not looked at yet.
	IncomingSize() int
	// Handshake goes on with the handshake; done is false while it waits for the peer.
	Handshake() (done bool, exc *py.Exception)
	// Read returns decrypted bytes: none while there are none, eof at the end.
	Read(p []byte) (n int, eof bool, exc *py.Exception)
	// Write encrypts p.
	Write(p []byte) *py.Exception
	// Unwrap says that no more will be written; done is false until the peer said so too.
	Unwrap() (done bool, exc *py.Exception)
	// Drop ends a handshake that will not be finished.
	Drop()
	// Object is the ssl.SSLObject.
	Object() py.Value
}

// Provider is what the module ssl provides.
type Provider struct {
	// NewSession makes one end of a connection; hostname may be None.
	NewSession func(context py.Value, serverSide bool, hostname py.Value) (Session, *py.Exception)
	// DefaultContext is create_default_context(), without the check of the host name where
	// there is no name.
	DefaultContext func(checkHostname bool) (py.Value, *py.Exception)
	// IsContext reports whether v is an SSLContext.
	IsContext func(v py.Value) bool
	// IsCertificateError reports whether exc is one of the verification of a certificate.
	IsCertificateError func(exc *py.Exception) bool
}

// The provider, nil where the module ssl is not linked.
var Provided *Provider
