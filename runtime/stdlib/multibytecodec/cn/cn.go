// Package cn implements the module _codecs_cn: the encodings of simplified Chinese (package
// multibyte/cn) as codecs of Python.
package cn

import (
	"github.com/aio2go/aio2go/runtime/multibyte/cn"
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/multibytecodec"
)

var spec = py.ModuleSpec{Name: "_codecs_cn"}

// aliases are the further names of the encodings (encodings.aliases).
var aliases = map[string]string{
	"gb2312":  "chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58 x_mac_simp_chinese",
	"gbk":     "936 cp936 ms936",
	"gb18030": "gb18030_2000",
	"hz":      "hzgb hz_gb hz_gb_2312",
}

func init() {
	spec.Functions = multibytecodec.Functions(cn.Encodings, aliases)
	py.RegisterModule(&spec)
}
