// Package cpytest runs the tests of CPython's own library folder Lib/test as built
// programs.
//
// What goes in is the name of a test module in an installed CPython 3.13; Program says
// what to compile: a script that imports the module, and where modules are found. What
// CPython's tests import as test.support is written anew in the folder python, which
// this package carries; nothing of CPython is copied. Run starts the built program as
// often as it takes, since a crash or a hang ends the program and not the run, and
// returns what became of each method. WriteTable writes a table of it.
//
// The package does not compile: that is the caller's. Source text that a method gives an
// interpreter with -c is compiled and run by RunOptions.Tool.
package cpytest
