// Package syntax turns Python source into a syntax tree.
//
// The grammar is the whole of Python 3.13's. The tree has the classes, fields
// and positions of Python's ast module, so that what is documented there holds
// here, and Dump prints a tree exactly as ast.dump does.
//
// A source file is scanned into tokens (scan*.go) and parsed by recursive
// descent (parse*.go). That parser is made for speed and only decides whether
// the source is valid. When it is not, the statement is analysed again by a
// slower, backtracking recogniser (diagnose*.go) that tries alternatives in
// the order in which CPython's parser does and therefore finds the same error:
// the same text, the same place. Parsing then resumes at the next statement,
// so that one run reports the errors of the whole file.
//
// What CPython finds only when it compiles the tree, such as a 'return'
// outside a function, is not found here but in package resolve.
package syntax
