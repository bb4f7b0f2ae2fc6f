//go:build unix && !linux

package mmap

import "github.com/aio2go/aio2go/runtime/py"

var constants map[string]int

// advise does nothing: the system may do as it likes.
func advise(v, option, start, length value) (value, exc) {
	_, e := open(v)
	return py.None, e
}
