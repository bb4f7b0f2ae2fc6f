// Package pyio implements Python's file objects (library reference, io: Core tools for
// working with streams): raw files, buffered readers and writers, text wrappers,
// StringIO and BytesIO, the function open and the standard streams.
//
// It lies below package builtins, whose print and open need it; the module io itself is
// in stdlib/io. Files written in Go are used directly by one another (a text wrapper
// reads from a Buffered without making bytes objects); any other Python object with the
// right methods takes part through its methods.
package pyio
