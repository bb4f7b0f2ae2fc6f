package pymod

import (
	"maps"
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
)

// SetInts gives a module the numbers that it has by names, in the order of these.
func SetInts(m *py.Module, ints map[string]int) {
	for _, name := range slices.Sorted(maps.Keys(ints)) {
		m.Set(name, py.IntOf(ints[name]))
	}
}
