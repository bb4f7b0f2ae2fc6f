//go:build unix

package py

import "syscall"

// hasMemory reports whether the system would let the process have size bytes more, as far
// as its limits and its policy for memory say: it may be overcommitted all the same.
func hasMemory(size int) bool {
	room, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		return false
	}
	_ = syscall.Munmap(room)
	return true
}
