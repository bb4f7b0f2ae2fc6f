package socket

import "github.com/aio2go/aio2go/runtime/py"

// Ancillary data is not sent or received on Windows.

func parseControl([]byte) value { return py.NewList(nil).Value() }

func appendControl(b []byte, _, _ int, data []byte) []byte { return append(b, data...) }

func controlLen(n int) int   { return n + 16 }
func controlSpace(n int) int { return (n + 7 + 16) &^ 7 }
