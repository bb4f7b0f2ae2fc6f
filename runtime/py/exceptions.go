package py

// This file implements BaseException and the exception types that have attributes of
// their own (library reference, Built-in Exceptions). What a type has beyond args is in
// Exception.Extra.

// AsException returns the exception v, where it is one.
func AsException(v Value) (*Exception, bool) {
	if v.ref != nil && v.ref.typ.Flags&FlagException != 0 {
		return heap[Exception](v), true
	}
	return nil, false
}

func excOf(v Value) *Exception { return heap[Exception](v) }

// Is reports whether exc is an instance of t or a subclass.
func (exc *Exception) Is(t *Type) bool { return exc.typ == t || exc.typ.IsSubclass(t) }

// excValue is exc as a Value, None where it is nil.
func excValue(exc *Exception) Value {
	if exc == nil {
		return None
	}
	return exc.Value()
}

func exceptionNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	v := cls.Alloc(cls)
	excOf(v).Args = NewTuple(args[:len(args)-len(names)])
	return v, nil
}

func exceptionInit(v Value, args []Value, names []*Str) *Exception {
	if exc := NoKeywords(v.Type().Name, names); exc != nil {
		return exc
	}
	setArgs(v, args)
	return nil
}

func setArgs(v Value, args []Value) {
	e := excOf(v)
	if e.Args != nil && len(e.Args.Items()) == len(args) {
		same := true
		for i, a := range args {
			same = same && e.Args.Items()[i] == a
		}
		if same {
			return
		}
	}
	e.Args = NewTuple(args)
}

func exceptionRepr(v Value) (Value, *Exception) {
	args := excOf(v).Args
	name := v.Type().Name
	if len(args.Items()) == 1 {
		r, exc := Repr(args.Items()[0])
		if exc != nil {
			return Value{}, exc
		}
		return StrV(name + "(" + r.Str().S + ")"), nil
	}
	r, exc := Repr(args.Value())
	if exc != nil {
		return Value{}, exc
	}
	return StrV(name + r.Str().S), nil
}

func exceptionStr(v Value) (Value, *Exception) {
	args := excOf(v).Args
	switch len(args.Items()) {
	case 0:
		return EmptyStr.Value(), nil
	case 1:
		return Str_(args.Items()[0])
	}
	return Str_(args.Value())
}

// setLink returns the Set of __cause__ or __context__.
func setLink(what string, set func(e, x *Exception)) func(v, x Value) *Exception {
	return func(v, x Value) *Exception {
		if x.ref == nil {
			return Raisef(TypeErrorType, "__%s__ may not be deleted", what)
		}
		if x.IsNone() {
			set(excOf(v), nil)
			return nil
		}
		e, ok := AsException(x)
		if !ok {
			return Raisef(TypeErrorType, "exception %s must be None or derive from BaseException", what)
		}
		set(excOf(v), e)
		return nil
	}
}

func setTraceback(v, x Value) *Exception {
	switch {
	case x.ref == nil:
		return Raisef(TypeErrorType, "__traceback__ may not be deleted")
	case x.IsNone():
		excOf(v).Traceback = nil
	case x.Type() == TracebackType:
		excOf(v).Traceback = heap[Traceback](x)
	default:
		return Raisef(TypeErrorType, "__traceback__ must be a traceback or None")
	}
	return nil
}

func getTraceback(v Value) (Value, *Exception) {
	if tb := excOf(v).Traceback; tb != nil {
		return tb.Value(), nil
	}
	return None, nil
}

func setExceptionArgs(v, x Value) *Exception {
	if x.ref == nil {
		return Raisef(TypeErrorType, "args may not be deleted")
	}
	l := NewList(nil)
	if exc := l.extend(x); exc != nil {
		return exc
	}
	excOf(v).Args = NewTuple(l.Items)
	return nil
}

var nameNotes = Intern("__notes__")

// AddNote is exc.add_note(note).
func (exc *Exception) AddNote(note string) {
	if n, ok := exc.Attrs.Get(nameNotes); ok {
		if l, isList := AsList(n); isList {
			l.Append(StrV(note))
		}
		return
	}
	exc.Attrs.Set(nameNotes, NewList([]Value{StrV(note)}).Value())
}

func exceptionAddNote(v, note Value) (Value, *Exception) {
	if !note.IsStr() {
		return Value{}, Raisef(TypeErrorType, "note must be a str, not '%s'", note.Type().ShownName())
	}
	have, found, exc := LookupAttr(v, nameNotes)
	if exc != nil {
		return Value{}, exc
	}
	if !found {
		have = NewList(nil).Value()
		if exc := SetAttr(v, nameNotes, have); exc != nil {
			return Value{}, exc
		}
	}
	l, ok := AsList(have)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "Cannot add note: __notes__ is not a list")
	}
	l.Append(note)
	return None, nil
}

func exceptionReduce(v Value) (Value, *Exception) {
	e := excOf(v)
	return reduceWith(e, e.Args.Items()), nil
}

// reduceWith is the result of __reduce__ with other args than the exception's.
func reduceWith(e *Exception, args []Value) Value {
	parts := []Value{e.typ.Value(), NewTuple(args).Value()}
	if e.Attrs.Len() > 0 {
		parts = append(parts, e.Attrs.Dict().Value())
	}
	return NewTuple(parts).Value()
}

func exceptionSetState(v, state Value) (Value, *Exception) {
	if state.IsNone() {
		return None, nil
	}
	d, ok := AsDict(state)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "state is not a dictionary")
	}
	for k, x, pos, ok := d.Entry(0); ok; k, x, pos, ok = d.Entry(pos) {
		name, exc := AttrName(k)
		if exc != nil {
			return Value{}, exc
		}
		if exc := SetAttr(v, name, x); exc != nil {
			return Value{}, exc
		}
	}
	return None, nil
}

var baseExceptionSpec = TypeSpec{
	Flags: FlagException | FlagBaseType,
	Slots: Slots{New: exceptionNew, Init: exceptionInit, Repr: exceptionRepr, Str: exceptionStr},
	Methods: []Method{
		{Name: "__reduce__", Sig: "($self, /)", Impl: exceptionReduce},
		{Name: "__setstate__", Sig: "($self, state, /)", Impl: exceptionSetState},
		{Name: "with_traceback", Sig: "($self, object, /)", Impl: func(v, tb Value) (Value, *Exception) {
			return v, setTraceback(v, tb)
		}},
		{Name: "add_note", Sig: "($self, object, /)", Impl: exceptionAddNote},
	},
	GetSets: []GetSet{
		{Name: "__suppress_context__", Get: func(v Value) (Value, *Exception) { return Bool(excOf(v).SuppressContext), nil },
			Set: func(v, x Value) *Exception {
				if x.ref == nil || !x.IsBool() {
					return Raisef(TypeErrorType, "attribute value type must be bool")
				}
				excOf(v).SuppressContext = x == True
				return nil
			}},
		dictGetSet,
		{Name: "args", Get: func(v Value) (Value, *Exception) { return excOf(v).Args.Value(), nil }, Set: setExceptionArgs},
		{Name: "__traceback__", Get: getTraceback, Set: setTraceback},
		{Name: "__context__", Get: func(v Value) (Value, *Exception) { return excValue(excOf(v).Context), nil },
			Set: setLink("context", func(e, x *Exception) { e.Context = x })},
		{Name: "__cause__", Get: func(v Value) (Value, *Exception) { return excValue(excOf(v).Cause), nil },
			Set: setLink("cause", func(e, x *Exception) { e.Cause, e.SuppressContext = x, true })},
	},
}

// extraOf returns the Extra of v as a *T, making an empty one where there is none.
func extraOf[T any](v Value) *T {
	e := excOf(v)
	x, ok := e.Extra.(*T)
	if !ok {
		x = new(T)
		e.Extra = x
	}
	return x
}

// extraAttr is an attribute that lies in Extra, None where it was never set.
func extraAttr[T any](name string, field func(x *T) *Value) GetSet {
	return GetSet{
		Name:   name,
		Member: true,
		Get: func(v Value) (Value, *Exception) {
			if x, ok := excOf(v).Extra.(*T); ok {
				return orNone(*field(x)), nil
			}
			return None, nil
		},
		Set: func(v, x Value) *Exception {
			*field(extraOf[T](v)) = x
			return nil
		},
	}
}

// valueExtra is the Extra of StopIteration and SystemExit once value or code was set.
type valueExtra struct{ v Value }

// stopValue is StopIteration.value.
func stopValue(v Value) (Value, *Exception) {
	e := excOf(v)
	if x, ok := e.Extra.(*valueExtra); ok {
		return orNone(x.v), nil
	}
	if len(e.Args.Items()) > 0 {
		return e.Args.Items()[0], nil
	}
	return None, nil
}

// StopValue returns the value of the StopIteration exc.
func StopValue(exc *Exception) Value {
	v, _ := stopValue(exc.Value())
	return v
}

var stopIterationSpec = TypeSpec{
	Slots: Slots{Init: func(v Value, args []Value, names []*Str) *Exception {
		excOf(v).Extra = nil
		return exceptionInit(v, args, names)
	}},
	GetSets: []GetSet{{Name: "value", Get: stopValue, Set: func(v, x Value) *Exception {
		extraOf[valueExtra](v).v = x
		return nil
	}}},
}

// exitCode is SystemExit.code.
func exitCode(v Value) (Value, *Exception) {
	e := excOf(v)
	if x, ok := e.Extra.(*valueExtra); ok {
		return orNone(x.v), nil
	}
	switch len(e.Args.Items()) {
	case 0:
		return None, nil
	case 1:
		return e.Args.Items()[0], nil
	}
	return e.Args.Value(), nil
}

var systemExitSpec = TypeSpec{
	Slots: Slots{Init: func(v Value, args []Value, names []*Str) *Exception {
		excOf(v).Extra = nil
		return exceptionInit(v, args, names)
	}},
	GetSets: []GetSet{{Name: "code", Get: exitCode, Set: func(v, x Value) *Exception {
		extraOf[valueExtra](v).v = x
		return nil
	}}},
}

var keyErrorSpec = TypeSpec{Slots: Slots{Str: func(v Value) (Value, *Exception) {
	if args := excOf(v).Args; len(args.Items()) == 1 {
		return Repr(args.Items()[0])
	}
	return exceptionStr(v)
}}}

// nameExtra is the Extra of NameError and AttributeError.
type nameExtra struct{ Name, Obj Value }

func nameErrorInit(allowed []*Str) func(v Value, args []Value, names []*Str) *Exception {
	return func(v Value, args []Value, names []*Str) *Exception {
		pos, kw, exc := SplitKeywords(v.Type().Name, args, names, allowed)
		if exc != nil {
			return exc
		}
		setArgs(v, pos)
		x := extraOf[nameExtra](v)
		if kw[0].ref != nil {
			x.Name = kw[0]
		}
		if len(kw) > 1 && kw[1].ref != nil {
			x.Obj = kw[1]
		}
		return nil
	}
}

var strName, strObj = Intern("name"), Intern("obj")

var nameErrorSpec = TypeSpec{
	Slots:   Slots{Init: nameErrorInit([]*Str{strName})},
	GetSets: []GetSet{extraAttr("name", func(x *nameExtra) *Value { return &x.Name })},
}

// attributeErrorState is AttributeError.__getstate__: the object is not kept.
func attributeErrorState(v Value) (Value, *Exception) {
	e := excOf(v)
	state := NewDict()
	if e.Attrs.Len() > 0 {
		state = e.Attrs.Dict().Copy()
	}
	if x, ok := e.Extra.(*nameExtra); ok && x.Name.ref != nil && !x.Name.IsNone() {
		state.SetStr(strName, x.Name)
	}
	state.SetStr(nameArgs, e.Args.Value())
	return state.Value(), nil
}

var nameArgs = Intern("args")

var attributeErrorSpec = TypeSpec{
	Slots: Slots{Init: nameErrorInit([]*Str{strName, strObj})},
	Methods: []Method{
		{Name: "__getstate__", Sig: "($self, /)", Impl: attributeErrorState},
		{Name: "__reduce__", Sig: "($self, /)", Impl: func(v Value) (Value, *Exception) {
			state, exc := attributeErrorState(v)
			return TupleV(excOf(v).typ.Value(), excOf(v).Args.Value(), state), exc
		}},
	},
	GetSets: []GetSet{
		extraAttr("name", func(x *nameExtra) *Value { return &x.Name }),
		extraAttr("obj", func(x *nameExtra) *Value { return &x.Obj }),
	},
}

// importExtra is the Extra of ImportError.
type importExtra struct{ Msg, Name, Path, NameFrom Value }

var importNames = []*Str{strName, Intern("path"), Intern("name_from")}

func importErrorInit(v Value, args []Value, names []*Str) *Exception {
	pos, kw, exc := SplitKeywords("ImportError", args, names, importNames)
	if exc != nil {
		return exc
	}
	setArgs(v, pos)
	x := &importExtra{Name: kw[0], Path: kw[1], NameFrom: kw[2]}
	if len(pos) == 1 {
		x.Msg = pos[0]
	}
	excOf(v).Extra = x
	return nil
}

// RaiseImportError returns a new exception of class t, ImportError or a subclass, with
// its attributes; name, path and nameFrom may be unbound.
func RaiseImportError(t *Type, msg string, name, path, nameFrom Value) *Exception {
	m := StrV(msg)
	exc := RaiseArgs(t, m)
	exc.Extra = &importExtra{m, name, path, nameFrom}
	return exc
}

func importErrorStr(v Value) (Value, *Exception) {
	if x, ok := excOf(v).Extra.(*importExtra); ok && x.Msg.ref != nil && x.Msg.IsExactStr() {
		return x.Msg, nil
	}
	return exceptionStr(v)
}

func importErrorReduce(v Value) (Value, *Exception) {
	e := excOf(v)
	x, ok := e.Extra.(*importExtra)
	if !ok {
		return exceptionReduce(v)
	}
	state := NewDict()
	if e.Attrs.Len() > 0 {
		state = e.Attrs.Dict().Copy()
	}
	for i, f := range []Value{x.Name, x.Path, x.NameFrom} {
		if f.ref != nil {
			state.SetStr(importNames[i], f)
		}
	}
	parts := []Value{e.typ.Value(), e.Args.Value()}
	if state.Len() > 0 {
		parts = append(parts, state.Value())
	}
	return NewTuple(parts).Value(), nil
}

var importErrorSpec = TypeSpec{
	Slots:   Slots{Init: importErrorInit, Str: importErrorStr},
	Methods: []Method{{Name: "__reduce__", Sig: "($self, /)", Impl: importErrorReduce}},
	GetSets: []GetSet{
		extraAttr("msg", func(x *importExtra) *Value { return &x.Msg }),
		extraAttr("name", func(x *importExtra) *Value { return &x.Name }),
		extraAttr("path", func(x *importExtra) *Value { return &x.Path }),
		extraAttr("name_from", func(x *importExtra) *Value { return &x.NameFrom }),
	},
}

func init() {
	var e Exception
	baseExceptionSpec.Layout = LayoutWithAttrs[Exception](offsetOfAttrs(&e, &e.Attrs))
	BaseExceptionType.spec = &baseExceptionSpec
	StopIterationType.spec = &stopIterationSpec
	SystemExitType.spec = &systemExitSpec
	KeyErrorType.spec = &keyErrorSpec
	NameErrorType.spec = &nameErrorSpec
	AttributeErrorType.spec = &attributeErrorSpec
	ImportErrorType.spec = &importErrorSpec
	OSErrorType.spec = &osErrorSpec
	SyntaxErrorType.spec = &syntaxErrorSpec
	UnicodeEncodeErrorType.spec = &unicodeEncodeSpec
	UnicodeDecodeErrorType.spec = &unicodeDecodeSpec
	UnicodeTranslateErrorType.spec = &unicodeTranslateSpec
	BaseExceptionGroupType.spec = &baseGroupSpec
	ExceptionGroupType.spec = &groupSpec
}
