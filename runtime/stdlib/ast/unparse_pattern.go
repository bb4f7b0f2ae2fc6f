package ast

import "github.com/aio2go/aio2go/runtime/py"

// This file writes the patterns of match statements.

var patternWriters = map[string]func(w *writer, n value){
	"MatchValue":     func(w *writer, n value) { w.node(w.get(n, "value")) },
	"MatchSingleton": func(w *writer, n value) { w.constant(w.get(n, "value")) },
	"MatchSequence":  func(w *writer, n value) { w.between("[", "]", func() { w.list(w.List(n, "patterns")) }) },
	"MatchStar": func(w *writer, n value) {
		name := "_"
		if !w.get(n, "name").IsNone() {
			name = w.name(n, "name")
		}
		w.text("*", name)
	},
	"MatchMapping": func(w *writer, n value) {
		keys, patterns := w.List(n, "keys"), w.List(n, "patterns")
		w.sameLength(len(keys), len(patterns))
		w.between("{", "}", func() {
			for i := range min(len(keys), len(patterns)) {
				if i > 0 {
					w.text(", ")
				}
				w.node(keys[i])
				w.text(": ")
				w.node(patterns[i])
			}
			if rest := w.get(n, "rest"); !rest.IsNone() {
				if len(keys) > 0 {
					w.text(", ")
				}
				w.text("**", w.Str(rest))
			}
		})
	},
	"MatchClass": func(w *writer, n value) {
		w.at(precAtom, w.get(n, "cls"))
		w.between("(", ")", func() {
			patterns := w.List(n, "patterns")
			w.list(patterns)
			names, values := w.List(n, "kwd_attrs"), w.List(n, "kwd_patterns")
			if len(names) > 0 {
				w.sameLength(len(names), len(values))
			}
			for i := range min(len(names), len(values)) {
				if i > 0 || len(patterns) > 0 {
					w.text(", ")
				}
				w.text(w.Str(names[i]), "=")
				w.node(values[i])
			}
		})
	},
	"MatchAs": func(w *writer, n value) {
		name, pattern := w.get(n, "name"), w.get(n, "pattern")
		switch {
		case name.IsNone():
			w.text("_")
		case pattern.IsNone():
			w.text(w.Str(name))
		default:
			w.parens(precTest, n, func() {
				w.at(precExpr, pattern)
				w.text(" as ", w.Str(name))
			})
		}
	},
	"MatchOr": func(w *writer, n value) {
		w.parens(precExpr, n, func() {
			for i, p := range w.List(n, "patterns") {
				if i > 0 {
					w.text(" | ")
				}
				w.at(precExpr.next(), p)
			}
		})
	},
}

// sameLength fails where a list is longer than the one that goes with it.
func (w *writer) sameLength(a, b int) {
	switch {
	case a < b:
		w.Failf(py.ValueErrorType, "zip() argument 2 is longer than argument 1")
	case a > b:
		w.Failf(py.ValueErrorType, "zip() argument 2 is shorter than argument 1")
	}
}
