package pyio

import "errors"

// TerminalSize is not known here.
func TerminalSize(fd int) (columns, lines int, err error) { return 0, 0, errors.ErrUnsupported }
