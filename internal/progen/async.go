package progen

import (
	"fmt"
	"strings"
)

// This file implements the generator of asyncio programs. What it aims at is
// the corner where cancellation, finally with awaits and async generators meet.

// Async returns the asyncio program of a seed.
func Async(seed uint64) *Program {
	g := &asyncGen{rng: newRNG(seed)}
	g.funcs = g.between(2, 5)
	g.gens = g.between(0, 2)
	p := &Program{Seed: seed}
	p.Body = append(p.Body, asyncPrologue()...)
	if g.sync = g.chance(50); g.sync {
		p.Body = append(p.Body, syncPrologue()...)
	}
	if g.callbacks = g.sync && g.chance(50); g.callbacks {
		p.Body = append(p.Body, callbackPrologue()...)
		g.eager = g.chance(25)
	}
	for i := range g.gens {
		p.Body = append(p.Body, g.asyncGenerator(i))
	}
	for i := g.funcs - 1; i >= 0; i-- {
		p.Body = append(p.Body, g.function(i))
	}
	p.Body = append(p.Body, g.main())
	p.Body = append(p.Body, g.entry()...)
	return p
}

type asyncGen struct {
	rng
	funcs, gens int
	fn          int // the function being written; it calls only higher ones
	label       int // of the last event
	task        int // number of the last task name
	depth       int // of the statement being written
	inLoop      bool
	inGen       bool // in an async generator: no return with a value
	calm        bool // only prints and sleeps: a lock is held
	sync        bool // has the statements of async_sync.go
	callbacks   bool // has those of async_callbacks.go as well
	eager       bool // main makes all tasks eager
}

// TooManyEvents is what a program prints in the end when its nested loops would
// have printed too much.
const TooManyEvents = "too many events"

// asyncPrologue defines what the statements use. limit ends programs whose
// nested loops would print without end.
func asyncPrologue() []*Node {
	return []*Node{
		keep("import asyncio"),
		keep("tasks = []"),
		keep("events = [0]"),
		keep(`def p(*args):
    events[0] += 1
    if events[0] > 300:
        raise SystemExit("%s")
    print(*args)`, TooManyEvents),
		keep(`def spawn(coro, name):
    t = asyncio.create_task(coro, name=name)
    tasks.append(t)
    return t`),
		keep(`def cancel(n):
    if tasks:
        t = tasks[n %% len(tasks)]
        p("cancel", t.get_name(), t.cancel())`),
		keep(`def settle(fut, value):
    if not fut.done():
        if isinstance(value, Exception):
            fut.set_exception(value)
        else:
            fut.set_result(value)`),
		keep(`def show(x):
    if isinstance(x, BaseException):
        return type(x).__name__ + str(x.args)
    if isinstance(x, list):
        return [show(i) for i in x]
    return x`),
		keep(`class Manager:
    def __init__(self, label, swallow=False):
        self.label, self.swallow = label, swallow
    async def __aenter__(self):
        p("enter", self.label)
        await asyncio.sleep(0)
        return self.label
    async def __aexit__(self, typ, exc, tb):
        p("exit", self.label, typ and typ.__name__)
        await asyncio.sleep(0)
        p("exited", self.label)
        return self.swallow`),
		keep("lock = asyncio.Lock()"),
		keep("event = asyncio.Event()"),
		keep("queue = asyncio.Queue()"),
		keep("sem = asyncio.Semaphore(2)"),
	}
}

func (g *asyncGen) event(what string, args ...string) *Node {
	g.label++
	return line(`p("%s%d %s"%s)`, g.where(), g.label, what, strings.Join(append([]string{""}, args...), ", "))
}

func (g *asyncGen) where() string {
	if g.inGen {
		return fmt.Sprintf("g%d.", g.fn)
	}
	if g.fn < 0 {
		return "main."
	}
	return fmt.Sprintf("f%d.", g.fn)
}

// delay is a number of seconds: often 0, which is a bare turn of the loop.
func (g *asyncGen) delay() string {
	return pick(g.rng, "0", "0", "0", "0.125", "0.25", "0.375", "0.5", "1", "1.5")
}

func (g *asyncGen) main() *Node {
	g.fn = -1
	body := []*Node{g.event("starts")}
	if g.eager {
		body = append(body, line("asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)"))
	}
	body = append(body, g.stmts(g.between(3, 7))...)
	body = append(body, line("await asyncio.sleep(%s)", g.delay()), g.event("ends"))
	n := block("async def main():", append([]*Node{line("x = 1")}, body...)...)
	n.Keep = true
	return n
}

func (g *asyncGen) function(i int) *Node {
	g.fn, g.inGen = i, false
	body := []*Node{g.event("starts", "x")}
	body = append(body, g.stmts(g.between(2, 5))...)
	body = append(body, g.event("ends"), line("return %s", pick(g.rng, "x", "x * 2", fmt.Sprint(i), `f"r{x}"`)))
	return block(fmt.Sprintf("async def f%d(x):", i), body...)
}

func (g *asyncGen) asyncGenerator(i int) *Node {
	g.fn, g.inGen = i, true
	defer func() { g.inGen = false }()
	loop := []*Node{}
	if g.chance(60) {
		loop = append(loop, line("await asyncio.sleep(%s)", g.delay()))
	}
	loop = append(loop, line("yield x + i"))
	if g.chance(50) {
		loop = append(loop, g.event("resumed", "i"))
	}
	if g.chance(25) {
		loop = append(loop, block("if i == 2:", line("raise ValueError(i)")))
	}
	body := []*Node{block(fmt.Sprintf("for i in range(%d):", g.between(1, 4)), loop...)}
	if g.chance(60) {
		try := block("try:", body...)
		if g.chance(40) {
			handler := []*Node{g.event("handles", "type(e).__name__")}
			if g.chance(50) {
				handler = append(handler, line("await asyncio.sleep(0)"))
			}
			if g.chance(60) {
				handler = append(handler, line("raise"))
			}
			try.with("except (ValueError, asyncio.CancelledError) as e:", handler...)
		}
		final := []*Node{g.event("finally")}
		if g.chance(50) {
			final = append(final, line("await asyncio.sleep(%s)", g.delay()), g.event("finally done"))
		}
		try.with("finally:", final...)
		body = []*Node{try}
	}
	body = append([]*Node{g.event("starts", "x")}, body...)
	return block(fmt.Sprintf("async def g%d(x):", i), append(body, g.event("ends"))...)
}

// stmts returns n statements, none nested deeper than a few levels.
func (g *asyncGen) stmts(n int) []*Node {
	g.depth++
	defer func() { g.depth-- }()
	var out []*Node
	for range n {
		out = append(out, g.stmt()...)
	}
	return out
}

func (g *asyncGen) stmt() []*Node {
	kinds := []weighted[func() []*Node]{
		{10, g.sleep}, {6, g.print},
	}
	if !g.calm {
		kinds = append(kinds, []weighted[func() []*Node]{
			{4, g.cancelSome}, {2, g.callSoon}, {3, g.raise}, {3, g.future}, {1, g.signal},
		}...)
		if g.sync {
			kinds = append(kinds, []weighted[func() []*Node]{{20, g.synchronise}, {4, g.context}, {6, g.cancelling}}...)
			if g.fn+1 < g.funcs {
				kinds = append(kinds, []weighted[func() []*Node]{{6, g.eagerly}, {6, g.nested}, {3, g.asyncCompleted}}...)
			}
			if g.depth < 4 {
				kinds = append(kinds, []weighted[func() []*Node]{{6, g.deadline}, {3, g.grouped}}...)
			}
		}
		if g.callbacks {
			kinds = append(kinds, []weighted[func() []*Node]{{8, g.handled}, {8, g.shuttingDown}, {4, g.bounded}}...)
			if g.gens > 0 && !g.inGen {
				kinds = append(kinds, weighted[func() []*Node]{6, g.drains})
			}
			if g.fn+1 < g.funcs {
				kinds = append(kinds, weighted[func() []*Node]{4, g.inContext})
			}
			if g.depth < 4 {
				kinds = append(kinds, weighted[func() []*Node]{8, g.managers})
			}
		}
		if g.fn+1 < g.funcs {
			kinds = append(kinds, []weighted[func() []*Node]{
				{10, g.call}, {8, g.spawn}, {5, g.gather}, {4, g.wait}, {5, g.waitFor}, {4, g.shield}, {3, g.group}, {2, g.completed},
			}...)
		}
		if g.gens > 0 && !g.inGen {
			kinds = append(kinds, []weighted[func() []*Node]{{5, g.asyncFor}, {3, g.byHand}, {2, g.comprehension}}...)
		}
	}
	if g.depth < 4 {
		kinds = append(kinds, []weighted[func() []*Node]{{4, g.loop}, {3, g.branch}}...)
		if !g.calm {
			kinds = append(kinds, []weighted[func() []*Node]{{10, g.try}, {3, g.manager}, {3, g.timeout}, {2, g.locked}}...)
		}
	}
	if g.inLoop {
		kinds = append(kinds, weighted[func() []*Node]{2, g.jump})
	}
	return pickWeighted(g.rng, kinds)()
}

func (g *asyncGen) sleep() []*Node {
	return []*Node{line("await asyncio.sleep(%s)", g.delay()), g.event("slept")}
}

func (g *asyncGen) print() []*Node {
	return []*Node{pick(g.rng, g.event("x is", "x"), g.event("cancelling", "asyncio.current_task().cancelling()"), g.event("tasks", "[t.get_name() for t in tasks if t.done()]"))}
}

func (g *asyncGen) cancelSome() []*Node {
	if g.fn >= 0 && g.chance(20) {
		return []*Node{line("asyncio.current_task().cancel()")}
	}
	return []*Node{line("cancel(%d)", g.IntN(8))}
}

func (g *asyncGen) callSoon() []*Node {
	if g.chance(50) {
		return []*Node{line("asyncio.get_running_loop().call_soon(cancel, %d)", g.IntN(8))}
	}
	g.label++
	return []*Node{line(`asyncio.get_running_loop().call_later(%s, p, "%s%d callback")`, g.delay(), g.where(), g.label)}
}

func (g *asyncGen) raise() []*Node {
	g.label++
	exc := fmt.Sprintf(`%s("%s%d")`, pick(g.rng, "ValueError", "KeyError", "ValueError", "asyncio.CancelledError"), g.where(), g.label)
	return []*Node{block(fmt.Sprintf("if %s:", g.cond()), line("raise %s", exc))}
}

func (g *asyncGen) cond() string {
	return pick(g.rng, "x == 1", "x == 2", "len(tasks) > 2", "len(tasks) % 2 == 0", "events[0] % 3 == 0", "events[0] > 20", "True")
}

func (g *asyncGen) future() []*Node {
	value := pick(g.rng, `"v"`, "7", `ValueError("set")`)
	return []*Node{
		line("fut = asyncio.get_running_loop().create_future()"),
		line("asyncio.get_running_loop().call_later(%s, settle, fut, %s)", g.delay(), value),
		g.event("future", "show(await fut)"),
	}
}

func (g *asyncGen) signal() []*Node {
	return []*Node{line("%s", pick(g.rng, "event.set()", "event.clear()", "queue.put_nowait(x)"))}
}

// callee is a call of a function numbered higher than the one being written.
func (g *asyncGen) callee() string {
	return fmt.Sprintf("f%d(%s)", g.between(g.fn+1, g.funcs-1), pick(g.rng, "x", "1", "2", "3", "x"))
}

func (g *asyncGen) taskName() string {
	g.task++
	return fmt.Sprintf("t%d", g.task)
}

func (g *asyncGen) call() []*Node {
	if g.chance(30) {
		return []*Node{g.event("sum", fmt.Sprintf("[await %s, x, await %s]", g.callee(), g.callee()))}
	}
	return []*Node{line("r = await %s", g.callee()), g.event("got", "r")}
}

func (g *asyncGen) spawn() []*Node {
	name := g.taskName()
	out := []*Node{line(`%s = spawn(%s, "%s")`, name, g.callee(), name)}
	if g.chance(30) {
		g.label++
		out = append(out, line(`%s.add_done_callback(lambda t: p("%s%d done", t.get_name(), t.cancelled()))`, name, g.where(), g.label))
	}
	if g.chance(40) {
		out = append(out, line("await asyncio.sleep(%s)", g.delay()))
	}
	if g.chance(30) {
		out = append(out, line("%s.cancel(%s)", name, pick(g.rng, "", "", `"msg"`)))
	}
	if g.chance(50) {
		out = append(out, g.event("awaited", fmt.Sprintf("show(await %s)", name)))
	}
	return out
}

func (g *asyncGen) several(lo, hi int) string {
	var parts []string
	for range g.between(lo, hi) {
		if g.chance(50) {
			parts = append(parts, fmt.Sprintf("spawn(%s, %q)", g.callee(), g.taskName()))
		} else {
			parts = append(parts, g.callee())
		}
	}
	return strings.Join(parts, ", ")
}

func (g *asyncGen) spawned(lo, hi int) string {
	var parts []string
	for range g.between(lo, hi) {
		parts = append(parts, fmt.Sprintf("spawn(%s, %q)", g.callee(), g.taskName()))
	}
	return strings.Join(parts, ", ")
}

// waitedInSet is the tasks for as_completed, which keeps them in a set: where several may
// be done already, CPython takes the order of these from their addresses.
func (g *asyncGen) waitedInSet() string {
	if g.eager {
		return g.spawned(1, 1)
	}
	return g.spawned(1, 3)
}

func (g *asyncGen) gather() []*Node {
	extra := ""
	if g.chance(40) {
		extra = ", return_exceptions=True"
	}
	if g.chance(25) {
		return []*Node{
			line("gr = asyncio.gather(%s%s)", g.several(1, 3), extra),
			line("await asyncio.sleep(%s)", g.delay()),
			g.event("cancel gather", "gr.cancel()"),
			g.event("gathered", "show(await gr)"),
		}
	}
	return []*Node{g.event("gathered", fmt.Sprintf("show(await asyncio.gather(%s%s))", g.several(1, 3), extra))}
}

func (g *asyncGen) wait() []*Node {
	args := ""
	if g.chance(50) {
		args = ", timeout=" + g.delay()
	}
	if g.chance(60) {
		args += ", return_when=asyncio." + pick(g.rng, "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED")
	}
	return []*Node{
		line("done, pending = await asyncio.wait([%s]%s)", g.spawned(1, 3), args),
		g.event("waited", "sorted(t.get_name() for t in done)", "sorted(t.get_name() for t in pending)"),
	}
}

func (g *asyncGen) waitFor() []*Node {
	get := g.event("in time", fmt.Sprintf("show(await asyncio.wait_for(%s, %s))", g.several(1, 1), pick(g.rng, "None", g.delay(), "0.5", "0.25")))
	if g.chance(70) {
		return []*Node{block("try:", get).with("except TimeoutError:", g.event("timed out"))}
	}
	return []*Node{get}
}

func (g *asyncGen) shield() []*Node {
	if g.chance(50) {
		return []*Node{g.event("shielded", fmt.Sprintf("show(await asyncio.shield(%s))", g.several(1, 1)))}
	}
	name := g.taskName()
	return []*Node{
		line("%s = spawn(%s, %q)", name, g.callee(), name),
		block("try:", line("await asyncio.wait_for(asyncio.shield(%s), %s)", name, g.delay())).
			with("except (TimeoutError, asyncio.CancelledError) as e:", g.event("shield", "type(e).__name__", name+".done()")),
	}
}

func (g *asyncGen) group() []*Node {
	var body []*Node
	for range g.between(1, 3) {
		name := g.taskName()
		body = append(body, line("%s = tg.create_task(%s, name=%q)", name, g.callee(), name), line("tasks.append(%s)", name))
	}
	if g.chance(40) {
		body = append(body, g.sleep()...)
	}
	if g.callbacks && g.depth < 4 {
		body = append(body, g.stmts(g.between(0, 2))...)
	}
	with := block("async with asyncio.TaskGroup() as tg:", body...)
	if g.chance(70) {
		return []*Node{block("try:", with).
			with("except* (ValueError, KeyError) as eg:", g.event("group", "len(eg.exceptions)", "sorted(type(e).__name__ for e in eg.exceptions)"))}
	}
	return []*Node{with}
}

func (g *asyncGen) completed() []*Node {
	return []*Node{block(fmt.Sprintf("for c in asyncio.as_completed([%s]):", g.waitedInSet()),
		block("try:", g.event("completed", "show(await c)")).
			with("except (ValueError, KeyError) as e:", g.event("failed", "show(e)")))}
}

func (g *asyncGen) asyncFor() []*Node {
	gen := fmt.Sprintf("g%d(x)", g.IntN(g.gens))
	outer := g.inLoop
	g.inLoop = true
	body := []*Node{g.event("item", "v")}
	if g.depth < 4 {
		body = append(body, g.stmts(g.between(0, 2))...)
	}
	if g.chance(50) {
		body = append(body, block(fmt.Sprintf("if v >= x + %d:", g.IntN(3)), line("%s", pick(g.rng, "break", "break", "continue"))))
	}
	g.inLoop = outer
	if g.chance(40) {
		return []*Node{line("it = %s", gen), block("async for v in it:", body...), line("await it.aclose()"), g.event("closed")}
	}
	n := block(fmt.Sprintf("async for v in %s:", gen), body...)
	if g.chance(25) {
		n.with("else:", g.event("exhausted"))
	}
	return []*Node{n}
}

func (g *asyncGen) byHand() []*Node {
	out := []*Node{line("it = g%d(x)", g.IntN(g.gens))}
	for range g.between(1, 3) {
		switch g.IntN(4) {
		case 0, 1:
			out = append(out, g.event("next", `await anext(it, "end")`))
		case 2:
			out = append(out, block("try:", g.event("thrown", "await it.athrow(ValueError(5))")).
				with("except (ValueError, StopAsyncIteration) as e:", g.event("out", "type(e).__name__")))
		case 3:
			out = append(out, line("await it.aclose()"), g.event("closed"))
		}
	}
	return append(out, line("await it.aclose()"))
}

func (g *asyncGen) comprehension() []*Node {
	gen := fmt.Sprintf("g%d(x)", g.IntN(g.gens))
	return []*Node{g.event("list", pick(g.rng, "[v async for v in "+gen+"]", "[(v, w) for w in range(2) async for v in "+gen+" if v != 2]", "{v: x async for v in "+gen+"}"))}
}

func (g *asyncGen) loop() []*Node {
	outer := g.inLoop
	g.inLoop = true
	defer func() { g.inLoop = outer }()
	n := block(fmt.Sprintf("for %s in range(%d):", pick(g.rng, "i", "j", "k"), g.between(1, 3)), g.stmts(g.between(1, 3))...)
	if g.chance(20) {
		n.with("else:", g.event("else"))
	}
	return []*Node{n}
}

func (g *asyncGen) jump() []*Node {
	return []*Node{block(fmt.Sprintf("if %s:", g.cond()), line("%s", pick(g.rng, "break", "continue")))}
}

func (g *asyncGen) branch() []*Node {
	n := block(fmt.Sprintf("if %s:", g.cond()), g.stmts(g.between(1, 2))...)
	if g.chance(50) {
		n.with("else:", g.stmts(1)...)
	}
	return []*Node{n}
}

func (g *asyncGen) try() []*Node {
	n := block("try:", g.stmts(g.between(1, 3))...)
	handled := false
	if g.chance(60) {
		handled = true
		body := append([]*Node{g.event("cancelled", "e.args")}, g.stmts(g.between(0, 2))...)
		if g.chance(60) {
			body = append(body, line("raise"))
		}
		n.with("except asyncio.CancelledError as e:", body...)
	}
	if g.chance(50) {
		handled = true
		body := []*Node{g.event("caught", "show(e)")}
		switch {
		case g.chance(20):
			body = append(body, line("raise"))
		case g.chance(20):
			body = append(body, line(`raise KeyError("new") from e`))
		case g.chance(30):
			body = append(body, g.stmts(1)...)
		}
		n.with("except "+pick(g.rng, "ValueError", "(ValueError, KeyError)", "Exception")+" as e:", body...)
		if g.chance(20) {
			n.with("else:", g.event("else"))
		}
	}
	if !handled || g.chance(50) {
		body := append([]*Node{g.event("finally")}, g.finalStmts()...)
		n.with("finally:", body...)
	}
	return []*Node{n}
}

// finalStmts are statements of a finally suite, which may replace what was under way.
func (g *asyncGen) finalStmts() []*Node {
	body := g.stmts(g.between(0, 2))
	if g.fn >= 0 && !g.inGen && g.chance(10) {
		body = append(body, block(fmt.Sprintf("if %s:", g.cond()), line(`return "from finally"`)))
	}
	return body
}

func (g *asyncGen) manager() []*Node {
	g.label++
	return []*Node{block(fmt.Sprintf(`async with Manager("m%d"%s) as m:`, g.label, pick(g.rng, "", "", ", True")), g.stmts(g.between(1, 3))...)}
}

func (g *asyncGen) timeout() []*Node {
	with := block(fmt.Sprintf("async with asyncio.timeout(%s):", g.delay()), g.stmts(g.between(1, 3))...)
	if g.chance(75) {
		return []*Node{block("try:", with).with("except TimeoutError:", g.event("timeout"))}
	}
	return []*Node{with}
}

func (g *asyncGen) locked() []*Node {
	g.calm = true
	defer func() { g.calm = false }()
	return []*Node{block("async with "+pick(g.rng, "lock", "sem")+":", append([]*Node{g.event("locked")}, g.stmts(g.between(1, 2))...)...)}
}
