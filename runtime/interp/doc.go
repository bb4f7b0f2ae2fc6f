// Package interp runs Python source text that a program makes at run time: the builtins
// eval, exec and compile.
//
// The text is parsed by github.com/go-python/gpython, whose tree this package walks over
// the values of the compiled program: names are looked up in the dicts that globals() and
// locals() are, operations are those of package py, functions and classes that the text
// defines are like any other to the rest of the program. A program links the package only
// if it names one of the builtins.
//
// gpython knows the grammar of Python 3.4. Text that needs a newer one (f-strings,
// async def, assignment expressions, annotated variables, match ...) is refused by a
// SyntaxError that says so; text that gpython is known to read wrongly as well.
//
// The package does not optimise anything: compiled code is some fifty times faster.
package interp
