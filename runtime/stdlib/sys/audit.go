package sys

import "github.com/aio2go/aio2go/runtime/py"

// This file implements audit events (PEP 578), of which a program has those that Python
// code raises; the runtime itself raises none.

var auditHooks []value

// audit is sys.audit(event, *args).
func audit(args []value) (value, exc) {
	if len(args) == 0 {
		return value{}, py.Raisef(py.TypeErrorType, "audit expected at least 1 argument, got 0")
	}
	event := args[0]
	if !event.IsStr() {
		return value{}, py.Raisef(py.TypeErrorType, "expected str for argument 'event', not %s", event.Type().Name)
	}
	if len(auditHooks) == 0 {
		return py.None, nil
	}
	rest := py.NewTuple(args[1:]).Value()
	for _, h := range auditHooks {
		if _, e := py.Call2(h, event, rest); e != nil {
			return value{}, e
		}
	}
	return py.None, nil
}
