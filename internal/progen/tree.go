package progen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// This file implements the program as a tree of statements.

// A Node is one statement: a simple one has a Line, a compound one has Clauses.
type Node struct {
	Line    string
	Clauses []*Clause
	Keep    bool // the program makes no sense without it; Shrink leaves it alone
}

// A Clause is a header such as "try:" or "for i in range(3):" with its suite.
type Clause struct {
	Head string
	Body []*Node
}

// A Program is a generated program.
type Program struct {
	Seed uint64
	Body []*Node
}

// Source returns the program's text.
func (p *Program) Source() string {
	var b strings.Builder
	writeNodes(&b, p.Body, 0)
	return b.String()
}

func writeNodes(b *strings.Builder, nodes []*Node, depth int) {
	indent := strings.Repeat("    ", depth)
	for _, n := range nodes {
		if len(n.Clauses) == 0 {
			for line := range strings.Lines(n.Line) {
				b.WriteString(indent + strings.TrimSuffix(line, "\n") + "\n")
			}
		}
		for _, c := range n.Clauses {
			b.WriteString(indent + c.Head + "\n")
			if len(c.Body) == 0 {
				b.WriteString(indent + "    pass\n")
			}
			writeNodes(b, c.Body, depth+1)
		}
	}
}

// line makes a simple statement.
func line(format string, args ...any) *Node { return &Node{Line: fmt.Sprintf(format, args...)} }

// keep makes a simple statement that Shrink does not delete.
func keep(format string, args ...any) *Node {
	return &Node{Line: fmt.Sprintf(format, args...), Keep: true}
}

// block makes a compound statement of one clause.
func block(head string, body ...*Node) *Node {
	return &Node{Clauses: []*Clause{{head, body}}}
}

// with adds a clause to a compound statement.
func (n *Node) with(head string, body ...*Node) *Node {
	n.Clauses = append(n.Clauses, &Clause{head, body})
	return n
}

// rng is the source of choices.
type rng struct{ *rand.Rand }

func newRNG(seed uint64) rng { return rng{rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))} }

// chance is true in percent of a hundred calls.
func (r rng) chance(percent int) bool { return r.IntN(100) < percent }

// between returns a number from lo to hi, both included.
func (r rng) between(lo, hi int) int { return lo + r.IntN(hi-lo+1) }

// pick returns one of the choices.
func pick[T any](r rng, choices ...T) T { return choices[r.IntN(len(choices))] }

// A weighted is one choice among many, taken as often as its weight says.
type weighted[T any] struct {
	weight int
	value  T
}

func pickWeighted[T any](r rng, choices []weighted[T]) T {
	total := 0
	for _, c := range choices {
		total += c.weight
	}
	n := r.IntN(total)
	for _, c := range choices {
		if n -= c.weight; n < 0 {
			return c.value
		}
	}
	panic("weights do not add up")
}
