package resolve_test

import (
	_ "github.com/aio2go/aio2go/frontend/characters" // for the tests of CPython's library
	_ "github.com/aio2go/aio2go/frontend/charset"
)
