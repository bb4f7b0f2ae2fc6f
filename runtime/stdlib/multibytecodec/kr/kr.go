// Package kr implements the module _codecs_kr: the encodings of Korean (package
// multibyte/kr) as codecs of Python.
package kr

import (
	"github.com/aio2go/aio2go/runtime/multibyte/kr"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_kr"}

// aliases are the further names of the encodings (encodings.aliases).
var aliases = map[string]string{
	"euc_kr": "euckr korean ksc5601 ks_c_5601 ks_c_5601_1987 ksx1001 ks_x_1001 x_mac_korean",
	"cp949":  "949 ms949 uhc",
	"johab":  "cp1361 ms1361",
}

func init() {
	spec.Functions = multibytecodec.Functions(kr.Encodings, aliases)
	py.RegisterModule(&spec)
}
