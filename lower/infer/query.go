package infer

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the questions that package opt asks of what has been found out.

// Elem returns what the elements of the containers of s are.
func (in *Info) Elem(s types.Static) types.Static {
	var out types.Static
	for _, o := range s.Objs {
		if o.Elem != nil {
			out = out.Join(o.Elem.S)
		}
		for _, c := range o.Items {
			out = out.Join(c.S)
		}
	}
	if out.Kinds == 0 {
		return anything
	}
	return out
}

// TupleSize returns how many elements the tuples of s have, -1 where that is not known.
func (in *Info) TupleSize(s types.Static) int {
	n := -1
	for _, o := range s.Objs {
		if o.Kind != types.KTuple || o.Items == nil || n >= 0 && n != len(o.Items) {
			return -1
		}
		n = len(o.Items)
	}
	return n
}

// AlwaysTrue reports whether the instances of s are true because their classes do not say
// when they are not.
func (in *Info) AlwaysTrue(s types.Static) bool {
	for _, o := range s.Objs {
		if o.Kind != types.KInstance {
			continue
		}
		c := in.classes[o.Of.(*ir.Func)]
		if c == nil || !c.simple || c.lookup("__bool__") != nil || c.lookup("__len__") != nil {
			return false
		}
	}
	return true
}
