// Package arch checks the shape of this repository: which package may import
// which, that every package says what it is for, that files stay short, and that
// no file names a place on somebody's machine. It has nothing but tests.
package arch
