// Package jp implements the module _codecs_jp: the encodings of Japanese (package
// multibyte/jp) as codecs of Python.
package jp

import (
	"github.com/aio2go/aio2go/runtime/multibyte/jp"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_jp"}

// aliases are the further names of the encodings (encodings.aliases).
var aliases = map[string]string{
	"shift_jis":      "csshiftjis shiftjis sjis s_jis x_mac_japanese",
	"cp932":          "932 ms932 mskanji ms_kanji windows_31j",
	"euc_jp":         "eucjp ujis u_jis",
	"shift_jis_2004": "shiftjis2004 sjis_2004 s_jis_2004",
	"euc_jis_2004":   "jisx0213 eucjis2004 euc_jis2004",
	"euc_jisx0213":   "eucjisx0213",
	"shift_jisx0213": "shiftjisx0213 sjisx0213 s_jisx0213",
}

func init() {
	spec.Functions = multibytecodec.Functions(jp.Encodings, aliases)
	py.RegisterModule(&spec)
}
