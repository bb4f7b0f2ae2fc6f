package logging

import "github.com/aio2go/aio2go/runtime/py"

// This file implements the calls of methods that the classes of this package make of
// themselves and of one another. A program may have another method in a class that it
// derives, in the object, or in the class itself; where it has none, they are calls of Go.

// method is a method of one of the classes.
type method struct {
	of   *py.Type
	name *py.Str
	own  value // what of had when the module was made
}

var (
	loggerIsEnabled     = method{of: LoggerType, name: nameIsEnabled}
	loggerInnerLog      = method{of: LoggerType, name: nameInnerLog}
	loggerFindCaller    = method{of: LoggerType, name: nameFindCaller}
	loggerMakeRecord    = method{of: LoggerType, name: nameMakeRecord}
	loggerHandleMethod  = method{of: LoggerType, name: nameHandle}
	loggerFilter        = method{of: LoggerType, name: nameFilter}
	loggerCallHandlers  = method{of: LoggerType, name: nameCallHandlers}
	handlerHandleMethod = method{of: HandlerType, name: nameHandle}
	handlerFilter       = method{of: HandlerType, name: nameFilter}
	handlerFormatMethod = method{of: HandlerType, name: nameFormat}
	streamFlush         = method{of: StreamHandlerType, name: nameFlush}
	formatterFormat     = method{of: FormatterType, name: nameFormat}
	formatterUsesTime   = method{of: FormatterType, name: nameUsesTime}
	formatterMessage    = method{of: FormatterType, name: nameFormatMessage}
	formatterTime       = method{of: FormatterType, name: nameFormatTime}
	recordMessage       = method{of: LogRecordType, name: nameGetMessage}
)

func init() {
	for _, t := range spec.Types {
		t.Flags |= py.FlagPatchable
	}
}

// noteMethods remembers what the classes have.
func noteMethods() {
	for _, m := range []*method{
		&loggerIsEnabled, &loggerInnerLog, &loggerFindCaller, &loggerMakeRecord, &loggerHandleMethod, &loggerFilter, &loggerCallHandlers,
		&handlerHandleMethod, &handlerFilter, &handlerFormatMethod, &streamFlush,
		&formatterFormat, &formatterUsesTime, &formatterMessage, &formatterTime, &recordMessage,
	} {
		m.own = m.of.Lookup(m.name)
	}
}

// replaced reports whether calling the method of v is something else than calling what this
// package has; v may be an object of any class.
func (m *method) replaced(v value) bool {
	if v.Type().Lookup(m.name) != m.own {
		return true
	}
	_, own := attrsOf(v).Get(m.name)
	return own
}

// call0 calls the method of v without arguments, which impl implements.
func (m *method) call0(v value, impl func(v value) (value, exc)) (value, exc) {
	if m.replaced(v) {
		return py.CallMethod0(v, m.name)
	}
	return impl(v)
}

// call1 is call0 with an argument.
func (m *method) call1(v, x value, impl func(v, x value) (value, exc)) (value, exc) {
	if m.replaced(v) {
		return py.CallMethod1(v, m.name, x)
	}
	return impl(v, x)
}
