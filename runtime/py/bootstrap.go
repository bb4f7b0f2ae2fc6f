package py

// This file declares the core types and the mechanism by which each type's file fills
// its type in.
//
// Every core type is a variable initialised to a literal that names it, so that values
// can be made in initialisers of package variables, in any order, at no cost: the linker
// lays the literals out. The file that implements a type says what it can do in a
// TypeSpec, likewise a literal, and hands it over in an init function:
//
//	var strSpec = TypeSpec{
//		Base:    ObjectType,
//		Flags:   FlagStr | FlagBaseType,
//		Layout:  LayoutOf[Str](),
//		Slots:   Slots{Repr: strRepr, Hash: strHash},
//		Methods: []Method{{Name: "upper", Sig: "($self, /)", Impl: strUpper}},
//	}
//
//	func init() { StrType.Define(&strSpec) }
//
// The last init function of the package (zinit.go: the go command hands files to the
// compiler in the order of their names) makes every defined type ready: MRO and
// inherited slots. Namespaces with their method descriptors are built when a type's
// attributes are first looked at.

// The types of chapter 3.2 of the Python reference and of the builtins, without the
// exceptions, which are in exctypes.go.
var (
	ObjectType         = &Type{Name: "object"}
	TypeType           = &Type{Name: "type"}
	NoneType           = &Type{Name: "NoneType"}
	EllipsisType       = &Type{Name: "ellipsis"}
	NotImplementedType = &Type{Name: "NotImplementedType"}

	IntType       = &Type{Name: "int"}
	BoolType      = &Type{Name: "bool"}
	FloatType     = &Type{Name: "float"}
	ComplexType   = &Type{Name: "complex"}
	StrType       = &Type{Name: "str"}
	BytesType     = &Type{Name: "bytes"}
	ByteArrayType = &Type{Name: "bytearray"}

	TupleType      = &Type{Name: "tuple"}
	ListType       = &Type{Name: "list"}
	DictType       = &Type{Name: "dict"}
	SetType        = &Type{Name: "set"}
	FrozenSetType  = &Type{Name: "frozenset"}
	RangeType      = &Type{Name: "range"}
	SliceType      = &Type{Name: "slice"}
	MemoryViewType = &Type{Name: "memoryview"}

	FunctionType          = &Type{Name: "function"}
	BuiltinType           = &Type{Name: "builtin_function_or_method"}
	MethodType            = &Type{Name: "method"}
	MethodDescriptorType  = &Type{Name: "method_descriptor"}
	ClassMethodDescrType  = &Type{Name: "classmethod_descriptor"}
	WrapperDescriptorType = &Type{Name: "wrapper_descriptor"}
	MethodWrapperType     = &Type{Name: "method-wrapper"}
	GetSetType            = &Type{Name: "getset_descriptor"}
	MemberType            = &Type{Name: "member_descriptor"}
	PropertyType          = &Type{Name: "property"}
	ClassMethodType       = &Type{Name: "classmethod"}
	StaticMethodType      = &Type{Name: "staticmethod"}
	SuperType             = &Type{Name: "super"}
	MappingProxyType      = &Type{Name: "mappingproxy"}
	UnionType             = &Type{Name: "UnionType"}
	GenericAliasType      = &Type{Name: "GenericAlias"}
	ModuleType            = &Type{Name: "module"}
	CellType              = &Type{Name: "cell"}
	CodeType              = &Type{Name: "code"}
	FrameType             = &Type{Name: "frame"}
	TracebackType         = &Type{Name: "traceback"}
	SimpleNamespaceType   = &Type{Name: "SimpleNamespace"}
)

// Method is one method of a builtin type.
//
// Impl is a function from self and the arguments: func(self Value) (Value, *Exception),
// with one, two or three further Values, with a further []Value, or with []Value and
// []*Str. For a class method self is the class. Sig is the signature as in CPython's
// __text_signature__, with $self (or $type) first; it also says which arguments may be
// left out (the function then gets the zero Value for them) and which keywords there
// are: see Builtin. A []Value without names gets one Value for each parameter of Sig,
// or, where Sig has a *parameter or is empty, the positional arguments as they are.
type Method struct {
	Name  string
	Sig   string
	Impl  any
	Doc   string
	Until int // the last minor version of Python that has it; 0 means it was never removed
	// DefiningClass says that CPython gives the method the class that defines it: it then
	// refuses arguments as one with keywords, though it may take none.
	DefiningClass bool
	// Await is that of the Builtin; see there.
	Await any
	// Few, where it is not nil, is called in the place of Impl with one to three positional
	// arguments.
	Few FewFunc
	// Dropped, where it is not nil, is called in the place of Few where the result of the
	// call is not used: it need not return one.
	Dropped FewFunc
}

// GetSet is a computed attribute of a builtin type. Set gets the zero Value for del; a
// nil Set makes the attribute read-only.
type GetSet struct {
	Name string
	Get  func(self Value) (Value, *Exception)
	Set  func(self, x Value) *Exception
	Doc  string
	// Deletable says that Set is called with no object where the attribute is deleted. The
	// attributes of package builtins need not say so: their setters all know of it.
	Deletable bool
	// Member says that CPython has a member descriptor for it, not a getset descriptor.
	Member bool
}

// TypeSpec is what a builtin type is made from.
type TypeSpec struct {
	Base      *Type // nil means ObjectType, or the Base that the Type has
	MoreBases []*Type
	Module    string // "" means builtins
	Qualname  string // "" means Name
	Doc       string
	Flags     TypeFlags
	Layout    Layout
	Slots     Slots // its own; the others are inherited
	Methods   []Method
	// Late returns further methods, for a type with many that few programs look at: it is
	// called when the namespace is built. It may be nil.
	Late          func() []Method
	ClassMethods  []Method
	StaticMethods []Method
	GetSets       []GetSet
	// Consts are further entries of the namespace.
	Consts []Const
	// NoNew says that the type cannot be called to make an instance, though a base can
	// be: "cannot create 'x' instances".
	NoNew bool
	// NoHash sets __hash__ to None: the type compares by value and is mutable.
	NoHash bool
	// Sealed are the methods of a patchable type that the runtime calls itself, whatever
	// the class has under their names, so that they cannot be replaced.
	Sealed []string
}

// Const is an entry of a builtin type's namespace that is no method.
type Const struct {
	Name  string
	Value Value
}

var (
	undefined []*Type // defined, waiting for readyAll
	pyReady   bool
)

// Define makes t the type that spec describes. Inside this package it may be called
// from init functions only; t becomes usable after the last of them.
func (t *Type) Define(spec *TypeSpec) {
	t.spec = spec
	if pyReady {
		t.ready()
	} else {
		undefined = append(undefined, t)
	}
}

// NewBuiltinType returns a new type made in Go, for the packages above this one.
func NewBuiltinType(name string, spec *TypeSpec) *Type {
	t := &Type{Name: name}
	t.Define(spec)
	return t
}

// AddMethods adds methods to a class made in Go whose attributes were not looked up yet, which
// is so while packages are initialized.
func (t *Type) AddMethods(list []Method) {
	t.spec.Methods = append(t.spec.Methods[:len(t.spec.Methods):len(t.spec.Methods)], list...)
}

func readyAll() {
	intHeader.typ = IntType
	floatHeader.typ = FloatType
	boolHeader.typ = BoolType
	noneHeader.typ = NoneType
	ellipsisHeader.typ = EllipsisType
	notImplementedHeader.typ = NotImplementedType
	for _, t := range undefined {
		t.ready()
	}
	undefined = nil
	pyReady = true
}

// ready fills in what t inherits: MRO, flags, layout, slots.
func (t *Type) ready() {
	if t.MRO != nil {
		return
	}
	spec := t.spec
	if spec == nil {
		spec = &noSpec
	}
	if t.typ == nil {
		t.typ = TypeType
	}
	t.Module, t.Qualname, t.Doc = spec.Module, spec.Qualname, spec.Doc
	if t.Module == "" {
		t.Module = "builtins"
	}
	if t.Qualname == "" {
		t.Qualname = t.Name
	}
	t.Flags |= spec.Flags
	t.Alloc = spec.Layout.Alloc
	t.AttrsOffset = spec.Layout.AttrsOffset
	t.subAttrs = spec.Layout.SubclassAttrs
	t.version = nextVersion()
	if t == ObjectType {
		t.Slots = spec.Slots
		t.Binary, t.Reflected, t.Inplace, t.Unary = &noBinary, &noBinary, &noBinary, &noUnary
		t.simpleAttr = true
		t.MRO = []*Type{t}
		return
	}
	base := t.Base
	switch {
	case spec.Base != nil:
		base = spec.Base
	case base == nil:
		base = ObjectType
	}
	base.ready()
	t.Base = base
	t.Bases = typeList(base, spec.MoreBases)
	if len(t.Bases) == 1 {
		t.MRO = typeList(t, base.MRO)
	} else {
		for _, b := range spec.MoreBases {
			b.ready()
		}
		t.MRO = mergeMRO(t)
	}
	for _, b := range t.Bases {
		b.subclasses = append(b.subclasses, t)
		t.Flags |= b.Flags & (layoutFlags | patternFlags)
	}
	if t.Alloc == nil {
		t.Alloc, t.subAttrs = base.Alloc, base.subAttrs
		if t.AttrsOffset == 0 {
			t.AttrsOffset = base.AttrsOffset
		}
	}
	t.Slots = spec.Slots
	t.simpleAttr = t.GetAttr == nil && base.simpleAttr
	inheritSlots(&t.Slots, &base.Slots)
	if spec.NoHash { // after Compare, which a class with a hash of its own does not inherit
		t.Flags |= FlagNoHash
		t.Hash = unhashable
	}
	if spec.NoNew {
		t.New = nil
	}
	for _, c := range spec.Consts {
		if c.Name == "__iter__" && c.Value.IsNone() {
			t.Iter = pyIterNone
		}
	}
}

var noSpec TypeSpec

// typeList returns a list of first and rest. Those of the classes made in Go, which are there
// as long as the process, lie side by side: there are some hundreds at the start of every
// program.
func typeList(first *Type, rest []*Type) []*Type {
	n := 1 + len(rest)
	if n > cap(typeRoom)-len(typeRoom) {
		typeRoom = make([]*Type, 0, max(n, 512))
	}
	at := len(typeRoom)
	typeRoom = append(append(typeRoom, first), rest...)
	return typeRoom[at : at+n : at+n]
}

var typeRoom []*Type

// layoutFlags are the flags that every subclass inherits.
const layoutFlags = FlagInt | FlagFloat | FlagComplex | FlagStr | FlagBytes | FlagByteArray |
	FlagTuple | FlagList | FlagDict | FlagSet | FlagException | FlagType | FlagSequenceOps

var lastVersion uint64

func nextVersion() uint64 {
	lastVersion++
	return lastVersion
}
