package py

// This file implements what sys.monitoring (PEP 669) knows: the tools, which events each of them
// wants, of all code or of one code object, and what it calls for them. What tells the events is
// in monitor_events.go.

// MonitorEvent is an event of sys.monitoring; the value that a program sees is 1 << it.
type MonitorEvent uint8

// The events, in the order of sys.monitoring.events. A tool can switch those before RaiseEvent off
// for a place by returning DISABLE, and ask for them in one code object.
const (
	StartEvent MonitorEvent = iota
	ResumeEvent
	ReturnEvent
	YieldEvent
	CallEvent
	LineEvent
	InstructionEvent
	JumpEvent
	BranchEvent
	StopIterationEvent
	RaiseEvent
	HandledEvent
	UnwindEvent
	ThrowEvent
	ReraiseEvent
	CReturnEvent
	CRaiseEvent
	monitorEvents
)

const localEvents = RaiseEvent

// MonitorEventNames are the names of the events.
var MonitorEventNames = [monitorEvents]string{
	"PY_START", "PY_RESUME", "PY_RETURN", "PY_YIELD", "CALL", "LINE", "INSTRUCTION", "JUMP", "BRANCH", "STOP_ITERATION",
	"RAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "PY_THROW", "RERAISE", "C_RETURN", "C_RAISE",
}

// unknownEvents are those that compiled code cannot tell: it has neither instructions nor
// jumps.
const unknownEvents = 1<<InstructionEvent | 1<<JumpEvent | 1<<BranchEvent

const (
	cReturnEvents = 1<<CReturnEvent | 1<<CRaiseEvent
	cCallEvents   = cReturnEvents | 1<<CallEvent
)

// monitorTools is the number of tools a program can use.
const monitorTools = 6

// toolSet has a bit for each tool.
type toolSet uint8

var (
	// MonitorDisable and MonitorMissing are sys.monitoring.DISABLE and MISSING.
	MonitorDisable = (&Instance{Header: Header{ObjectType}}).Value()
	MonitorMissing = (&Instance{Header: Header{ObjectType}}).Value()

	// monitored has the events that a tool wants of some code.
	monitored uint32
	monitors  struct {
		names     [monitorTools]Value // unbound where the tool is not in use
		callbacks [monitorTools][monitorEvents]Value
		global    [monitorEvents]toolSet
		codes     map[*Code]*codeMonitor
		version   int // of the events wanted and of what is switched off
	}
)

// codeMonitor is what is wanted of one code object.
type codeMonitor struct {
	local  [localEvents]toolSet
	active [localEvents]toolSet // of version, wanted of all code or of this
	// disabled has the tools that DISABLE has switched an event off for, by its place.
	disabled map[place]toolSet
	version  int
}

// place is where in its code an event happens: at a line, or for LineEvent and CallEvent at a position.
type place struct {
	event MonitorEvent
	at    int32
}

// monitorOf returns what is wanted of c. As CPython does when code is about to run, it forgets what was
// switched off of events that are not wanted any longer.
func monitorOf(c *Code) *codeMonitor {
	c = c.base()
	m := monitors.codes[c]
	if m == nil {
		m = &codeMonitor{version: -1}
		if monitors.codes == nil {
			monitors.codes = map[*Code]*codeMonitor{}
		}
		monitors.codes[c] = m
	}
	if m.version == monitors.version {
		return m
	}
	m.version = monitors.version
	for e := range localEvents {
		now := monitors.global[e] | m.local[e]
		if gone := m.active[e] &^ now; gone != 0 {
			for p, tools := range m.disabled {
				if p.event == e {
					m.disabled[p] = tools &^ gone
				}
			}
		}
		m.active[e] = now
	}
	return m
}

// monitorsChanged takes notice of a change of what is wanted, in the code that runs at once.
func monitorsChanged() {
	monitors.version++
	monitored = 0
	note := func(e MonitorEvent, tools toolSet) {
		if tools != 0 {
			monitored |= 1 << e
		}
	}
	for e, tools := range monitors.global {
		note(MonitorEvent(e), tools)
	}
	for _, m := range monitors.codes {
		for e, tools := range m.local {
			note(MonitorEvent(e), tools)
		}
	}
	if monitored&(1<<CallEvent) != 0 {
		monitored |= cReturnEvents
	}
	for f := Current.tracing.top; f != nil; f = f.Back {
		monitorOf(f.Code)
	}
}

// RestartMonitoring switches on again what DISABLE has switched off.
func RestartMonitoring() {
	for _, m := range monitors.codes {
		clear(m.disabled)
	}
}

// MonitorTool returns the name of a tool, which is unbound where it is not in use.
func MonitorTool(tool int) Value { return monitors.names[tool] }

// SetMonitorTool names a tool, which then is in use; an unbound name frees it.
func SetMonitorTool(tool int, name Value) { monitors.names[tool] = name }

// SetMonitorCallback makes fn what a tool calls for an event, unbound for nothing, and returns what was.
func SetMonitorCallback(tool int, event MonitorEvent, fn Value) Value {
	was := monitors.callbacks[tool][event]
	monitors.callbacks[tool][event] = fn
	return was
}

// GlobalMonitorEvents returns the events that a tool wants of all code.
func GlobalMonitorEvents(tool int) int { return wantedBy(tool, monitors.global[:]) }

// LocalMonitorEvents returns the events that a tool wants of the code object v.
func LocalMonitorEvents(tool int, v Value) int {
	return wantedBy(tool, monitorOf(co(v)).local[:])
}

func wantedBy(tool int, wanted []toolSet) int {
	set := 0
	for e, tools := range wanted {
		if tools&(1<<tool) != 0 {
			set |= 1 << e
		}
	}
	return set
}

// SetGlobalMonitorEvents makes set the events that a tool wants of all code.
func SetGlobalMonitorEvents(tool, set int) *Exception {
	if set < 0 || set >= 1<<monitorEvents {
		return Raisef(ValueErrorType, "invalid event set 0x%x", uint32(set))
	}
	set, exc := checkMonitorSet("set_events", tool, set)
	if exc != nil {
		return exc
	}
	want(tool, set, monitors.global[:])
	return nil
}

// SetLocalMonitorEvents makes set the events that a tool wants of the code object v.
func SetLocalMonitorEvents(tool int, v Value, set int) *Exception {
	set, exc := checkMonitorSet("set_local_events", tool, set)
	if exc != nil {
		return exc
	}
	if set < 0 || set >= 1<<localEvents {
		return Raisef(ValueErrorType, "invalid local event set 0x%x", uint32(set))
	}
	want(tool, set, monitorOf(co(v)).local[:])
	return nil
}

func want(tool, set int, wanted []toolSet) {
	before := wantedBy(tool, wanted)
	for e := range wanted {
		wanted[e] &^= 1 << tool
		if set&(1<<e) != 0 {
			wanted[e] |= 1 << tool
		}
	}
	if before != set {
		monitorsChanged()
	}
}

// checkMonitorSet refuses events that cannot be asked for, and returns the set without those that
// come with CallEvent.
func checkMonitorSet(function string, tool, set int) (int, *Exception) {
	if set&cReturnEvents != 0 && set&cCallEvents != cCallEvents {
		return 0, Raisef(ValueErrorType, "cannot set C_RETURN or C_RAISE events independently")
	}
	set &^= cReturnEvents
	if set >= 0 && set < 1<<monitorEvents {
		if exc := CheckMonitorEvents(function, set); exc != nil {
			return 0, exc
		}
	}
	if monitors.names[tool].ref == nil {
		return 0, Raisef(ValueErrorType, "tool %d is not in use", tool)
	}
	return set, nil
}

// CheckMonitorEvents refuses the events of set that compiled code cannot tell, and any in a program whose
// functions tell none.
func CheckMonitorEvents(function string, set int) *Exception {
	for e, name := range MonitorEventNames {
		if set&unknownEvents&(1<<e) != 0 {
			return Raisef(NotImplementedErrorType, "sys.monitoring.%s(): there are no %s events: the program is compiled", function, name)
		}
	}
	if set == 0 || Traced {
		return nil
	}
	return Raisef(RuntimeErrorType, "sys.monitoring.%s() is not supported: no module of the program itself names sys.monitoring, so that it was compiled without the events", function)
}

// AllMonitorEvents returns, by event, the tools that want it of all code.
func AllMonitorEvents() Value {
	d := NewDict()
	for e, tools := range monitors.global {
		if tools != 0 {
			d.SetStr(Intern(MonitorEventNames[e]), Int(int64(tools)))
		}
	}
	return d.Value()
}

// disable switches an event off at a place for the tool.
func (m *codeMonitor) disable(p place, tool int) {
	if m.disabled == nil {
		m.disabled = map[place]toolSet{}
	}
	m.disabled[p] |= 1 << tool
}
