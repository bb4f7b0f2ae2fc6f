// Package conform holds programs against CPython, the specification.
//
// A case is a txtar archive with a Python program (one file or several) and
// what CPython did with it: the bytes on stdout, the text on stderr and the
// exit status. Expectations are recorded by running CPython, never typed. The
// package reads and writes the archives (case.go, tutorial.go), finds
// interpreters (python.go), runs a program under an interpreter or as a built
// binary (exec.go), reduces what it printed to what the specification fixes
// (normalize.go), and says readably how two results differ (diff.go).
//
// In goes testdata/; out come verdicts. Everything it returns has been
// normalised, so results of CPython and of built programs compare with ==.
//
// The formats are described in testdata/README.
package conform
