package pathlib

import "strings"

// This file takes paths apart, for both kinds of system.

// parsed is a path in its parts.
type parsed struct {
	windows     bool
	drive, root string
	tail        []string
}

func (p parsed) sep() string {
	if p.windows {
		return `\`
	}
	return "/"
}

// String is the normalized path, "" for the current directory.
func (p parsed) String() string {
	tail := p.tail
	if p.drive == "" && p.root == "" && len(tail) > 0 && p.windows {
		if d, _, _ := windowsRoot(tail[0]); d != "" {
			tail = append([]string{"."}, tail...)
		}
	}
	return p.drive + p.root + strings.Join(tail, p.sep())
}

// parse takes an unnormalized path apart.
func parse(path string, windows bool) parsed {
	p := parsed{windows: windows}
	if path == "" {
		return p
	}
	rest := ""
	if windows {
		p.drive, p.root, rest = windowsRoot(strings.ReplaceAll(path, "/", `\`))
		if p.root == "" && strings.HasPrefix(p.drive, `\`) && !strings.HasSuffix(p.drive, `\`) {
			parts := strings.Split(p.drive, `\`)
			if len(parts) == 4 && !strings.Contains("?.", parts[2]) || len(parts) == 6 {
				p.root = `\`
			}
		}
	} else {
		p.root, rest = posixRoot(path)
	}
	sep := p.sep()
	p.tail = make([]string, 0, strings.Count(rest, sep)+1)
	for more := true; more; {
		var x string
		if x, rest, more = strings.Cut(rest, sep); x != "" && x != "." {
			p.tail = append(p.tail, x)
		}
	}
	return p
}

// posixRoot splits the root off: two slashes are a root of their own, more are one.
func posixRoot(path string) (root, rest string) {
	switch {
	case !strings.HasPrefix(path, "/"):
		return "", path
	case strings.HasPrefix(path, "//") && !strings.HasPrefix(path, "///"):
		return "//", path[2:]
	}
	return "/", path[1:]
}

// windowsRoot is ntpath.splitroot of a path with backslashes.
func windowsRoot(p string) (drive, root, rest string) {
	const sep = `\`
	if strings.HasPrefix(p, sep) {
		if !strings.HasPrefix(p[1:], sep) {
			return "", sep, p[1:]
		}
		// A UNC path: \\server\share, \\?\UNC\server\share.
		start := 2
		if len(p) >= 8 && strings.EqualFold(p[:8], `\\?\UNC\`) {
			start = 8
		}
		i := strings.Index(p[start:], sep)
		if i < 0 {
			return p, "", ""
		}
		i += start
		j := strings.Index(p[i+1:], sep)
		if j < 0 {
			return p, "", ""
		}
		j += i + 1
		return p[:j], p[j : j+1], p[j+1:]
	}
	if r := []rune(p); len(r) > 1 && r[1] == ':' {
		n := len(string(r[:2]))
		if strings.HasPrefix(p[n:], sep) {
			return p[:n], sep, p[n+1:]
		}
		return p[:n], "", p[n:]
	}
	return "", "", p
}

// joinRaw is os.path.join of a path's segments.
func joinRaw(segments []string, windows bool) string {
	if len(segments) == 0 {
		return ""
	}
	if windows {
		return joinWindows(segments)
	}
	path := segments[0]
	for _, s := range segments[1:] {
		switch {
		case strings.HasPrefix(s, "/"):
			path = s
		case path == "" || strings.HasSuffix(path, "/"):
			path += s
		default:
			path += "/" + s
		}
	}
	return path
}

func joinWindows(segments []string) string {
	norm := func(s string) string { return strings.ReplaceAll(s, "/", `\`) }
	drive, root, path := windowsRoot(norm(segments[0]))
	for _, s := range segments[1:] {
		d, r, rest := windowsRoot(norm(s))
		switch {
		case r != "":
			if d != "" || drive == "" {
				drive = d
			}
			root, path = r, rest
			continue
		case d != "" && d != drive:
			if !strings.EqualFold(d, drive) {
				drive, root, path = d, r, rest
				continue
			}
			drive = d
		}
		if path != "" && !strings.HasSuffix(path, `\`) {
			path += `\`
		}
		path += rest
	}
	if path != "" && root == "" && drive != "" && !strings.HasSuffix(drive, ":") && !strings.HasSuffix(drive, `\`) {
		return drive + `\` + path
	}
	return drive + root + path
}

// suffixOf is where the suffix of a name begins, len(name) where it has none.
func suffixOf(name string) int {
	trimmed := strings.TrimLeft(name, ".")
	lead := len(name) - len(trimmed)
	i := strings.LastIndexByte(name, '.')
	if i < lead || i == len(name)-1 || i <= 0 {
		return len(name)
	}
	return i
}
