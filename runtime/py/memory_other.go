//go:build !unix

package py

// hasMemory reports true: this system is not asked.
func hasMemory(size int) bool { return true }
