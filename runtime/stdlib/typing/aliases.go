package typing

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the classes of aliases, by which packages tell them apart.

var (
	unionAliasType       = &py.Type{Name: "_UnionGenericAlias", Base: aliasType}
	literalAliasType     = &py.Type{Name: "_LiteralGenericAlias", Base: aliasType}
	callableAliasType    = &py.Type{Name: "_CallableGenericAlias", Base: aliasType}
	concatenateAliasType = &py.Type{Name: "_ConcatenateGenericAlias", Base: aliasType}
	unpackAliasType      = &py.Type{Name: "_UnpackGenericAlias", Base: aliasType}
	annotatedAliasType   = &py.Type{Name: "_AnnotatedAlias", Base: aliasType}

	aliasClasses = []*py.Type{unionAliasType, literalAliasType, callableAliasType, concatenateAliasType, unpackAliasType, annotatedAliasType}
)

func defineAliasClasses() {
	for _, t := range aliasClasses {
		t.Define(&py.TypeSpec{Module: "typing", Layout: py.LayoutOf[alias](), NoNew: true})
	}
}

// aliasClass is the class of the aliases that f makes.
func (f *form) aliasClass() *py.Type {
	switch {
	case f.kind == kindUnion, f.kind == kindOptional:
		return unionAliasType
	case f.kind == kindLiteral:
		return literalAliasType
	case f.kind == kindAnnotated:
		return annotatedAliasType
	case f.name == "Callable":
		return callableAliasType
	case f.name == "Concatenate":
		return concatenateAliasType
	case f.name == "Unpack":
		return unpackAliasType
	}
	return aliasType
}

// isAlias reports whether v is an alias of one of the classes.
func isAlias(v value) bool { return v.Type().IsSubclass(aliasType) }

// aliasKind is the class of v, aliasType for all aliases.
func aliasKind(v value) *py.Type {
	if isAlias(v) {
		return aliasType
	}
	return v.Type()
}
