package py

// This file implements the connection of slots with special methods: slotDefs says which
// special methods there are, how each is called through the slot of a builtin type (the
// wrapper descriptors int.__add__ and so on), and which slot calls it when a class
// defines it in Python (slots_python.go).

// slotDef describes one special method.
type slotDef struct {
	name *Str
	sig  string
	// has reports whether s has the slot.
	has func(s *Slots) bool
	// call calls the method through the slots of the type that has it.
	call func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception)
	// copy copies the slot from one type to another.
	copy func(dst, src *Slots)
	// python sets the slot of t to call the Python method.
	python func(t *Type)
	// clear removes the slot.
	clear func(s *Slots)
	// peers are the names that share the slot, itself included, nil where it is alone.
	peers []*Str
	kw    bool // takes keyword arguments
}

var (
	slotDefs   []*slotDef
	slotByName map[*Str]*slotDef
)

// slotTable builds slotDefs when the first class is made or the first namespace of a
// builtin type is looked at, so that a program that does neither pays nothing.
func slotTable() map[*Str]*slotDef {
	if slotByName == nil {
		slotDefs = makeSlotDefs()
		slotByName = make(map[*Str]*slotDef, len(slotDefs))
		for _, d := range slotDefs {
			slotByName[d.name] = d
		}
	}
	return slotByName
}

// wantArgs is the error of a slot wrapper for another number of arguments than n.
func wantArgs(args []Value, names []*Str, n int) *Exception {
	if len(args) != n {
		return Raisef(TypeErrorType, "expected %d argument%s, got %d", n, plural(n), len(args))
	}
	return nil
}

// unaryDef makes the slotDef of a slot of type UnaryFunc.
func unaryDef(name string, field func(s *Slots) *UnaryFunc) *slotDef {
	id := Intern(name)
	impl := pyUnary(id)
	return &slotDef{
		name: id, sig: "($self, /)",
		has: func(s *Slots) bool { return *field(s) != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 0); exc != nil {
				return Value{}, exc
			}
			return (*field(s))(self)
		},
		copy:   func(dst, src *Slots) { *field(dst) = *field(src) },
		python: func(t *Type) { *field(&t.Slots) = impl },
		clear:  func(s *Slots) { *field(s) = nil },
	}
}

// binaryDef makes the slotDef of a slot of type BinaryFunc.
func binaryDef(name string, impl BinaryFunc, field func(s *Slots) *BinaryFunc) *slotDef {
	id := Intern(name)
	return &slotDef{
		name: id, sig: "($self, value, /)",
		has: func(s *Slots) bool { return *field(s) != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 1); exc != nil {
				return Value{}, exc
			}
			r, exc := (*field(s))(self, args[0])
			if exc == nil && r == NotImplemented && self.ref.typ.Flags&FlagSequenceOps != 0 {
				exc = sequenceOpError(name, self, args[0])
			}
			return r, exc
		},
		copy:   func(dst, src *Slots) { *field(dst) = *field(src) },
		python: func(t *Type) { *field(&t.Slots) = impl },
		clear:  func(s *Slots) { *field(s) = nil },
	}
}

// inTable makes d, the slotDef of a slot in one of the tables of operations, copy the table
// before it changes a slot: types share them.
func inTable[T BinaryTable | UnaryTable](d *slotDef, table func(s *Slots) **T) *slotDef {
	has, set, python, reset := d.has, d.copy, d.python, d.clear
	own := func(s *Slots) {
		t := **table(s)
		*table(s) = &t
	}
	d.has = func(s *Slots) bool { return *table(s) != nil && has(s) }
	d.copy = func(dst, src *Slots) {
		if *table(dst) != *table(src) {
			own(dst)
			set(dst, src)
		}
	}
	d.python = func(t *Type) {
		own(&t.Slots)
		python(t)
	}
	d.clear = func(s *Slots) {
		own(s)
		reset(s)
	}
	return d
}

// binaryTableDef makes the slotDef of a slot in a table of binary operations.
func binaryTableDef(id *Str, op BinaryOp, table func(s *Slots) **BinaryTable) *slotDef {
	return inTable(binaryDef(id.S, pyBinary(id), func(s *Slots) *BinaryFunc { return &(*table(s))[op] }), table)
}

// sequenceOpError is the error of a method of a sequence, called by its name, for what it cannot
// be joined with or repeated by; nil for other methods, which return NotImplemented.
func sequenceOpError(name string, self, x Value) *Exception {
	switch name {
	case "__add__", "__iadd__":
		return binaryError(OpAdd, "+", self, x)
	case "__mul__", "__rmul__", "__imul__":
		return Raisef(TypeErrorType, "'%s' object cannot be interpreted as an integer", x.ref.typ.ShownName())
	}
	return nil
}

// binaryNames are the special methods of the binary operations, without underscores.
var binaryNames = [numBinaryOps]string{
	OpAdd: "add", OpSub: "sub", OpMul: "mul", OpMatMul: "matmul", OpTrueDiv: "truediv",
	OpFloorDiv: "floordiv", OpMod: "mod", OpPow: "pow", OpLShift: "lshift",
	OpRShift: "rshift", OpAnd: "and", OpXor: "xor", OpOr: "or", OpDivMod: "divmod",
}

var unaryNames = [numUnaryOps]string{
	OpNeg: "__neg__", OpPos: "__pos__", OpInvert: "__invert__", OpAbs: "__abs__",
	OpInt: "__int__", OpFloat: "__float__", OpIndex: "__index__",
}

// compareNames are the special methods of the rich comparisons.
var compareNames = [6]*Str{
	LT: Intern("__lt__"), LE: Intern("__le__"), EQ: nameEq,
	NE: Intern("__ne__"), GT: Intern("__gt__"), GE: Intern("__ge__"),
}

// makeSlotDefs returns the table in the order in which CPython puts the wrappers into a
// namespace.
func makeSlotDefs() []*slotDef {
	defs := []*slotDef{
		unaryDef("__repr__", func(s *Slots) *UnaryFunc { return &s.Repr }),
		hashDef(),
		callDef(),
		unaryDef("__str__", func(s *Slots) *UnaryFunc { return &s.Str }),
	}
	defs = append(defs, attrDefs()...)
	for op := LT; op <= GE; op++ {
		defs = append(defs, compareDef(op))
	}
	defs = append(defs,
		unaryDef("__iter__", func(s *Slots) *UnaryFunc { return &s.Iter }),
		nextDef(),
	)
	defs = append(defs, descrDefs()...)
	defs = append(defs,
		initDef(), newDef(),
		unaryDef("__del__", func(s *Slots) *UnaryFunc { return &s.Del }),
		unaryDef("__await__", func(s *Slots) *UnaryFunc { return &s.Await }),
		unaryDef("__aiter__", func(s *Slots) *UnaryFunc { return &s.AIter }),
		unaryDef("__anext__", func(s *Slots) *UnaryFunc { return &s.ANext }),
	)
	for op := range numBinaryOps {
		name := binaryNames[op]
		id, rid, iid := Intern("__"+name+"__"), Intern("__r"+name+"__"), Intern("__i"+name+"__")
		defs = append(defs,
			binaryTableDef(id, op, func(s *Slots) **BinaryTable { return &s.Binary }),
			binaryTableDef(rid, op, func(s *Slots) **BinaryTable { return &s.Reflected }))
		if op != OpDivMod {
			defs = append(defs, binaryTableDef(iid, op, func(s *Slots) **BinaryTable { return &s.Inplace }))
		}
		if op == OpPow {
			powDef(defs[len(defs)-3])
			powDef(defs[len(defs)-2])
		}
	}
	for op := range numUnaryOps {
		d := unaryDef(unaryNames[op], func(s *Slots) *UnaryFunc { return &s.Unary[op] })
		defs = append(defs, inTable(d, func(s *Slots) **UnaryTable { return &s.Unary }))
	}
	defs = append(defs, boolDef(), lenDef(),
		binaryDef("__getitem__", pyBinaryStrict(Intern("__getitem__")), func(s *Slots) *BinaryFunc { return &s.GetItem }))
	defs = append(defs, itemDefs()...)
	return append(defs, containsDef())
}

// powDef lets the wrapper of __pow__ take None as its third argument; a real modulus is
// the business of pow(), which asks the types itself.
func powDef(d *slotDef) {
	d.sig = "($self, value, mod=None, /)"
	one := d.call
	d.call = func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
		if len(args) == 2 {
			if !args[1].IsNone() {
				return pow3(self, args[0], args[1])
			}
			args = args[:1]
		}
		return one(s, self, args, names)
	}
}

func hashDef() *slotDef {
	return &slotDef{
		name: nameHash, sig: "($self, /)",
		has: func(s *Slots) bool { return s.Hash != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 0); exc != nil {
				return Value{}, exc
			}
			h, exc := s.Hash(self)
			return Int(h), exc
		},
		copy:   func(dst, src *Slots) { dst.Hash = src.Hash },
		python: func(t *Type) { t.Hash = pyHash },
		clear:  func(s *Slots) { s.Hash = nil },
	}
}

func callDef() *slotDef {
	return &slotDef{
		name: nameCall, sig: "($self, /, *args, **kwargs)", kw: true,
		has: func(s *Slots) bool { return s.Call != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			return s.Call(self, args, names)
		},
		copy:   func(dst, src *Slots) { dst.Call = src.Call },
		python: func(t *Type) { t.Call = pyCall },
		clear:  func(s *Slots) { s.Call = nil },
	}
}

func compareDef(op CompareOp) *slotDef {
	return &slotDef{
		name: compareNames[op], sig: "($self, value, /)",
		has: func(s *Slots) bool { return s.Compare != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 1); exc != nil {
				return Value{}, exc
			}
			return s.Compare(op, self, args[0])
		},
		copy:   func(dst, src *Slots) { dst.Compare = src.Compare },
		python: func(t *Type) { t.Compare = pyCompare },
		clear:  func(s *Slots) { s.Compare = nil },
		peers:  compareNames[:],
	}
}

// attrDefs are the definitions of attribute access.
func attrDefs() []*slotDef {
	getPeers, setPeers := []*Str{nameGetAttribute, nameGetAttr}, []*Str{nameSetAttr, nameDelAttr}
	get := slotDef{
		name: nameGetAttribute, sig: "($self, name, /)",
		has: func(s *Slots) bool { return s.GetAttr != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 1); exc != nil {
				return Value{}, exc
			}
			name, exc := AttrName(args[0])
			if exc != nil {
				return Value{}, exc
			}
			return s.GetAttr(self, name)
		},
		copy:   func(dst, src *Slots) { dst.GetAttr = src.GetAttr },
		python: func(t *Type) { t.GetAttr = pyGetAttr },
		clear:  func(s *Slots) { s.GetAttr = nil },
		peers:  getPeers,
	}
	hook := get
	hook.name = nameGetAttr
	hook.has = func(*Slots) bool { return false } // no builtin type has __getattr__
	set := slotDef{
		name: nameSetAttr, sig: "($self, name, value, /)",
		has: func(s *Slots) bool { return s.SetAttr != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 2); exc != nil {
				return Value{}, exc
			}
			if exc := s.checkSetsAttr("__setattr__", self); exc != nil {
				return Value{}, exc
			}
			name, exc := AttrName(args[0])
			if exc == nil {
				exc = s.SetAttr(self, name, args[1])
			}
			return None, exc
		},
		copy:   func(dst, src *Slots) { dst.SetAttr = src.SetAttr },
		python: func(t *Type) { t.SetAttr = pySetAttr },
		clear:  func(s *Slots) { s.SetAttr = nil },
		peers:  setPeers,
	}
	del := set
	del.name, del.sig = nameDelAttr, "($self, name, /)"
	del.call = func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
		if exc := wantArgs(args, names, 1); exc != nil {
			return Value{}, exc
		}
		if exc := s.checkSetsAttr("__delattr__", self); exc != nil {
			return Value{}, exc
		}
		name, exc := AttrName(args[0])
		if exc == nil {
			exc = s.SetAttr(self, name, Value{})
		}
		return None, exc
	}
	return []*slotDef{&get, &hook, &set, &del}
}

func nextDef() *slotDef {
	return &slotDef{
		name: Intern("__next__"), sig: "($self, /)",
		has: func(s *Slots) bool { return s.Next != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 0); exc != nil {
				return Value{}, exc
			}
			v, ok, exc := s.Next(self)
			if exc != nil {
				return Value{}, exc
			}
			if !ok {
				return Value{}, RaiseArgs(StopIterationType)
			}
			return v, nil
		},
		copy:   func(dst, src *Slots) { dst.Next = src.Next },
		python: func(t *Type) { t.Next = pyNext },
		clear:  func(s *Slots) { s.Next = nil },
	}
}

// descrDefs are the definitions of the descriptor protocol.
func descrDefs() []*slotDef {
	peers := []*Str{nameSet, nameDelete}
	set := slotDef{
		name: nameSet, sig: "($self, instance, value, /)",
		has: func(s *Slots) bool { return s.DescrSet != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 2); exc != nil {
				return Value{}, exc
			}
			return None, s.DescrSet(self, args[0], args[1])
		},
		copy:   func(dst, src *Slots) { dst.DescrSet = src.DescrSet },
		python: func(t *Type) { t.DescrSet = pyDescrSet },
		clear:  func(s *Slots) { s.DescrSet = nil },
		peers:  peers,
	}
	del := set
	del.name, del.sig = nameDelete, "($self, instance, /)"
	del.call = func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
		if exc := wantArgs(args, names, 1); exc != nil {
			return Value{}, exc
		}
		return None, s.DescrSet(self, args[0], Value{})
	}
	get := &slotDef{
		name: nameDescrGet, sig: "($self, instance, owner=None, /)",
		has: func(s *Slots) bool { return s.DescrGet != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if len(args) < 1 || len(args) > 2 {
				return Value{}, ArityError("", len(args), 1, 2)
			}
			obj := args[0]
			var owner *Type
			if len(args) == 2 && args[1].Type().Has(FlagType) {
				owner = AsType(args[1])
			}
			if obj.IsNone() {
				if owner == nil {
					return Value{}, Raisef(TypeErrorType, "__get__(None, None) is invalid")
				}
				if owner != NoneType {
					obj = Value{}
				}
			}
			return s.DescrGet(self, obj, owner)
		},
		copy:   func(dst, src *Slots) { dst.DescrGet = src.DescrGet },
		python: func(t *Type) { t.DescrGet = pyDescrGet },
		clear:  func(s *Slots) { s.DescrGet = nil },
	}
	return []*slotDef{get, &set, &del}
}

func initDef() *slotDef {
	return &slotDef{
		name: nameInit, sig: "($self, /, *args, **kwargs)", kw: true,
		has: func(s *Slots) bool { return s.Init != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			return None, s.Init(self, args, names)
		},
		copy:   func(dst, src *Slots) { dst.Init = src.Init },
		python: func(t *Type) { t.Init = pyInit },
		clear:  func(s *Slots) { s.Init = nil },
	}
}

// newDef is special: __new__ in the namespace of a builtin type is a function, not a
// wrapper (see builtinNew), so has is false.
func newDef() *slotDef {
	return &slotDef{
		name:   nameNew,
		has:    func(*Slots) bool { return false },
		copy:   func(dst, src *Slots) { dst.New = src.New },
		python: func(t *Type) { t.New = pyNew },
		clear:  func(s *Slots) { s.New = nil },
	}
}

func boolDef() *slotDef {
	return &slotDef{
		name: nameBool, sig: "($self, /)",
		has: func(s *Slots) bool { return s.Bool != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 0); exc != nil {
				return Value{}, exc
			}
			b, exc := s.Bool(self)
			return Bool(b), exc
		},
		copy:   func(dst, src *Slots) { dst.Bool = src.Bool },
		python: func(t *Type) { t.Bool = pyBool },
		clear:  func(s *Slots) { s.Bool = nil },
	}
}

func lenDef() *slotDef {
	return &slotDef{
		name: Intern("__len__"), sig: "($self, /)",
		has: func(s *Slots) bool { return s.Len != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 0); exc != nil {
				return Value{}, exc
			}
			n, exc := s.Len(self)
			return Int(int64(n)), exc
		},
		copy:   func(dst, src *Slots) { dst.Len = src.Len },
		python: func(t *Type) { t.Len = pyLen },
		clear:  func(s *Slots) { s.Len = nil },
	}
}

// itemDefs are the definitions of subscript assignment and deletion.
func itemDefs() []*slotDef {
	set, del := Intern("__setitem__"), Intern("__delitem__")
	d := slotDef{
		name: set, sig: "($self, key, value, /)",
		has: func(s *Slots) bool { return s.SetItem != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 2); exc != nil {
				return Value{}, exc
			}
			return None, s.SetItem(self, args[0], args[1])
		},
		copy:   func(dst, src *Slots) { dst.SetItem = src.SetItem },
		python: func(t *Type) { t.SetItem = pySetItem },
		clear:  func(s *Slots) { s.SetItem = nil },
		peers:  []*Str{set, del},
	}
	e := d
	e.name, e.sig = del, "($self, key, /)"
	e.call = func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
		if exc := wantArgs(args, names, 1); exc != nil {
			return Value{}, exc
		}
		return None, s.SetItem(self, args[0], Value{})
	}
	return []*slotDef{&d, &e}
}

func containsDef() *slotDef {
	return &slotDef{
		name: Intern("__contains__"), sig: "($self, key, /)",
		has: func(s *Slots) bool { return s.Contains != nil },
		call: func(s *Slots, self Value, args []Value, names []*Str) (Value, *Exception) {
			if exc := wantArgs(args, names, 1); exc != nil {
				return Value{}, exc
			}
			b, exc := s.Contains(self, args[0])
			return Bool(b), exc
		},
		copy:   func(dst, src *Slots) { dst.Contains = src.Contains },
		python: func(t *Type) { t.Contains = pyContains },
		clear:  func(s *Slots) { s.Contains = nil },
	}
}

// checkSetsAttr refuses object.__setattr__ for a class, whose own method it would pass by.
func (s *Slots) checkSetsAttr(method string, self Value) *Exception {
	if s == &ObjectType.Slots && self.IsType() {
		return Raisef(TypeErrorType, "can't apply this %s to %s object", method, self.ref.typ.ShownName())
	}
	return nil
}
