package resolve

import "strings"

// Mangle returns the name that the private name name has inside class: __x in
// class C is _C__x. Outside a class (class is "") and for other names it is
// name itself. See
// https://docs.python.org/3.13/reference/expressions.html#private-name-mangling.
func Mangle(class, name string) string {
	if class == "" || !strings.HasPrefix(name, "__") || strings.HasSuffix(name, "__") || strings.Contains(name, ".") {
		return name
	}
	class = strings.TrimLeft(class, "_")
	if class == "" {
		return name
	}
	return "_" + class + name
}

// Mangle returns the name that name has in the scope; see the function Mangle.
func (s *Scope) Mangle(name string) string {
	if s.mangleOnly != nil && !s.mangleOnly[name] {
		return name
	}
	return Mangle(s.private, name)
}
