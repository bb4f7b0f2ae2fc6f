// Package load finds and parses the modules of a program.
//
// What goes in is the script and the folders to search; what comes out are the
// modules written in Python that the script imports, directly or not, in the
// order in which their imports begin, each parsed, and the names of the modules
// of the runtime that any of them imports.
//
// A module is searched as CPython searches it: among the modules that the
// interpreter has imported before the script starts, then in the script's
// folder and the folders of Options.Path, then among the runtime's modules,
// which stand for CPython's standard library. Modules may import one another in
// circles.
//
// Which import statements run, and in which order, is only known when the
// program runs. Every import that stands in the source is followed, except
// those under "if TYPE_CHECKING", and the compiled program imports lazily. An
// import of a module that is not found is an error at compile time, unless the
// program is prepared for it: inside try with a handler for ImportError, or
// under a condition on the platform or the version.
package load
