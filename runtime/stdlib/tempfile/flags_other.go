//go:build !unix

package tempfile

const noFollow = 0 // there is no such flag
