// Package frontend reads a Python program: everything before its meaning is
// translated.
//
// # The chapter
//
// What goes in is the path of a script. What comes out is a Program: the
// script and every module written in Python that it imports, each with its
// syntax tree and with what each name in it means; and a diag.List with the
// errors and warnings of all of them. CPython is the specification: what it
// rejects is rejected here, with the same text at the same place, and what it
// accepts has the tree that its ast module and the scopes that its symtable
// module show.
//
// The stages, one package each:
//
//	source   a file's bytes become UTF-8 text with "\n" line ends; a position is
//	         a byte offset in it
//	diag     findings: a code, a place, a text, and how they are printed
//	syntax   text becomes tokens, tokens become a tree with the nodes and fields
//	         of Python's ast; after a syntax error parsing goes on with the next
//	         statement
//	load     import statements are followed to the modules they name: Python files
//	         in the script's folder and on the path, or modules of the runtime
//	resolve  names become symbols: local, cell, free or global; and what CPython's
//	         compiler objects to in a tree is reported
//
// No stage changes what an earlier one made: resolve's findings are in tables
// beside the tree. All stages go on after an error, so that one run reports the
// errors of all files, but nothing is resolved in a module that does not parse.
// The stages after the frontend are not run when it found an error.
//
// # Which error comes first
//
// CPython stops at the first error, which is the first that it comes upon and
// not the first in the file: it parses the whole file, then collects the names,
// then generates code. Program.First is that error. "aio2go run" prints it in
// CPython's form before the others.
//
// # Adding to it
//
// A syntax form: its node in syntax/ast*.go and its children in syntax/walk.go,
// its production in syntax/parse_*.go, its fields in syntax/dump.go; what it
// does with names in resolve/collect_*.go and what CPython's compiler checks in
// resolve/check_*.go. A diagnostic: its code with an example in diag/code*.go, a
// case in testdata/diag, and go generate for docs/diagnostics.md.
package frontend
