package asyncio

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/stdlib/socket"
)

// This file is asyncio/staggered.py as create_connection uses it (RFC 8305, happy
// eyeballs): attempts begin one after the other, each when the one before has failed or
// a delay has passed; the first that connects wins and the others are cancelled.

type race struct {
	c       *connection
	done    *Future
	next    int
	running []*Future // the tasks of the attempts that are not over
	timer   *TimerHandle
	winner  *socket.Socket
	fatal   *py.Exception
	over    bool
}

var raceCode = code("staggered_race.<locals>.run_one_coro")

// race is create_connection with happy_eyeballs_delay.
func (c *connection) race() flowStep {
	r := &race{c: c, done: c.loop.CreateFuture()}
	if exc := r.start(); exc != nil {
		return failing(exc)
	}
	return awaitThen(r.done.Value(), func(_ py.Value, exc *py.Exception) flowStep {
		r.stop()
		switch {
		case exc != nil:
			if r.winner != nil {
				r.winner.Close()
			}
			return failing(exc)
		case r.fatal != nil:
			return failing(r.fatal)
		case r.winner == nil:
			return failing(c.failure())
		}
		return c.loop.connectionTransport(r.winner, c.factory, &c.tls, false, c.finish)
	})
}

// start begins the next attempt.
func (r *race) start() *py.Exception {
	if r.timer != nil {
		r.timer.Cancel()
		r.timer = nil
	}
	if r.over || r.next == len(r.c.infos) {
		return nil
	}
	info := r.c.infos[r.next]
	r.next++
	var mine *Future
	co := newFlow(raceCode, func() flowStep {
		return r.c.connectOne(info, func(s *socket.Socket, exc *py.Exception) flowStep {
			r.finished(mine, s, exc)
			return returning(py.None)
		})
	})
	task, exc := r.c.loop.spawn(co, py.None, nil)
	if exc != nil {
		return exc
	}
	mine = asFuture(task)
	r.running = append(r.running, mine)
	if r.next < len(r.c.infos) {
		loop := r.c.loop
		r.timer = loop.callAt(loop.Time()+r.c.delay, &goCallback{fn: r.start, name: "staggered_race()"}, nil)
	}
	return nil
}

// finished is the end of one attempt.
func (r *race) finished(task *Future, s *socket.Socket, exc *py.Exception) {
	r.running = removeFuture(r.running, task)
	switch {
	case r.over:
		if s != nil {
			s.Close()
		}
		return
	case exc == nil:
		r.winner = s
	case exc.Type().IsSubclass(py.OSErrorType):
		if r.next < len(r.c.infos) {
			if e := r.start(); e == nil {
				return
			}
		}
		if len(r.running) > 0 {
			return
		}
	default:
		r.fatal = exc
	}
	r.over = true
	r.done.setUnlessDone(py.None)
}

// stop cancels what still runs.
func (r *race) stop() {
	r.over = true
	if r.timer != nil {
		r.timer.Cancel()
	}
	for _, t := range append([]*Future(nil), r.running...) {
		_, _ = t.Cancel(py.None)
	}
}
