package py

import (
	"strconv"
	"strings"
	"syscall"
)

// This file implements the texts of error numbers.

// Strerror is os.strerror(errno): Go's texts are those of C in lower case.
func Strerror(errno syscall.Errno) string {
	if s, ok := strerrorNames[errno]; ok {
		return s
	}
	s := errno.Error()
	if strings.HasPrefix(s, "errno ") {
		return "Unknown error " + strconv.Itoa(int(errno))
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// strerrorNames are the texts that Go has not.
var strerrorNames = map[syscall.Errno]string{
	0:   "Success",
	133: "Memory page has hardware error",
}

func itoa(n int) string { return strconv.Itoa(n) }
