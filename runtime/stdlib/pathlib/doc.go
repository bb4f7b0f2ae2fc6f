// Package pathlib implements the module pathlib (Python library reference, pathlib:
// Object-oriented filesystem paths).
//
// A path object keeps the strings that it was made of and its normalized text; the rest
// is taken from that text when it is asked for. What touches the file system goes through
// the functions of the module os.
package pathlib
