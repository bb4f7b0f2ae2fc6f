package py

// This file declares Type, the class of every object (Python reference 3.2.11 and 3.3.3),
// and Slots, the operations that a class gives its instances as Go functions.
//
// Slots are inherited along the MRO when a class is made. A class written in Python gets,
// for every special method that it or a base defines, a slot that calls the method; an
// assignment to a special method later updates the slots of the class and its
// subclasses (typeobject.c calls this update_slot).

// TypeFlags say which layout an instance has and what a class allows.
type TypeFlags uint32

// The layout flags say that an instance's memory begins with that Go struct, for a
// subclass as well; IsSubclass needs no MRO walk for them.
const (
	FlagInt TypeFlags = 1 << iota // small int, *BigInt, or *IntObject for subclasses
	FlagFloat
	FlagComplex
	FlagStr
	FlagBytes
	FlagByteArray
	FlagTuple
	FlagList
	FlagDict
	FlagSet // set and frozenset
	FlagException
	FlagType
	FlagHeap     // made by a class statement or type(): attributes may be set
	FlagBaseType // may be subclassed
	FlagSequencePattern
	FlagMappingPattern
	FlagAbstract         // has abstract methods: cannot be instantiated
	FlagMethodDescriptor // instances are functions: calling x.m needs no bound method
	FlagNoHash           // __hash__ is None
	// FlagPatchable is a class made in Go that CPython has in Python: its attributes may be
	// set, save those that its spec seals.
	FlagPatchable
	// FlagSequenceOps is a class whose + and * are those of sequences (C's sq_concat and
	// sq_repeat): the other operand's methods come before them.
	FlagSequenceOps
	FlagPatched // the program set an attribute of it, or of a base, that was made in Go
)

// CompareOp is a rich comparison.
type CompareOp uint8

// The rich comparisons, in CPython's order.
const (
	LT CompareOp = iota
	LE
	EQ
	NE
	GT
	GE
)

// BinaryOp is a binary arithmetic operation.
type BinaryOp uint8

// The binary operations.
const (
	OpAdd BinaryOp = iota
	OpSub
	OpMul
	OpMatMul
	OpTrueDiv
	OpFloorDiv
	OpMod
	OpPow
	OpLShift
	OpRShift
	OpAnd
	OpXor
	OpOr
	OpDivMod
	numBinaryOps
)

// UnaryOp is a unary arithmetic operation or numeric conversion.
type UnaryOp uint8

// The unary operations and numeric conversions.
const (
	OpNeg UnaryOp = iota
	OpPos
	OpInvert
	OpAbs
	OpInt   // __int__
	OpFloat // __float__
	OpIndex // __index__
	numUnaryOps
)

// A UnaryFunc, a BinaryFunc ... is the Go form of a special method.
type (
	UnaryFunc   func(v Value) (Value, *Exception)
	BinaryFunc  func(a, b Value) (Value, *Exception)
	TernaryFunc func(a, b, c Value) (Value, *Exception)
)

// A BinaryTable has the binary operations of a type, a UnaryTable the unary ones.
type (
	BinaryTable [numBinaryOps]BinaryFunc
	UnaryTable  [numUnaryOps]UnaryFunc
)

// Slots are a class's operations. A nil slot means that the class does not have the
// operation. Names are those of the special methods.
type Slots struct {
	Repr, Str UnaryFunc
	Hash      func(v Value) (int64, *Exception)
	// Call calls v with args, whose last len(names) elements are the values of the
	// keyword arguments that names names. args belongs to the caller: an
	// implementation that keeps it must copy.
	Call func(v Value, args []Value, names []*Str) (Value, *Exception)
	// GetAttr is v.name, the whole of __getattribute__ and __getattr__.
	GetAttr func(v Value, name *Str) (Value, *Exception)
	// SetAttr is v.name = x, or del v.name where x is unbound.
	SetAttr func(v Value, name *Str, x Value) *Exception
	// Compare returns NotImplemented where the operand is of no use to it.
	Compare func(op CompareOp, a, b Value) (Value, *Exception)
	Iter    UnaryFunc
	// Next returns the next element and true, or false when there is no more.
	Next func(v Value) (Value, bool, *Exception)
	// Bool is __bool__; where nil, Len decides, else the object is true.
	Bool     func(v Value) (bool, *Exception)
	Len      func(v Value) (int, *Exception)
	GetItem  BinaryFunc
	SetItem  func(v, key, x Value) *Exception // del v[key] where x is unbound
	Contains func(v, item Value) (bool, *Exception)
	// Binary holds left-hand forms, Reflected the __r...__ forms (called as (self,
	// other) with self the right operand), Inplace the __i...__ forms. Builtin types
	// fill both Binary and Reflected where needed. They return NotImplemented.
	// A TypeSpec may leave tables nil; those of a type are not. Types share them.
	Binary, Reflected, Inplace *BinaryTable
	Unary                      *UnaryTable
	// DescrGet is __get__(self, obj, type), obj unbound for access through the class;
	// DescrSet is __set__, or __delete__ where x is unbound.
	DescrGet func(descr, obj Value, owner *Type) (Value, *Exception)
	DescrSet func(descr, obj, x Value) *Exception
	// New is __new__(cls, ...), Init is __init__(self, ...).
	New  func(cls *Type, args []Value, names []*Str) (Value, *Exception)
	Init func(v Value, args []Value, names []*Str) *Exception
	// Del is __del__.
	Del UnaryFunc
	// Await, AIter and ANext are __await__, __aiter__ and __anext__.
	Await, AIter, ANext UnaryFunc
	// AwaitHook, when not nil, is a coro.AwaitHook: it awaits an instance without
	// making the iterator of __await__. It is of type any since package coro stands
	// above this one.
	AwaitHook any
}

// Type is a class. Its zero value is not usable: see NewBuiltinType and NewClass.
type Type struct {
	Header
	Slots
	Name      string // __name__
	Qualname  string // __qualname__
	finalizes bool   // Alloc watches the instances for __del__
	Module    string // __module__; "" where the namespace has another object
	Doc       string // __doc__ of a builtin type
	Base      *Type  // __base__: the base whose layout instances have
	Bases     []*Type
	MRO       []*Type // from the class itself to object
	Flags     TypeFlags
	Dict      *Dict // the namespace; keys are interned *Str
	// Alloc returns a new zero instance, of class cls (the type itself or a subclass
	// with the same base layout) with room for Attrs where cls has AttrsOffset != 0.
	Alloc func(cls *Type) Value
	// AttrsOffset is where in an instance its Attrs lie, 0 when it has no __dict__.
	AttrsOffset uintptr
	// SlotNames are the names in __slots__ along the bases, in order; their values
	// are kept in Attrs.
	SlotNames []*Str
	// version changes whenever an attribute look-up on the class may give another
	// result: caches compare it.
	version    uint64
	subclasses []*Type
	// spec is what a builtin type was made from, nil for others; its namespace is
	// built from it when first looked at: use Namespace, not Dict.
	spec *TypeSpec
	// subAttrs is where Alloc puts the Attrs of an instance of a subclass that has
	// Attrs when this class has none.
	subAttrs uintptr
	// typeForm says that instances stand for types: they can be operands of |.
	typeForm bool
	// ownSlots says that a class written in Python has __slots__ of its own.
	ownSlots bool
	// noDict says that instances have Attrs for __slots__ only.
	noDict bool
	// CallFew and NewFew, where they are not nil, are Call and New with Init in the form for
	// few arguments. Subclasses do not have them.
	CallFew FewFunc
	NewFew  func(t *Type, a Few) (Value, *Exception)
	// NextParts, where it is not nil, is Next of an iterator over tuples of two or three: it
	// returns their elements. Where n, the size, is another it has done nothing. Subclasses do
	// not have it.
	NextParts func(it Value) (a, b, c Value, n int, ok bool, exc *Exception)
	// init is what plainInit found for the version initVersion.
	init        Value
	initVersion uint64
	// simpleAttr says that GetAttr is object.__getattribute__ without __getattr__.
	simpleAttr bool
	// methodsFirst says that GetAttr finds methods of the class before anything else.
	methodsFirst bool
	// attrHint is the largest number of attributes that an instance had, at most 8.
	attrHint uint8
	// managing and managingAsync are what with and async with ask for, nil where that is
	// not known.
	managing, managingAsync *managing
	// anext is what ANextFunction has found in the class when its version was anextVersion,
	// and directANext its form that DirectANext gives.
	anext        *Function
	directANext  func(Value) (Value, *Exception)
	anextVersion uint64
}

// IsSubclass reports whether t is u or derives from it, by the MRO alone.
func (t *Type) IsSubclass(u *Type) bool {
	if t == u {
		return true
	}
	for _, b := range t.MRO {
		if b == u {
			return true
		}
	}
	return false
}

// IsInstance reports isinstance(v, t), by the MRO alone.
func IsInstance(v Value, t *Type) bool { return v.ref.typ == t || v.ref.typ.IsSubclass(t) }

// Has reports whether t has all of the flags f.
func (t *Type) Has(f TypeFlags) bool { return t.Flags&f == f }
