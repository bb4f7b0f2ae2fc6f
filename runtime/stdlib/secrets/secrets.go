// Package secrets implements the module secrets (Python library reference, secrets:
// Generate secure random numbers for managing secrets).
package secrets

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/stdlib/hmac"
	_ "github.com/aio2go/aio2go/runtime/stdlib/random" // SystemRandom
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "secrets",
	Doc:  "Generate cryptographically strong pseudo-random numbers suitable for\nmanaging secrets such as account authentication, tokens, and similar.\n\nSee PEP 506 for more information.\nhttps://peps.python.org/pep-0506/\n\n",
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

// defaultEntropy is the number of bytes of a token.
const defaultEntropy = 32

func token(n value) ([]byte, exc) {
	size := defaultEntropy
	if !n.IsNone() {
		var e exc
		if size, e = py.Ssize(n); e != nil {
			return nil, e
		}
	}
	if size < 0 {
		return nil, py.Raisef(py.ValueErrorType, "negative argument not allowed")
	}
	b := make([]byte, size)
	rand.Read(b)
	return b, nil
}

func initModule(m *py.Module) exc {
	random, e := py.ImportModule("random")
	if e != nil {
		return e
	}
	cls, e := py.GetAttr(random, py.Intern("SystemRandom"))
	if e != nil {
		return e
	}
	system, e := py.Call0(cls)
	if e != nil {
		return e
	}
	m.Set("SystemRandom", cls)
	for name, method := range map[string]string{"randbits": "getrandbits", "choice": "choice"} {
		f, e := py.GetAttr(system, py.Intern(method))
		if e != nil {
			return e
		}
		m.Set(name, f)
	}
	m.Set("compare_digest", py.NewBuiltin("compare_digest", "_operator", "(a, b, /)", hmac.Compare).Value())
	m.Set("DEFAULT_ENTROPY", py.Int(defaultEntropy))
	zero := py.Int(0)
	pydef.Add(m,
		pydef.Method{Sig: "randbelow(exclusive_upper_bound)", Impl: func(n value) (value, exc) {
			if bad, e := py.LeBool(n, zero); e != nil {
				return value{}, e
			} else if bad {
				return value{}, py.Raisef(py.ValueErrorType, "Upper bound must be positive.")
			}
			return py.CallMethod1(system, py.Intern("_randbelow"), n)
		}},
		pydef.Method{Sig: "token_bytes(nbytes=None)", Impl: func(n value) (value, exc) {
			b, e := token(n)
			return py.BytesV(b), e
		}},
		pydef.Method{Sig: "token_hex(nbytes=None)", Impl: func(n value) (value, exc) {
			b, e := token(n)
			return py.StrV(hex.EncodeToString(b)), e
		}},
		pydef.Method{Sig: "token_urlsafe(nbytes=None)", Impl: func(n value) (value, exc) {
			b, e := token(n)
			return py.StrV(base64.RawURLEncoding.EncodeToString(b)), e
		}},
	)
	var all []value
	for _, n := range strings.Fields("choice randbelow randbits SystemRandom token_bytes token_hex token_urlsafe compare_digest") {
		all = append(all, py.StrV(n))
	}
	m.Set("__all__", py.NewList(all).Value())
	return nil
}
