package coro

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the awaits of method calls v.name(...) at a place that remembers
// what it called: see py.Site. Its Form is the function that makes the await, without the
// coroutine object: the Await of a function of the runtime, or the Frame of a coroutine
// function. How many arguments that takes tells whether the object is one of them, as it is
// for a method, or not, as for a function of a module.

// awaitForm returns the Form for calls of what py.LoadMethod gave with n arguments, nil
// where there is none.
func awaitForm(fn, self py.Value, n int) any {
	var form any
	switch fn.Type() {
	case py.FunctionType:
		if !self.IsUnbound() {
			n++
		}
		if f := py.Heap[py.Function](fn); f.Simple(n) {
			form = f.Frame
		}
	case py.BuiltinType:
		if b := py.Heap[py.Builtin](fn); b.Self.IsUnbound() {
			form = b.Await
		}
	case py.MethodDescriptorType:
		if !self.IsUnbound() {
			n++
		}
		form = py.Heap[py.Builtin](fn).Await
	}
	if parameters(form) != n {
		return nil
	}
	return form
}

// parameters returns how many values the function form takes, -1 where it is none of those.
func parameters(form any) int {
	switch form.(type) {
	case frameFunc0, directFunc0, awaitFunc0:
		return 0
	case frameFunc1, directFunc1, awaitFunc1:
		return 1
	case frameFunc2, directFunc2, awaitFunc2:
		return 2
	case frameFunc3, directFunc3, awaitFunc3:
		return 3
	case frameFunc4, directFunc4, awaitFunc4:
		return 4
	}
	return -1
}

// look finds what a call of v at s with n arguments calls.
func look(s *py.Site, v py.Value, n int) (fn, self py.Value, exc *py.Exception) {
	fn, self, known, exc := s.Found(v)
	if known {
		s.Form = awaitForm(fn, self, n)
	}
	return fn, self, exc
}

// AwaitMethod0 awaits v.name() in f, name being that of s.
func (r *Run) AwaitMethod0(f *Frame, v py.Value, s *py.Site) (Signal, *py.Exception) {
	if s.HitModule(v) {
		if form, ok := s.Form.(awaitFunc0); ok {
			return form(r, f), nil
		}
		switch form := s.Form.(type) {
		case frameFunc0:
			return r.AwaitFrame(f, form()), nil
		case directFunc0:
			passed.val, passed.exc = form()
			return Done, nil
		}
		return r.AwaitInvoke0(f, s.Last(), py.Value{})
	} else if s.HitObject(v) || s.HitOther(v) {
		if form, ok := s.Form.(awaitFunc1); ok {
			return form(r, f, v), nil
		}
		switch form := s.Form.(type) {
		case frameFunc1:
			return r.AwaitFrame(f, form(v)), nil
		case directFunc1:
			passed.val, passed.exc = form(v)
			return Done, nil
		}
		return r.AwaitInvoke0(f, s.Last(), v)
	}
	fn, self, exc := look(s, v, 0)
	if exc != nil {
		return Done, exc.InLookup()
	}
	return r.AwaitInvoke0(f, fn, self)
}

// AwaitMethod1 awaits v.name(a) in f, name being that of s.
func (r *Run) AwaitMethod1(f *Frame, v py.Value, s *py.Site, a py.Value) (Signal, *py.Exception) {
	if s.HitModule(v) {
		if form, ok := s.Form.(awaitFunc1); ok {
			return form(r, f, a), nil
		}
		switch form := s.Form.(type) {
		case frameFunc1:
			return r.AwaitFrame(f, form(a)), nil
		case directFunc1:
			passed.val, passed.exc = form(a)
			return Done, nil
		}
		return r.AwaitInvoke1(f, s.Last(), py.Value{}, a)
	} else if s.HitObject(v) || s.HitOther(v) {
		if form, ok := s.Form.(awaitFunc2); ok {
			return form(r, f, v, a), nil
		}
		switch form := s.Form.(type) {
		case frameFunc2:
			return r.AwaitFrame(f, form(v, a)), nil
		case directFunc2:
			passed.val, passed.exc = form(v, a)
			return Done, nil
		}
		return r.AwaitInvoke1(f, s.Last(), v, a)
	}
	fn, self, exc := look(s, v, 1)
	if exc != nil {
		return Done, exc.InLookup()
	}
	return r.AwaitInvoke1(f, fn, self, a)
}

// AwaitMethod2 awaits v.name(a, b) in f, name being that of s.
func (r *Run) AwaitMethod2(f *Frame, v py.Value, s *py.Site, a, b py.Value) (Signal, *py.Exception) {
	if s.HitModule(v) {
		if form, ok := s.Form.(awaitFunc2); ok {
			return form(r, f, a, b), nil
		}
		switch form := s.Form.(type) {
		case frameFunc2:
			return r.AwaitFrame(f, form(a, b)), nil
		case directFunc2:
			passed.val, passed.exc = form(a, b)
			return Done, nil
		}
		return r.AwaitInvoke2(f, s.Last(), py.Value{}, a, b)
	} else if s.HitObject(v) || s.HitOther(v) {
		if form, ok := s.Form.(awaitFunc3); ok {
			return form(r, f, v, a, b), nil
		}
		switch form := s.Form.(type) {
		case frameFunc3:
			return r.AwaitFrame(f, form(v, a, b)), nil
		case directFunc3:
			passed.val, passed.exc = form(v, a, b)
			return Done, nil
		}
		return r.AwaitInvoke2(f, s.Last(), v, a, b)
	}
	fn, self, exc := look(s, v, 2)
	if exc != nil {
		return Done, exc.InLookup()
	}
	return r.AwaitInvoke2(f, fn, self, a, b)
}

// AwaitMethod3 awaits v.name(a, b, c) in f, name being that of s.
func (r *Run) AwaitMethod3(f *Frame, v py.Value, s *py.Site, a, b, c py.Value) (Signal, *py.Exception) {
	if s.HitModule(v) {
		if form, ok := s.Form.(awaitFunc3); ok {
			return form(r, f, a, b, c), nil
		}
		switch form := s.Form.(type) {
		case frameFunc3:
			return r.AwaitFrame(f, form(a, b, c)), nil
		case directFunc3:
			passed.val, passed.exc = form(a, b, c)
			return Done, nil
		}
		return r.AwaitInvoke3(f, s.Last(), py.Value{}, a, b, c)
	} else if s.HitObject(v) || s.HitOther(v) {
		if form, ok := s.Form.(awaitFunc4); ok {
			return form(r, f, v, a, b, c), nil
		}
		switch form := s.Form.(type) {
		case frameFunc4:
			return r.AwaitFrame(f, form(v, a, b, c)), nil
		case directFunc4:
			passed.val, passed.exc = form(v, a, b, c)
			return Done, nil
		}
		return r.AwaitInvoke3(f, s.Last(), v, a, b, c)
	}
	fn, self, exc := look(s, v, 3)
	if exc != nil {
		return Done, exc.InLookup()
	}
	return r.AwaitInvoke3(f, fn, self, a, b, c)
}
