// Package enum implements the module enum (Python library reference, enum: Support for
// enumerations).
//
// A class's members are made when type.__new__ calls __set_name__ of what stands for them in
// the namespace (member.go), so that __init_subclass__ finds them. What a class knows of its
// members are attributes of it, which programs may use: _member_map_, _value2member_map_,
// _boundary_ and so on.
package enum

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

type (
	value = py.Value
	exc   = *py.Exception
	steps = pymod.Steps
)

var spec = py.ModuleSpec{
	Name:  "enum",
	Types: []*py.Type{autoType, memberType, nonMemberType},
	Functions: []py.Method{
		{Name: "unique", Sig: "(enumeration)", Impl: unique},
		{Name: "verify", Impl: verify},
		{Name: "global_enum", Sig: "(cls, update_str=False)", Impl: globalEnum},
		{Name: "show_flag_values", Sig: "(value)", Impl: func(v value) (value, exc) {
			list, e := bitsOf(v)
			return py.NewList(list).Value(), e
		}},
	},
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

// The classes, made when the module is first imported.
var enumClass, reprEnumClass, strEnumClass, flagClass, propertyClass value

// The members of FlagBoundary.
var strict, conform, eject, keep value

var (
	nameValue      = py.Intern("_value_")
	nameName       = py.Intern("_name_")
	nameSortOrder  = py.Intern("_sort_order_")
	nameObjClass   = py.Intern("__objclass__")
	nameMemberMap  = py.Intern("_member_map_")
	nameMemberList = py.Intern("_member_names_")
	nameValueMap   = py.Intern("_value2member_map_")
	nameMemberType = py.Intern("_member_type_")
	nameUnhashable = py.Intern("_unhashable_values_")
	nameUnhashMap  = py.Intern("_unhashable_values_map_")
	nameMissing    = py.Intern("_missing_")
	nameGenerate   = py.Intern("_generate_next_value_")
	nameNewMember  = py.Intern("_new_member_")
	nameSavedNew   = py.Intern("__new_member__")
	nameUseArgs    = py.Intern("_use_args_")
	nameValueRepr  = py.Intern("_value_repr_")
	nameBoundary   = py.Intern("_boundary_")
	nameFlagMask   = py.Intern("_flag_mask_")
	nameSingles    = py.Intern("_singles_mask_")
	nameAllBits    = py.Intern("_all_bits_")
	nameInverted   = py.Intern("_inverted_")
	nameIterMember = py.Intern("_iter_member_")
	nameOrder      = py.Intern("_order_")
	nameNew        = py.Intern("__new__")
	nameInit       = py.Intern("__init__")
	nameModule     = py.Intern("__module__")
	nameQualname   = py.Intern("__qualname__")
	nameRepr       = py.Intern("__repr__")
	nameReduceEx   = py.Intern("__reduce_ex__")
)

// auto is enum.auto(): a value that the class chooses.
type auto struct {
	py.Header
	v value // autoNull until chosen
}

// autoNull is the value of an auto without one.
var autoNull = py.NewBuiltinType("_auto_null", &py.TypeSpec{
	Module: "enum", Layout: py.LayoutOf[struct{ py.Header }](),
	Slots: py.Slots{Repr: func(v value) (value, exc) { return py.StrV("_auto_null"), nil }},
})

var autoNullValue = autoNull.Alloc(autoNull)

// wrapper is member(x) or nonmember(x).
type wrapper struct {
	py.Header
	v value
}

var (
	autoType      = &py.Type{Name: "auto"}
	memberType    = newWrapper("member")
	nonMemberType = newWrapper("nonmember")
)

func newWrapper(name string) *py.Type {
	sig := py.NewSignature(name, "", "(value)")
	return py.NewBuiltinType(name, &py.TypeSpec{
		Module: "enum", Layout: py.LayoutOf[wrapper](), Flags: py.FlagBaseType,
		Slots: py.Slots{New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
			p, e := sig.Parse(args, names)
			if e != nil {
				return value{}, e
			}
			v := cls.Alloc(cls)
			py.Heap[wrapper](v).v = p[0]
			return v, nil
		}},
		GetSets: []py.GetSet{{Name: "value", Get: func(v value) (value, exc) { return py.Heap[wrapper](v).v, nil },
			Set: func(v, x value) exc { py.Heap[wrapper](v).v = x; return nil }}},
	})
}

func init() {
	sig := py.NewSignature("auto.__init__", "", "(value=None)")
	autoType.Define(&py.TypeSpec{
		Module: "enum", Layout: py.LayoutOf[auto](), Flags: py.FlagBaseType,
		Doc: "Instances are replaced with an appropriate value in Enum class suites.",
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				py.Heap[auto](v).v = autoNullValue
				return v, nil
			},
			Init: func(v value, args []value, names []*py.Str) exc {
				p, e := sig.Parse(args, names)
				if e == nil && !p[0].IsUnbound() {
					py.Heap[auto](v).v = p[0]
				}
				return e
			},
			Repr: func(v value) (value, exc) {
				s, e := py.ReprText(py.Heap[auto](v).v)
				return py.StrV("auto(" + s + ")"), e
			},
		},
		GetSets: []py.GetSet{{Name: "value", Get: func(v value) (value, exc) { return py.Heap[auto](v).v, nil },
			Set: func(v, x value) exc { py.Heap[auto](v).v = x; return nil }}},
	})
}

func isDunder(s string) bool {
	return len(s) > 4 && strings.HasPrefix(s, "__") && strings.HasSuffix(s, "__") && s[2] != '_' && s[len(s)-3] != '_'
}

func isSunder(s string) bool {
	return len(s) > 2 && s[0] == '_' && s[len(s)-1] == '_' && s[1] != '_' && s[len(s)-2] != '_'
}

// isPrivate reports whether s is a name of the form __name in the class, which the compiler
// has mangled.
func isPrivate(class, s string) bool {
	prefix := "_" + class + "__"
	return len(s) > len(prefix) && strings.HasPrefix(s, prefix) && (s[len(s)-1] != '_' || s[len(s)-2] != '_')
}

// isDescriptor reports whether v has __get__, __set__ or __delete__.
func isDescriptor(v value) bool {
	t := v.Type()
	if t.DescrGet != nil || t.DescrSet != nil {
		return true
	}
	var s steps
	return s.Has(v, "__get__") || s.Has(v, "__set__") || s.Has(v, "__delete__")
}

// isInternalClass reports whether v is a class that was defined in the body of the class.
func isInternalClass(class string, v value) bool {
	if !v.IsType() {
		return false
	}
	var s steps
	own := class + "." + s.Str(s.AttrOr(v, "__name__", py.StrV("")))
	q := s.Str(s.AttrOr(v, "__qualname__", py.StrV("")))
	return !s.Failed() && (q == own || strings.HasSuffix(q, "."+own))
}

func mustRepr(v value) string {
	s, e := py.ReprText(v)
	if e != nil {
		return "?"
	}
	return s
}

// arith is an operation of ints, as which the values of flags are used.
func arith(s *steps, op func(a, b value) (value, exc), a, b value) value {
	if s.Failed() {
		return py.None
	}
	v, e := op(a, b)
	s.Raise(e)
	return v
}

// isSingleBit reports whether exactly one bit of an int is set.
func isSingleBit(s *steps, v value) bool {
	if !v.IsInt() {
		return false
	}
	b := py.BigOf(v)
	return b.Sign() > 0 && b.TrailingZeroBits() == uint(b.BitLen()-1)
}

// power returns 2**n.
func power(n int) value {
	v, e := py.LShift(py.Int(1), py.Int(int64(n)))
	if e != nil {
		panic("enum: " + py.FormatException(e))
	}
	return v
}

// bitsOf returns the powers of two that a number, or the value of a member, consists of.
func bitsOf(v value) ([]value, exc) {
	original := v
	if !enumClass.IsUnbound() && py.IsInstance(v, py.AsType(enumClass)) {
		var e exc
		if v, e = py.GetAttr(v, py.Intern("value")); e != nil {
			return nil, e
		}
	}
	if !v.IsInt() {
		return nil, py.Raisef(py.TypeErrorType, "'<' not supported between instances of '%s' and 'int'", v.Type().Name)
	}
	b := py.BigOf(v)
	if b.Sign() < 0 {
		return nil, py.Raisef(py.ValueErrorType, "%s is not a positive integer", mustRepr(original))
	}
	var out []value
	for i := range b.BitLen() {
		if b.Bit(i) == 1 {
			out = append(out, power(i))
		}
	}
	return out, nil
}

// dictOf and listOf are attributes that a class or its bases have, nil where there is none.
func dictOf(cls value, name *py.Str) *py.Dict {
	if d, ok := py.AsDict(orNone(py.AsType(cls).Lookup(name))); ok {
		return d
	}
	return py.NewDict()
}

func listOf(cls value, name *py.Str) *py.List {
	if l, ok := py.AsList(orNone(py.AsType(cls).Lookup(name))); ok {
		return l
	}
	return py.NewList(nil)
}

func orNone(v value) value {
	if v.IsUnbound() {
		return py.None
	}
	return v
}

func isFlag(t *py.Type) bool { return !flagClass.IsUnbound() && t.IsSubclass(py.AsType(flagClass)) }

// ofObject is an attribute of object.
func ofObject(name *py.Str) value {
	v, e := py.GetAttr(py.ObjectType.Value(), name)
	if e != nil {
		panic("enum: " + py.FormatException(e))
	}
	return v
}

func unique(cls value) (value, exc) {
	var s steps
	var dups []string
	eachMember(&s, cls, func(name string, member value) {
		if own := s.Str(s.Attr(member, "name")); own != name {
			dups = append(dups, name+" -> "+own)
		}
	})
	if len(dups) > 0 {
		s.Failf(py.ValueErrorType, "duplicate values found in %s: %s", s.Repr(cls), strings.Join(dups, ", "))
	}
	return s.Done(cls)
}
