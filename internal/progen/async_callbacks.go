package progen

import "fmt"

// This file implements the statements of asyncio programs about callbacks and their
// handles, queues that are shut down, context managers made of generators, generators
// that tasks share, and the ways to run the whole.

// callbackPrologue defines what those statements use.
func callbackPrologue() []*Node {
	return []*Node{
		keep("import contextlib"),
		keep("closing = asyncio.Queue(2)"),
		keep("one = asyncio.BoundedSemaphore(1)"),
		keep("handles = []"),
		keep(`def fails(label):
    p("fails", label)
    raise ValueError(label)`),
		keep(`def outcome(t):
    if not t.done():
        return "pending"
    if t.cancelled():
        return "cancelled"
    return show(t.exception() or t.result())`),
		keep(`async def drain(it, label):
    n = 0
    try:
        async for v in it:
            n += 1
            p("drained", label, v)
    finally:
        p("drain ends", label, n)
    return n`),
		keep(`@contextlib.asynccontextmanager
async def managed(label, catch=False):
    p("setup", label)
    await asyncio.sleep(0)
    try:
        yield label
    except (ValueError, asyncio.CancelledError) as e:
        p("managed caught", label, show(e))
        if not catch:
            raise
    finally:
        await asyncio.sleep(0)
        p("teardown", label)`),
		keep(`async def leave(label):
    p("leaving", label)
    await asyncio.sleep(0)
    p("left", label)`),
	}
}

// handled returns a statement about a callback or its handle.
func (g *asyncGen) handled() []*Node {
	g.label++
	label := fmt.Sprintf(`"%s%d callback"`, g.where(), g.label)
	switch g.IntN(6) {
	case 0:
		return []*Node{line("handles.append(asyncio.get_running_loop().call_later(%s, p, %s))", g.delay(), label)}
	case 1:
		return []*Node{line("handles.append(asyncio.get_running_loop().call_at(asyncio.get_running_loop().time() + %s, cancel, %d))", g.delay(), g.IntN(8))}
	case 2:
		return []*Node{line("handles.append(asyncio.get_running_loop().call_soon(p, %s))", label)}
	case 3:
		return []*Node{line("asyncio.get_running_loop().call_soon(fails, %s)", label)}
	case 4:
		return []*Node{block("if handles:", line("handles[-1].cancel()"), g.event("handles", "[h.cancelled() for h in handles[-3:]]"))}
	}
	return []*Node{g.event("outcomes", "[outcome(t) for t in tasks[-3:]]")}
}

// shuttingDown returns a statement about a queue that is shut down some time.
func (g *asyncGen) shuttingDown() []*Node {
	if g.chance(20) {
		return []*Node{line("closing.shutdown(%s)", pick(g.rng, "", "immediate=True")), g.event("shut down", "closing.qsize()")}
	}
	op := pick(g.rng, "await closing.get()", "await closing.get()", "await closing.put(x)", "await closing.put(x)", "closing.get_nowait()", "closing.put_nowait(x)", "closing.task_done()", "await closing.join()")
	return []*Node{block("try:", g.within(g.event("queue", op, "closing.qsize()"))).
		with("except (asyncio.QueueShutDown, asyncio.QueueEmpty, asyncio.QueueFull, ValueError) as e:", g.event("queue refuses", "type(e).__name__"))}
}

// bounded acquires or releases the bounded semaphore.
func (g *asyncGen) bounded() []*Node {
	if g.chance(30) {
		return []*Node{block("try:", line("one.release()")).with("except ValueError as e:", g.event("too often", "e"))}
	}
	return []*Node{g.within(block("async with one:", append([]*Node{g.event("one", "one.locked()")}, g.sleep()...)...))}
}

// managers enters context managers that are generators, alone or on a stack.
func (g *asyncGen) managers() []*Node {
	g.label++
	label := fmt.Sprintf(`"c%d"`, g.label)
	catch := pick(g.rng, "", "", ", True")
	if g.chance(50) {
		return []*Node{block(fmt.Sprintf("async with managed(%s%s) as m:", label, catch), g.stmts(g.between(1, 3))...)}
	}
	body := []*Node{line("await stack.enter_async_context(%s)", pick(g.rng, "managed("+label+catch+")", "Manager("+label+")"))}
	if g.chance(50) {
		body = append(body, line("stack.push_async_callback(leave, %s)", label))
	}
	if g.chance(30) {
		body = append(body, line("stack.callback(p, %s, \"popped\")", label))
	}
	return []*Node{block("async with contextlib.AsyncExitStack() as stack:", append(body, g.stmts(g.between(1, 2))...)...)}
}

// drains lets tasks share an async generator, or closes one from outside.
func (g *asyncGen) drains() []*Node {
	name := g.taskName()
	out := []*Node{line("it = g%d(x)", g.IntN(g.gens)), line("%s = spawn(drain(it, %q), %q)", name, name, name)}
	if g.chance(50) {
		out = append(out, line("await asyncio.sleep(%s)", g.delay()))
	}
	do := pick(g.rng, `await drain(it, "own")`, "await it.aclose()", "await it.athrow(ValueError(6))", `await anext(it, "end")`)
	out = append(out, block("try:", g.event("meanwhile", do)).
		with("except (ValueError, RuntimeError, StopAsyncIteration) as e:", g.event("refused", "show(e)")))
	return append(out, g.event("drained", fmt.Sprintf("show(await asyncio.gather(%s, return_exceptions=True))", name)))
}

// inContext starts a task in a context of its own.
func (g *asyncGen) inContext() []*Node {
	name := g.taskName()
	return []*Node{
		line("ctx = contextvars.copy_context()"),
		line("%s = asyncio.create_task(%s, name=%q, context=ctx)", name, g.callee(), name),
		line("tasks.append(%s)", name),
		line("await asyncio.sleep(%s)", g.delay()),
		g.event("its context", "ctx[var] if var in ctx else None"),
	}
}

// entry is how the program is run.
func (g *asyncGen) entry() []*Node {
	failed := func(what string) *Clause {
		return &Clause{"except BaseException as exc:", []*Node{keep(`print(%q, type(exc).__name__, exc)`, what)}}
	}
	one := func(what, stmt string) *Node {
		return &Node{Keep: true, Clauses: []*Clause{{"try:", []*Node{keep("%s", stmt)}}, failed(what)}}
	}
	if !g.callbacks || g.chance(60) {
		return []*Node{one("run raised", "asyncio.run(main())")}
	}
	with := block("with asyncio.Runner() as runner:",
		one("first raised", "runner.run(main())"),
		one("second raised", `print("second", show(runner.run(f0(2))))`),
		keep(`print("left", [t.get_name() for t in tasks if not t.done()])`))
	with.Keep = true
	return []*Node{{Keep: true, Clauses: []*Clause{{"try:", []*Node{with}}, failed("runner raised")}}}
}
