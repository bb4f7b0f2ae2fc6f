//go:build !linux

package platform

func systemNames() names { return fallback() }
