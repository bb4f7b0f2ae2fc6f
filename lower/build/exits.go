package build

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/types"
)

// This file implements the ways out of blocks: return, break and continue run what the
// finally clauses, with statements and except clauses between them and their goal ask for.
//
// What an except clause needs is short and cannot raise, so it is repeated on every way
// out. A finally or with is left by noting in a variable where to go (the pending branch)
// and leaving its body; the code after the finally clause then continues on the way.

// exitKind says how a block is left.
type exitKind uint8

const (
	exitReturn exitKind = iota
	exitBreak
	exitContinue
)

// ctx is a construct around the statement being built, as seen from a way out.
type ctx struct {
	up *ctx

	// Loops.
	loop            bool
	breakTo, contTo *ir.Label

	// Except clauses: what to do on the way out, and whether it unbinds a name.
	cleanup func()
	unbinds bool
	// Whether no event is told of an exception that leaves the clause; and, of a finally
	// clause, the exception that was raised before it, if any, without which none is told.
	silent  bool
	pending ir.Expr

	// Finally and with.
	leave  *ir.Label // of the block around the protected body
	branch *ir.Var   // which of exits is pending; 0 for none
	value  *ir.Var   // what is being returned
	exits  []exit
}

type exit struct {
	kind exitKind
	loop *ctx
}

// within builds with f inside of c.
func (b *fn) within(c *ctx, f func()) {
	c.up = b.ctx
	b.ctx = c
	f()
	b.ctx = c.up
}

// leaveTo leaves all constructs up to loop (nil for return) and does what kind says.
// value is what is returned.
func (b *fn) leaveTo(kind exitKind, loop *ctx, value ir.Expr) {
	saved := b.ctx
	defer func() { b.ctx = saved }()
	for b.ctx != loop && b.ctx != nil {
		c := b.ctx
		b.ctx = c.up
		switch {
		case c.cleanup != nil:
			c.cleanup()
		case c.leave != nil:
			b.emit(&ir.Assign{Dst: c.branch, X: native(c.exit(exit{kind, loop}))})
			if kind == exitReturn {
				if c.value == nil {
					c.value = b.temp("result", types.Boxed)
				}
				b.emit(&ir.Assign{Dst: c.value, X: value})
			}
			b.emit(&ir.Break{Label: c.leave})
			return
		}
	}
	switch kind {
	case exitReturn:
		b.emit(&ir.Return{X: value})
	case exitBreak:
		b.emit(&ir.Break{Label: loop.breakTo})
	case exitContinue:
		b.jumpBack()
		b.emit(&ir.Continue{Label: loop.contTo})
	}
}

// exit returns the number of e among the exits of c.
func (c *ctx) exit(e exit) int {
	for i, x := range c.exits {
		if x == e {
			return i + 1
		}
	}
	c.exits = append(c.exits, e)
	return len(c.exits)
}

// protected makes the context of a body whose exits must pass through code after it.
func (b *fn) protected(label string) *ctx {
	return &ctx{leave: &ir.Label{Name: label}, branch: b.temp("branch", types.Native)}
}

// dispatch continues on the way out that is pending after the code that c asked for. It is
// built outside of c.
func (b *fn) dispatch(c *ctx) {
	for i, e := range c.exits {
		var value ir.Expr
		if e.kind == exitReturn {
			value = ref(c.value)
		}
		b.choose(eqNative(ref(c.branch), i+1), func() { b.leaveTo(e.kind, e.loop, value) }, nil)
	}
}

// start sets the variables of c that are needed; it goes before the body.
func (b *fn) start(c *ctx) []ir.Stmt {
	if len(c.exits) == 0 {
		return nil
	}
	list := []ir.Stmt{&ir.Assign{Dst: c.branch, X: native(0)}}
	if c.value != nil && b.f.Kind != ir.Plain {
		// Keeps what an earlier turn returned out of the frame.
		list = append(list, &ir.Assign{Dst: c.value, X: noObject()})
	}
	return list
}

// innermostLoop returns the context of the loop that break and continue refer to.
func (b *fn) innermostLoop() *ctx {
	for c := b.ctx; c != nil; c = c.up {
		if c.loop {
			return c
		}
	}
	return nil
}

// terminates reports whether the statement after s cannot be reached.
func terminates(s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Return, *ir.Raise, *ir.Reraise, *ir.Break, *ir.Continue:
		return true
	case *ir.If:
		return ends(s.Then) && ends(s.Else)
	case *ir.Try:
		return ends(s.Body) && ends(s.Handler)
	case *ir.Loop:
		return !breaks(s.Body, s.Label)
	case *ir.Block:
		return ends(s.Body) && !breaks(s.Body, s.Label)
	}
	return false
}

func ends(list []ir.Stmt) bool { return len(list) > 0 && terminates(list[len(list)-1]) }

// breaks reports whether a Break to label is in the list.
func breaks(list []ir.Stmt, label *ir.Label) bool {
	found := false
	ir.EachStmt(list, func(s ir.Stmt) {
		if brk, ok := s.(*ir.Break); ok && brk.Label == label {
			found = true
		}
	})
	return found
}
