// Package gobatch compiles many Python programs into one binary, for tests: five
// hundred programs cost one link instead of five hundred.
//
// Each program becomes a package of one temporary module, whose main package runs
// the one that its first argument names. A program that the compiler rejects, that
// makes it fail, or whose Go does not build is set apart with the reason, and the
// others are built without it.
package gobatch
