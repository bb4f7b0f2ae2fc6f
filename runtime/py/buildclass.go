package py

// This file implements the class statement (Python reference 8.8 and 3.3.3;
// bltinmodule.c, builtin___build_class__).

// ClassSpec is what emitted code says about a class statement.
type ClassSpec struct {
	Code *Code
	// Body runs the statements of the class in the namespace ns, where it leaves the
	// cell of __class__ as __classcell__ if a method needs one.
	Body     func(ns Value) (Value, *Exception)
	Name     string
	Bases    Value // a tuple
	Keywords Value // a dict, unbound where there are none
	Module   *ProgramModule
}

// BuildClass makes the class of a class statement.
func BuildClass(spec *ClassSpec) (Value, *Exception) {
	if !Traced {
		return buildClass(spec)
	}
	body := NewFunction(spec.Code, spec.Body)
	return toldAtLine(classBuilder.Value(), body.Value(), func() (Value, *Exception) { return buildClass(spec) })
}

// classBuilder is the builtin function that class statements call in CPython.
var classBuilder = NewBuiltin("__build_class__", "builtins", "", func([]Value, []*Str) (Value, *Exception) {
	return Value{}, Raisef(RuntimeErrorType, "__build_class__() is not supported: the program is compiled")
})

func buildClass(spec *ClassSpec) (Value, *Exception) {
	var orig []Value
	if spec.Bases.ref != nil {
		orig = heap[Tuple](spec.Bases).Items()
	}
	bases, changed, exc := resolveBases(orig)
	if exc != nil {
		return Value{}, exc
	}
	var kwargs []Value
	var names []*Str
	var meta Value
	if spec.Keywords.ref != nil {
		d := heap[Dict](spec.Keywords)
		for k, v, pos, ok := d.Entry(0); ok; k, v, pos, ok = d.Entry(pos) {
			s, isStr := AsStr(k)
			if !isStr {
				return Value{}, Raisef(TypeErrorType, "keywords must be strings")
			}
			if s = InternStr(s); s == nameMetaclass {
				meta = v
				continue
			}
			names = append(names, s)
			kwargs = append(kwargs, v)
		}
	}
	if meta.ref == nil {
		meta = TypeType.Value()
		if len(bases) > 0 {
			meta = bases[0].Type().Value()
		}
	}
	if meta.IsType() {
		m, exc := metaclass(AsType(meta), bases)
		if exc != nil {
			return Value{}, exc
		}
		meta = m.Value()
	}
	name := Intern(spec.Name).Value()
	baseTuple := NewTuple(bases).Value()
	ns, exc := prepare(meta, name, baseTuple, kwargs, names)
	if exc != nil {
		return Value{}, exc
	}
	if _, exc := spec.Body(ns); exc != nil {
		return Value{}, exc
	}
	cell, _, exc := ClassLoad(ns, nameClassCell)
	if exc != nil {
		return Value{}, exc
	}
	if changed {
		if exc := ClassStore(ns, nameOrigBases, spec.Bases); exc != nil {
			return Value{}, exc
		}
	}
	args := append([]Value{name, baseTuple, ns}, kwargs...)
	var cls Value
	if meta == TypeType.Value() {
		d := heap[Dict](ns)
		t, exc := newClass(TypeType, heap[Str](name), bases, d, kwargs, names)
		if exc != nil {
			return Value{}, exc
		}
		cls = t.Value()
	} else if cls, exc = CallKw(meta, args, names); exc != nil {
		return Value{}, exc
	}
	if cls.IsType() && cell.ref != nil && cell.ref.typ == CellType {
		switch v := heap[Cell](cell).V; {
		case v.ref == nil:
			return Value{}, Raisef(RuntimeErrorType, "__class__ not set defining %s as %s. Was __classcell__ propagated to type.__new__?", reprString(name), reprString(cls))
		case v != cls:
			return Value{}, Raisef(TypeErrorType, "__class__ set to %s defining %s as %s", reprString(v), reprString(name), reprString(cls))
		}
	}
	return cls, nil
}

// resolveBases replaces bases that are no classes by what their __mro_entries__ gives
// (PEP 560).
func resolveBases(orig []Value) (bases []Value, changed bool, exc *Exception) {
	for i, b := range orig {
		if b.IsType() {
			if changed {
				bases = append(bases, b)
			}
			continue
		}
		f, found, exc := LookupAttr(b, nameMroEntries)
		if exc != nil {
			return nil, false, exc
		}
		if !found {
			if changed {
				bases = append(bases, b)
			}
			continue
		}
		r, exc := Call1(f, NewTuple(orig).Value())
		if exc != nil {
			return nil, false, exc
		}
		t, ok := AsTuple(r)
		if !ok {
			return nil, false, Raisef(TypeErrorType, "__mro_entries__ must return a tuple")
		}
		if !changed {
			changed = true
			bases = append(bases, orig[:i]...)
		}
		bases = append(bases, t.Items()...)
	}
	if !changed {
		bases = orig
	}
	return bases, changed, nil
}

// prepare makes the namespace of the class body.
func prepare(meta, name, bases Value, kwargs []Value, names []*Str) (Value, *Exception) {
	if meta == TypeType.Value() {
		return NewDict().Value(), nil
	}
	f, found, exc := LookupAttr(meta, namePrepare)
	if exc != nil {
		return Value{}, exc
	}
	if !found {
		return NewDict().Value(), nil
	}
	ns, exc := CallKw(f, append([]Value{name, bases}, kwargs...), names)
	if exc != nil {
		return Value{}, exc
	}
	if t := ns.Type(); t.Flags&FlagDict == 0 && t.GetItem == nil {
		who := "<metaclass>"
		if meta.IsType() {
			who = AsType(meta).Name
		}
		return Value{}, Raisef(TypeErrorType, "%s.__prepare__() must return a mapping, not %s", who, t.ShownName())
	}
	return ns, nil
}

// ClassBegin makes the entries that a class body begins with.
func ClassBegin(ns Value, module, qualname *Str, line int) *Exception {
	if exc := ClassStore(ns, nameModule, module.Value()); exc != nil {
		return exc
	}
	if exc := ClassStore(ns, nameQualname, qualname.Value()); exc != nil {
		return exc
	}
	if VersionAtLeast(13) {
		return ClassStore(ns, nameFirstLine, Int(int64(line)))
	}
	return nil
}

// ClassLoad looks name up in a class body's namespace.
func ClassLoad(ns Value, name *Str) (Value, bool, *Exception) {
	if ns.ref.typ == DictType {
		v, ok := heap[Dict](ns).GetStr(name)
		return v, ok, nil
	}
	v, exc := GetItem(ns, name.Value())
	if exc != nil {
		if IsInstance(exc.Value(), KeyErrorType) {
			return Value{}, false, nil
		}
		return Value{}, false, exc
	}
	return v, true, nil
}

// ClassStore is name = x in a class body, and del name where x is unbound.
func ClassStore(ns Value, name *Str, x Value) *Exception {
	if x.ref == nil {
		return ClassDelete(ns, name)
	}
	if ns.ref.typ == DictType {
		heap[Dict](ns).SetStr(name, x)
		return nil
	}
	return SetItem(ns, name.Value(), x)
}

// ClassDelete is del name in a class body.
func ClassDelete(ns Value, name *Str) *Exception {
	if ns.ref.typ == DictType {
		if !heap[Dict](ns).DeleteStr(name) {
			return NameNotDefined(name.S)
		}
		return nil
	}
	exc := DelItem(ns, name.Value())
	if exc != nil && IsInstance(exc.Value(), KeyErrorType) {
		return NameNotDefined(name.S)
	}
	return exc
}
