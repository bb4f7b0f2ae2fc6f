package py

// This file implements the inheritance of slots.

// inheritSlots fills the nil slots of s from base. Compare and Hash go together: a type
// that defines one does not inherit the other (object.__eq__ and object.__hash__).
func inheritSlots(s, base *Slots) {
	if s.Compare == nil && s.Hash == nil {
		s.Compare, s.Hash = base.Compare, base.Hash
	}
	inherit(&s.Repr, base.Repr)
	inherit(&s.Str, base.Str)
	if s.Call == nil {
		s.Call = base.Call
	}
	if s.GetAttr == nil {
		s.GetAttr = base.GetAttr
	}
	if s.SetAttr == nil {
		s.SetAttr = base.SetAttr
	}
	inherit(&s.Iter, base.Iter)
	if s.Next == nil {
		s.Next = base.Next
	}
	if s.Bool == nil {
		s.Bool = base.Bool
	}
	if s.Len == nil {
		s.Len = base.Len
	}
	if s.GetItem == nil {
		s.GetItem = base.GetItem
	}
	if s.SetItem == nil {
		s.SetItem = base.SetItem
	}
	if s.Contains == nil {
		s.Contains = base.Contains
	}
	inheritBinary(&s.Binary, base.Binary)
	inheritBinary(&s.Reflected, base.Reflected)
	inheritBinary(&s.Inplace, base.Inplace)
	inheritUnary(&s.Unary, base.Unary)
	if s.DescrGet == nil {
		s.DescrGet = base.DescrGet
	}
	if s.DescrSet == nil {
		s.DescrSet = base.DescrSet
	}
	if s.New == nil {
		s.New = base.New
	}
	if s.Init == nil {
		s.Init = base.Init
	}
	inherit(&s.Del, base.Del)
	inherit(&s.Await, base.Await)
	inherit(&s.AIter, base.AIter)
	inherit(&s.ANext, base.ANext)
	if s.AwaitHook == nil {
		s.AwaitHook = base.AwaitHook
	}
}

// noBinary and noUnary are the tables of types without operations.
var (
	noBinary BinaryTable
	noUnary  UnaryTable
)

func inheritBinary(s **BinaryTable, base *BinaryTable) {
	switch {
	case *s == nil:
		*s = base
	case base != &noBinary:
		own := **s
		fill(own[:], base[:])
		*s = &own
	}
}

func inheritUnary(s **UnaryTable, base *UnaryTable) {
	switch {
	case *s == nil:
		*s = base
	case base != &noUnary:
		own := **s
		fill(own[:], base[:])
		*s = &own
	}
}

// fill fills the nil entries of a table from that of the base.
func fill[F BinaryFunc | UnaryFunc](own, base []F) {
	for i := range own {
		if own[i] == nil {
			own[i] = base[i]
		}
	}
}

func inherit(s *UnaryFunc, base UnaryFunc) {
	if *s == nil {
		*s = base
	}
}
