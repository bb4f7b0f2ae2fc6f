package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file says where in CPython's own library the coroutines of this package
// stand: reprs of tasks and coroutines show it.

// place is where a coroutine function is defined, and the lines at which it is
// suspended: in state 1, 2 and so on; the last stands for all that follow.
type place struct {
	file  string // below Lib/asyncio
	first int32
	lines []int32
}

// places has the coroutine functions by qualified name, with the lines of CPython
// 3.13.0.
var places = map[string]place{
	"sleep":                                  {"tasks.py", 703, []int32{706, 718}},
	"wait":                                   {"tasks.py", 424, []int32{451}},
	"wait_for":                               {"tasks.py", 459, []int32{507, 500}},
	"_AsCompletedIterator.__anext__":         {"tasks.py", 598, []int32{603}},
	"_AsCompletedIterator._wait_for_one":     {"tasks.py", 626, []int32{630}},
	"ensure_future.<locals>._wrap_awaitable": {"tasks.py", 736, []int32{737}},

	"Queue.put":  {"queues.py", 125, []int32{139}},
	"Queue.get":  {"queues.py", 172, []int32{186}},
	"Queue.join": {"queues.py", 242, []int32{251}},

	"_ContextManagerMixin.__aenter__": {"locks.py", 13, []int32{14}},
	"_ContextManagerMixin.__aexit__":  {"locks.py", 19, nil},
	"Lock.acquire":                    {"locks.py", 90, []int32{110}},
	"Event.wait":                      {"locks.py", 200, []int32{213}},
	"Condition.wait":                  {"locks.py", 248, []int32{272, 284}},
	"Condition.wait_for":              {"locks.py", 303, []int32{313}},
	"Semaphore.acquire":               {"locks.py", 386, []int32{407}},
	"Barrier.__aenter__":              {"locks.py", 503, []int32{506}},
	"Barrier.__aexit__":               {"locks.py", 508, nil},
	"Barrier.wait":                    {"locks.py", 511, []int32{518, 519, 527}},
	"Barrier.reset":                   {"locks.py", 577, []int32{583}},
	"Barrier.abort":                   {"locks.py", 592, []int32{598}},

	"Timeout.__aenter__":   {"timeouts.py", 85, nil},
	"Timeout.__aexit__":    {"timeouts.py", 97, nil},
	"TaskGroup.__aenter__": {"taskgroups.py", 54, nil},
	"TaskGroup.__aexit__":  {"taskgroups.py", 68, []int32{106}},
	"to_thread":            {"threads.py", 12, []int32{25}},

	"open_connection":          {"streams.py", 26, []int32{48}},
	"start_server":             {"streams.py", 54, []int32{84}},
	"open_unix_connection":     {"streams.py", 90, []int32{97}},
	"start_unix_server":        {"streams.py", 102, []int32{113}},
	"StreamWriter.wait_closed": {"streams.py", 357, []int32{358}},
	"StreamWriter.drain":       {"streams.py", 363, []int32{385, 386}},
	"StreamReader.readline":    {"streams.py", 543, []int32{562}},
	"StreamReader.readuntil":   {"streams.py", 574, []int32{677}},
	"StreamReader.read":        {"streams.py", 688, []int32{730}},
	"StreamReader.readexactly": {"streams.py", 739, []int32{769}},
	"StreamReader.__anext__":   {"streams.py", 783, []int32{784}},

	"Server.start_serving":                          {"base_events.py", 363, []int32{367}},
	"Server.serve_forever":                          {"base_events.py", 369, []int32{380, 384}},
	"Server.wait_closed":                            {"base_events.py", 390, []int32{415}},
	"AbstractServer.__aenter__":                     {"events.py", 213, nil},
	"AbstractServer.__aexit__":                      {"events.py", 216, []int32{218}},
	"BaseEventLoop.shutdown_asyncgens":              {"base_events.py", 572, []int32{584}},
	"BaseEventLoop.shutdown_default_executor":       {"base_events.py", 597, []int32{612}},
	"BaseEventLoop.create_connection":               {"base_events.py", 1054, []int32{1113, 1137, 1182}},
	"BaseEventLoop.create_server":                   {"base_events.py", 1500, []int32{1562, 1637}},
	"BaseEventLoop._create_server_getaddrinfo":      {"base_events.py", 1492, []int32{1493}},
	"BaseSelectorEventLoop._accept_connection2":     {"selector_events.py", 213, []int32{235}},
	"_UnixSelectorEventLoop.create_unix_connection": {"unix_events.py", 233, []int32{263, 277}},
	"_UnixSelectorEventLoop.create_unix_server":     {"unix_events.py", 283, []int32{361}},
	"BaseSubprocessTransport._connect_pipes":        {"base_subprocess.py", 174, []int32{180}},
	"create_subprocess_shell":                       {"subprocess.py", 206, []int32{211}},
	"create_subprocess_exec":                        {"subprocess.py", 218, []int32{224}},
	"Process.wait":                                  {"subprocess.py", 135, []int32{137}},
	"Process._feed_stdin":                           {"subprocess.py", 148, []int32{157}},
	"Process._noop":                                 {"subprocess.py", 168, nil},
	"Process._read_stream":                          {"subprocess.py", 171, []int32{181}},
	"Process.communicate":                           {"subprocess.py", 188, []int32{201, 202}},
}

// located gives c, a function of this package, its lines. It has no file: its
// frames are the library's, which tracebacks leave out.
func located(c *py.Code) *py.Code {
	if p, ok := places[c.Qualname]; ok {
		c.FirstLine = p.first
		c.Suspends = append([]int32{p.first}, p.lines...)
	}
	return c
}

// fileOf returns the name of the file that c stands in.
func fileOf(c *py.Code) string {
	if c.File != nil {
		return c.File.Name
	}
	file := "tasks.py"
	if p, ok := places[c.Qualname]; ok {
		file = p.file
	}
	return "<lib>/asyncio/" + file
}
