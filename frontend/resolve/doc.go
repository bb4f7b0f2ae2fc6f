// Package resolve finds out what every name in a module means.
//
// What goes in is the syntax tree of one module; what comes out is an Info: a
// tree of Scopes with the Symbols of each, and for every place in the tree
// where a name is used or bound the Symbol that it means. The syntax tree is
// not changed. The errors and warnings that CPython's compiler gives for a
// tree that its parser accepts are found here too, with CPython's text and
// place.
//
// The work is done in the order in which CPython does it, because CPython
// stops at the first error and that one has to come first:
//
//	future.go    which features "from __future__ import" switches on (future.c)
//	collect*.go  one walk: the scopes, and per scope what is done with each
//	             name in it (the first pass of symtable.c)
//	analyze.go   per scope and name: local, cell, free or global (its second
//	             pass), and which comprehensions are inlined (PEP 709)
//	bind.go      from each place in the tree to its Symbol
//	check*.go    one walk: statements and expressions in places where they
//	             mean nothing, and suspicious code (compile.c)
//
// The Info has these properties:
//
//   - every Name, Arg, Alias, ExceptHandler, function, class, type parameter,
//     capture pattern, and every name in a global or nonlocal statement has a
//     Symbol, in the Scope in which CPython evaluates it;
//   - a Free symbol leads through Outer to the symbol of the scope that binds
//     it, which is a Cell;
//   - a name in an inlined comprehension that belongs to the scope around it
//     has that scope's symbol: only iteration variables are the
//     comprehension's own.
//
// The rules are those of https://docs.python.org/3.13/reference/executionmodel.html
// with PEP 572 (named expressions), PEP 695 (type parameters) and PEP 709.
package resolve
