// Package hk has Big5 with the Hong Kong Supplementary Character Set.
package hk

import (
	_ "embed" // for the table

	"github.com/aio2go/aio2go/runtime/multibyte"
	"github.com/aio2go/aio2go/runtime/multibyte/tw"
)

//go:embed tables.bin
var file string

// Encodings are all of the package.
var Encodings = []multibyte.Encoding{multibyte.NewTables(file)("big5hkscs", tw.Big5, nil)}
