// Package tw has the encodings of traditional Chinese: Big5 and Microsoft's code page 950.
package tw

import (
	_ "embed" // for the tables

	"github.com/aio2go/aio2go/runtime/multibyte"
)

//go:embed tables.bin
var file string

var table = multibyte.NewTables(file)

// Big5 is Big5 without extensions.
var Big5 = table("big5", nil, nil)

// Encodings are all of the package.
var Encodings = []multibyte.Encoding{Big5, table("cp950", Big5, nil)}
