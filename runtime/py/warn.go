package py

import "fmt"

// This file implements the way by which this package warns.

// WarnHook is warnings.warn: package runtime/stdlib/warnings sets it. stacklevel is as
// there, 1 being the Python code that runs. Where it is nil nothing is shown.
var WarnHook func(category *Type, message string, stacklevel int) *Exception

// Warnf warns, which may raise where the program made warnings errors.
func Warnf(category *Type, format string, args ...any) *Exception {
	if WarnHook == nil {
		return nil
	}
	return WarnHook(category, fmt.Sprintf(format, args...), 1)
}
