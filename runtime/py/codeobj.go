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
	Methods: []Method{{Name: "replace", Sig: "($self, /, **changes)", Impl: codeReplace, Doc: "Return a copy of the code object with new values for the specified fields."}},
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
		{Name: "co_lines", Get: placesOf("co_lines", (*Code).coLines)},
		{Name: "co_positions", Get: placesOf("co_positions", (*Code).coPositions)},
		{Name: "co_names", Get: func(v Value) (Value, *Exception) { return NewTuple(nil).Value(), nil }},
		{Name: "co_cellvars", Get: func(v Value) (Value, *Exception) { return NewTuple(nil).Value(), nil }},
	},
}

// placesOf is the method of that name of the code of functions that tell events; others have none.
func placesOf(name string, list func(*Code) Value) func(Value) (Value, *Exception) {
	return func(v Value) (Value, *Exception) {
		c := co(v)
		if c.Lines == nil {
			return Value{}, attributeError(v, Intern(name), "'code' object has no attribute '%s'", name)
		}
		return NewGoFunction(FuncSpec{Name: name, Impl: func() (Value, *Exception) { return Iter(list(c)) }}).Value(), nil
	}
}

// replaceable are the fields that a copy of a code object may have others of. What else
// there is belongs to the operations, which are compiled.
var replaceable = map[string]bool{"co_name": true, "co_qualname": true, "co_filename": true, "co_firstlineno": true}

// codeFields are all fields that CPython's replace takes.
var codeFields = map[string]bool{
	"co_argcount": true, "co_posonlyargcount": true, "co_kwonlyargcount": true, "co_nlocals": true, "co_stacksize": true,
	"co_flags": true, "co_firstlineno": true, "co_code": true, "co_consts": true, "co_names": true, "co_varnames": true,
	"co_freevars": true, "co_cellvars": true, "co_filename": true, "co_name": true, "co_qualname": true, "co_linetable": true, "co_exceptiontable": true,
}

// interpreted is what Code.Interp is where copies of the code can be made.
type interpreted interface {
	// ForCode returns what runs the same operations as another code.
	ForCode(c *Code) any
}

// codeReplace is code.replace(**changes).
func codeReplace(v Value, args []Value, names []*Str) (Value, *Exception) {
	if len(args) > len(names) {
		return Value{}, Raisef(TypeErrorType, "replace() takes 0 positional arguments but %d were given", len(args)-len(names))
	}
	if len(names) == 0 {
		return v, nil
	}
	c := *co(v)
	c.object, c.name, c.qualname = nil, nil, nil
	for i, name := range names {
		x := args[i]
		if !codeFields[name.S] {
			return Value{}, Raisef(TypeErrorType, "replace() got an unexpected keyword argument '%s'", name.S)
		}
		if !replaceable[name.S] {
			have, found, exc := LookupAttr(v, name)
			if exc != nil {
				return Value{}, exc
			}
			if found {
				if same, exc := EqBool(have, x); exc != nil {
					return Value{}, exc
				} else if same {
					continue
				}
			}
			return Value{}, Raisef(NotImplementedErrorType, "%s of compiled code cannot be replaced", name.S)
		}
		if name.S == "co_firstlineno" {
			n, exc := CInt(x)
			if exc != nil {
				return Value{}, exc
			}
			c.FirstLine = int32(n)
			continue
		}
		s, ok := AsStr(x)
		if !ok {
			return Value{}, Raisef(TypeErrorType, "replace() argument '%s' must be str, not %s", name.S, x.Type().ShownName())
		}
		switch name.S {
		case "co_name":
			if c.Qualname == "" {
				c.Qualname = co(v).QualName()
			}
			c.Name = s.S
		case "co_qualname":
			c.Qualname = s.S
		case "co_filename":
			file := SourceFile{Name: s.S}
			if c.File != nil {
				file.Text = c.File.Text
			}
			c.File = &file
		}
	}
	copied := &c
	if r, ok := c.Interp.(interpreted); ok {
		c.Interp = r.ForCode(copied)
	}
	return copied.Value(), nil
}
