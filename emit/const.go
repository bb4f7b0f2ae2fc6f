package emit

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/emit/names"
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the emission of constants and interned names.

func quote(s string) string { return strconv.Quote(s) }

// pooled returns the package variable that holds the Go expression init, declaring it
// under a name like hint the first time.
func (m *module) pooled(hint, init string) string {
	if v, ok := m.consts[init]; ok {
		return v
	}
	v := m.p.scope.Name(hint)
	m.consts[init] = v
	fmt.Fprintf(&m.constBuf, "\t%s = %s\n", v, init)
	return v
}

// nameConst returns the interned name as a *py.Str.
func (m *module) nameConst(name string) string {
	return m.pooled("name_"+names.Clean(name), fmt.Sprintf("py.Intern(%s)", quote(name)))
}

// slotConst returns the address of the package variable that is a slot.
func (m *module) slotConst(s *ir.SlotConst) string {
	key := "slot " + s.Class + "." + s.Name
	v, ok := m.consts[key]
	if !ok {
		v = m.p.scope.Name("slot_" + names.Clean(s.Class+"_"+s.Name))
		m.consts[key] = v
		fmt.Fprintf(&m.constBuf, "\t%s = py.NewSlot(%s)\n", v, quote(s.Name))
	}
	return "&" + v
}

// site declares the package variable that is the place of a call of the method name, and
// returns it.
func (m *module) site(name string) string {
	v := m.p.scope.Name("site_" + names.Clean(name))
	fmt.Fprintf(&m.constBuf, "\t%s = py.Site{Method: %s}\n", v, quote(name))
	return v
}

// namesConst returns a slice of interned names, for keyword calls.
func (m *module) namesConst(list []string) string {
	if len(list) == 0 {
		return "nil"
	}
	var items []string
	for _, n := range list {
		items = append(items, m.nameConst(n))
	}
	return m.pooled("names_"+names.Clean(strings.Join(list, "_")), "[]*py.Str{"+strings.Join(items, ", ")+"}")
}

// constant returns the Go expression of c in its representation.
func (m *module) constant(c *ir.Const) string {
	switch c.R {
	case types.Bool:
		return strconv.FormatBool(c.Kind == ir.CTrue)
	case types.Int64, types.Native:
		return strconv.FormatInt(c.Int, 10)
	case types.Float64:
		return m.float(c.Float)
	case types.Str:
		return m.pooled("str_"+hint(c.Str), "py.NewStr("+quote(c.Str)+")")
	case types.Exc:
		return "nil"
	}
	switch c.Kind {
	case ir.CNone:
		return "py.None"
	case ir.CTrue:
		return "py.True"
	case ir.CFalse:
		return "py.False"
	case ir.CEllipsis:
		return "py.Ellipsis"
	case ir.CNotImplemented:
		return "py.NotImplemented"
	case ir.CUnbound:
		return "py.Value{}"
	case ir.CInt:
		if c.Big != nil {
			return m.pooled("int_"+hint(c.Big.String()), "py.IntLiteral("+quote(c.Big.String())+")")
		}
		return fmt.Sprintf("py.Int(%d)", c.Int)
	case ir.CFloat:
		return "py.Float(" + m.float(c.Float) + ")"
	case ir.CComplex:
		return m.pooled("complex_const", fmt.Sprintf("py.NewComplex(complex(0, %s))", m.float(c.Float)))
	case ir.CStr:
		if isName(c.Str) {
			// Interned, so that a dict finds it by its address.
			return m.pooled("str_"+hint(c.Str), "py.Intern("+quote(c.Str)+").Value()")
		}
		return m.pooled("str_"+hint(c.Str), "py.StrV("+quote(c.Str)+")")
	case ir.CBytes:
		return m.pooled("bytes_"+hint(c.Str), "py.NewBytesStr("+quote(c.Str)+").Value()")
	case ir.CTuple, ir.CFrozenSet:
		var items []string
		for _, e := range c.Elems {
			items = append(items, m.constant(e))
		}
		if c.Kind == ir.CTuple {
			return m.pooled("tuple_const", "py.TupleV("+strings.Join(items, ", ")+")")
		}
		return m.pooled("frozenset_const", "py.FrozenSetV("+strings.Join(items, ", ")+")")
	}
	panic(fmt.Sprintf("emit: constant of kind %d", c.Kind))
}

// float returns f as a Go constant or, where Go has none, an expression.
func (m *module) float(f float64) string {
	switch {
	case math.IsInf(f, 1):
		m.file.Import("math", "")
		return "math.Inf(1)"
	case f == 0 && math.Signbit(f):
		m.file.Import("math", "")
		return "math.Copysign(0, -1)"
	case math.IsInf(f, -1):
		m.file.Import("math", "")
		return "math.Inf(-1)"
	}
	s := strconv.FormatFloat(f, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// isName reports whether s looks like an identifier.
func isName(s string) bool {
	for _, r := range s {
		if r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != ""
}

// hint returns a short identifier part that tells what text s is.
func hint(s string) string {
	var b strings.Builder
	for _, r := range s {
		if b.Len() >= 20 {
			break
		}
		switch {
		case r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	if h := strings.Trim(b.String(), "_"); h != "" {
		return h
	}
	return "const"
}
