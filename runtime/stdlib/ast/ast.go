// Package ast implements the modules ast and _ast (Python library reference, ast: Abstract
// Syntax Trees).
//
// Text is parsed by the compiler's own parser; its tree is turned into objects of the
// classes that the abstract grammar describes (grammar.go, classes.go), and for compile()
// objects are turned into a tree again. Both directions go by the fields of the parser's
// structs, which are those of Python's classes in the same order. Everything else works on
// the objects alone, whatever a program has made of them.
package ast

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	_ "github.com/aio2go/aio2go/runtime/stdlib/inspect" // get_docstring imports it
)

type (
	value = py.Value
	exc   = *py.Exception
	steps = pymod.Steps
)

var spec = py.ModuleSpec{
	Name: "ast",
	Doc:  "Abstract syntax trees of Python source: parsing it, walking and changing trees, and writing source of them.",
	Init: initModule,
}

var privateSpec = py.ModuleSpec{
	Name: "_ast",
	Init: func(m *py.Module) exc {
		if e := buildClasses(); e != nil {
			return e
		}
		addConstants(m)
		return nil
	},
}

func init() {
	py.RegisterModule(&spec)
	py.RegisterModule(&privateSpec)
}

// addConstants adds the classes of the grammar and the flags of compile.
func addConstants(m *py.Module) {
	m.Set("AST", astClass)
	for _, c := range classOrder {
		m.Set(c.name, c.class)
	}
	m.Set("PyCF_ONLY_AST", py.Int(0x400))
	m.Set("PyCF_TYPE_COMMENTS", py.Int(0x1000))
	m.Set("PyCF_ALLOW_TOP_LEVEL_AWAIT", py.Int(0x2000))
	m.Set("PyCF_OPTIMIZED_AST", py.Int(0x8400))
}

func initModule(m *py.Module) exc {
	if e := buildClasses(); e != nil {
		return e
	}
	addConstants(m)
	pymod.AddFunctions(m, functions...)
	if e := addVisitors(m); e != nil {
		return e
	}
	return addDeprecated(m)
}

var functions = []pymod.Func{
	{Sig: "parse(source, filename='<unknown>', mode='exec', *, type_comments=False, feature_version=None, optimize=-1)",
		Doc: "Parse the source into a tree.", Impl: parseText},
	{Sig: "literal_eval(node_or_string)", Impl: literalEval,
		Doc: "Evaluate an expression that consists of literals only, given as text or as a tree."},
	{Sig: "dump(node, annotate_fields=True, include_attributes=False, *, indent=None, show_empty=False)", Impl: dump,
		Doc: "Return the tree in node as text, mainly for debugging."},
	{Sig: "copy_location(new_node, old_node)", Impl: copyLocation,
		Doc: "Copy the source location of old_node to new_node, as far as they have one, and return new_node."},
	{Sig: "fix_missing_locations(node)", Impl: fixMissingLocations,
		Doc: "Give all nodes of a tree that lack a location that of their parents, and return the tree."},
	{Sig: "increment_lineno(node, n=1)", Impl: incrementLineno,
		Doc: "Add n to the line numbers of all nodes of a tree."},
	{Sig: "iter_fields(node)", Impl: iterFields, Doc: "Yield a pair of name and value for each field that node has."},
	{Sig: "iter_child_nodes(node)", Impl: iterChildNodes,
		Doc: "Yield the children of node: the fields that are nodes, and the nodes in those that are lists."},
	{Sig: "get_docstring(node, clean=True)", Impl: getDocstring,
		Doc: "Return the docstring of a module, class or function, None where it has none."},
	{Sig: "get_source_segment(source, node, *, padded=False)", Impl: sourceSegment,
		Doc: "Return the part of source that node was made of, None where that is not known."},
	{Sig: "walk(node)", Impl: walk, Doc: "Yield node and all nodes below it, in no particular order."},
	{Sig: "unparse(ast_obj)", Impl: unparse, Doc: "Return source text whose tree is that of ast_obj."},
}
