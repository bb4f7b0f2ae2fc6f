package build

import (
	"slices"
	"strings"
)

// This file finds the modules of the runtime that a module needs without importing them.

// impliedModules are the modules that asyncio uses for what a program asks for by a name
// or a keyword argument.
var impliedModules = map[string]string{
	"ssl=": "ssl", "run_coroutine_threadsafe": "concurrent.futures", "wrap_future": "concurrent.futures",
}

// imply notes that the module names something that needs another module.
func (m *module) imply(name string) {
	m.p.processes = m.p.processes || name == "ProcessPoolExecutor"
	m.dynamic = m.dynamic || name == "global_enum" // it binds names of the module
	m.needs(impliedModules[name])
}

// implyText notes a text that names characters when the program runs: what is left of
// \N{...} in it for a decoder or a pattern, or the name of a codec or an error handler.
func (m *module) implyText(s string) {
	for _, part := range []string{`\N{`, "namereplace", "unicode_escape", "unicode-escape"} {
		if strings.Contains(s, part) {
			m.needs("unicodedata")
		}
	}
}

func (m *module) needs(mod string) {
	if mod != "" && !slices.Contains(m.ir.Implied, mod) {
		m.ir.Implied = append(m.ir.Implied, mod)
	}
}
