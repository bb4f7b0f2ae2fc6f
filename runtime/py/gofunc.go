package py

// This file implements Python functions whose bodies are written in Go. Unlike a Builtin
// such a function binds as a method, has a __code__ and can be given attributes: it is
// for what the standard library makes at run time (the methods of dataclasses, wrappers).

// FuncSpec describes a Python function written in Go.
type FuncSpec struct {
	Name, Qualname, Module string
	// Pos are the positional parameters, KwOnly the keyword-only ones.
	Pos, KwOnly []string
	PosOnly     int
	// VarArgs and VarKw name *args and **kwargs, "" for none.
	VarArgs, VarKw string
	// Defaults are of the last positional parameters.
	Defaults []Value
	// KwDefaults are by the name of a keyword-only parameter.
	KwDefaults map[string]Value
	Doc        string
	// Impl takes one Value for each parameter, in the order Pos, KwOnly, *args (a
	// tuple), **kwargs (a dict); see Function.
	Impl any
}

// NewGoFunction returns the function that spec describes.
func NewGoFunction(spec FuncSpec) *Function {
	c := &Code{Name: spec.Name, Qualname: spec.Qualname, PosOnly: spec.PosOnly, Pos: len(spec.Pos), KwOnly: len(spec.KwOnly)}
	for _, list := range [][]string{spec.Pos, spec.KwOnly} {
		for _, name := range list {
			c.Params = append(c.Params, Intern(name))
		}
	}
	if spec.VarArgs != "" {
		c.Flags |= CodeVarArgs
		c.Params = append(c.Params, Intern(spec.VarArgs))
	}
	if spec.VarKw != "" {
		c.Flags |= CodeVarKeywords
		c.Params = append(c.Params, Intern(spec.VarKw))
	}
	if spec.Doc != "" {
		c.Doc = StrV(spec.Doc)
	}
	f := NewFunction(c, spec.Impl)
	f.Module = StrV(spec.Module)
	f.Defaults = spec.Defaults
	if len(spec.KwDefaults) > 0 {
		f.KwDefaults = NewDict()
		for _, name := range spec.KwOnly {
			if v, ok := spec.KwDefaults[name]; ok {
				f.KwDefaults.SetStr(Intern(name), v)
			}
		}
	}
	return f
}

// Subclasses returns the classes that derive directly from t, as t.__subclasses__().
func (t *Type) Subclasses() []*Type { return append([]*Type(nil), t.subclasses...) }
