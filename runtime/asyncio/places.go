package asyncio

import "github.com/aio2go/aio2go/runtime/py"

// This file says where in CPython's own library the coroutines of this package
// stand: reprs of tasks and coroutines show it.

// place is where a coroutine function is defined: the line of its def, and those at which it
// is suspended: in state 1, 2 and so on; the last stands for all that follow.
type place struct {
	qualname string
	file     string // below Lib/asyncio
	lines    []int32
}

// places has the coroutine functions by qualified name, with the lines of CPython
// 3.13.0.
var places = [...]place{
	{"sleep", "tasks.py", []int32{703, 706, 718}},
	{"wait", "tasks.py", []int32{424, 451}},
	{"wait_for", "tasks.py", []int32{459, 507, 500}},
	{"_AsCompletedIterator.__anext__", "tasks.py", []int32{598, 603}},
	{"_AsCompletedIterator._wait_for_one", "tasks.py", []int32{626, 630}},
	{"ensure_future.<locals>._wrap_awaitable", "tasks.py", []int32{736, 737}},

	{"Queue.put", "queues.py", []int32{125, 139}},
	{"Queue.get", "queues.py", []int32{172, 186}},
	{"Queue.join", "queues.py", []int32{242, 251}},

	{"_ContextManagerMixin.__aenter__", "locks.py", []int32{13, 14}},
	{"_ContextManagerMixin.__aexit__", "locks.py", []int32{19}},
	{"Lock.acquire", "locks.py", []int32{90, 110}},
	{"Event.wait", "locks.py", []int32{200, 213}},
	{"Condition.wait", "locks.py", []int32{248, 272, 284}},
	{"Condition.wait_for", "locks.py", []int32{303, 313}},
	{"Semaphore.acquire", "locks.py", []int32{386, 407}},
	{"Barrier.__aenter__", "locks.py", []int32{503, 506}},
	{"Barrier.__aexit__", "locks.py", []int32{508}},
	{"Barrier.wait", "locks.py", []int32{511, 518, 519, 527}},
	{"Barrier.reset", "locks.py", []int32{577, 583}},
	{"Barrier.abort", "locks.py", []int32{592, 598}},

	{"Timeout.__aenter__", "timeouts.py", []int32{85}},
	{"Timeout.__aexit__", "timeouts.py", []int32{97}},
	{"TaskGroup.__aenter__", "taskgroups.py", []int32{54}},
	{"TaskGroup.__aexit__", "taskgroups.py", []int32{68, 106}},
	{"to_thread", "threads.py", []int32{12, 25}},

	{"open_connection", "streams.py", []int32{26, 48}},
	{"start_server", "streams.py", []int32{54, 84}},
	{"open_unix_connection", "streams.py", []int32{90, 97}},
	{"start_unix_server", "streams.py", []int32{102, 113}},
	{"StreamWriter.wait_closed", "streams.py", []int32{357, 358}},
	{"StreamWriter.drain", "streams.py", []int32{363, 385, 386}},
	{"StreamReader.readline", "streams.py", []int32{543, 562}},
	{"StreamReader.readuntil", "streams.py", []int32{574, 677}},
	{"StreamReader.read", "streams.py", []int32{688, 730}},
	{"StreamReader.readexactly", "streams.py", []int32{739, 769}},
	{"StreamReader.__anext__", "streams.py", []int32{783, 784}},

	{"Server.start_serving", "base_events.py", []int32{363, 367}},
	{"Server.serve_forever", "base_events.py", []int32{369, 380, 384}},
	{"Server.wait_closed", "base_events.py", []int32{390, 415}},
	{"AbstractServer.__aenter__", "events.py", []int32{213}},
	{"AbstractServer.__aexit__", "events.py", []int32{216, 218}},
	{"BaseEventLoop.shutdown_asyncgens", "base_events.py", []int32{572, 584}},
	{"BaseEventLoop.shutdown_default_executor", "base_events.py", []int32{597, 612}},
	{"BaseEventLoop.create_connection", "base_events.py", []int32{1054, 1113, 1137, 1182}},
	{"BaseEventLoop.create_server", "base_events.py", []int32{1500, 1562, 1637}},
	{"BaseEventLoop._create_server_getaddrinfo", "base_events.py", []int32{1492, 1493}},
	{"BaseSelectorEventLoop._accept_connection2", "selector_events.py", []int32{213, 235}},
	{"_UnixSelectorEventLoop.create_unix_connection", "unix_events.py", []int32{233, 263, 277}},
	{"_UnixSelectorEventLoop.create_unix_server", "unix_events.py", []int32{283, 361}},
	{"BaseSubprocessTransport._connect_pipes", "base_subprocess.py", []int32{174, 180}},
	{"create_subprocess_shell", "subprocess.py", []int32{206, 211}},
	{"create_subprocess_exec", "subprocess.py", []int32{218, 224}},
	{"Process.wait", "subprocess.py", []int32{135, 137}},
	{"Process._feed_stdin", "subprocess.py", []int32{148, 157}},
	{"Process._noop", "subprocess.py", []int32{168}},
	{"Process._read_stream", "subprocess.py", []int32{171, 181}},
	{"Process.communicate", "subprocess.py", []int32{188, 201, 202}},
}

// placeOf returns where c is defined, nil where it is no function of this package.
func placeOf(c *py.Code) *place {
	for i := range places {
		if places[i].qualname == c.Qualname {
			return &places[i]
		}
	}
	return nil
}

// located gives c, a function of this package, its lines. It has no file: its
// frames are the library's, which tracebacks leave out.
func located(c *py.Code) *py.Code {
	if p := placeOf(c); p != nil {
		c.FirstLine, c.Suspends = p.lines[0], p.lines
	}
	return c
}

// fileOf returns the name of the file that c stands in.
func fileOf(c *py.Code) string {
	if c.File != nil {
		return c.File.Name
	}
	file := "tasks.py"
	if p := placeOf(c); p != nil {
		file = p.file
	}
	return "<lib>/asyncio/" + file
}
