package process

import (
	"os"
	"slices"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the life of a worker process.

// importing is set in a worker while the main module runs.
var importing bool

func init() {
	if os.Getenv(marker) != "" {
		// Not for the processes that the worker starts.
		if err := os.Unsetenv(marker); err != nil {
			panic(err) // the name is valid
		}
		py.MainHook = serve
	}
}

// serve is the main program of a worker.
func serve(p *py.ProgramModule) *py.Exception {
	calls, back := os.NewFile(3, "calls"), os.NewFile(4, "results")
	loud, err := pyio.Silence()
	if err != nil {
		return pyio.OSError(err, py.None)
	}
	importing = true
	e := py.RunMainAs(p, "__mp_main__")
	importing = false
	if x := pyio.FlushStd(); e == nil {
		e = x
	}
	loud()
	if e != nil && !e.Is(py.SystemExitType) {
		return e
	}
	settle(p.Module())
	for {
		var kind byte
		var data []byte
		py.Blocking(func() { kind, data, err = receive(calls) })
		if err != nil {
			return nil // the parent has no more calls
		}
		v, e := perform(kind, data)
		if e != nil && kind == startMessage {
			py.Stderr("Exception in initializer:\n" + py.FormatException(e))
			return py.RaiseArgs(py.SystemExitType, py.Int(1))
		}
		answer, reply := pack(v, e)
		if e := pyio.FlushStd(); e != nil {
			return e
		}
		if err := send(back, answer, reply); err != nil {
			return nil // nobody waits for it
		}
	}
}

// perform does what a message asks for.
func perform(kind byte, data []byte) (value, exc) {
	var s steps
	call := s.Items(loads(&s, data))
	if s.Failed() {
		return s.Done(py.None)
	}
	if kind == startMessage {
		return s.Done(s.ApplyEx(call[0], call[1], value{}))
	}
	return s.Done(s.ApplyEx(call[0], call[1], call[2]))
}

// pack makes the answer of a result or an exception. What cannot be pickled becomes the
// exception that says so; where even that cannot, the answer is empty, which breaks the
// pool.
func pack(v value, e exc) (kind byte, data []byte) {
	if e == nil {
		var s steps
		if data = dumps(&s, v); !s.Failed() {
			return resultMessage, data
		}
		e = s.Exc
	}
	for range 3 {
		var s steps
		text := "\n\"\"\"\n" + py.FormatException(e) + "\"\"\""
		if data = dumps(&s, py.TupleV(e.Value(), py.StrV(text))); !s.Failed() {
			return raisedMessage, data
		}
		e = s.Exc
	}
	return raisedMessage, nil
}

// settle gives the main module, its functions and its classes the name that they have in
// the parent.
func settle(m *py.Module) {
	m.Set("__name__", py.StrV("__main__"))
	seen := map[value]bool{}
	var rename func(dict value)
	rename = func(dict value) {
		var s steps
		for _, v := range s.Items(s.Apply(py.ListType.Value(), s.Call(dict, "values"))) {
			if v.IsUnbound() || seen[v] {
				continue
			}
			if !py.IsInstance(v, py.TypeType) && !py.IsInstance(v, py.FunctionType) {
				continue
			}
			seen[v] = true
			if name := s.AttrOr(v, "__module__", py.None); !name.IsStr() || name.Str().S != "__mp_main__" {
				continue
			}
			s.Set(v, "__module__", py.StrV("__main__"))
			if py.IsInstance(v, py.TypeType) && !s.Failed() {
				rename(s.Attr(v, "__dict__"))
			}
		}
	}
	rename(m.DictValue())
}

// loads is pickle.loads(data).
func loads(s *steps, data []byte) value { return s.Apply(s.Import("pickle", "loads"), py.BytesV(data)) }

// dumps is pickle.dumps(v).
func dumps(s *steps, v value) []byte {
	b, ok := py.BytesOf(s.Apply(s.Import("pickle", "dumps"), v))
	if !ok {
		return nil
	}
	return slices.Clone(b)
}

type (
	value = py.Value
	exc   = *py.Exception
	steps = pymod.Steps
)
