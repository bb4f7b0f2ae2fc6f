// Package hashlib implements the module hashlib (Python library reference, hashlib: Secure
// hashes and message digests) over Go's crypto packages. Of what OpenSSL has beyond the
// guaranteed algorithms there are sha512_224, sha512_256 and md5-sha1.
package hashlib

import (
	"crypto/pbkdf2"
	"hash"
	"slices"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

type (
	value = py.Value
	exc   = *py.Exception
)

// guaranteed are the algorithms that are there on all platforms.
var guaranteed = strings.Fields("md5 sha1 sha224 sha256 sha384 sha512 blake2b blake2s sha3_224 sha3_256 sha3_384 sha3_512 shake_128 shake_256")

var spec = py.ModuleSpec{
	Name:  "hashlib",
	Doc:   "hashlib module - A common interface to many hash functions.",
	Types: []*py.Type{blake2bType, blake2sType},
	Init:  initModule,
}

func init() { py.RegisterModule(&spec) }

func initModule(m *py.Module) exc {
	for _, name := range guaranteed {
		if strings.HasPrefix(name, "blake2") {
			continue
		}
		f := py.NewBuiltin("openssl_"+name, "_hashlib", "(string=b'', *, usedforsecurity=True)", func(s, _ value) (value, exc) { return New(name, s) })
		m.Set(name, f.Value())
	}
	names := make([]value, 0, len(guaranteed))
	for _, n := range guaranteed {
		names = append(names, py.StrV(n))
	}
	g, e := py.SetBuild(names)
	if e != nil {
		return e
	}
	m.Set("algorithms_guaranteed", g)
	var known []string
	for n := range algorithms {
		known = append(known, n)
	}
	slices.Sort(known)
	names = nil
	for _, n := range known {
		names = append(names, py.StrV(n))
	}
	a, e := py.SetBuild(names)
	if e != nil {
		return e
	}
	m.Set("algorithms_available", a)
	pydef.Add(m,
		pydef.Method{Sig: "new(name, data=b'', **kwargs)", Impl: func(name, data, kw value) (value, exc) {
			d, _ := py.AsDict(kw)
			if s, ok := py.AsStr(name); ok && (s.S == "blake2b" || s.S == "blake2s") {
				t := blake2bType
				if s.S == "blake2s" {
					t = blake2sType
				}
				return py.CallEx(t.Value(), py.TupleV(data), kw)
			}
			for _, k := range d.Keys() {
				if s := k.Str().S; s == "string" {
					return value{}, py.Raisef(py.TypeErrorType, "argument for new() given by name ('string') and position (2)")
				} else if s != "usedforsecurity" {
					return value{}, py.UnexpectedKeyword("new", k.Str(), py.Intern("name"), py.Intern("string"), py.Intern("usedforsecurity"))
				}
			}
			s, ok := py.AsStr(name)
			if !ok {
				return value{}, py.Raisef(py.TypeErrorType, "name must be a string")
			}
			return New(s.S, data)
		}},
		pydef.Method{Sig: "file_digest(fileobj, digest, /, *, _bufsize=262144)", Impl: fileDigest},
	)
	for _, f := range []py.Method{
		{Name: "pbkdf2_hmac", Sig: "(hash_name, password, salt, iterations, dklen=None)", Impl: deriveKey},
		{Name: "scrypt", Sig: "(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64)", Impl: scrypt},
	} {
		m.Set(f.Name, py.NewBuiltin(f.Name, "_hashlib", f.Sig, f.Impl).Value())
	}
	var all []value
	for _, n := range append(slices.Clone(guaranteed), "new", "algorithms_guaranteed", "algorithms_available", "file_digest", "pbkdf2_hmac") {
		all = append(all, py.StrV(n))
	}
	m.Set("__all__", py.NewTuple(all).Value())
	return nil
}

// object is a HASH, HASHXOF, blake2b or blake2s.
type object struct {
	py.Header
	name string
	s    state
}

// Types of hash objects.
var (
	hashType    = &py.Type{Name: "HASH"}
	xofType     = &py.Type{Name: "HASHXOF"}
	blake2bType = &py.Type{Name: "blake2b"}
	blake2sType = &py.Type{Name: "blake2s"}
)

func objectOf(v value) *object { return py.Heap[object](v) }

// lookup returns the algorithm that a name stands for.
func lookup(name string) (string, func() state) {
	n := strings.ToLower(name)
	if a, ok := aliases[n]; ok {
		n = a
	}
	return n, algorithms[n]
}

// New is hashlib.new(name, data).
func New(name string, data value) (value, exc) {
	n, mk := lookup(name)
	if mk == nil {
		return value{}, py.Raisef(py.ValueErrorType, "unsupported hash type %s", name)
	}
	t := hashType
	switch {
	case strings.HasPrefix(n, "shake"):
		t = xofType
	case n == "blake2b" || n == "blake2s":
		// OpenSSL's form is of class HASH as well.
	}
	v := t.Alloc(t)
	o := objectOf(v)
	o.name, o.s = n, mk()
	if data.IsUnbound() {
		return v, nil
	}
	return v, o.update(data)
}

func (o *object) update(data value) exc {
	b, e := dataBytes(data)
	if e == nil {
		o.s.Write(b)
	}
	return e
}

func dataBytes(v value) ([]byte, exc) {
	if v.IsStr() {
		return nil, py.Raisef(py.TypeErrorType, "Strings must be encoded before hashing")
	}
	b, ok := py.BytesOf(v)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "object supporting the buffer API required")
	}
	return b, nil
}

func hexText(b []byte) value {
	s, _ := py.HexOf(b, value{}, 1)
	return s
}

func copyOf(v value) (value, exc) {
	c := v.Type().Alloc(v.Type())
	o := objectOf(c)
	o.name, o.s = objectOf(v).name, objectOf(v).s.clone()
	return c, nil
}

var common = []py.Method{
	{Name: "update", Sig: "($self, obj, /)", Impl: func(v, data value) (value, exc) { return py.None, objectOf(v).update(data) }},
	{Name: "digest", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.BytesV(objectOf(v).s.sum(0)), nil }},
	{Name: "hexdigest", Sig: "($self, /)", Impl: func(v value) (value, exc) { return hexText(objectOf(v).s.sum(0)), nil }},
	{Name: "copy", Sig: "($self, /)", Impl: copyOf},
}

var getters = []py.GetSet{
	{Name: "name", Get: func(v value) (value, exc) { return py.StrV(objectOf(v).name), nil }},
	{Name: "digest_size", Get: func(v value) (value, exc) { return py.IntOf(objectOf(v).s.Size()), nil }},
	{Name: "block_size", Get: func(v value) (value, exc) { return py.IntOf(objectOf(v).s.BlockSize()), nil }},
}

// maxShake is the longest digest that is given.
const maxShake = 1<<29 - 1

func init() {
	hashType.Define(&py.TypeSpec{
		Module: "_hashlib", Layout: py.LayoutOf[object](), NoNew: true, Flags: py.FlagBaseType,
		Doc: "A hash is an object used to calculate a checksum of a string of information.",
		Slots: py.Slots{Repr: func(v value) (value, exc) {
			_, at, _ := strings.Cut(py.DefaultRepr(v), " at ")
			return py.StrV("<" + objectOf(v).name + " " + v.Type().FullName() + " object @ " + at), nil
		}},
		Methods: common, GetSets: getters,
	})
	long := func(hex bool) any {
		return func(v, n value) (value, exc) {
			k, e := py.Ssize(n)
			if e != nil {
				return value{}, e
			}
			if k < 0 || k > maxShake {
				return value{}, py.RaiseArgs(py.MemoryErrorType)
			}
			b := objectOf(v).s.sum(k)
			if hex {
				return hexText(b), nil
			}
			return py.BytesV(b), nil
		}
	}
	xofType.Define(&py.TypeSpec{
		Base: hashType, Module: "_hashlib", NoNew: true,
		Methods: []py.Method{
			{Name: "digest", Sig: "($self, /, length)", Impl: long(false)},
			{Name: "hexdigest", Sig: "($self, /, length)", Impl: long(true)},
		},
	})
	defineBlake2(blake2bType, true)
	defineBlake2(blake2sType, false)
}

// limits are the sizes of BLAKE2b, or of BLAKE2s.
type limits struct{ digest, key, salt int }

func defineBlake2(t *py.Type, wide bool) {
	l := limits{32, 32, 8}
	if wide {
		l = limits{64, 64, 16}
	}
	name := t.Name
	sig := py.NewSignature(name, "", "(data=b'', /, *, digest_size=0, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)")
	constant := func(name string, n int) py.Const { return py.Const{Name: name, Value: py.IntOf(n)} }
	t.Define(&py.TypeSpec{
		Module: "_blake2", Layout: py.LayoutOf[object](), Flags: py.FlagBaseType, Doc: "Return a new BLAKE2 hash object.",
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			a, e := sig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			p, e := l.params(a)
			if e != nil {
				return value{}, e
			}
			if !wide && p.offset >= 1<<48 {
				return value{}, py.Raisef(py.OverflowErrorType, "node_offset is too large")
			}
			v := cls.Alloc(cls)
			o := objectOf(v)
			o.name, o.s = name, newBlake2(wide, p)
			if a[0].IsUnbound() {
				return v, nil
			}
			return v, o.update(a[0])
		}},
		Methods: common, GetSets: getters,
		Consts: []py.Const{constant("SALT_SIZE", l.salt), constant("PERSON_SIZE", l.salt), constant("MAX_KEY_SIZE", l.key), constant("MAX_DIGEST_SIZE", l.digest)},
	})
}

// params reads the arguments of a constructor.
func (l limits) params(a []value) (p blake2Params, e exc) {
	p = blake2Params{digest: l.digest, fanout: 1, depth: 1}
	small := func(v value, dst *int) exc {
		if v.IsUnbound() {
			return nil
		}
		var e exc
		*dst, e = py.CInt(v)
		return e
	}
	for _, x := range []struct {
		i   int
		dst *int
	}{{1, &p.digest}, {5, &p.fanout}, {6, &p.depth}, {9, &p.nodeDepth}, {10, &p.inner}} {
		if e := small(a[x.i], x.dst); e != nil {
			return p, e
		}
	}
	if p.digest <= 0 || p.digest > l.digest {
		return p, py.Raisef(py.ValueErrorType, "digest_size must be between 1 and %d bytes", l.digest)
	}
	for _, x := range []struct {
		i    int
		name string
		most int
		dst  *[]byte
	}{{3, "salt", l.salt, &p.salt}, {4, "person", l.salt, &p.person}} {
		if a[x.i].IsUnbound() {
			continue
		}
		if *x.dst, e = py.BytesLike(a[x.i]); e != nil {
			return p, e
		}
		if len(*x.dst) > x.most {
			return p, py.Raisef(py.ValueErrorType, "maximum %s length is %d bytes", x.name, x.most)
		}
	}
	if p.fanout < 0 || p.fanout > 255 {
		return p, py.Raisef(py.ValueErrorType, "fanout must be between 0 and 255")
	}
	if p.depth <= 0 || p.depth > 255 {
		return p, py.Raisef(py.ValueErrorType, "depth must be between 1 and 255")
	}
	leaf, e := unsigned(a[7])
	if e != nil {
		return p, e
	}
	if leaf > 0xFFFFFFFF {
		return p, py.Raisef(py.OverflowErrorType, "leaf_size is too large")
	}
	p.leaf = uint32(leaf)
	if p.offset, e = unsigned(a[8]); e != nil {
		return p, e
	}
	if p.nodeDepth < 0 || p.nodeDepth > 255 {
		return p, py.Raisef(py.ValueErrorType, "node_depth must be between 0 and 255")
	}
	if p.inner < 0 || p.inner > l.digest {
		return p, py.Raisef(py.ValueErrorType, "inner_size must be between 0 and is %d", l.digest)
	}
	if !a[2].IsUnbound() {
		if p.key, e = py.BytesLike(a[2]); e != nil {
			return p, e
		}
		if len(p.key) > l.key {
			return p, py.Raisef(py.ValueErrorType, "maximum key length is %d bytes", l.key)
		}
	}
	if !a[11].IsUnbound() {
		p.lastNode, e = py.Truth(a[11])
	}
	return p, e
}

func unsigned(v value) (uint64, exc) {
	if v.IsUnbound() {
		return 0, nil
	}
	i, e := py.Index(v)
	if e != nil {
		return 0, e
	}
	n := py.BigOf(i)
	if n.Sign() < 0 {
		return 0, py.Raisef(py.ValueErrorType, "value must be positive")
	}
	if !n.IsUint64() {
		return 0, py.Raisef(py.OverflowErrorType, "int too big to convert")
	}
	return n.Uint64(), nil
}

// goHash makes a state look like a hash.Hash, for HMAC and PBKDF2.
type goHash struct {
	state
	mk func() state
}

func (h *goHash) Write(p []byte) (int, error) { h.state.Write(p); return len(p), nil }
func (h *goHash) Sum(b []byte) []byte         { return append(b, h.sum(0)...) }
func (h *goHash) Reset()                      { h.state = h.mk() }

func deriveKey(args []value) (value, exc) {
	name, ok := py.AsStr(args[0])
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "pbkdf2_hmac() argument 'hash_name' must be str, not %s", args[0].Type().Name)
	}
	password, e := py.BytesLike(args[1])
	if e != nil {
		return value{}, e
	}
	salt, e := py.BytesLike(args[2])
	if e != nil {
		return value{}, e
	}
	n, e := py.Ssize(args[3])
	if e != nil {
		return value{}, e
	}
	alg, mk := lookup(name.S)
	if mk == nil || strings.HasPrefix(alg, "shake") {
		return value{}, py.Raisef(py.ValueErrorType, "[digital envelope routines] unsupported")
	}
	if n < 1 {
		return value{}, py.Raisef(py.ValueErrorType, "iteration value must be greater than 0.")
	}
	size := mk().Size()
	if !args[4].IsUnbound() && !args[4].IsNone() {
		if size, e = py.Ssize(args[4]); e != nil {
			return value{}, e
		}
	}
	if size < 1 {
		return value{}, py.Raisef(py.ValueErrorType, "key length must be greater than 0.")
	}
	var key []byte
	var err error
	py.Blocking(func() {
		key, err = pbkdf2.Key(func() hash.Hash { return &goHash{mk(), mk} }, string(password), salt, n, size)
	})
	if err != nil {
		return value{}, py.Raisef(py.ValueErrorType, "%s", err.Error())
	}
	return py.BytesV(key), nil
}

func scrypt(args []value) (value, exc) {
	password, e := py.BytesLike(args[0])
	if e != nil {
		return value{}, e
	}
	if args[1].IsUnbound() || args[1].IsNone() {
		return value{}, py.Raisef(py.TypeErrorType, "salt is required")
	}
	salt, e := py.BytesLike(args[1])
	if e != nil {
		return value{}, e
	}
	var nrp [3]int
	for i, name := range []string{"n", "r", "p"} {
		v := args[2+i]
		if v.IsUnbound() || v.IsNone() {
			return value{}, py.Raisef(py.TypeErrorType, "%s is required and must be an unsigned int", name)
		}
		if !v.IsInt() {
			return value{}, py.Raisef(py.TypeErrorType, "scrypt() argument '%s' must be int, not %s", name, v.Type().Name)
		}
		if nrp[i], e = py.Ssize(v); e != nil {
			return value{}, e
		}
	}
	n, r, p := nrp[0], nrp[1], nrp[2]
	if n < 2 || n&(n-1) != 0 {
		return value{}, py.Raisef(py.ValueErrorType, "n must be a power of 2.")
	}
	maxmem, size := 0, 64
	if !args[5].IsUnbound() {
		if maxmem, e = py.Ssize(args[5]); e != nil {
			return value{}, e
		}
	}
	if !args[6].IsUnbound() {
		if size, e = py.Ssize(args[6]); e != nil {
			return value{}, e
		}
	}
	const most = 1<<31 - 1
	if maxmem < 0 || maxmem > most {
		return value{}, py.Raisef(py.ValueErrorType, "maxmem must be positive and smaller than %d", most)
	}
	if size < 1 || size > most {
		return value{}, py.Raisef(py.ValueErrorType, "dklen must be greater than 0 and smaller than %d", most)
	}
	if r < 1 || p < 1 || p > (1<<30-1)/r {
		return value{}, py.Raisef(py.ValueErrorType, "Invalid parameter combination for n, r, p, maxmem.")
	}
	if maxmem == 0 {
		maxmem = 32 << 20 // OpenSSL's default
	}
	if n > maxmem/(128*r) || 128*r*p+32*r*4*(n+2) > maxmem {
		return value{}, py.Raisef(py.ValueErrorType, "[digital envelope routines] memory limit exceeded")
	}
	var key []byte
	var err error
	py.Blocking(func() { key, err = scryptKey(password, salt, n, r, p, size) })
	if err != nil {
		return value{}, py.Raisef(py.ValueErrorType, "%s", err.Error())
	}
	return py.BytesV(key), nil
}

var (
	nameGetbuffer = py.Intern("getbuffer")
	nameReadinto  = py.Intern("readinto")
	nameReadable  = py.Intern("readable")
	nameUpdate    = py.Intern("update")
)

func fileDigest(file, digest, size value) (value, exc) {
	var d value
	var e exc
	if s, ok := py.AsStr(digest); ok {
		d, e = New(s.S, value{})
	} else {
		d, e = py.Call0(digest)
	}
	if e != nil {
		return value{}, e
	}
	if get, found, e := py.LookupAttr(file, nameGetbuffer); e != nil {
		return value{}, e
	} else if found {
		b, e := py.Call0(get)
		if e != nil {
			return value{}, e
		}
		_, e = py.CallMethod1(d, nameUpdate, b)
		return d, e
	}
	ok := true
	for _, name := range []*py.Str{nameReadinto, nameReadable} {
		_, found, e := py.LookupAttr(file, name)
		if e != nil {
			return value{}, e
		}
		ok = ok && found
	}
	if ok {
		r, e := py.CallMethod0(file, nameReadable)
		if e != nil {
			return value{}, e
		}
		if ok, e = py.Truth(r); e != nil {
			return value{}, e
		}
	}
	if !ok {
		s, e := py.Str_(file)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.ValueErrorType, "'%s' is not a file-like object in binary reading mode.", s.Str().S)
	}
	n, e := py.Ssize(size)
	if e != nil {
		return value{}, e
	}
	buf := py.NewByteArray(make([]byte, n))
	for {
		got, e := py.CallMethod1(file, nameReadinto, buf.Value())
		if e != nil {
			return value{}, e
		}
		if got.IsNone() {
			return value{}, py.Raisef(py.BlockingIOErrorType, "I/O operation would block.")
		}
		k, e := py.Ssize(got)
		if e != nil {
			return value{}, e
		}
		if k == 0 {
			return d, nil
		}
		if _, e = py.CallMethod1(d, nameUpdate, py.NewBytes(buf.B[:k]).Value()); e != nil {
			return value{}, e
		}
	}
}
