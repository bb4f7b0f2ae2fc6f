package beside

import (
	"github.com/aio2go/aio2go/lower/ir"
	"github.com/aio2go/aio2go/lower/prim"
	"github.com/aio2go/aio2go/lower/types"
)

// This file makes the copies.

// maxDepth bounds the recursion of copies. It is below sys.getrecursionlimit(), so that it
// is the ordinary function that meets the limit.
const maxDepth = 500

// copier has the copies made.
type copier struct {
	made  map[*ir.Func]*ir.Func
	fn    *ir.Func // the copy being made
	depth *ir.Var  // its last parameter, nil in functions that are not recursive
	aside map[*ir.If]bool
}

// copy returns the copy of fn.
func (c *copier) copy(fn *ir.Func) *ir.Func {
	if made := c.made[fn]; made != nil {
		return made
	}
	made := fn.Clone()
	c.made[fn] = made
	made.Original, made.Typed, made.Expected, made.Recursive, made.IsBeside = fn, nil, nil, false, true
	saved := *c
	c.fn, c.depth, c.aside = made, nil, asides(made)
	if fn.Recursive {
		c.depth = &ir.Var{Name: "depth", Kind: ir.Local, Func: made, Param: true, Rep: types.Int64, Type: types.Any}
		made.Params = append(made.Params, c.depth)
	}
	made.Body = c.list(made.Body)
	if c.depth != nil {
		deep := &ir.If{Cond: pure(prim.NativeCompare["gt"], &ir.Ref{Var: c.depth}, native(maxDepth)), Then: giveUp()}
		made.Body = append([]ir.Stmt{deep}, made.Body...)
	}
	c.fn, c.depth, c.aside = saved.fn, saved.depth, saved.aside
	return made
}

func pure(p *ir.Prim, args ...ir.Expr) ir.Expr { return &ir.Pure{Prim: p, Args: args} }

func native(i int64) ir.Expr { return &ir.Const{Kind: ir.CInt, Int: i, R: types.Int64} }

// giveUp leaves the function.
func giveUp() []ir.Stmt { return []ir.Stmt{&ir.Reraise{X: &ir.RuntimeVar{Prim: prim.NotBeside}}} }

func (c *copier) list(list []ir.Stmt) []ir.Stmt {
	var out []ir.Stmt
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Let:
			s.Pos = -1
			switch op := s.Op.(type) {
			case *ir.CallPrim:
				if op.Prim == prim.ReleaseInt {
					continue // what is released belongs to the turn
				}
			case *ir.CallFunc:
				c.call(op)
			}
		case *ir.If:
			if s.Else = c.list(s.Else); c.aside[s] {
				s.Then = giveUp()
			} else {
				s.Then = c.list(s.Then)
			}
		case *ir.Loop:
			s.Poll = false
			s.Body = c.list(s.Body)
		case *ir.Block:
			s.Body = c.list(s.Body)
		case *ir.CheckBound:
			out = append(out, &ir.If{Cond: pure(prim.IsUnbound, &ir.Ref{Var: s.Var}), Then: giveUp()})
			continue
		}
		out = append(out, s)
	}
	return out
}

// call makes op call the copy.
func (c *copier) call(op *ir.CallFunc) {
	recursive := op.Func.Recursive
	op.Func = c.copy(op.Func)
	switch {
	case !recursive:
	case c.depth == nil:
		op.Args = append(op.Args, native(0))
	default:
		op.Args = append(op.Args, pure(prim.IntPlus, &ir.Ref{Var: c.depth}, native(1)))
	}
}
