package modnames

import (
	_ "embed"
	"strings"
	"sync"
)

//go:generate go run ../../internal/libnames

//go:embed lacking.txt
var lackingText string

// table has the names that the runtime's modules lack, by module. The value says whether
// "from m import *" gives the name in CPython.
var table = sync.OnceValue(func() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for _, line := range strings.Split(lackingText, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		names := make(map[string]bool, len(fields)-1)
		for _, f := range fields[1:] {
			name, exported := strings.CutSuffix(f, "*")
			names[name] = exported
		}
		all[fields[0]] = names
	}
	return all
})

// Lacks reports whether CPython's module has the name and the runtime's has not.
func Lacks(module, name string) bool {
	_, ok := table()[module][name]
	return ok
}
