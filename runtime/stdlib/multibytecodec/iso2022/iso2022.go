// Package iso2022 implements the module _codecs_iso2022: the encodings of Japanese and Korean by escape sequences (package
// multibyte/iso2022) as codecs of Python.
package iso2022

import (
	"github.com/aio2go/aio2go/runtime/multibyte/iso2022"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_iso2022"}

// aliases are the further names of the encodings (encodings.aliases).
var aliases = map[string]string{
	"iso2022_kr":      "csiso2022kr iso2022kr iso_2022_kr",
	"iso2022_jp":      "csiso2022jp iso2022jp iso_2022_jp",
	"iso2022_jp_1":    "iso2022jp_1 iso_2022_jp_1",
	"iso2022_jp_2":    "iso2022jp_2 iso_2022_jp_2",
	"iso2022_jp_2004": "iso_2022_jp_2004 iso2022jp_2004",
	"iso2022_jp_3":    "iso2022jp_3 iso_2022_jp_3",
	"iso2022_jp_ext":  "iso2022jp_ext iso_2022_jp_ext",
}

func init() {
	spec.Functions = multibytecodec.Functions(iso2022.Encodings, aliases)
	py.RegisterModule(&spec)
}
