//go:build !unix

package entry

import "errors"

// raiseInterrupt fails: the system has no signals, the status alone tells.
func raiseInterrupt() error { return errors.ErrUnsupported }
