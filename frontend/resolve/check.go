package resolve

import (
	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
	"github.com/aio2go/aio2go/frontend/syntax"
)

// This file implements the walk that finds what CPython finds while it
// generates code. It goes through the tree in the order in which compile.c
// does, which is mostly, but not everywhere, the order of evaluation: the body
// of a class comes before its bases, the else of a try before its handlers, and
// a finally block once for every way into it.

// checker is the state of the walk within one code object.
type checker struct {
	*resolver
	unit   *Scope  // the scope whose code object is being generated
	blocks []block // the statements around that break, continue and return leave
	future *syntax.ImportFrom
	outer  *checker

	// awaitOK is set inside an asynchronous comprehension that was reported
	// already, so that what is in it is not reported as well.
	awaitOK bool

	// finals says for finally blocks whether anything was found in them.
	finals map[*syntax.Stmt]bool
}

// block is a statement that leaving the code inside it has to do with: a frame
// block in CPython's words.
type block struct {
	kind  blockKind
	final []syntax.Stmt // finallyBlock: what runs on the way out
}

type blockKind uint8

const (
	plainBlock      blockKind = iota // nothing to do with break, continue and return
	loopBlock                        // for, while
	exceptStarBlock                  // the body of an except* clause
	finallyBlock                     // what a finally clause belongs to
)

// maxBlocks is how deep frame blocks may be nested in one code object. The
// compiler has no such limit, but a program that CPython rejects is an error.
const maxBlocks = 21

// check walks the module.
func (r *resolver) check(mod *syntax.Module, lastFuture *syntax.ImportFrom) {
	c := &checker{resolver: r, unit: r.info.Module, future: lastFuture, finals: make(map[*syntax.Stmt]bool)}
	c.checkStmts(mod.Body)
}

// within walks the code object of scope s.
func (c *checker) within(s *Scope, walk func(c *checker)) {
	in := *c
	in.unit, in.blocks, in.outer = s, nil, c
	in.awaitOK = false
	if s.isFunction() && (s.IsGenerator || s.IsCoroutine) {
		in.blocks = append(in.blocks, block{}) // turns StopIteration into RuntimeError
	}
	walk(&in)
}

// push enters a block.
func (c *checker) push(b block, at source.Span) {
	if len(c.blocks) == maxBlocks {
		c.errorf(diag.NestingTooDeep, at, "too many statically nested blocks")
	}
	c.blocks = append(c.blocks, b)
}

func (c *checker) pop() { c.blocks = c.blocks[:len(c.blocks)-1] }

// leaveBlocks checks a statement at span that leaves the blocks around it, up to the
// next loop if toLoop is set, and reports whether it found that loop.
func (c *checker) leaveBlocks(span source.Span, toLoop bool) bool {
	all := c.blocks
	defer func() { c.blocks = all }()
	for i := len(all) - 1; i >= 0; i-- {
		switch b := all[i]; b.kind {
		case exceptStarBlock:
			c.errorf(diag.LeavingExceptStar, span, "'break', 'continue' and 'return' cannot appear in an except* block")
			return true
		case loopBlock:
			if toLoop {
				return true
			}
		case finallyBlock:
			// The block is compiled again for this way out of it.
			c.blocks = all[:i:i]
			c.finally(b.final)
		}
	}
	return false
}

// finally walks a finally block. It is walked again for every way into it only
// if there is something in it to report, since walking it can take a time
// exponential in how deep such blocks are nested.
func (c *checker) finally(body []syntax.Stmt) {
	if len(body) == 0 {
		return
	}
	found, walked := c.finals[&body[0]]
	if walked && !found {
		return
	}
	before := len(c.info.Errors) + len(c.info.Warnings)
	c.checkStmts(body)
	if !walked {
		c.finals[&body[0]] = len(c.info.Errors)+len(c.info.Warnings) > before
	}
	if n := len(c.info.Errors); walked && n > 0 {
		// CPython would have stopped the first time.
		c.finals[&body[0]] = false
	}
}

// assignable reports an assignment to __debug__.
func (c *checker) assignable(name string, span source.Span) {
	if name == "__debug__" {
		c.errorf(diag.AssignedDebug, span, "cannot assign to __debug__")
	}
}

// isAsync reports whether the code object is that of an async def.
func (c *checker) isAsync() bool { return c.unit.Kind == FunctionScope && c.unit.IsAsync }

// await checks that there can be a wait in the code object. what is the
// construct, as the message names it.
func (c *checker) await(what string, span source.Span) {
	if !c.isAsync() && !c.awaitOK {
		d := c.errorf(diag.AwaitOutsideAsync, span, "%s outside async function", what)
		c.explainAwait(d)
	}
}

// explainAwait adds to an error about a wait which function is not async.
func (c *checker) explainAwait(d *diag.Diagnostic) {
	f, ok := c.unit.Node.(*syntax.FunctionDef)
	if !ok {
		return
	}
	d.Notes = append(d.Notes, diag.NoteAt{
		File: c.file, Span: source.Span{Start: f.Start, End: f.Start + source.Pos(len("def"))},
		Message: "enclosing function '" + f.Name + "' is not async",
	})
}
