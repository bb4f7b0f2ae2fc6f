package load

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/aio2go/aio2go/frontend/syntax"
	"github.com/aio2go/aio2go/runtime/encnames"
)

// This file finds the encodings that a program names, as in text.encode("idna"). CPython imports
// the module encodings.idna when that is run; here it has to be part of the program.

// pythonEncodings are the modules of the package encodings that may have to be part of a program.
var pythonEncodings = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(encnames.Python) {
		m[name] = true
	}
	return m
})

// encodingModule returns the module of encodings that name means, "" for none of those.
func encodingModule(name string) string {
	name = strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(name))
	if rest, ok := strings.CutPrefix(name, "iso_8859"); ok {
		name = "iso8859" + rest
	}
	if rest, ok := strings.CutPrefix(name, "ibm"); ok {
		name = "cp" + rest
	}
	if !pythonEncodings()[name] {
		return ""
	}
	return "encodings." + name
}

// multibyteNames has for each name of an encoding of Chinese, Japanese or Korean the module of the
// runtime that it is in. str.encode, bytes.decode and files need no more.
var multibyteNames = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, e := range encnames.Multibyte {
		m[e.Name] = e.Module
		for _, alias := range strings.Fields(e.Aliases) {
			m[alias] = e.Module
		}
	}
	return m
})

// loadEncodings loads the encodings that strings of the module name.
func (s *scanner) loadEncodings() {
	if s.module.isStdlib(s.loader) {
		if s.module.Name == "email.charset" { // mail, and what HTTP brings, say at run time what they are in
			for _, runtime := range slices.Compact(slices.Sorted(maps.Values(multibyteNames()))) {
				s.link(s.module.AST, runtime)
			}
		}
		return
	}
	eachString(s.module, func(c *syntax.Constant) {
		if len(c.Str) > 24 {
			return
		}
		if name := encodingModule(c.Str); name != "" {
			if _, ok := s.find(name); ok {
				s.loadGuarded(c, name)
			}
		}
		if m, ok := multibyteNames()[normalEncoding(c.Str)]; ok {
			s.link(c, m)
		}
	})
}

// link makes a module of the runtime part of the program, because of what stands at n.
func (s *scanner) link(n syntax.Node, name string) {
	if s.loader.isRuntime(name) {
		s.module.Imports = append(s.module.Imports, &Import{Node: n, Name: name, Runtime: true, Guarded: true})
	}
}

// normalEncoding is how the package encodings looks names up: in lower case, with one underscore
// for whatever is no letter or digit.
func normalEncoding(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r != '.' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
	return strings.Join(words, "_")
}

// loadLookedUp loads the modules of the package encodings that strings of the program name, which
// codecs.lookup and its like import.
func (l *loader) loadLookedUp() {
	aliases := l.byName["encodings.aliases"]
	if aliases == nil || aliases.AST == nil || !aliases.isStdlib(l) {
		return
	}
	names := map[string]string{}
	syntax.Inspect(aliases.AST, func(n syntax.Node) bool {
		if d, ok := n.(*syntax.Dict); ok {
			for i, key := range d.Keys {
				k, ok := key.(*syntax.Constant)
				v, isName := d.Values[i].(*syntax.Constant)
				if ok && isName {
					names[k.Str] = v.Str
				}
			}
		}
		return true
	})
	for _, m := range slices.Clone(l.prog.Modules) {
		if m.isStdlib(l) {
			continue
		}
		s := &scanner{loader: l, module: m}
		eachString(m, func(c *syntax.Constant) {
			name := normalEncoding(c.Str)
			if alias := names[strings.ReplaceAll(name, ".", "_")]; alias != "" {
				name = alias
			}
			if name == "" || strings.Contains(name, ".") || len(name) > 24 || name == "aliases" {
				return
			}
			if _, ok := l.find("encodings." + name); ok {
				s.loadGuarded(c, "encodings."+name)
			}
		})
	}
}
