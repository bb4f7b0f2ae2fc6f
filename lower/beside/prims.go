package beside

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
)

// This file lists the operations that belong to no turn: they read their operands and make
// numbers.

var (
	// apart are those operations; quickPrims are those of them that say last whether they
	// have gone well.
	apart, quickPrims = map[*ir.Prim]bool{}, map[*ir.Prim]bool{}
)

func init() {
	add := func(list ...*ir.Prim) {
		for _, p := range list {
			apart[p] = true
		}
	}
	quick := func(list ...*ir.Prim) {
		add(list...)
		for _, p := range list {
			quickPrims[p] = true
		}
	}
	add(prim.BoxFloat, prim.UnboxFloat, prim.BoxInt, prim.UnboxInt, prim.UnboxBool, prim.FromBool, prim.NotBool, prim.IsNone, prim.IsUnbound)
	add(prim.FloatNeg, prim.FloatOfInt64, prim.FloatQuotient, prim.FloatAbs)
	add(prim.IntPlus, prim.IntMinus, prim.IntTimes, prim.IntQuo, prim.IntRem, prim.FloorQuo, prim.FloorMod, prim.IntShl, prim.IntShr, prim.IntNeg,
		prim.IntAbs, prim.IntMin, prim.IntMax, prim.RangeStop, prim.IntTruth)
	for _, p := range prim.FloatInfix {
		add(p)
	}
	for _, p := range prim.FloatRaising {
		add(p)
	}
	for _, p := range prim.IntBits {
		add(p)
	}
	for _, p := range prim.NativeCompare {
		add(p)
	}
	for _, name := range []string{"eq", "ne", "lt", "le", "gt", "ge"} {
		add(prim.IntPure[name]) // large ints are read alone
	}
	for _, p := range prim.IntQuick {
		quick(p)
	}
	for _, p := range prim.MathQuick {
		quick(p)
	}
	quick(prim.FloatOfSmall, prim.FloatPower, prim.SqrtQuick, prim.FloorQuick, prim.CeilQuick, prim.TruncQuick)
}
