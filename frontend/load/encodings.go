package load

import (
	"strings"

	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file finds the encodings that a program names, as in text.encode("idna"). CPython imports
// the module encodings.idna when that is run; here it has to be part of the program.

// pythonEncodings are the modules of the package encodings that the runtime has no counterpart of
// and that need no module in C.
var pythonEncodings = func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields("cp037 cp1006 cp1026 cp1125 cp1140 cp273 cp424 cp500 cp720 cp737 cp775 cp855 cp856 cp857 cp860 cp861 cp862 cp863 " +
		"cp864 cp865 cp869 cp874 cp875 hp_roman8 idna iso8859_11 koi8_t kz1048 mac_arabic mac_croatian mac_cyrillic mac_farsi mac_greek mac_iceland " +
		"mac_latin2 mac_romanian mac_turkish palmos ptcp154 punycode quopri_codec tis_620 uu_codec") {
		m[name] = true
	}
	return m
}()

// encodingModule returns the module of encodings that name means, "" for none of those.
func encodingModule(name string) string {
	name = strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(name))
	if rest, ok := strings.CutPrefix(name, "iso_8859"); ok {
		name = "iso8859" + rest
	}
	if rest, ok := strings.CutPrefix(name, "ibm"); ok {
		name = "cp" + rest
	}
	if !pythonEncodings[name] {
		return ""
	}
	return "encodings." + name
}

// loadEncodings loads the encodings that strings of the module name.
func (s *scanner) loadEncodings() {
	if s.module.isStdlib(s.loader) {
		return
	}
	eachString(s.module, func(c *syntax.Constant) {
		if len(c.Str) > 16 {
			return
		}
		if name := encodingModule(c.Str); name != "" {
			if _, ok := s.find(name); ok {
				s.loadGuarded(c, name)
			}
		}
	})
}
