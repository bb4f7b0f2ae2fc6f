package progen

import "fmt"

// This file implements the statements of asyncio programs about synchronisation,
// timeouts, context variables and eager tasks. What could wait for ever has a timeout.

// syncPrologue defines what those statements use.
func syncPrologue() []*Node {
	return []*Node{
		keep("import contextvars"),
		keep("cond = asyncio.Condition()"),
		keep("barrier = asyncio.Barrier(2)"),
		keep("bounded = asyncio.Queue(1)"),
		keep("prio = asyncio.PriorityQueue()"),
		keep("lifo = asyncio.LifoQueue(2)"),
		keep(`var = contextvars.ContextVar("var", default=0)`),
		keep(`def eager(coro, name):
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    try:
        t = asyncio.create_task(coro, name=name)
    finally:
        loop.set_task_factory(None)
    tasks.append(t)
    return t`),
		keep(`def move(cm, seconds):
    try:
        cm.reschedule(asyncio.get_running_loop().time() + seconds)
    except RuntimeError as e:
        p("move", e)`),
	}
}

// within writes statements that may take at most a delay.
func (g *asyncGen) within(body ...*Node) *Node {
	with := block(fmt.Sprintf("async with asyncio.timeout(%s):", g.delay()), body...)
	n := block("try:", with).with("except TimeoutError:", g.event("late"))
	if g.chance(25) {
		n.with("finally:", g.event("left"))
	}
	return n
}

// synchronise returns one statement about queues, conditions, barriers and the like.
func (g *asyncGen) synchronise() []*Node {
	switch g.IntN(15) {
	case 0:
		return []*Node{line("%s", pick(g.rng, "queue.put_nowait(x)", "prio.put_nowait((x, events[0]))", "prio.put_nowait((-events[0], x))")), g.sizes()}
	case 1:
		q := pick(g.rng, "queue", "prio", "bounded", "lifo")
		out := []*Node{g.within(g.event("got", fmt.Sprintf("await %s.get()", q)))}
		if g.chance(50) {
			out = append(out, block("try:", line("%s.task_done()", q)).with("except ValueError as e:", g.event("not done", "e")))
		}
		return out
	case 2:
		q := pick(g.rng, "bounded", "lifo")
		return []*Node{g.within(line("await %s.put(%s)", q, pick(g.rng, "x", "events[0]")), g.event("put", q+".qsize()"))}
	case 3:
		q := pick(g.rng, "queue", "prio", "bounded", "lifo")
		op := pick(g.rng, "get_nowait()", "get_nowait()", "put_nowait((x, 0))")
		return []*Node{block("try:", g.event("now", fmt.Sprintf("%s.%s", q, op))).
			with("except (asyncio.QueueEmpty, asyncio.QueueFull, TypeError) as e:", g.event("cannot", "type(e).__name__"))}
	case 4:
		return []*Node{g.within(line("await %s.join()", pick(g.rng, "queue", "bounded", "prio")), g.event("joined"))}
	case 5, 6:
		wait := line("await cond.wait()")
		if g.chance(40) {
			wait = g.event("held", fmt.Sprintf("await cond.wait_for(lambda: %s)", g.cond()))
		}
		return []*Node{g.within(block("async with cond:", wait, g.event("notified")))}
	case 7, 8:
		return []*Node{g.within(block("async with cond:", line("%s", pick(g.rng, "cond.notify()", "cond.notify(2)", "cond.notify_all()")), g.event("notify", "cond.locked()")))}
	case 9:
		if g.chance(25) {
			return []*Node{line("%s", pick(g.rng, "await barrier.reset()", "await barrier.abort()")), g.event("barrier", "barrier.broken", "barrier.n_waiting")}
		}
		return []*Node{block("try:", g.within(g.event("through", "await barrier.wait()"))).
			with("except asyncio.BrokenBarrierError as e:", g.event("broken", "e"))}
	case 10:
		return []*Node{g.within(g.event("event", "await event.wait()"))}
	case 11:
		what := pick(g.rng, "lock", "sem", "cond")
		return []*Node{g.within(g.event("acquired", fmt.Sprintf("await %s.acquire()", what)), block("try:", g.sleep()...).with("finally:", line("%s.release()", what)))}
	case 12:
		return []*Node{block("try:", line("%s.release()", pick(g.rng, "lock", "cond"))).with("except RuntimeError as e:", g.event("unlocked", "e"))}
	case 13:
		return []*Node{g.event("state", "lock.locked()", "sem.locked()", "event.is_set()", "cond.locked()", "barrier.n_waiting", "barrier.broken")}
	}
	return []*Node{g.sizes()}
}

func (g *asyncGen) sizes() *Node {
	return g.event("sizes", "queue.qsize()", "bounded.full()", "prio.empty()", "lifo.qsize()")
}

// deadline writes a timeout that is moved or read.
func (g *asyncGen) deadline() []*Node {
	g.label++
	cm := fmt.Sprintf("cm%d", g.label)
	head := pick(g.rng, "asyncio.timeout("+g.delay()+")", "asyncio.timeout(None)", "asyncio.timeout_at(asyncio.get_running_loop().time() + "+g.delay()+")")
	move := pick(g.rng,
		fmt.Sprintf("%s.reschedule(asyncio.get_running_loop().time() + %s)", cm, g.delay()),
		fmt.Sprintf("%s.reschedule(None)", cm),
		fmt.Sprintf("asyncio.get_running_loop().call_later(%s, move, %s, %s)", g.delay(), cm, g.delay()))
	body := append([]*Node{line("%s", move)}, g.stmts(g.between(1, 3))...)
	if g.chance(30) {
		body[0], body[len(body)-1] = body[len(body)-1], body[0]
	}
	if g.chance(10) {
		body = append(body, line("raise TimeoutError(\"own\")"))
	}
	with := block(fmt.Sprintf("async with %s as %s:", head, cm), body...)
	return []*Node{block("try:", with).
		with("except (TimeoutError, RuntimeError) as e:", g.event("timeout", "show(e)", cm+".expired()", "asyncio.current_task().cancelling()"))}
}

// context sets and reads a context variable.
func (g *asyncGen) context() []*Node {
	g.label++
	switch g.IntN(4) {
	case 0:
		return []*Node{line("var.set(%d)", g.IntN(100))}
	case 1:
		return []*Node{line("asyncio.get_running_loop().call_soon(lambda: p(\"%s%d var\", var.get()))", g.where(), g.label)}
	case 2:
		return []*Node{line("ctx = contextvars.copy_context()"), line("ctx.run(var.set, %d)", g.IntN(100)),
			line("asyncio.get_running_loop().call_soon(lambda: p(\"%s%d in\", var.get()), context=ctx)", g.where(), g.label)}
	}
	return []*Node{line("tok = var.set(x)"), line("await asyncio.sleep(%s)", g.delay()), line("var.reset(tok)"), g.event("var", "var.get()")}
}

// eagerly starts a task that runs at once until it first waits.
func (g *asyncGen) eagerly() []*Node {
	name := g.taskName()
	out := []*Node{line(`%s = eager(%s, "%s")`, name, g.callee(), name), g.event("eager", name+".done()")}
	if g.chance(60) {
		out = append(out, block("try:", g.event("awaited", "show(await "+name+")")).
			with("except (ValueError, asyncio.CancelledError) as e:", g.event("eager failed", "show(e)")))
	}
	return out
}

// nested awaits combinations of what waits for other tasks.
func (g *asyncGen) nested() []*Node {
	one := func() string {
		c := g.several(1, 1)
		switch g.IntN(5) {
		case 0:
			return fmt.Sprintf("asyncio.wait_for(%s, %s)", c, g.delay())
		case 1:
			return fmt.Sprintf("asyncio.shield(%s)", c)
		case 2:
			return fmt.Sprintf("asyncio.gather(%s, return_exceptions=%s)", g.several(1, 2), pick(g.rng, "True", "False"))
		case 3:
			return fmt.Sprintf("asyncio.wait_for(asyncio.shield(%s), %s)", c, g.delay())
		}
		return c
	}
	expr := fmt.Sprintf("asyncio.gather(%s, %s, return_exceptions=%s)", one(), one(), pick(g.rng, "True", "False"))
	if g.chance(50) {
		expr = fmt.Sprintf("asyncio.wait_for(%s, %s)", expr, g.delay())
	} else if g.chance(30) {
		expr = fmt.Sprintf("asyncio.shield(%s)", expr)
	}
	n := block("try:", g.event("nested", "show(await "+expr+")"))
	if g.chance(70) {
		n.with("except (TimeoutError, ValueError, KeyError) as e:", g.event("nested failed", "show(e)"))
	} else {
		n.with("finally:", g.event("nested over"))
	}
	return []*Node{n}
}

// cancelling asks for, or takes back, cancellation.
func (g *asyncGen) cancelling() []*Node {
	switch g.IntN(4) {
	case 0:
		return []*Node{g.event("uncancel", "asyncio.current_task().uncancel()")}
	case 1:
		return []*Node{line("asyncio.get_running_loop().call_later(%s, cancel, %d)", g.delay(), g.IntN(8))}
	case 2:
		return []*Node{line("asyncio.current_task().cancel(%s)", pick(g.rng, "", `"self"`)), block("try:", line("await asyncio.sleep(%s)", g.delay())).
			with("except asyncio.CancelledError as e:", g.event("self", "e.args", "asyncio.current_task().uncancel()"))}
	}
	return []*Node{block("for t in tasks[-2:]:", line("t.cancel()"))}
}

// grouped raises and splits exception groups.
func (g *asyncGen) grouped() []*Node {
	g.label++
	raise := line(`raise %s("g%d", [ValueError(%d), %s])`, "ExceptionGroup", g.label, g.IntN(5), pick(g.rng, `KeyError("k")`, `ExceptionGroup("in", [TypeError("t"), ValueError(9)])`, "OSError(1)"))
	body := append(g.stmts(g.between(0, 2)), block(fmt.Sprintf("if %s:", g.cond()), raise))
	n := block("try:", body...).with("except* ValueError as eg:", g.event("values", "show(eg)"), line("await asyncio.sleep(%s)", g.delay()), g.event("slept"))
	if g.chance(50) {
		n.with("except* (KeyError, TypeError) as eg:", g.event("others", "show(eg)"))
	}
	if g.chance(30) {
		n.with("finally:", g.event("after groups"))
	}
	return []*Node{block("try:", n).with("except ExceptionGroup as eg:", g.event("rest", "show(eg)"))}
}

// asyncCompleted is async for over as_completed, which gives the tasks themselves.
func (g *asyncGen) asyncCompleted() []*Node {
	body := block("try:", g.event("completed", "t.get_name()", "show(await t)")).
		with("except (ValueError, KeyError, asyncio.CancelledError) as e:", g.event("failed", "show(e)"))
	loop := block(fmt.Sprintf("async for t in asyncio.as_completed([%s], timeout=%s):", g.waitedInSet(), pick(g.rng, "None", g.delay())), body)
	return []*Node{block("try:", loop).with("except TimeoutError:", g.event("incomplete"))}
}
