// Package parse implements the module urllib.parse (Python library reference,
// urllib.parse: Parse URLs into components).
package parse

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	_ "github.com/aio2go/aio2go/runtime/stdlib/urllib" // the package that the module is in
)

type (
	value = py.Value
	exc   = *py.Exception
)

var spec = py.ModuleSpec{
	Name: "urllib.parse",
	Doc:  "Parse (absolute and relative) URLs.",
	Init: initModule,
}

func init() { py.RegisterModule(&spec) }

// lists are the schemes by what their URLs have; a program may add to them.
var lists = map[string]*py.List{}

func initModule(m *py.Module) exc {
	for name, words := range map[string]string{
		"uses_relative":    "- ftp http gopher nntp imap wais file https shttp mms prospero rtsp rtsps rtspu sftp svn svn+ssh ws wss",
		"uses_netloc":      "- ftp http gopher nntp telnet imap wais file mms https shttp snews prospero rtsp rtsps rtspu rsync svn svn+ssh sftp nfs git git+ssh ws wss itms-services",
		"uses_params":      "- ftp hdl prospero http imap https shttp rtsp rtsps rtspu sip sips mms sftp tel",
		"uses_query":       "- http wais imap https shttp mms gopher rtsp rtsps rtspu sip sips",
		"uses_fragment":    "- ftp hdl http gopher news nntp wais https shttp snews file prospero",
		"non_hierarchical": "gopher hdl mailto news telnet wais imap snews sip sips",
	} {
		var items []value
		for _, w := range strings.Fields(words) {
			items = append(items, py.StrV(strings.TrimPrefix(w, "-")))
		}
		lists[name] = py.NewList(items)
		m.Set(name, lists[name].Value())
	}
	m.Set("scheme_chars", py.StrV(schemeChars))
	if e := makeResults(m); e != nil {
		return e
	}
	addQuoting(m)
	pydef.Add(m,
		pydef.Method{Sig: "urlparse(url, scheme='', allow_fragments=True)", Impl: func(u, scheme, fragments value) (value, exc) {
			return coerced(func(s []string) (value, exc) {
				frag, e := py.Truth(fragments)
				if e != nil {
					return value{}, e
				}
				p, e := urlparse(s[0], s[1], frag)
				return strs(parseClass, p[:]...), e
			}, u, scheme)
		}},
		pydef.Method{Sig: "urlsplit(url, scheme='', allow_fragments=True)", Impl: func(u, scheme, fragments value) (value, exc) {
			return coerced(func(s []string) (value, exc) {
				frag, e := py.Truth(fragments)
				if e != nil {
					return value{}, e
				}
				p, e := urlsplit(s[0], s[1], frag)
				return strs(splitClass, p[:]...), e
			}, u, scheme)
		}},
		pydef.Method{Sig: "urlunparse(components)", Impl: func(c value) (value, exc) { return unparse(c, 6) }},
		pydef.Method{Sig: "urlunsplit(components)", Impl: func(c value) (value, exc) { return unparse(c, 5) }},
		pydef.Method{Sig: "urljoin(base, url, allow_fragments=True)", Impl: func(base, u, fragments value) (value, exc) {
			for _, x := range [][2]value{{base, u}, {u, base}} {
				if t, e := py.Truth(x[0]); e != nil {
					return value{}, e
				} else if !t {
					return x[1], nil
				}
			}
			return coerced(func(s []string) (value, exc) {
				frag, e := py.Truth(fragments)
				if e != nil {
					return value{}, e
				}
				r, e := urljoin(s[0], s[1], frag)
				return py.StrV(r), e
			}, base, u)
		}},
		pydef.Method{Sig: "urldefrag(url)", Impl: func(u value) (value, exc) {
			return coerced(func(s []string) (value, exc) {
				frag := ""
				if strings.Contains(s[0], "#") {
					p, e := urlparse(s[0], "", true)
					if e != nil {
						return value{}, e
					}
					frag, p[5] = p[5], ""
					s[0] = urlunparse(p)
				}
				return strs(defragClass, s[0], frag), nil
			}, u)
		}},
		pydef.Method{Sig: "clear_cache()", Impl: func() (value, exc) { return py.None, nil }},
		pydef.Method{Sig: "unwrap(url)", Impl: func(u value) (value, exc) {
			t, e := py.Str_(u)
			if e != nil {
				return value{}, e
			}
			s := strings.TrimSpace(t.Str().S)
			if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") && len(s) > 1 {
				s = strings.TrimSpace(s[1 : len(s)-1])
			}
			return py.StrV(strings.TrimSpace(strings.TrimPrefix(s, "URL:"))), nil
		}},
	)
	addDeprecated(m)
	var all []value
	for _, n := range strings.Fields("urlparse urlunparse urljoin urldefrag urlsplit urlunsplit urlencode parse_qs parse_qsl quote quote_plus quote_from_bytes unquote unquote_plus unquote_to_bytes " +
		"DefragResult ParseResult SplitResult DefragResultBytes ParseResultBytes SplitResultBytes") {
		all = append(all, py.StrV(n))
	}
	m.Set("__all__", py.NewList(all).Value())
	return nil
}

const schemeChars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."

func in(list, scheme string) bool {
	return slices.ContainsFunc(lists[list].Items, func(v value) bool {
		s, ok := py.AsStr(v)
		return ok && s.S == scheme
	})
}

var nameDecode = py.Intern("decode")
var nameEncode = py.Intern("encode")

// coerced calls f with the texts of args, which are all str, or all bytes; for bytes the
// result is turned into bytes.
func coerced(f func(s []string) (value, exc), args ...value) (value, exc) {
	s := make([]string, len(args))
	_, isText := py.AsStr(args[0])
	for i, a := range args[1:] {
		t, e := py.Truth(a)
		if e != nil {
			return value{}, e
		}
		if _, ok := py.AsStr(a); t && ok != isText {
			return value{}, py.Raisef(py.TypeErrorType, "Cannot mix str and non-str arguments")
		}
		_ = i
	}
	for i, a := range args {
		if isText {
			if str, ok := py.AsStr(a); ok {
				s[i] = str.S
			}
			continue
		}
		t, e := py.Truth(a)
		if e != nil {
			return value{}, e
		}
		if !t {
			continue
		}
		d, e := py.CallMethod2(a, nameDecode, py.StrV("ascii"), py.StrV("strict"))
		if e != nil {
			return value{}, e
		}
		if s[i], e = py.StrText(d); e != nil {
			return value{}, e
		}
	}
	r, e := f(s)
	if e != nil || isText {
		return r, e
	}
	return py.CallMethod2(r, nameEncode, py.StrV("ascii"), py.StrV("strict"))
}

// controls is what is stripped from a URL: C0 controls and space.
func isControl(c rune) bool { return c <= ' ' }

func removeUnsafe(s string) string {
	if !strings.ContainsAny(s, "\t\r\n") {
		return s
	}
	return strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(s)
}

// urlsplit returns scheme, netloc, path, query and fragment.
func urlsplit(url, scheme string, fragments bool) (p [5]string, e exc) {
	url = removeUnsafe(strings.TrimLeftFunc(url, isControl))
	scheme = removeUnsafe(strings.TrimFunc(scheme, isControl))
	if i := strings.IndexByte(url, ':'); i > 0 && (url[0]|0x20 >= 'a' && url[0]|0x20 <= 'z') && strings.Trim(url[:i], schemeChars) == "" {
		scheme, url = strings.ToLower(url[:i]), url[i+1:]
	}
	netloc := ""
	if strings.HasPrefix(url, "//") {
		url = url[2:]
		i := strings.IndexAny(url, "/?#")
		if i < 0 {
			i = len(url)
		}
		netloc, url = url[:i], url[i:]
		open, closed := strings.Contains(netloc, "["), strings.Contains(netloc, "]")
		if open != closed {
			return p, py.Raisef(py.ValueErrorType, "Invalid IPv6 URL")
		}
		if open {
			_, host, _ := strings.Cut(netloc, "[")
			host, _, _ = strings.Cut(host, "]")
			if e := checkBracketed(host); e != nil {
				return p, e
			}
		}
	}
	var query, fragment string
	if fragments {
		url, fragment, _ = strings.Cut(url, "#")
	}
	url, query, _ = strings.Cut(url, "?")
	if e := checkNetloc(netloc); e != nil {
		return p, e
	}
	return [5]string{scheme, netloc, url, query, fragment}, nil
}

// checkBracketed checks a host in brackets: IPv6, or an IP version of the future.
func checkBracketed(host string) exc {
	if strings.HasPrefix(host, "v") {
		version, rest, ok := strings.Cut(host[1:], ".")
		if !ok || version == "" || strings.Trim(version, "0123456789abcdefABCDEF") != "" || rest == "" {
			return py.Raisef(py.ValueErrorType, "IPvFuture address is invalid")
		}
		return nil
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return py.Raisef(py.ValueErrorType, "%s does not appear to be an IPv4 or IPv6 address", py.QuoteStr(host))
	}
	if a.Is4() {
		return py.Raisef(py.ValueErrorType, "An IPv4 address cannot be in brackets")
	}
	return nil
}

// hidesDelimiter are the characters whose NFKC form has one of / ? # @ :
const hidesDelimiter = "\u2047\u2048\u2049\u2100\u2101\u2105\u2106\u2a74\ufe13\ufe16\ufe55\ufe56\ufe5f\ufe6b\uff03\uff0f\uff1a\uff1f\uff20"

func checkNetloc(netloc string) exc {
	if strings.ContainsAny(netloc, hidesDelimiter) {
		return py.Raisef(py.ValueErrorType, "netloc '%s' contains invalid characters under NFKC normalization", netloc)
	}
	return nil
}

// urlparse returns scheme, netloc, path, params, query and fragment.
func urlparse(url, scheme string, fragments bool) (p [6]string, e exc) {
	s, e := urlsplit(url, scheme, fragments)
	if e != nil {
		return p, e
	}
	path, params := s[2], ""
	if in("uses_params", s[0]) {
		path, params = splitParams(path)
	}
	return [6]string{s[0], s[1], path, params, s[3], s[4]}, nil
}

// splitParams splits the parameters off the last segment.
func splitParams(path string) (string, string) {
	slash := max(strings.LastIndexByte(path, '/'), 0)
	i := strings.IndexByte(path[slash:], ';')
	if i < 0 {
		return path, ""
	}
	return path[:slash+i], path[slash+i+1:]
}

func urlunparse(p [6]string) string {
	path := p[2]
	if p[3] != "" {
		path += ";" + p[3]
	}
	return urlunsplit([5]string{p[0], p[1], path, p[4], p[5]})
}

func urlunsplit(p [5]string) string {
	scheme, netloc, url := p[0], p[1], p[2]
	switch {
	case netloc != "":
		if url != "" && url[0] != '/' {
			url = "/" + url
		}
		url = "//" + netloc + url
	case strings.HasPrefix(url, "//"):
		url = "//" + url
	case scheme != "" && in("uses_netloc", scheme) && (url == "" || url[0] == '/'):
		url = "//" + url
	}
	if scheme != "" {
		url = scheme + ":" + url
	}
	if p[3] != "" {
		url += "?" + p[3]
	}
	if p[4] != "" {
		url += "#" + p[4]
	}
	return url
}

func unparse(components value, n int) (value, exc) {
	items, e := py.ToSlice(components)
	if e != nil {
		return value{}, e
	}
	if len(items) != n { // as the assignment to n names and one more would fail
		if len(items) < n {
			return value{}, py.Raisef(py.ValueErrorType, "not enough values to unpack (expected %d, got %d)", n+1, len(items)+1)
		}
		return value{}, py.Raisef(py.ValueErrorType, "too many values to unpack (expected %d)", n+1)
	}
	return coerced(func(s []string) (value, exc) {
		if n == 6 {
			return py.StrV(urlunparse([6]string(s))), nil
		}
		return py.StrV(urlunsplit([5]string(s))), nil
	}, items...)
}

func urljoin(base, url string, fragments bool) (string, exc) {
	b, e := urlparse(base, "", fragments)
	if e != nil {
		return "", e
	}
	u, e := urlparse(url, b[0], fragments)
	if e != nil {
		return "", e
	}
	if u[0] != b[0] || !in("uses_relative", u[0]) {
		return url, nil
	}
	if in("uses_netloc", u[0]) {
		if u[1] != "" {
			return urlunparse(u), nil
		}
		u[1] = b[1]
	}
	if u[2] == "" && u[3] == "" {
		u[2], u[3] = b[2], b[3]
		if u[4] == "" {
			u[4] = b[4]
		}
		return urlunparse(u), nil
	}
	baseParts := strings.Split(b[2], "/")
	if baseParts[len(baseParts)-1] != "" {
		baseParts = baseParts[:len(baseParts)-1]
	}
	segments := strings.Split(u[2], "/")
	if !strings.HasPrefix(u[2], "/") {
		all := append(baseParts, segments...)
		segments = nil
		for i, s := range all {
			if s != "" || i == 0 || i == len(all)-1 {
				segments = append(segments, s)
			}
		}
	}
	var resolved []string
	for _, s := range segments {
		switch s {
		case "..":
			if len(resolved) > 0 {
				resolved = resolved[:len(resolved)-1]
			}
		case ".":
		default:
			resolved = append(resolved, s)
		}
	}
	if last := segments[len(segments)-1]; last == "." || last == ".." {
		resolved = append(resolved, "")
	}
	if u[2] = strings.Join(resolved, "/"); u[2] == "" {
		u[2] = "/"
	}
	return urlunparse(u), nil
}
