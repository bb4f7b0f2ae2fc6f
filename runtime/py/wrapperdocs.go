package py

import "strings"

// This file has the docstrings of the methods that stand for operations: they are the same for all
// classes that are not written in Python.

// wrapperDocs has a line for each method: its name, a tab, and the text.
const wrapperDocs = "\n" +
	"__abs__\tabs(self)\n" +
	"__add__\tReturn self+value.\n" +
	"__aiter__\tReturn an awaitable, that resolves in asynchronous iterator.\n" +
	"__and__\tReturn self&value.\n" +
	"__anext__\tReturn a value or raise StopAsyncIteration.\n" +
	"__await__\tReturn an iterator to be used in await expression.\n" +
	"__bool__\tTrue if self else False\n" +
	"__buffer__\tReturn a buffer object that exposes the underlying memory of the object.\n" +
	"__call__\tCall self as a function.\n" +
	"__contains__\tReturn bool(key in self).\n" +
	"__del__\tCalled when the instance is about to be destroyed.\n" +
	"__delattr__\tImplement delattr(self, name).\n" +
	"__delete__\tDelete an attribute of instance.\n" +
	"__delitem__\tDelete self[key].\n" +
	"__divmod__\tReturn divmod(self, value).\n" +
	"__eq__\tReturn self==value.\n" +
	"__float__\tfloat(self)\n" +
	"__floordiv__\tReturn self//value.\n" +
	"__ge__\tReturn self>=value.\n" +
	"__get__\tReturn an attribute of instance, which is of type owner.\n" +
	"__getattribute__\tReturn getattr(self, name).\n" +
	"__getitem__\tReturn self[key].\n" +
	"__gt__\tReturn self>value.\n" +
	"__hash__\tReturn hash(self).\n" +
	"__iadd__\tImplement self+=value.\n" +
	"__iand__\tReturn self&=value.\n" +
	"__ifloordiv__\tReturn self//=value.\n" +
	"__ilshift__\tReturn self<<=value.\n" +
	"__imatmul__\tReturn self@=value.\n" +
	"__imod__\tReturn self%=value.\n" +
	"__imul__\tImplement self*=value.\n" +
	"__index__\tReturn self converted to an integer, if self is suitable for use as an index into a list.\n" +
	"__init__\tInitialize self.  See help(type(self)) for accurate signature.\n" +
	"__int__\tint(self)\n" +
	"__invert__\t~self\n" +
	"__ior__\tReturn self|=value.\n" +
	"__ipow__\tReturn self**=value.\n" +
	"__irshift__\tReturn self>>=value.\n" +
	"__isub__\tReturn self-=value.\n" +
	"__iter__\tImplement iter(self).\n" +
	"__itruediv__\tReturn self/=value.\n" +
	"__ixor__\tReturn self^=value.\n" +
	"__le__\tReturn self<=value.\n" +
	"__len__\tReturn len(self).\n" +
	"__lshift__\tReturn self<<value.\n" +
	"__lt__\tReturn self<value.\n" +
	"__matmul__\tReturn self@value.\n" +
	"__mod__\tReturn self%value.\n" +
	"__mul__\tReturn self*value.\n" +
	"__ne__\tReturn self!=value.\n" +
	"__neg__\t-self\n" +
	"__next__\tImplement next(self).\n" +
	"__or__\tReturn self|value.\n" +
	"__pos__\t+self\n" +
	"__pow__\tReturn pow(self, value, mod).\n" +
	"__radd__\tReturn value+self.\n" +
	"__rand__\tReturn value&self.\n" +
	"__rdivmod__\tReturn divmod(value, self).\n" +
	"__release_buffer__\tRelease the buffer object that exposes the underlying memory of the object.\n" +
	"__repr__\tReturn repr(self).\n" +
	"__rfloordiv__\tReturn value//self.\n" +
	"__rlshift__\tReturn value<<self.\n" +
	"__rmatmul__\tReturn value@self.\n" +
	"__rmod__\tReturn value%self.\n" +
	"__rmul__\tReturn value*self.\n" +
	"__ror__\tReturn value|self.\n" +
	"__rpow__\tReturn pow(value, self, mod).\n" +
	"__rrshift__\tReturn value>>self.\n" +
	"__rshift__\tReturn self>>value.\n" +
	"__rsub__\tReturn value-self.\n" +
	"__rtruediv__\tReturn value/self.\n" +
	"__rxor__\tReturn value^self.\n" +
	"__set__\tSet an attribute of instance to value.\n" +
	"__setattr__\tImplement setattr(self, name, value).\n" +
	"__setitem__\tSet self[key] to value.\n" +
	"__str__\tReturn str(self).\n" +
	"__sub__\tReturn self-value.\n" +
	"__truediv__\tReturn self/value.\n" +
	"__xor__\tReturn self^value.\n"

// wrapperDoc returns the docstring of a method that stands for an operation.
func wrapperDoc(name string) Value {
	_, rest, ok := strings.Cut(wrapperDocs, "\n"+name+"\t")
	if !ok {
		return None
	}
	doc, _, _ := strings.Cut(rest, "\n")
	return StrV(doc)
}
