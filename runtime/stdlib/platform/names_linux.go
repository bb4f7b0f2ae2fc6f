package platform

import "syscall"

func systemNames() names {
	var u syscall.Utsname
	if err := syscall.Uname(&u); err != nil {
		return fallback()
	}
	return names{chars(u.Sysname[:]), chars(u.Nodename[:]), chars(u.Release[:]), chars(u.Version[:]), chars(u.Machine[:])}
}

// chars is a C string; the element type depends on the machine.
func chars[T int8 | uint8](a []T) string {
	b := make([]byte, 0, len(a))
	for _, c := range a {
		if c == 0 {
			break
		}
		b = append(b, byte(c))
	}
	return string(b)
}
