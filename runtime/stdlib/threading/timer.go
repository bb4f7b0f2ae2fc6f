package threading

import "github.com/aio2go/aio2go/runtime/py"

// This file implements Timer.

func defineTimer() {
	timerSig := py.NewSignature("Timer.__init__", "", "(interval, function, args=None, kwargs=None)")
	nameFinished, nameInterval, nameFunction, nameArgs, nameKwargs := py.Intern("finished"), py.Intern("interval"), py.Intern("function"), py.Intern("args"), py.Intern("kwargs")
	TimerType.Define(&py.TypeSpec{
		Base: ThreadType, Module: "threading", Flags: py.FlagBaseType,
		Slots: py.Slots{Init: func(v value, args []value, names []*py.Str) exc {
			p, e := timerSig.Parse(args, names)
			if e != nil {
				return e
			}
			t := threadOf(v)
			if e := t.init(p[1], value{}, p[2], p[3], value{}); e != nil {
				return e
			}
			event, e := py.Call0(EventType.Value())
			if e != nil {
				return e
			}
			t.Attrs.Set(nameFinished, event)
			t.Attrs.Set(nameInterval, p[0])
			t.Attrs.Set(nameFunction, p[1])
			timed, keywords := py.NewList(nil).Value(), py.NewDict().Value()
			if !p[2].IsUnbound() && !p[2].IsNone() {
				timed = p[2]
			}
			if !p[3].IsUnbound() && !p[3].IsNone() {
				keywords = p[3]
			}
			t.Attrs.Set(nameArgs, timed)
			t.Attrs.Set(nameKwargs, keywords)
			return nil
		}},
		Methods: []py.Method{
			{Name: "cancel", Sig: "($self)", Impl: func(v value) (value, exc) {
				event, _ := threadOf(v).Attrs.Get(nameFinished)
				return py.CallMethod0(event, py.Intern("set"))
			}},
			{Name: "run", Sig: "($self)", Impl: func(v value) (value, exc) {
				t := threadOf(v)
				finished, _ := t.Attrs.Get(nameFinished)
				interval, _ := t.Attrs.Get(nameInterval)
				if _, e := py.CallMethod1(finished, py.Intern("wait"), interval); e != nil {
					return value{}, e
				}
				if !py.Heap[event](finished).set {
					fn, _ := t.Attrs.Get(nameFunction)
					args, _ := t.Attrs.Get(nameArgs)
					kwargs, _ := t.Attrs.Get(nameKwargs)
					if _, e := py.CallEx(fn, args, kwargs); e != nil {
						return value{}, e
					}
				}
				return py.CallMethod0(finished, py.Intern("set"))
			}},
		},
	})
}
