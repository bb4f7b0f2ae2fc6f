// Package fcntl implements the module fcntl (Python library reference, fcntl: The fcntl and
// ioctl system calls) on systems of the Unix family.
package fcntl
