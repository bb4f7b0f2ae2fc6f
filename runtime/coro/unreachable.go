package coro

import (
	"runtime"
	"slices"
	"time"
	"weak"
)

// This file asks Go's collector which of some objects nothing refers to but the one who asks.

// foundObject is an object that the collector has found, and its place in the list.
type foundObject[T any] struct {
	object *T
	place  int
}

// Unreachable runs the collector and returns those of list that nothing else refers to, and
// the others, both in the order of list, which it empties: the caller must not keep them.
// Objects that are found very late are given to late, in a thread that is not Python's.
func Unreachable[T any](list []*T, late func(*T)) (dead, alive []*T) {
	// The finalizers run one after the other with those of other objects, which may have to
	// wait for this thread.
	found := make(chan foundObject[T], len(list))
	weaks := make([]weak.Pointer[T], len(list))
	for i, object := range list {
		weaks[i] = weak.Make(object)
		runtime.SetFinalizer(object, func(object *T) { found <- foundObject[T]{object, i} })
	}
	clear(list)
	runtime.GC()
	lost := 0
	for _, p := range weaks {
		object := p.Value()
		if object == nil {
			lost++
			continue
		}
		runtime.SetFinalizer(object, nil)
		alive = append(alive, object)
	}
	limit := time.After(time.Second)
	var objects []foundObject[T]
	for range lost {
		select {
		case f := <-found:
			objects = append(objects, f)
		case <-limit:
			go func() {
				for range lost - len(objects) {
					late((<-found).object)
				}
			}()
			return inPlace(objects), alive
		}
	}
	return inPlace(objects), alive
}

// inPlace returns the objects in the order of their places.
func inPlace[T any](found []foundObject[T]) []*T {
	slices.SortFunc(found, func(a, b foundObject[T]) int { return a.place - b.place })
	list := make([]*T, len(found))
	for i, f := range found {
		list[i] = f.object
	}
	return list
}
