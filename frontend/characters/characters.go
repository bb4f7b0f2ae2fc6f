// Package characters has the parts of the Unicode character database that the grammar of
// Python asks for: the normal form of names and the names of characters.
//
// Importing it gives them to package syntax.
package characters

import (
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/runenames"

	"github.com/aio2go/aio2go/frontend/syntax"
)

func init() {
	syntax.NFKC = norm.NFKC.String
	syntax.CharName = runenames.Name
}
