package source_test

import _ "github.com/aio2go/aio2go/frontend/charset" // for the tests of encodings
