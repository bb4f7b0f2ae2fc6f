package py

// This file runs functions of numbers beside the thread that has the turn. The compiler
// makes copies for that (package lower/beside): they touch nothing that is shared.

// NotBeside is what such a copy returns as its exception where it cannot go on: the call has
// had no effect, and the function itself is called in its turn.
var NotBeside = &Exception{}

// CallBeside is CallKw for threads that run what was given to them. A function that has a
// copy is called with the turn given up, where the arguments are numbers: it may then run on
// a processor of its own. The main thread, which a signal has to reach, calls the function
// itself.
func CallBeside(f Value, args []Value, names []*Str) (Value, *Exception) {
	if v, ok := callBeside(f, args, names); ok {
		return v, nil
	}
	return CallKw(f, args, names)
}

func callBeside(f Value, args []Value, names []*Str) (v Value, ok bool) {
	fn, isFunction := AsFunction(f)
	if !isFunction || fn.Code.Beside == nil || Current.ID == MainThreadID || len(names) > 0 || len(args) != fn.Code.Pos || Explore != nil || TheClock.Virtual() {
		return v, false
	}
	for _, a := range args {
		if !a.IsSmallInt() && !a.IsFloat() && a.ref != &boolHeader && !a.IsNone() {
			return v, false
		}
	}
	var exc *Exception
	Blocking(func() { v, exc = fn.Code.Beside(args) })
	return v, exc == nil
}
