package sys

import (
	"math/bits"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements sys.monitoring (PEP 669) over what runtime/py knows of tools and events.

var monitoringMethods = []py.Method{
	{Name: "use_tool_id", Sig: "(tool_id, name, /)", Impl: useTool},
	{Name: "free_tool_id", Sig: "(tool_id, /)", Impl: func(tool value) (value, exc) {
		n, e := toolOf(tool)
		if e == nil {
			py.SetMonitorTool(n, value{})
		}
		return py.None, e
	}},
	{Name: "get_tool", Sig: "(tool_id, /)", Impl: func(tool value) (value, exc) {
		n, e := toolOf(tool)
		if e != nil {
			return value{}, e
		}
		if name := py.MonitorTool(n); !name.IsUnbound() {
			return name, nil
		}
		return py.None, nil
	}},
	{Name: "register_callback", Sig: "(tool_id, event, func, /)", Impl: registerCallback},
	{Name: "get_events", Sig: "(tool_id, /)", Impl: func(tool value) (value, exc) {
		n, e := toolOf(tool)
		if e != nil {
			return value{}, e
		}
		return py.IntOf(py.GlobalMonitorEvents(n)), nil
	}},
	{Name: "set_events", Sig: "(tool_id, event_set, /)", Impl: setEvents},
	{Name: "get_local_events", Sig: "(tool_id, code, /)", Impl: getLocalEvents},
	{Name: "set_local_events", Sig: "(tool_id, code, event_set, /)", Impl: setLocalEvents},
	{Name: "restart_events", Sig: "()", Impl: func() (value, exc) {
		py.RestartMonitoring()
		return py.None, nil
	}},
	{Name: "_all_events", Sig: "()", Impl: func() (value, exc) { return py.AllMonitorEvents(), nil }},
}

// monitoringName is a constant of its own, as what names a module in its specification is taken for one that
// can be imported.
const monitoringName = "sys.monitoring"

// tools is the number of tools that a program can use.
const tools = 6

// monitoringSpec is of the module that sys has as an attribute; it cannot be imported.
var monitoringSpec = py.ModuleSpec{Name: monitoringName, Lazy: true, Functions: monitoringMethods, Fill: func(m *py.Module) {
	for name, id := range map[string]int{"DEBUGGER_ID": 0, "COVERAGE_ID": 1, "PROFILER_ID": 2, "OPTIMIZER_ID": 5} {
		m.Set(name, py.IntOf(id))
	}
	for _, name := range []string{"__package__", "__loader__", "__spec__"} {
		m.Set(name, py.None)
	}
	m.Set("DISABLE", py.MonitorDisable)
	m.Set("MISSING", py.MonitorMissing)
	events, _ := py.Call0(py.SimpleNamespaceType.Value())
	for i, name := range py.MonitorEventNames {
		py.SetAttr(events, py.Intern(name), py.IntOf(1<<i))
	}
	py.SetAttr(events, py.Intern("NO_EVENTS"), py.IntOf(0))
	m.Set("events", events)
}}

func toolOf(v value) (int, exc) {
	n, e := py.CInt(v)
	if e == nil && (n < 0 || n >= tools) {
		e = py.Raisef(py.ValueErrorType, "invalid tool %d (must be between 0 and 5)", n)
	}
	return n, e
}

func useTool(tool, name value) (value, exc) {
	n, e := toolOf(tool)
	if e != nil {
		return value{}, e
	}
	if _, ok := py.AsStr(name); !ok {
		return value{}, py.Raisef(py.ValueErrorType, "tool name must be a str")
	}
	if !py.MonitorTool(n).IsUnbound() {
		return value{}, py.Raisef(py.ValueErrorType, "tool %d is already in use", n)
	}
	py.SetMonitorTool(n, name)
	return py.None, nil
}

func registerCallback(tool, event, fn value) (value, exc) {
	n, e := toolOf(tool)
	if e != nil {
		return value{}, e
	}
	set, e := py.CInt(event)
	if e != nil {
		return value{}, e
	}
	if set <= 0 || bits.OnesCount(uint(set)) != 1 {
		return value{}, py.Raisef(py.ValueErrorType, "The callback can only be set for one event at a time")
	}
	i := bits.TrailingZeros(uint(set))
	if i >= len(py.MonitorEventNames) {
		return value{}, py.Raisef(py.ValueErrorType, "invalid event %d", set)
	}
	if fn.IsNone() {
		fn = value{}
	}
	if was := py.SetMonitorCallback(n, py.MonitorEvent(i), fn); !was.IsUnbound() {
		return was, nil
	}
	return py.None, nil
}

func setEvents(tool, events value) (value, exc) {
	n, e := toolOf(tool)
	if e != nil {
		return value{}, e
	}
	set, e := py.CInt(events)
	if e != nil {
		return value{}, e
	}
	return py.None, py.SetGlobalMonitorEvents(n, set)
}

func isCode(v value) exc {
	if v.Type() != py.CodeType {
		return py.Raisef(py.TypeErrorType, "code must be a code object")
	}
	return nil
}

func getLocalEvents(tool, code value) (value, exc) {
	if _, e := py.CInt(tool); e != nil {
		return value{}, e
	}
	if e := isCode(code); e != nil {
		return value{}, e
	}
	n, e := toolOf(tool)
	if e != nil {
		return value{}, e
	}
	return py.IntOf(py.LocalMonitorEvents(n, code)), nil
}

func setLocalEvents(tool, code, events value) (value, exc) {
	if _, e := py.CInt(tool); e != nil {
		return value{}, e
	}
	set, e := py.CInt(events)
	if e != nil {
		return value{}, e
	}
	if e := isCode(code); e != nil {
		return value{}, e
	}
	n, e := toolOf(tool)
	if e != nil {
		return value{}, e
	}
	return py.None, py.SetLocalMonitorEvents(n, code, set)
}
