package py

// This file implements code objects (Python reference 3.2.13.1): what inspect and
// programs that look at f.__code__ need of them.

func co(v Value) *Code { return heap[codeObject](v).code }

// flags is co_flags: the flags that CPython has, with CO_OPTIMIZED and CO_NEWLOCALS,
// which every function has.
func (c *Code) flags() int64 {
	return int64(c.Flags&^CodeHandles) | 0x3
}

func strTuple(list []*Str) Value {
	items := make([]Value, len(list))
	for i, s := range list {
		items[i] = s.Value()
	}
	return NewTuple(items).Value()
}

func stringTuple(list []string) Value {
	items := make([]Value, len(list))
	for i, s := range list {
		items[i] = StrV(s)
	}
	return NewTuple(items).Value()
}

// fileName is the file's name, for code without a file a placeholder.
func (c *Code) fileName() string {
	if c.File == nil {
		return "<unknown>"
	}
	return c.File.Name
}

var codeSpec = TypeSpec{
	NoNew: true,
	Slots: Slots{Repr: func(v Value) (Value, *Exception) {
		c := co(v)
		return StrV("<code object " + c.Name + " at " + addressString(v) + ", file \"" + c.fileName() + "\", line " + itoa(int(c.FirstLine)) + ">"), nil
	}},
	GetSets: []GetSet{
		{Name: "co_name", Get: func(v Value) (Value, *Exception) { return StrV(co(v).Name), nil }},
		{Name: "co_qualname", Get: func(v Value) (Value, *Exception) { return StrV(co(v).QualName()), nil }},
		{Name: "co_filename", Get: func(v Value) (Value, *Exception) { return StrV(co(v).fileName()), nil }},
		{Name: "co_firstlineno", Get: func(v Value) (Value, *Exception) { return Int(int64(co(v).FirstLine)), nil }},
		{Name: "co_argcount", Get: func(v Value) (Value, *Exception) { return Int(int64(co(v).Pos)), nil }},
		{Name: "co_posonlyargcount", Get: func(v Value) (Value, *Exception) { return Int(int64(co(v).PosOnly)), nil }},
		{Name: "co_kwonlyargcount", Get: func(v Value) (Value, *Exception) { return Int(int64(co(v).KwOnly)), nil }},
		{Name: "co_nlocals", Get: func(v Value) (Value, *Exception) { return Int(int64(len(co(v).Params))), nil }},
		{Name: "co_flags", Get: func(v Value) (Value, *Exception) { return Int(co(v).flags()), nil }},
		{Name: "co_varnames", Get: func(v Value) (Value, *Exception) { return strTuple(co(v).Params), nil }},
		{Name: "co_freevars", Get: func(v Value) (Value, *Exception) { return stringTuple(co(v).FreeVars), nil }},
		{Name: "co_consts", Get: func(v Value) (Value, *Exception) {
			return NewTuple([]Value{orNone(co(v).Doc)}).Value(), nil
		}},
		{Name: "co_names", Get: func(v Value) (Value, *Exception) { return NewTuple(nil).Value(), nil }},
		{Name: "co_cellvars", Get: func(v Value) (Value, *Exception) { return NewTuple(nil).Value(), nil }},
	},
}
