package progen

// This file implements the shrinker: it deletes statements, clauses and
// headers for as long as the program stays interesting.

// Shrink returns a smaller program for which interesting still holds. It calls
// interesting with candidate programs, at most budget times, and keeps what was
// true. Candidates may be wrong programs (a name is no longer bound): they fail
// in the same way everywhere, so a test for a difference rejects them.
func Shrink(p *Program, budget int, interesting func(*Program) bool) *Program {
	s := &shrinker{best: p, budget: budget, interesting: interesting}
	for s.pass() {
	}
	return s.best
}

type shrinker struct {
	best        *Program
	budget      int
	interesting func(*Program) bool
}

// try keeps the candidate if it is interesting.
func (s *shrinker) try(candidate *Program) bool {
	if s.budget <= 0 {
		return false
	}
	s.budget--
	if !s.interesting(candidate) {
		return false
	}
	s.best = candidate
	return true
}

// An edit changes a copy of the program; it reports false when it does not apply.
type edit func(*[]*Node) bool

// pass tries every deletion once, runs of statements before single ones, and
// reports whether anything was deleted.
func (s *shrinker) pass() bool {
	changed := false
	for path := 0; path < len(lists(s.best.Body)) && s.budget > 0; path++ {
		for size := len(*listAt(s.best, path)); size > 0; size /= 2 {
			for at := 0; path < len(lists(s.best.Body)) && at+size <= len(*listAt(s.best, path)); {
				if s.apply(path, deleteRun(at, size)) {
					changed = true
				} else {
					at += size
				}
			}
			if path >= len(lists(s.best.Body)) {
				return changed
			}
		}
		for at := 0; path < len(lists(s.best.Body)) && at < len(*listAt(s.best, path)); at++ {
			for clause := range 4 {
				if s.apply(path, hoist(at, clause)) || s.apply(path, dropClause(at, clause)) {
					changed = true
				}
				if path >= len(lists(s.best.Body)) || at >= len(*listAt(s.best, path)) {
					break
				}
			}
		}
	}
	return changed
}

// apply tries the edit on the path-th statement list of a copy.
func (s *shrinker) apply(path int, e edit) bool {
	c := &Program{s.best.Seed, clone(s.best.Body)}
	if path == 0 {
		return e(&c.Body) && s.try(c)
	}
	all := lists(c.Body)
	return path < len(all) && e(all[path]) && s.try(c)
}

func listAt(p *Program, path int) *[]*Node {
	if path == 0 {
		return &p.Body
	}
	return lists(p.Body)[path]
}

// lists returns the program's statement lists, outer ones first.
func lists(body []*Node) []*[]*Node {
	all := []*[]*Node{&body}
	for i := 0; i < len(all); i++ {
		for _, n := range *all[i] {
			for _, c := range n.Clauses {
				all = append(all, &c.Body)
			}
		}
	}
	return all
}

// deleteRun deletes size statements from index at on.
func deleteRun(at, size int) edit {
	return func(list *[]*Node) bool {
		for _, n := range (*list)[at : at+size] {
			if n.Keep {
				return false
			}
		}
		*list = append((*list)[:at:at], (*list)[at+size:]...)
		return true
	}
}

// hoist replaces a compound statement by the suite of one of its clauses.
func hoist(at, clause int) edit {
	return func(list *[]*Node) bool {
		if at >= len(*list) {
			return false
		}
		n := (*list)[at]
		if n.Keep || clause >= len(n.Clauses) || isDefinition(n) {
			return false
		}
		rest := append([]*Node{}, (*list)[at+1:]...)
		*list = append(append((*list)[:at:at], n.Clauses[clause].Body...), rest...)
		return true
	}
}

// dropClause deletes one clause that is not the first; a try keeps a handler.
func dropClause(at, clause int) edit {
	return func(list *[]*Node) bool {
		if at >= len(*list) {
			return false
		}
		n := (*list)[at]
		if clause == 0 || clause >= len(n.Clauses) || n.Clauses[0].Head == "try:" && len(n.Clauses) == 2 {
			return false
		}
		n.Clauses = append(n.Clauses[:clause:clause], n.Clauses[clause+1:]...)
		return true
	}
}

// isDefinition reports whether a suite means nothing outside its statement.
func isDefinition(n *Node) bool {
	head := n.Clauses[0].Head
	for _, prefix := range []string{"def ", "async def ", "class "} {
		if len(head) >= len(prefix) && head[:len(prefix)] == prefix {
			return true
		}
	}
	return false
}

func clone(nodes []*Node) []*Node {
	out := make([]*Node, len(nodes))
	for i, n := range nodes {
		c := &Node{Line: n.Line, Keep: n.Keep}
		for _, cl := range n.Clauses {
			c.Clauses = append(c.Clauses, &Clause{cl.Head, clone(cl.Body)})
		}
		out[i] = c
	}
	return out
}
