package typing

import (
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the special forms: Optional, Literal, ClassVar ...

type formKind uint8

const (
	kindPlain formKind = iota // no parameters: NoReturn, Self
	kindOne                   // one parameter: ClassVar, Final
	kindUnion
	kindOptional
	kindLiteral
	kindAnnotated
	kindConcatenate
	kindUnpack
	kindAlias    // stands for a class
	kindTuple    // Tuple, with any number of parameters
	kindCallable // Callable
)

var forms = map[string]formKind{
	"NoReturn": kindPlain, "Never": kindPlain, "Self": kindPlain, "LiteralString": kindPlain, "TypeAlias": kindPlain,
	"ClassVar": kindOne, "Final": kindOne, "Required": kindOne, "NotRequired": kindOne, "ReadOnly": kindOne,
	"TypeGuard": kindOne, "TypeIs": kindOne, "Unpack": kindUnpack, "Concatenate": kindConcatenate,
	"Union": kindUnion, "Optional": kindOptional, "Literal": kindLiteral, "Annotated": kindAnnotated,
}

// form is a special form or the alias of a class.
type form struct {
	py.Header
	name     string
	kind     formKind
	origin   value // the class that an alias stands for
	params   int   // how many it takes
	defaults []value
	noInst   bool
	attrs    py.Attrs
}

var (
	specialFormType  = &py.Type{Name: "_SpecialForm"}
	specialAliasType = &py.Type{Name: "_SpecialGenericAlias", Base: py.TypingBaseAliasType}
	tupleAliasType   = &py.Type{Name: "_TupleType"}
	callableFormType = &py.Type{Name: "_CallableType"}
)

// formTable has the special forms by name, which are made when the first is asked for:
// type variables need some of them before the module is imported.
var formTable map[string]value

func formOf(name string) value {
	if formTable == nil {
		formTable = map[string]value{}
		for name, kind := range forms {
			v := specialFormType.Alloc(specialFormType)
			f := py.Heap[form](v)
			f.name, f.kind = name, kind
			formTable[name] = v
		}
	}
	return formTable[name]
}

func isForm(v value) bool { return v.Type() == specialFormType }

// isSpecialAlias reports whether v is an alias of a class that has not been subscripted.
func isSpecialAlias(v value) bool {
	t := v.Type()
	return t == specialAliasType || t == tupleAliasType || t == callableFormType
}

// orTable is a table of operators with |.
func orTable(f py.BinaryFunc) *py.BinaryTable { return &py.BinaryTable{py.OpOr: f} }

// unionOf is a | b where one is an object of this module: Union[a, b].
func unionOf(a, b value) (value, exc) { return makeUnion([]value{a, b}) }

func unionOfReflected(v, other value) (value, exc) { return makeUnion([]value{other, v}) }

// refuse is a method that raises TypeError with the object and the text.
func refuse(text string) func(v value, args []value) (value, exc) {
	return func(v value, args []value) (value, exc) {
		return value{}, py.Raisef(py.TypeErrorType, "%s %s", shown(v), text)
	}
}

var formNames = []py.GetSet{
	{Name: "_name", Get: func(v value) (value, exc) { return py.StrV(py.Heap[form](v).name), nil }},
	{Name: "__module__", Get: func(v value) (value, exc) { return py.StrV("typing"), nil }},
	{Name: "__name__", Get: func(v value) (value, exc) { return py.StrV(py.Heap[form](v).name), nil }},
	{Name: "__qualname__", Get: func(v value) (value, exc) { return py.StrV(py.Heap[form](v).name), nil }},
}

func formSlots() py.Slots {
	return py.Slots{
		Repr:      func(v value) (value, exc) { return py.StrV(shown(v)), nil },
		Hash:      func(v value) (int64, exc) { return py.HashIdentity(v), nil },
		Binary:    orTable(unionOf),
		Reflected: orTable(unionOfReflected),
	}
}

var reduceToName = py.Method{Name: "__reduce__", Sig: "($self)", Impl: func(v value) (value, exc) { return py.StrV(py.Heap[form](v).name), nil }}

func init() {
	slots := formSlots()
	slots.GetItem = formGetItem
	slots.Call = func(v value, args []value, names []*py.Str) (value, exc) {
		return value{}, py.Raisef(py.TypeErrorType, "Cannot instantiate %s", shown(v))
	}
	slots.GetAttr = func(v value, name *py.Str) (value, exc) {
		x, e := py.GenericGetAttr(v, name)
		if e != nil && e.Is(py.AttributeErrorType) {
			return value{}, py.Raisef(py.AttributeErrorType, "%s", name.S)
		}
		return x, e
	}
	specialFormType.Define(&py.TypeSpec{
		Module: "typing", Layout: py.LayoutOf[form](), NoNew: true, Flags: py.FlagBaseType, Slots: slots, GetSets: formNames,
		Methods: []py.Method{
			{Name: "__instancecheck__", Impl: refuse("cannot be used with isinstance()")},
			{Name: "__subclasscheck__", Impl: refuse("cannot be used with issubclass()")},
			{Name: "__mro_entries__", Impl: func(v value, args []value) (value, exc) {
				return value{}, py.Raisef(py.TypeErrorType, "Cannot subclass %s", shown(v))
			}},
			reduceToName,
		},
		ClassMethods: []py.Method{{Name: "__init_subclass__", Impl: cannotSubclass}},
		Consts:       []py.Const{{Name: "__iter__", Value: py.None}},
	})
	py.TypeForms.Check = func(arg value, message string) (value, exc) { return typeCheck(arg, message, checkArgument) }
	py.TypeForms.Convert = func(arg value) (value, exc) { return newForwardRef(arg.Str().S) }
	py.TypeForms.TypedDict = typedDictMetaType
	py.TypeForms.Union = unionOf
	py.TypeForms.Special = isSpecialAlias
	py.TypeForms.Unpacked = func(v value) bool { return v.Type() == unpackType }
	py.TypeForms.Concatenated = func(v value) bool { return v.Type() == concatenateType }
	py.TypeForms.Unpack = func(p value) value {
		v, _ := py.NewTypingAlias(unpackType, py.Alias{Origin: formOf("Unpack"), Args: []value{p}})
		return v
	}
}

func cannotSubclass(value, []value, []*py.Str) (value, exc) {
	return value{}, py.Raisef(py.TypeErrorType, "Cannot subclass special typing classes")
}

func shown(v value) string { return "typing." + py.Heap[form](v).name }

// asType converts a parameter: None means its class, a string is a forward reference.
func asType(v value) (value, exc) {
	switch {
	case v.IsNone():
		return py.NoneType.Value(), nil
	case v.IsStr():
		return newForwardRef(v.Str().S)
	}
	return v, nil
}

// checkMode says what typeCheck lets through.
type checkMode uint8

const (
	checkArgument checkMode = iota // neither ClassVar nor Final
	checkFinal                     // Final as well
	checkSpecial                   // all special forms with parameters
)

// typeCheck converts arg and refuses what cannot be an argument of a type; message is what
// the error begins with.
func typeCheck(arg value, message string, mode checkMode) (value, exc) {
	isText := arg.IsStr()
	arg, e := asType(arg)
	if e != nil {
		return value{}, e
	}
	if isText {
		py.Heap[forwardRef](arg).isClass = mode == checkSpecial
		return arg, nil
	}
	if a, ok := py.AsAlias(arg); ok && arg.Type().IsSubclass(py.TypingAliasType) {
		bad := a.Origin == py.GenericType.Value() || a.Origin == protocolClass ||
			mode != checkSpecial && a.Origin == formOf("ClassVar") || mode == checkArgument && a.Origin == formOf("Final")
		if bad {
			s, e := py.StrText(arg)
			if e != nil {
				return value{}, e
			}
			return value{}, py.Raisef(py.TypeErrorType, "%s is not valid as type argument", s)
		}
		return arg, nil
	}
	plain := arg == py.GenericType.Value() || arg == protocolClass
	if isForm(arg) {
		f := py.Heap[form](arg)
		plain = f.kind != kindPlain && (mode != checkSpecial || f.name != "ClassVar" && f.name != "Final")
	}
	if plain {
		s, e := py.StrText(arg)
		if e != nil {
			return value{}, e
		}
		return value{}, py.Raisef(py.TypeErrorType, "Plain %s is not valid as type argument", s)
	}
	if arg.Type() == py.TupleType {
		r, e := py.ReprText(arg)
		if e != nil {
			return value{}, e
		}
		if runes := []rune(r); len(runes) > 100 {
			r = string(runes[:100])
		}
		return value{}, py.Raisef(py.TypeErrorType, "%s Got %s.", message, r)
	}
	return arg, nil
}

func typeChecks(args []value, message string) ([]value, exc) {
	out := make([]value, len(args))
	for i, a := range args {
		var e exc
		if out[i], e = typeCheck(a, message, checkArgument); e != nil {
			return nil, e
		}
	}
	return out, nil
}

// itemsOf returns the parameters that key gives.
func itemsOf(key value) []value {
	if t, ok := py.AsTuple(key); ok {
		return slices.Clone(t.Items())
	}
	return []value{key}
}

// newAlias is a subscripted special form.
func newAlias(t *py.Type, v value, args []value) (value, exc) {
	return py.NewTypingAlias(t, py.Alias{Origin: v, Args: args})
}

func formGetItem(v, key value) (value, exc) {
	f := py.Heap[form](v)
	switch f.kind {
	case kindOne, kindUnpack:
		message := shown(v) + " accepts only single type."
		mode, t := checkArgument, py.TypingAliasType
		switch f.name {
		case "Required", "NotRequired", "ReadOnly":
			message = f.name + " accepts only a single type."
			mode = checkSpecial
		case "ClassVar", "Final":
			mode = checkSpecial
		}
		if f.kind == kindUnpack {
			t = unpackType
		}
		x, e := typeCheck(key, message, mode)
		if e != nil {
			return value{}, e
		}
		return newAlias(t, v, []value{x})
	case kindOptional:
		x, e := typeCheck(key, shown(v)+" requires a single type.", checkArgument)
		if e != nil {
			return value{}, e
		}
		return makeUnion([]value{x, py.NoneType.Value()})
	case kindUnion:
		params := itemsOf(key)
		if len(params) == 0 {
			return value{}, py.Raisef(py.TypeErrorType, "Cannot take a Union of no types.")
		}
		return makeUnion(params)
	case kindLiteral:
		return literal(v, itemsOf(key))
	case kindAnnotated:
		return annotated(v, key)
	case kindConcatenate:
		return concatenate(v, itemsOf(key))
	}
	return value{}, py.Raisef(py.TypeErrorType, "%s is not subscriptable", shown(v))
}

func concatenate(v value, params []value) (value, exc) {
	if len(params) == 0 {
		return value{}, py.Raisef(py.TypeErrorType, "Cannot take a Concatenate of no types.")
	}
	last := params[len(params)-1]
	if last != py.Ellipsis && last.Type() != py.ParamSpecType {
		return value{}, py.Raisef(py.TypeErrorType, "The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
	}
	args, e := typeChecks(params[:len(params)-1], "Concatenate[arg, ...]: each arg must be a type.")
	if e != nil {
		return value{}, e
	}
	return newAlias(concatenateType, v, append(args, last))
}
