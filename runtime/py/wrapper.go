package py

// This file makes Python functions of Go functions, for decorators written in Go: unlike
// a Builtin a Function has attributes and binds as a method.

var wrapperCode = Code{
	Name: "wrapper", Params: []*Str{Intern("args"), Intern("kwargs")}, Flags: CodeVarArgs | CodeVarKeywords,
}

// NewWrapper returns def wrapper(*args, **kwargs) that calls fn.
func NewWrapper(fn Value) Value {
	return NewFunction(&wrapperCode, func(args, kwargs Value) (Value, *Exception) { return CallEx(fn, args, kwargs) }).Value()
}
