package weakref

import (
	"fmt"
	"weak"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements weakref.proxy: objects that pass everything on to what they refer
// to.

type proxy struct {
	py.Header
	ref value // keeps the reference, with its callback
}

var (
	proxyType    = &py.Type{Name: "ProxyType"}
	callableType = &py.Type{Name: "CallableProxyType"}
)

func newProxy(v, callback value) (value, exc) {
	t := proxyType
	if py.Callable(v) {
		t = callableType
	}
	if callback.IsNone() {
		callback = value{}
	}
	p, e := register(v)
	if e != nil {
		return value{}, e
	}
	if callback.IsUnbound() {
		if x := proxies[p].Value(); x != nil && x.Type() == t {
			return x.Value(), nil
		}
	}
	r, e := newRef(proxyRefType, v, callback)
	if e != nil {
		return value{}, e
	}
	pv := t.Alloc(t)
	x := py.Heap[proxy](pv)
	x.ref = r
	if callback.IsUnbound() {
		proxies[p] = weak.Make(x)
	}
	return pv, nil
}

// proxies has the proxy without a callback of each object that has one.
var proxies = map[pointer]weak.Pointer[proxy]{}

// proxyRefType is the class of the references inside proxies.
var proxyRefType = &py.Type{Name: "weakproxy"}

func isProxy(v value) bool { return v.Type() == proxyType || v.Type() == callableType }

// through returns the object of a proxy, and any other object itself.
func through(v value) (value, exc) {
	if !isProxy(v) {
		return v, nil
	}
	r := refOf(py.Heap[proxy](v).ref)
	if x := deref(r); !x.IsNone() {
		return x, nil
	}
	return value{}, py.Raisef(py.ReferenceErrorType, "weakly-referenced object no longer exists")
}

// unary passes an operation of one operand on.
func unary(f func(v value) (value, exc)) py.UnaryFunc {
	return func(v value) (value, exc) {
		x, e := through(v)
		if e != nil {
			return value{}, e
		}
		return f(x)
	}
}

// binary passes an operation of two operands on, each of which may be a proxy.
func binary(f func(a, b value) (value, exc)) py.BinaryFunc {
	return func(a, b value) (value, exc) {
		x, e := through(a)
		if e != nil {
			return value{}, e
		}
		y, e := through(b)
		if e != nil {
			return value{}, e
		}
		return f(x, y)
	}
}

func proxySlots() py.Slots {
	s := py.Slots{
		Repr: func(v value) (value, exc) {
			x, ok := target(refOf(py.Heap[proxy](v).ref).to)
			if !ok {
				return py.StrV(fmt.Sprintf("<weakproxy at 0x%x; dead>", py.Address(v))), nil
			}
			return py.StrV(fmt.Sprintf("<weakproxy at 0x%x; to '%s' at 0x%x>", py.Address(v), x.Type().FullName(), py.Address(x))), nil
		},
		Str: unary(py.Str_),
		Hash: func(v value) (int64, exc) {
			return 0, py.Raisef(py.TypeErrorType, "unhashable type: '%s'", v.Type().FullName())
		},
		GetAttr: func(v value, name *py.Str) (value, exc) {
			x, e := through(v)
			if e != nil {
				return value{}, e
			}
			return py.GetAttr(x, name)
		},
		SetAttr: func(v value, name *py.Str, a value) exc {
			x, e := through(v)
			if e != nil {
				return e
			}
			if a.IsUnbound() {
				return py.DelAttr(x, name)
			}
			return py.SetAttr(x, name, a)
		},
		Compare: func(op py.CompareOp, a, b value) (value, exc) {
			return binary(func(a, b value) (value, exc) { return py.Compare(op, a, b) })(a, b)
		},
		Iter: unary(py.Iter),
		Next: func(v value) (value, bool, exc) {
			x, e := through(v)
			if e != nil {
				return value{}, false, e
			}
			if x.Type().Next == nil {
				return value{}, false, py.Raisef(py.TypeErrorType, "Weakref proxy referenced a non-iterator '%s' object", x.Type().Name)
			}
			return py.Next(x)
		},
		Bool: func(v value) (bool, exc) {
			x, e := through(v)
			if e != nil {
				return false, e
			}
			return py.Truth(x)
		},
		Len: func(v value) (int, exc) {
			x, e := through(v)
			if e != nil {
				return 0, e
			}
			return py.Len(x)
		},
		Binary: new(py.BinaryTable), Reflected: new(py.BinaryTable), Inplace: new(py.BinaryTable), Unary: new(py.UnaryTable),
		GetItem: binary(py.GetItem),
		SetItem: func(v, key, item value) exc {
			x, e := through(v)
			if e != nil {
				return e
			}
			if item.IsUnbound() {
				return py.DelItem(x, key)
			}
			return py.SetItem(x, key, item)
		},
		Contains: func(v, item value) (bool, exc) {
			x, e := through(v)
			if e != nil {
				return false, e
			}
			return py.Contains(x, item)
		},
	}
	for op := py.OpAdd; op <= py.OpDivMod; op++ {
		s.Binary[op] = binary(func(a, b value) (value, exc) { return py.BinaryOperation(op, a, b) })
		s.Reflected[op] = binary(func(a, b value) (value, exc) { return py.BinaryOperation(op, b, a) })
	}
	inplace := map[py.BinaryOp]func(a, b value) (value, exc){
		py.OpAdd: py.InplaceAdd, py.OpSub: py.InplaceSub, py.OpMul: py.InplaceMul, py.OpMatMul: py.InplaceMatMul, py.OpTrueDiv: py.InplaceTrueDiv,
		py.OpFloorDiv: py.InplaceFloorDiv, py.OpMod: py.InplaceMod, py.OpPow: py.InplacePow, py.OpLShift: py.InplaceLShift, py.OpRShift: py.InplaceRShift,
		py.OpAnd: py.InplaceBitAnd, py.OpXor: py.InplaceBitXor, py.OpOr: py.InplaceBitOr,
	}
	for op, f := range inplace {
		s.Inplace[op] = binary(f)
	}
	s.Unary[py.OpNeg], s.Unary[py.OpPos], s.Unary[py.OpInvert], s.Unary[py.OpAbs] = unary(py.Neg), unary(py.Pos), unary(py.Invert), unary(py.Abs)
	s.Unary[py.OpInt], s.Unary[py.OpIndex] = unary(py.ToInt), unary(py.Index)
	s.Unary[py.OpFloat] = unary(func(v value) (value, exc) {
		f, e := py.ToFloat(v)
		return py.Float(f), e
	})
	return s
}

func defineProxies() {
	proxyRefType.Define(&py.TypeSpec{Base: RefType, Module: "weakref"})
	methods := []py.Method{
		{Name: "__bytes__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			x, e := through(v)
			if e != nil {
				return value{}, e
			}
			return py.CallMethod0(x, py.Intern("__bytes__"))
		}},
		{Name: "__reversed__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			x, e := through(v)
			if e != nil {
				return value{}, e
			}
			return py.Reversed(x)
		}},
	}
	proxyType.Define(&py.TypeSpec{Module: "weakref", NoNew: true, Layout: py.LayoutOf[proxy](), Slots: proxySlots(), Methods: methods})
	s := proxySlots()
	s.Call = func(v value, args []value, names []*py.Str) (value, exc) {
		x, e := through(v)
		if e != nil {
			return value{}, e
		}
		return py.CallKw(x, args, names)
	}
	callableType.Define(&py.TypeSpec{Module: "weakref", NoNew: true, Layout: py.LayoutOf[proxy](), Slots: s, Methods: methods})
}
