package asyncio

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file writes a timeline of the program: with AIO2GO_TRACE=FILE in the environment,
// what the event loop and the tasks do goes to FILE in the Trace Event Format, which
// Perfetto and chrome://tracing open. Every task has a track of its own, on which it is
// either running or in an await; track 0 is the event loop, with its callbacks and the
// time that it waits for timers and I/O.

// tracing is nil unless a timeline is written; that it is asked costs a comparison where
// a task is stepped, made, or ended, and where the loop waits.
var tracing = openTrace(os.Getenv("AIO2GO_TRACE"))

// tracer writes a timeline.
type tracer struct {
	mu     sync.Mutex
	w      *bufio.Writer
	file   *os.File
	start  time.Time
	any    bool
	names  map[*Task]int64 // the track of each task that was seen and did not end
	last   int64
	waits  map[*Task]wait
	timers map[*TimerHandle]float64
}

// wait is an await that has not ended.
type wait struct {
	since float64
	stack []string
}

// traceEvent is one event; times are in microseconds.
type traceEvent struct {
	Name  string         `json:"name"`
	Cat   string         `json:"cat,omitempty"`
	Phase string         `json:"ph"`
	Time  float64        `json:"ts"`
	Dur   *float64       `json:"dur,omitempty"`
	PID   int            `json:"pid"`
	TID   int64          `json:"tid"`
	ID    string         `json:"id,omitempty"`
	Scope string         `json:"s,omitempty"`
	Args  map[string]any `json:"args,omitempty"`
}

func openTrace(name string) *tracer {
	if name == "" {
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		_, _ = os.Stderr.WriteString("AIO2GO_TRACE: " + err.Error() + "\n")
		return nil
	}
	t := &tracer{w: bufio.NewWriter(f), file: f, start: time.Now(),
		names: map[*Task]int64{}, waits: map[*Task]wait{}, timers: map[*TimerHandle]float64{}}
	_, _ = t.w.WriteString("[\n")
	t.emit(traceEvent{Name: "process_name", Phase: "M", PID: 1, Args: map[string]any{"name": "asyncio"}})
	t.emit(traceEvent{Name: "thread_name", Phase: "M", PID: 1, Args: map[string]any{"name": "event loop"}})
	py.AtExit(py.ExitObjects, t.close)
	return t
}

// emit writes one event. A file that cannot be written any more is given up silently.
func (t *tracer) emit(e traceEvent) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if enc.Encode(e) != nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.file == nil {
		return
	}
	if t.any {
		_, _ = t.w.WriteString(",\n")
	}
	t.any = true
	_, _ = t.w.Write(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
}

// close ends the file; awaits that did not end are written up to now.
func (t *tracer) close() {
	for task := range t.waits {
		t.resumed(task)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.file == nil {
		return
	}
	_, _ = t.w.WriteString("\n]\n")
	_ = t.w.Flush()
	_ = t.file.Close()
	t.file = nil
}

// now is the time since the start in microseconds. It is the program's clock where that is
// virtual, without moving it.
func (t *tracer) now() float64 {
	if c, ok := py.TheClock.(*py.VirtualClock); ok {
		return float64(c.Reading()) / 1e3
	}
	return float64(time.Since(t.start).Nanoseconds()) / 1e3
}

func (t *tracer) span(name, cat string, tid int64, since float64, args map[string]any) {
	d := max(t.now()-since, 0)
	t.emit(traceEvent{Name: name, Cat: cat, Phase: "X", Time: since, Dur: &d, PID: 1, TID: tid, Args: args})
}

// track returns the track of a task, which begins here if the task is new.
func (t *tracer) track(task *Task) int64 {
	if id, ok := t.names[task]; ok {
		return id
	}
	t.last++
	t.names[task] = t.last
	t.emit(traceEvent{Name: "thread_name", Phase: "M", PID: 1, TID: t.last, Args: map[string]any{"name": task.Name()}})
	return t.last
}

// created notes that task was made by the task that is running, if one is.
func (t *tracer) created(task *Task, by *Task) {
	id := t.track(task)
	args := map[string]any{"coroutine": qualname(task.coroutine())}
	if by != nil {
		args["by"] = by.Name()
	}
	t.emit(traceEvent{Name: "created", Cat: "task", Phase: "i", Time: t.now(), PID: 1, TID: id, Scope: "t", Args: args})
}

// step is Task.drive with the time that it took, and the await that it ended.
func (t *tracer) step(task *Task, exc *py.Exception) *py.Exception {
	t.resumed(task)
	id := t.track(task)
	name := qualname(task.coroutine())
	since := t.now()
	e := task.drive(exc)
	t.span(name, "run", id, since, nil)
	if task.state != pending {
		t.emit(traceEvent{Name: endOf(task), Cat: "task", Phase: "i", Time: t.now(), PID: 1, TID: id, Scope: "t"})
		delete(t.names, task)
		return e
	}
	var stack []string
	for _, s := range task.awaitChain() {
		stack = append(stack, s.String())
	}
	t.waits[task] = wait{t.now(), stack}
	return e
}

func endOf(task *Task) string {
	switch {
	case task.state == cancelled:
		return "cancelled"
	case task.exc != nil:
		return "raised " + task.exc.Type().Name
	}
	return "done"
}

// resumed writes the await that task was in.
func (t *tracer) resumed(task *Task) {
	w, ok := t.waits[task]
	if !ok {
		return
	}
	delete(t.waits, task)
	name := "await"
	if n := len(w.stack); n > 0 {
		name = "await " + w.stack[n-1]
	}
	t.span(name, "await", t.track(task), w.since, map[string]any{"stack": w.stack})
}

// callback runs a handle of the loop.
func (t *tracer) callback(r ready) *py.Exception {
	r = observed(r)
	h, ok := r.(*Handle)
	if !ok {
		return r.execute()
	}
	name := "callback"
	if h.do != nil {
		name = h.do.source()
	}
	since := t.now()
	exc := r.execute()
	t.span(name, "callback", 0, since, nil)
	return exc
}

// polled notes that the loop waited since then.
func (t *tracer) polled(since, timeout float64) {
	args := map[string]any{}
	if timeout >= 0 {
		args["timeout"] = timeout
	}
	t.span("wait for I/O and timers", "poll", 0, since, args)
}

// ready notes that a descriptor can be read or written.
func (t *tracer) ready(ev pollEvent) {
	what := "readable"
	if ev.write {
		what = "writable"
		if ev.read {
			what = "readable and writable"
		}
	}
	t.emit(traceEvent{Name: "fd " + strconv.Itoa(ev.fd) + " " + what, Cat: "io", Phase: "i", Time: t.now(), PID: 1, Scope: "t"})
}

// timerSet, timerFired and timerGone follow a timer.
func (t *tracer) timerSet(h *TimerHandle) { t.timers[h] = t.now() }

func (t *tracer) timerFired(h *TimerHandle) {
	since, ok := t.timers[h]
	if !ok {
		return
	}
	delete(t.timers, h)
	t.last++
	id := "t" + strconv.FormatInt(t.last, 10)
	name := "timer"
	if h.do != nil {
		name = "timer " + h.do.source()
	}
	t.emit(traceEvent{Name: name, Cat: "timer", Phase: "b", Time: since, PID: 1, ID: id})
	t.emit(traceEvent{Name: name, Cat: "timer", Phase: "e", Time: t.now(), PID: 1, ID: id})
}

func (t *tracer) timerGone(h *TimerHandle) { delete(t.timers, h) }

// qualname is the qualified name of a coroutine.
func qualname(c py.Value) string {
	v, found, exc := py.LookupAttr(c, py.Intern("__qualname__"))
	if exc != nil || !found || !v.IsStr() {
		return "coroutine"
	}
	return v.Str().S
}
