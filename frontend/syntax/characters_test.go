package syntax_test

import (
	_ "github.com/aio2go/aio2go/frontend/characters" // for the tests of names and \N{...}
	_ "github.com/aio2go/aio2go/frontend/charset"    // for the tests of CPython's library
)
