package load

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

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

// multibyte are the modules of the runtime with the encodings of Chinese, Japanese and Korean, and
// the names of these. str.encode, bytes.decode and files need no more.
var multibyte = map[string]string{
	"_codecs_cn": "gb2312 chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58 x_mac_simp_chinese " +
		"gbk 936 cp936 ms936 " +
		"gb18030 gb18030_2000 " +
		"hz hzgb hz_gb hz_gb_2312",
	"_codecs_tw": "big5 big5_tw csbig5 x_mac_trad_chinese " +
		"cp950 950 ms950",
	"_codecs_hk": "big5hkscs big5_hkscs hkscs",
	"_codecs_jp": "shift_jis csshiftjis shiftjis sjis s_jis x_mac_japanese " +
		"cp932 932 ms932 mskanji ms_kanji windows_31j " +
		"euc_jp eucjp ujis u_jis " +
		"shift_jis_2004 shiftjis2004 sjis_2004 s_jis_2004 " +
		"euc_jis_2004 jisx0213 eucjis2004 euc_jis2004 " +
		"euc_jisx0213 eucjisx0213 " +
		"shift_jisx0213 shiftjisx0213 sjisx0213 s_jisx0213",
	"_codecs_kr": "euc_kr euckr korean ksc5601 ks_c_5601 ks_c_5601_1987 ksx1001 ks_x_1001 x_mac_korean " +
		"cp949 949 ms949 uhc " +
		"johab cp1361 ms1361",
	"_codecs_iso2022": "iso2022_kr csiso2022kr iso2022kr iso_2022_kr " +
		"iso2022_jp csiso2022jp iso2022jp iso_2022_jp " +
		"iso2022_jp_1 iso2022jp_1 iso_2022_jp_1 " +
		"iso2022_jp_2 iso2022jp_2 iso_2022_jp_2 " +
		"iso2022_jp_2004 iso_2022_jp_2004 iso2022jp_2004 " +
		"iso2022_jp_3 iso2022jp_3 iso_2022_jp_3 " +
		"iso2022_jp_ext iso2022jp_ext iso_2022_jp_ext",
}

// multibyteNames has for each name of an encoding the module that it is in.
var multibyteNames = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for runtime, encodings := range multibyte {
		for _, n := range strings.Fields(encodings) {
			m[n] = runtime
		}
	}
	return m
})

// loadEncodings loads the encodings that strings of the module name.
func (s *scanner) loadEncodings() {
	if s.module.isStdlib(s.loader) {
		if s.module.Name == "email.charset" { // mail, and what HTTP brings, say at run time what they are in
			for _, runtime := range slices.Sorted(maps.Keys(multibyte)) {
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
