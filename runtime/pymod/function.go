package pymod

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// Func is one function.
type Func struct {
	// Sig is the name with the parameters: "get(self, key, default=None, *, strict=True)".
	// A default is a literal, or the name of one of Defaults.
	Sig string
	// Impl takes one Value for each parameter, all bound, in the order positional,
	// keyword-only, *args (a tuple), **kwargs (a dict); see py.Function.
	Impl any
	Doc  string
	// Defaults are the defaults that are no literals, by the name that Sig has for them.
	Defaults map[string]py.Value
}

// NewFunction returns the function f of a module, or of the class with the qualified
// name class. A wrong Sig is a bug of the runtime and panics.
func NewFunction(module, class string, f Func) py.Value { return GoFunction(module, class, f).Value() }

// GoFunction is NewFunction for those that need more of the function than its value.
func GoFunction(module, class string, f Func) *py.Function {
	spec := parse(f)
	spec.Module, spec.Qualname, spec.Doc, spec.Impl = module, spec.Name, f.Doc, f.Impl
	if class != "" {
		spec.Qualname = class + "." + spec.Name
	}
	return py.NewGoFunction(spec)
}

// AddFunctions adds functions to a module.
func AddFunctions(m *py.Module, list ...Func) {
	for _, f := range list {
		v := NewFunction(m.Name, "", f)
		m.Set(nameOf(f), v)
	}
}

func nameOf(f Func) string {
	name, _, _ := strings.Cut(f.Sig, "(")
	return name
}

// parse takes f.Sig apart.
func parse(f Func) py.FuncSpec {
	name, rest, ok := strings.Cut(f.Sig, "(")
	if !ok || !strings.HasSuffix(rest, ")") {
		panic("pymod: not a signature: " + f.Sig)
	}
	spec := py.FuncSpec{Name: name}
	kwOnly := false
	for _, p := range split(rest[:len(rest)-1]) {
		switch {
		case p == "/":
			spec.PosOnly = len(spec.Pos)
			continue
		case p == "*":
			kwOnly = true
			continue
		case strings.HasPrefix(p, "**"):
			spec.VarKw = p[2:]
			continue
		case strings.HasPrefix(p, "*"):
			spec.VarArgs = p[1:]
			kwOnly = true
			continue
		}
		param, def, hasDefault := strings.Cut(p, "=")
		var v py.Value
		if hasDefault {
			v = f.literal(def)
		}
		if !kwOnly {
			spec.Pos = append(spec.Pos, param)
			if hasDefault {
				spec.Defaults = append(spec.Defaults, v)
			}
			continue
		}
		spec.KwOnly = append(spec.KwOnly, param)
		if hasDefault {
			if spec.KwDefaults == nil {
				spec.KwDefaults = map[string]py.Value{}
			}
			spec.KwDefaults[param] = v
		}
	}
	return spec
}

// split splits parameters at the commas outside quotes and parentheses.
func split(s string) []string {
	var list []string
	depth, start := 0, 0
	var quote byte
	for i := 0; i <= len(s); i++ {
		switch {
		case i == len(s) || s[i] == ',' && depth == 0 && quote == 0:
			if p := strings.TrimSpace(s[start:i]); p != "" {
				list = append(list, p)
			}
			start = i + 1
		case quote != 0:
			if s[i] == quote {
				quote = 0
			}
		case s[i] == '\'':
			quote = s[i]
		case s[i] == '(':
			depth++
		case s[i] == ')':
			depth--
		}
	}
	return list
}

// literal returns the value of a default.
func (f *Func) literal(s string) py.Value {
	switch s {
	case "None":
		return py.None
	case "True":
		return py.True
	case "False":
		return py.False
	case "()":
		return py.EmptyTuple.Value()
	}
	if v, ok := f.Defaults[s]; ok {
		return v
	}
	if strings.HasPrefix(s, "b'") && strings.HasSuffix(s, "'") {
		return py.BytesV([]byte(s[2 : len(s)-1]))
	}
	if n, err := strconv.ParseInt(s, 0, 64); err == nil {
		return py.Int(n)
	}
	if x, err := strconv.ParseFloat(s, 64); err == nil {
		return py.Float(x)
	}
	if len(s) >= 2 && s[0] == '\'' && s[len(s)-1] == '\'' {
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(s[1:len(s)-1], `"`, `\"`) + `"`)
		if err == nil {
			return py.StrV(text)
		}
	}
	panic(fmt.Sprintf("pymod: default %s of %s", s, f.Sig))
}
