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
	if base == &ObjectType.Slots { // it has no slots of the operators, which are many
		inherit(&s.Del, base.Del)
		if s.New == nil {
			s.New = base.New
		}
		if s.Init == nil {
			s.Init = base.Init
		}
		return
	}
	for i := range s.Binary {
		if s.Binary[i] == nil {
			s.Binary[i] = base.Binary[i]
		}
		if s.Reflected[i] == nil {
			s.Reflected[i] = base.Reflected[i]
		}
		if s.Inplace[i] == nil {
			s.Inplace[i] = base.Inplace[i]
		}
	}
	for i := range s.Unary {
		inherit(&s.Unary[i], base.Unary[i])
	}
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

func inherit(s *UnaryFunc, base UnaryFunc) {
	if *s == nil {
		*s = base
	}
}
