// Package termios implements the module termios (Python library reference, termios: POSIX
// style tty control) on Linux.
package termios
