// Package random is Python's module random (library reference, random): the Mersenne
// Twister with CPython's seeding, and the distributions in the operations of random.py,
// so that a seed gives the same sequence as there.
package random

import (
	"crypto/rand"
	"crypto/sha512"
	"encoding/binary"
	"math"
	"math/big"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/fmath"
	"github.com/aio2go/aio2go/runtime/py"
)

// object is an instance of Random or a subclass.
type object struct {
	py.Header
	mt    twister
	gauss py.Value // gauss_next; unbound for None
	// system says that random numbers come from the operating system.
	system bool
	attrs  py.Attrs
}

// plain reports whether the methods are those of the classes here: a class, or the object, may have
// others.
func (o *object) plain() bool {
	t := o.Type()
	return (t == randomType || t == systemType) && o.attrs.Len() == 0
}

var (
	randomType = &py.Type{Name: "Random"}
	systemType = &py.Type{Name: "SystemRandom"}
)

var (
	nameRandom      = py.Intern("random")
	nameGetRandBits = py.Intern("getrandbits")
	nameSeed        = py.Intern("seed")
)

func init() {
	randomType.Define(&py.TypeSpec{
		Module: "random",
		Doc:    "Random number generator base class used by bound module functions.",
		Flags:  py.FlagBaseType,
		Layout: py.LayoutWithAttrs[object](unsafe.Offsetof(object{}.attrs)),
		Slots:  py.Slots{New: newRandom, Init: initRandom},
		Methods: append([]py.Method{
			{Name: "random", Sig: "($self, /)", Impl: randomMethod, Doc: "random() -> x in the interval [0, 1)."},
			{Name: "getrandbits", Sig: "($self, k, /)", Impl: getRandBits, Doc: "getrandbits(k) -> x.  Generates an int with k random bits."},
			{Name: "seed", Sig: "($self, a=None, version=2)", Impl: seed, Doc: "Initialize internal state from a seed."},
			{Name: "getstate", Sig: "($self, /)", Impl: getState, Doc: "Return internal state; can be passed to setstate() later."},
			{Name: "setstate", Sig: "($self, state)", Impl: setState, Doc: "Restore internal state from object returned by getstate()."},
			{Name: "__reduce__", Sig: "($self, /)", Impl: reduce},
			{Name: "__getstate__", Sig: "($self, /)", Impl: getState},
			{Name: "__setstate__", Sig: "($self, state)", Impl: setState},
		}, methods...),
		GetSets: []py.GetSet{{
			Name: "gauss_next",
			Get: func(self py.Value) (py.Value, *py.Exception) {
				if g := obj(self).gauss; !g.IsUnbound() {
					return g, nil
				}
				return py.None, nil
			},
			Set: func(self, x py.Value) *py.Exception {
				obj(self).gauss = x
				return nil
			},
		}},
		Consts: []py.Const{{Name: "VERSION", Value: py.Int(3)}},
	})
	systemType.Define(&py.TypeSpec{
		Base:   randomType,
		Module: "random",
		Doc:    "Alternate random number generator using sources provided\nby the operating system (such as /dev/urandom on Unix or\nCryptGenRandom on Windows).\n\nNot available on all systems (see os.urandom() for details).",
		Flags:  py.FlagBaseType,
		Methods: []py.Method{
			{Name: "random", Sig: "($self)", Impl: randomMethod, Doc: "Get the next random number in the range 0.0 <= X < 1.0."},
			{Name: "getrandbits", Sig: "($self, k)", Impl: getRandBits, Doc: "getrandbits(k) -> x.  Generates an int with k random bits."},
			{Name: "seed", Sig: "($self, *args, **kwds)", Impl: func(self py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
				return py.None, nil
			}, Doc: "Stub method.  Not used for a system random number generator."},
			{Name: "getstate", Sig: "($self, *args, **kwds)", Impl: noState},
			{Name: "setstate", Sig: "($self, *args, **kwds)", Impl: noState},
		},
	})
	py.RegisterModule(&py.ModuleSpec{
		Name:  "random",
		Doc:   "Random variable generators.",
		Types: []*py.Type{randomType, systemType},
		Init:  initModule,
	})
}

// public are the names that the module has from its hidden instance.
var public = []string{
	"seed", "random", "uniform", "triangular", "randint", "choice", "randrange", "sample",
	"shuffle", "choices", "normalvariate", "lognormvariate", "expovariate",
	"vonmisesvariate", "gammavariate", "gauss", "betavariate", "binomialvariate",
	"paretovariate", "weibullvariate", "getstate", "setstate", "getrandbits", "randbytes",
}

func initModule(m *py.Module) *py.Exception {
	inst, exc := py.Call0(randomType.Value())
	if exc != nil {
		return exc
	}
	m.Set("_inst", inst)
	all := make([]py.Value, 0, len(public)+2)
	for _, name := range public {
		f, exc := py.GetAttr(inst, py.Intern(name))
		if exc != nil {
			return exc
		}
		m.Set(name, f)
		all = append(all, py.StrV(name))
	}
	m.Set("__all__", py.NewList(append(all, py.StrV("Random"), py.StrV("SystemRandom"))).Value())
	for _, c := range []struct {
		name string
		v    float64
	}{{"TWOPI", twoPi}, {"LOG4", log4}, {"SG_MAGICCONST", sgMagic}, {"NV_MAGICCONST", nvMagic}, {"RECIP_BPF", 1.0 / (1 << 53)}} {
		m.Set(c.name, py.Float(c.v))
	}
	m.Set("BPF", py.Int(53))
	return nil
}

func obj(self py.Value) *object { return py.Heap[object](self) }

func newRandom(cls *py.Type, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	v := cls.Alloc(cls)
	o := obj(v)
	o.system = cls.IsSubclass(systemType)
	return v, nil
}

var initSignature = py.NewSignature("Random.__init__", "", "(x=None)")

func initRandom(v py.Value, args []py.Value, names []*py.Str) *py.Exception {
	a, exc := initSignature.Parse(args, names)
	if exc != nil {
		return exc
	}
	if a[0].IsUnbound() {
		a[0] = py.None
	}
	if !obj(v).mt.seeded() {
		obj(v).mt.seedRandom()
	}
	_, exc = py.CallMethod1(v, nameSeed, a[0])
	return exc
}

func (t *twister) seeded() bool { return t.index != 0 || t.state[0] != 0 }

// seedRandom initialises from the operating system.
func (t *twister) seedRandom() {
	var b [4 * mtN]byte
	osBytes(b[:])
	key := make([]uint32, mtN)
	for i := range key {
		key[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	t.seedArray(key)
}

func osBytes(b []byte) {
	if _, err := rand.Read(b); err != nil {
		panic("random: no random numbers from the operating system: " + err.Error())
	}
}

func seed(self, a, version py.Value) (py.Value, *py.Exception) {
	o := obj(self)
	o.gauss = py.Value{}
	v := 2
	if !version.IsUnbound() {
		if n, ok := py.AsInt64(version); ok {
			v = int(n)
		}
	}
	if a.IsUnbound() || a.IsNone() {
		o.mt.seedRandom()
		return py.None, nil
	}
	var text []byte
	if s, ok := py.AsStr(a); ok {
		if v == 1 {
			o.mt.seedInt(oldHash(s.Runes()))
			return py.None, nil
		}
		b, exc := py.Encode(s, "utf-8", "strict")
		if exc != nil {
			return py.Value{}, exc
		}
		text = b
	} else if b, ok := py.BytesOf(a); ok && (a.IsBytes() || a.Type().Has(py.FlagByteArray)) {
		if v == 1 && a.IsBytes() {
			r := make([]rune, len(b))
			for i, c := range b {
				r[i] = rune(c)
			}
			o.mt.seedInt(oldHash(r))
			return py.None, nil
		}
		text = append([]byte(nil), b...)
	}
	switch {
	case text != nil || a.IsStr() || a.IsBytes():
		sum := sha512.Sum512(text)
		o.mt.seedInt(new(big.Int).SetBytes(append(text, sum[:]...)))
	case a.IsInt():
		o.mt.seedInt(py.BigOf(a))
	case a.IsFloatKind():
		h, exc := py.Hash(a)
		if exc != nil {
			return py.Value{}, exc
		}
		o.mt.seedInt(new(big.Int).SetUint64(uint64(h)))
	default:
		return py.Value{}, py.Raisef(py.TypeErrorType, "The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.")
	}
	return py.None, nil
}

// oldHash is the hash that version 1 of the seeding takes of a text.
func oldHash(s []rune) *big.Int {
	if len(s) == 0 {
		return new(big.Int)
	}
	x := uint64(s[0]) << 7
	for _, c := range s {
		x = 1000003*x ^ uint64(c)
	}
	x ^= uint64(len(s))
	if x == math.MaxUint64 {
		return big.NewInt(-2)
	}
	return new(big.Int).SetUint64(x)
}

// random returns self.random(), past the method where no class overrides it.
func random(self py.Value) (float64, *py.Exception) {
	o := obj(self)
	if o.plain() && !o.system {
		return o.mt.float(), nil
	}
	v, exc := py.CallMethod0(self, nameRandom)
	if exc != nil {
		return 0, exc
	}
	return py.AsFloat(v)
}

func randomMethod(self py.Value) (py.Value, *py.Exception) {
	o := obj(self)
	if o.system {
		var b [8]byte
		osBytes(b[:7])
		return py.Float(float64(binary.LittleEndian.Uint64(b[:])>>3) * (1.0 / (1 << 53))), nil
	}
	return py.Float(o.mt.float()), nil
}

func getRandBits(self, k py.Value) (py.Value, *py.Exception) {
	n, exc := py.CInt(k)
	if exc != nil {
		return py.Value{}, exc
	}
	if n < 0 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "number of bits must be non-negative")
	}
	return py.IntBig(obj(self).bits(n)), nil
}

func (o *object) bits(n int) *big.Int {
	switch {
	case n == 0:
		return new(big.Int)
	case o.system:
		b := make([]byte, (n+7)/8)
		osBytes(b)
		x := new(big.Int).SetBytes(b)
		return x.Rsh(x, uint(8*len(b)-n))
	case n <= 32:
		return new(big.Int).SetUint64(uint64(o.mt.next() >> (32 - n)))
	}
	return o.mt.bits(n)
}

// randBelow returns an int in [0, n), n > 0. A subclass that overrides random alone has
// it made from random(), as Random.__init_subclass__ arranges.
func randBelow(self py.Value, n *big.Int) (*big.Int, *py.Exception) {
	o := obj(self)
	t := o.Type()
	if o.plain() {
		k := n.BitLen()
		if !o.system && k <= 32 {
			limit := uint32(n.Uint64())
			for {
				if r := o.mt.next() >> (32 - k); r < limit || limit == 0 {
					return new(big.Int).SetUint64(uint64(r)), nil
				}
			}
		}
		for {
			if r := o.bits(k); r.Cmp(n) < 0 {
				return r, nil
			}
		}
	}
	_, bitsOwner := t.LookupWhere(nameGetRandBits)
	_, randomOwner := t.LookupWhere(nameRandom)
	if randomOwner != bitsOwner && randomOwner.IsSubclass(bitsOwner) {
		return belowByRandom(self, n)
	}
	k := py.Int(int64(n.BitLen()))
	for {
		v, exc := py.CallMethod1(self, nameGetRandBits, k)
		if exc != nil {
			return nil, exc
		}
		if r := py.BigOf(v); r.Cmp(n) < 0 {
			return r, nil
		}
	}
}

func belowByRandom(self py.Value, n *big.Int) (*big.Int, *py.Exception) {
	const maxsize = 1 << 53
	if n.Cmp(big.NewInt(maxsize)) >= 0 {
		if exc := py.Warnf(py.UserWarningType, "Underlying random() generator does not supply \n"+
			"enough bits to choose from a population range this large.\n"+
			"To remove the range limitation, add a getrandbits() method."); exc != nil {
			return nil, exc
		}
		r, exc := random(self)
		if exc != nil {
			return nil, exc
		}
		f, _ := new(big.Float).SetInt(n).Float64()
		x, _ := big.NewFloat(math.Floor(r * f)).Int(nil)
		return x, nil
	}
	m := n.Int64()
	limit := float64(maxsize-maxsize%m) / maxsize
	for {
		r, exc := random(self)
		if exc != nil {
			return nil, exc
		}
		if r < limit {
			return big.NewInt(int64(math.Floor(r*maxsize)) % m), nil
		}
	}
}

// below is randBelow for an n that fits an int.
func below(self py.Value, n int) (int, *py.Exception) {
	o := obj(self)
	if o.plain() && !o.system && n > 0 && n <= math.MaxUint32 {
		k := big.NewInt(int64(n)).BitLen()
		for {
			if r := o.mt.next() >> (32 - k); int64(r) < int64(n) {
				return int(r), nil
			}
		}
	}
	r, exc := randBelow(self, big.NewInt(int64(n)))
	if exc != nil {
		return 0, exc
	}
	return int(r.Int64()), nil
}

func getState(self py.Value) (py.Value, *py.Exception) {
	o := obj(self)
	words := make([]py.Value, mtN+1)
	for i, w := range o.mt.state {
		words[i] = py.Int(int64(w))
	}
	words[mtN] = py.Int(int64(o.mt.index))
	g := o.gauss
	if g.IsUnbound() {
		g = py.None
	}
	return py.TupleV(py.Int(3), py.NewTuple(words).Value(), g), nil
}

func setState(self, state py.Value) (py.Value, *py.Exception) {
	items, exc := py.IterItems(state)
	if exc != nil {
		return py.Value{}, exc
	}
	if len(items) != 3 {
		_, exc := py.Unpack(state, 3)
		return py.Value{}, exc
	}
	version, _ := py.AsInt64(items[0])
	if version != 2 && version != 3 {
		r, exc := py.ReprText(items[0])
		if exc != nil {
			return py.Value{}, exc
		}
		return py.Value{}, py.Raisef(py.ValueErrorType, "state with version %s passed to Random.setstate() of version 3", r)
	}
	t, ok := py.AsTuple(items[1])
	if !ok {
		return py.Value{}, py.Raisef(py.TypeErrorType, "state vector must be a tuple")
	}
	if len(t.Items()) != mtN+1 {
		return py.Value{}, py.Raisef(py.ValueErrorType, "state vector is the wrong size")
	}
	var mt twister
	for i := range mt.state {
		w, exc := py.Index(t.Items()[i])
		if exc != nil {
			return py.Value{}, exc
		}
		x, _ := py.AsInt64(w)
		mt.state[i] = uint32(x)
	}
	n, exc := py.Ssize(t.Items()[mtN])
	if exc != nil {
		return py.Value{}, exc
	}
	if n < 0 || n > mtN {
		return py.Value{}, py.Raisef(py.ValueErrorType, "invalid state")
	}
	mt.index = n
	o := obj(self)
	o.mt = mt
	o.gauss = items[2]
	if items[2].IsNone() {
		o.gauss = py.Value{}
	}
	return py.None, nil
}

func noState(self py.Value, args []py.Value, names []*py.Str) (py.Value, *py.Exception) {
	return py.Value{}, py.Raisef(py.NotImplementedErrorType, "System entropy source does not have state.")
}

func reduce(self py.Value) (py.Value, *py.Exception) {
	state, exc := getState(self)
	if exc != nil {
		return py.Value{}, exc
	}
	return py.TupleV(self.Type().Value(), py.EmptyTuple.Value(), state), nil
}

// The constants of random.py.
var (
	nvMagic = 4 * fmath.Exp(-0.5) / math.Sqrt(2)
	log4    = fmath.Log(4)
	sgMagic = 1 + fmath.Log(4.5)
)

const twoPi = 2 * math.Pi
