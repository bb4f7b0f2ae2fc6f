package py

import "strings"

// This file implements the method resolution order: C3 linearisation (Python reference
// 3.3.3.1 and "The Python 2.3 Method Resolution Order").

// mergeMRO returns t's MRO from its bases, nil where there is none.
func mergeMRO(t *Type) []*Type {
	lists := make([][]*Type, 0, len(t.Bases)+1)
	for _, b := range t.Bases {
		lists = append(lists, b.MRO)
	}
	lists = append(lists, t.Bases)
	mro := []*Type{t}
	for {
		empty := true
		var next *Type
	candidates:
		for _, l := range lists {
			if len(l) == 0 {
				continue
			}
			empty = false
			for _, other := range lists {
				for i := 1; i < len(other); i++ {
					if other[i] == l[0] {
						continue candidates
					}
				}
			}
			next = l[0]
			break
		}
		if empty {
			return mro
		}
		if next == nil {
			return nil
		}
		mro = append(mro, next)
		for i, l := range lists {
			if len(l) > 0 && l[0] == next {
				lists[i] = l[1:]
			}
		}
	}
}

// mroConflict says why t has no MRO, naming the bases that wait for one another as
// typeobject.c's set_mro_error does.
func mroConflict(t *Type) *Exception {
	lists := make([][]*Type, 0, len(t.Bases)+1)
	for _, b := range t.Bases {
		lists = append(lists, b.MRO)
	}
	lists = append(lists, t.Bases)
	for {
		progress := false
	candidates:
		for _, l := range lists {
			if len(l) == 0 {
				continue
			}
			for _, other := range lists {
				for i := 1; i < len(other); i++ {
					if other[i] == l[0] {
						continue candidates
					}
				}
			}
			next := l[0]
			for i, o := range lists {
				if len(o) > 0 && o[0] == next {
					lists[i] = o[1:]
				}
			}
			progress = true
			break
		}
		if !progress {
			break
		}
	}
	var names []string
	seen := map[*Type]bool{}
	for _, l := range lists {
		if len(l) > 0 && !seen[l[0]] {
			seen[l[0]] = true
			names = append(names, l[0].Name)
		}
	}
	return Raisef(TypeErrorType, "Cannot create a consistent method resolution order (MRO) for bases %s", strings.Join(names, ", "))
}
