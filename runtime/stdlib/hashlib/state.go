package hashlib

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding"
	"hash"
)

// This file implements the hash functions over Go's own: a state that can be copied.

// state is a hash under way.
type state interface {
	Write(p []byte)
	// sum returns the digest so far, of n bytes where the function gives any number.
	sum(n int) []byte
	clone() state
	Size() int
	BlockSize() int
}

// standard is a state over a hash.Hash of Go.
type standard struct {
	hash.Hash
	make func() hash.Hash
}

func (s *standard) Write(p []byte) { s.Hash.Write(p) }

func (s *standard) sum(int) []byte { return s.Hash.Sum(nil) }

func (s *standard) clone() state {
	c := &standard{s.make(), s.make}
	copyState(c.Hash, s.Hash)
	return c
}

// copyState copies a state through its encoding, which all of Go's functions have.
func copyState(to, from any) {
	data, err := from.(encoding.BinaryMarshaler).MarshalBinary()
	if err == nil {
		err = to.(encoding.BinaryUnmarshaler).UnmarshalBinary(data)
	}
	if err != nil {
		panic(err)
	}
}

// shake is SHAKE128 or SHAKE256.
type shake struct {
	*sha3.SHAKE
	make func() *sha3.SHAKE
}

func (s *shake) Write(p []byte) { s.SHAKE.Write(p) }

func (s *shake) sum(n int) []byte {
	out := make([]byte, n)
	s.clone().(*shake).Read(out)
	return out
}

func (s *shake) clone() state {
	c := &shake{s.make(), s.make}
	copyState(c.SHAKE, s.SHAKE)
	return c
}

func (s *shake) Size() int { return 0 }

// both is MD5 and SHA-1 side by side, for TLS before 1.2.
type both struct{ a, b state }

func (s *both) Write(p []byte)   { s.a.Write(p); s.b.Write(p) }
func (s *both) sum(n int) []byte { return append(s.a.sum(n), s.b.sum(n)...) }
func (s *both) clone() state     { return &both{s.a.clone(), s.b.clone()} }
func (s *both) Size() int        { return s.a.Size() + s.b.Size() }
func (s *both) BlockSize() int   { return 64 }

func over(f func() hash.Hash) func() state {
	return func() state { return &standard{f(), f} }
}

func overShake(f func() *sha3.SHAKE) func() state {
	return func() state { return &shake{f(), f} }
}

func over3(f func() *sha3.SHA3) func() state { return over(func() hash.Hash { return f() }) }

// algorithms are the hash functions by name, but for BLAKE2 with its own constructors.
var algorithms = map[string]func() state{
	"md5": over(md5.New), "sha1": over(sha1.New),
	"sha224": over(sha256.New224), "sha256": over(sha256.New),
	"sha384": over(sha512.New384), "sha512": over(sha512.New),
	"sha512_224": over(sha512.New512_224), "sha512_256": over(sha512.New512_256),
	"sha3_224": over3(sha3.New224), "sha3_256": over3(sha3.New256), "sha3_384": over3(sha3.New384), "sha3_512": over3(sha3.New512),
	"shake_128": overShake(sha3.NewSHAKE128), "shake_256": overShake(sha3.NewSHAKE256),
	"blake2b": func() state { return newBlake2(true, blake2Params{digest: 64, fanout: 1, depth: 1}) },
	"blake2s": func() state { return newBlake2(false, blake2Params{digest: 32, fanout: 1, depth: 1}) },
	"md5-sha1": func() state {
		return &both{over(md5.New)(), over(sha1.New)()}
	},
}

// aliases are other names that OpenSSL knows.
var aliases = map[string]string{
	"sha-1": "sha1", "sha-224": "sha224", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512",
	"sha2-224": "sha224", "sha2-256": "sha256", "sha2-384": "sha384", "sha2-512": "sha512",
	"sha512-224": "sha512_224", "sha512-256": "sha512_256", "sha3-224": "sha3_224", "sha3-256": "sha3_256",
	"sha3-384": "sha3_384", "sha3-512": "sha3_512", "shake128": "shake_128", "shake256": "shake_256",
	"shake-128": "shake_128", "shake-256": "shake_256", "blake2b512": "blake2b", "blake2s256": "blake2s",
	"ssl3-md5": "md5", "ssl3-sha1": "sha1", "rsa-md5": "md5", "rsa-sha1": "sha1", "rsa-sha256": "sha256", "rsa-sha512": "sha512",
}
