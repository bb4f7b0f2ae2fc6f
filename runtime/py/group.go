package py

// This file implements BaseExceptionGroup and ExceptionGroup (PEP 654) and the operations
// behind except*.

// groupExtra is the Extra of exception groups.
type groupExtra struct {
	Msg  Value
	Excs *Tuple
}

func groupOf(e *Exception) *groupExtra {
	g, _ := e.Extra.(*groupExtra)
	return g
}

// IsGroup reports whether exc is an exception group.
func (exc *Exception) IsGroup() bool { return groupOf(exc) != nil }

// Members returns the exceptions of a group, nil for other exceptions.
func (exc *Exception) Members() []*Exception {
	g := groupOf(exc)
	if g == nil {
		return nil
	}
	list := make([]*Exception, len(g.Excs.Items()))
	for i, x := range g.Excs.Items() {
		list[i] = excOf(x)
	}
	return list
}

func groupNew(cls *Type, args []Value, names []*Str) (Value, *Exception) {
	npos := len(args) - len(names)
	if npos != 2 {
		return Value{}, Raisef(TypeErrorType, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%d given)", npos)
	}
	args = args[:npos]
	if !args[0].IsStr() {
		return Value{}, Raisef(TypeErrorType, "BaseExceptionGroup.__new__() argument 1 must be str, not %s", args[0].Type().ShownName())
	}
	if args[1].Type().GetItem == nil || args[1].Type().Has(FlagDict) {
		return Value{}, Raisef(TypeErrorType, "second argument (exceptions) must be a sequence")
	}
	l := NewList(nil)
	if exc := l.extend(args[1]); exc != nil {
		return Value{}, exc
	}
	if len(l.Items) == 0 {
		return Value{}, Raisef(ValueErrorType, "second argument (exceptions) must be a non-empty sequence")
	}
	onlyExceptions := true
	for i, x := range l.Items {
		e, ok := AsException(x)
		if !ok {
			return Value{}, Raisef(ValueErrorType, "Item %d of second argument (exceptions) is not an exception", i)
		}
		onlyExceptions = onlyExceptions && e.Is(ExceptionType)
	}
	switch {
	case cls == ExceptionGroupType && !onlyExceptions:
		return Value{}, Raisef(TypeErrorType, "Cannot nest BaseExceptions in an ExceptionGroup")
	case cls == BaseExceptionGroupType && onlyExceptions:
		cls = ExceptionGroupType
	case cls != BaseExceptionGroupType && !onlyExceptions && cls.IsSubclass(ExceptionType):
		return Value{}, Raisef(TypeErrorType, "Cannot nest BaseExceptions in '%s'", cls.Name)
	}
	v := cls.Alloc(cls)
	e := excOf(v)
	e.Args = NewTuple(args)
	e.Extra = &groupExtra{args[0], NewTuple(l.Items)}
	return v, nil
}

// NewGroup returns ExceptionGroup(msg, excs), a BaseExceptionGroup where one of excs is
// no Exception.
func NewGroup(msg string, excs []Value) (*Exception, *Exception) {
	v, exc := groupNew(BaseExceptionGroupType, []Value{StrV(msg), NewList(excs).Value()}, nil)
	if exc != nil {
		return nil, exc
	}
	return excOf(v), nil
}

func groupStr(v Value) (Value, *Exception) {
	g := groupOf(excOf(v))
	if g == nil {
		return exceptionStr(v)
	}
	msg, exc := Str_(g.Msg)
	if exc != nil {
		return Value{}, exc
	}
	n := len(g.Excs.Items())
	return StrV(msg.Str().S + " (" + itoa(n) + " sub-exception" + plural(n) + ")"), nil
}

var strDerive = Intern("derive")

// derive makes a group like e of other exceptions, with e's traceback, cause, context
// and notes (exceptions.c, exceptiongroup_subset). No exceptions give nil.
func (exc *Exception) derive(excs []Value) (*Exception, *Exception) {
	if len(excs) == 0 {
		return nil, nil
	}
	var v Value
	var fail *Exception
	if d := exc.typ.Lookup(strDerive); d.ref != nil && d.ref.typ == MethodDescriptorType {
		v, fail = groupNew(BaseExceptionGroupType, []Value{groupOf(exc).Msg, NewList(excs).Value()}, nil)
	} else {
		v, fail = CallMethod1(exc.Value(), strDerive, NewList(excs).Value())
	}
	if fail != nil {
		return nil, fail
	}
	e, ok := AsException(v)
	if !ok || !e.Is(BaseExceptionGroupType) {
		return nil, Raisef(TypeErrorType, "derive must return an instance of BaseExceptionGroup")
	}
	e.Traceback, e.Context = exc.Traceback, exc.Context
	// Setting the cause hides the context, even where there is none to set.
	e.Cause, e.SuppressContext = exc.Cause, true
	if n, ok := exc.Attrs.Get(nameNotes); ok {
		if l, isList := AsList(n); isList {
			n = NewList(append([]Value(nil), l.Items...)).Value()
			e.Attrs.Set(nameNotes, n)
		}
	}
	return e, nil
}

// split divides exc, a group or a single exception, into the leaves that match and the
// others; a part without leaves is nil.
func (exc *Exception) split(match func(e *Exception) (bool, *Exception)) (yes, no, fail *Exception) {
	ok, fail := match(exc)
	switch {
	case fail != nil:
		return nil, nil, fail
	case ok:
		return exc, nil, nil
	case !exc.IsGroup():
		return nil, exc, nil
	}
	if fail := Enter(); fail != nil {
		return nil, nil, fail
	}
	defer Leave()
	var in, out []Value
	for _, x := range groupOf(exc).Excs.Items() {
		y, n, fail := excOf(x).split(match)
		if fail != nil {
			return nil, nil, fail
		}
		if y != nil {
			in = append(in, y.Value())
		}
		if n != nil {
			out = append(out, n.Value())
		}
	}
	if yes, fail = exc.derive(in); fail != nil {
		return nil, nil, fail
	}
	no, fail = exc.derive(out)
	return yes, no, fail
}

// matcherOf returns what split and subgroup select exceptions by.
func matcherOf(cond Value) (func(e *Exception) (bool, *Exception), *Exception) {
	bad := "expected an exception type, a tuple of exception types, or a callable (other than a class)"
	if !VersionAtLeast(13) {
		bad = "expected a function, exception type or tuple of exception types"
	}
	types := []Value{cond}
	if t, ok := AsTuple(cond); ok {
		types = t.Items()
	} else if !cond.IsType() {
		if !Callable(cond) {
			return nil, Raisef(TypeErrorType, "%s", bad)
		}
		return func(e *Exception) (bool, *Exception) {
			v, exc := Call1(cond, e.Value())
			if exc != nil {
				return false, exc
			}
			return Truth(v)
		}, nil
	}
	for _, t := range types {
		if !t.IsType() || !AsType(t).IsSubclass(BaseExceptionType) {
			return nil, Raisef(TypeErrorType, "%s", bad)
		}
	}
	return func(e *Exception) (bool, *Exception) {
		for _, t := range types {
			if e.Is(AsType(t)) {
				return true, nil
			}
		}
		return false, nil
	}, nil
}

func groupSplit(v, cond Value) (Value, *Exception) {
	match, exc := matcherOf(cond)
	if exc != nil {
		return Value{}, exc
	}
	yes, no, exc := excOf(v).split(match)
	if exc != nil {
		return Value{}, exc
	}
	return NewTuple([]Value{excValue(yes), excValue(no)}).Value(), nil
}

func groupSubgroup(v, cond Value) (Value, *Exception) {
	match, exc := matcherOf(cond)
	if exc != nil {
		return Value{}, exc
	}
	yes, _, exc := excOf(v).split(match)
	return excValue(yes), exc
}

var baseGroupSpec = TypeSpec{
	Slots: Slots{New: groupNew, Init: func(v Value, args []Value, names []*Str) *Exception {
		if exc := NoKeywords(v.Type().Name, names); exc != nil {
			return exc
		}
		setArgs(v, args)
		return nil
	}, Str: groupStr},
	Methods: []Method{
		{Name: "derive", Sig: "($self, excs, /)", Impl: func(v, excs Value) (Value, *Exception) {
			return groupNew(BaseExceptionGroupType, []Value{groupOf(excOf(v)).Msg, excs}, nil)
		}},
		{Name: "split", Sig: "($self, matcher_value, /)", Impl: groupSplit},
		{Name: "subgroup", Sig: "($self, matcher_value, /)", Impl: groupSubgroup},
	},
	ClassMethods: []Method{{Name: "__class_getitem__", Sig: "($cls, item, /)", Impl: func(cls, item Value) (Value, *Exception) {
		return NewGenericAlias(cls, item), nil
	}}},
	GetSets: []GetSet{
		{Name: "message", Get: func(v Value) (Value, *Exception) { return groupOf(excOf(v)).Msg, nil }},
		{Name: "exceptions", Get: func(v Value) (Value, *Exception) { return groupOf(excOf(v)).Excs.Value(), nil }},
	},
}

var groupSpec = TypeSpec{MoreBases: []*Type{ExceptionType}}

// starState is the state of the except* clauses of one try statement.
type starState struct {
	Header
	orig   *Exception
	rest   *Exception // what no clause took yet
	raised []*Exception
}

// ExceptStarBegin begins the except* clauses that handle exc.
func ExceptStarBegin(exc *Exception) Value {
	return (&starState{Header: Header{ObjectType}, orig: exc, rest: exc}).Value()
}

// ExceptStarMatch returns what the clause "except* typ" handles, nil where nothing
// matches: a group, made where the exception is none.
func ExceptStarMatch(state, typ Value) (match, fail *Exception) {
	s := heap[starState](state)
	if s.rest == nil {
		return nil, checkStarType(typ)
	}
	if fail := checkStarType(typ); fail != nil {
		return nil, fail
	}
	if !s.rest.IsGroup() {
		ok, fail := ExceptMatch(s.rest, typ)
		if fail != nil || !ok {
			return nil, fail
		}
		g, fail := NewGroup("", []Value{s.rest.Value()})
		if fail != nil {
			return nil, fail
		}
		// CPython's is made from a tuple, and its repr shows that.
		g.Args = NewTuple([]Value{StrV(""), TupleV(s.rest.Value())})
		s.rest = nil
		return g, nil
	}
	yes, no, fail := s.rest.split(func(e *Exception) (bool, *Exception) { return ExceptMatch(e, typ) })
	if fail != nil || yes == nil {
		return nil, fail
	}
	s.rest = no
	return yes, nil
}

// checkStarType refuses what except* cannot catch.
func checkStarType(typ Value) *Exception {
	types := []Value{typ}
	if t, ok := AsTuple(typ); ok {
		types = t.Items()
	}
	for _, t := range types {
		if !t.IsType() || !AsType(t).IsSubclass(BaseExceptionType) {
			return Raisef(TypeErrorType, "catching classes that do not inherit from BaseException is not allowed")
		}
	}
	for _, t := range types {
		if AsType(t).IsSubclass(BaseExceptionGroupType) {
			return Raisef(TypeErrorType, "catching ExceptionGroup with except* is not allowed. Use except instead.")
		}
	}
	return nil
}

// ExceptStarRaised notes that a clause raised exc.
func ExceptStarRaised(state Value, exc *Exception) {
	s := heap[starState](state)
	s.raised = append(s.raised, exc)
}

// ExceptStarEnd returns what is to be raised after the clauses: nil where all was
// handled, the exception itself where nothing was, else a group of what was raised anew
// and what was left (exceptions.c, _PyExc_PrepReraiseStar).
func ExceptStarEnd(state Value) *Exception {
	s := heap[starState](state)
	excs := s.raised
	if s.rest != nil {
		excs = append(excs, s.rest)
	}
	if len(excs) == 0 {
		return nil
	}
	if !s.orig.IsGroup() {
		return excs[0]
	}
	var raised []Value
	var kept []*Exception
	for _, e := range excs {
		// What has the same metadata as the original was re-raised, not raised anew.
		if sameMetadata(e, s.orig) {
			kept = append(kept, e)
		} else {
			raised = append(raised, e.Value())
		}
	}
	rest := s.project(kept)
	if len(raised) == 0 {
		return rest
	}
	if rest != nil {
		raised = append(raised, rest.Value())
	}
	if len(raised) == 1 {
		return excOf(raised[0])
	}
	g, exc := NewGroup("", raised)
	if exc != nil {
		return exc
	}
	return g
}

func sameMetadata(a, b *Exception) bool {
	if !a.IsGroup() {
		return false
	}
	x, _ := a.Attrs.Get(nameNotes)
	y, _ := b.Attrs.Get(nameNotes)
	return sameNotes(x, y) && a.Traceback == b.Traceback && a.Cause == b.Cause && a.Context == b.Context
}

func sameNotes(a, b Value) bool {
	if a == b {
		return true
	}
	x, ok := AsList(orNone(a))
	y, ok2 := AsList(orNone(b))
	if !ok || !ok2 || len(x.Items) != len(y.Items) {
		return false
	}
	for i := range x.Items {
		if x.Items[i] != y.Items[i] {
			return false
		}
	}
	return true
}

// project returns the part of the original group whose leaves are in kept.
func (s *starState) project(kept []*Exception) *Exception {
	leaves := map[*Exception]bool{}
	var collect func(e *Exception)
	collect = func(e *Exception) {
		if g := groupOf(e); g != nil {
			for _, x := range g.Excs.Items() {
				collect(excOf(x))
			}
			return
		}
		leaves[e] = true
	}
	for _, e := range kept {
		collect(e)
	}
	yes, _, exc := s.orig.split(func(e *Exception) (bool, *Exception) { return leaves[e], nil })
	if exc != nil {
		return exc
	}
	return yes
}
