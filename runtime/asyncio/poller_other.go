//go:build !(linux || darwin || dragonfly || freebsd || netbsd || openbsd)

package asyncio

func newNativeBackend() (pollBackend, error) { return newPortableBackend() }
