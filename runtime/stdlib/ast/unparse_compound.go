package ast

import (
	"github.com/aio2go/aio2go/runtime/py"
)

// This file writes compound statements and what belongs to definitions.

var compoundWriters = map[string]func(w *writer, n value){
	"Try":     func(w *writer, n value) { w.try(n, false) },
	"TryStar": func(w *writer, n value) { w.try(n, true) },
	"ExceptHandler": func(w *writer, n value) {
		if w.inTryStar {
			w.line("except*")
		} else {
			w.line("except")
		}
		w.optional(" ", n, "type")
		if w.has(n, "name") {
			w.text(" as ", w.name(n, "name"))
		}
		w.body(n)
	},
	"ClassDef": func(w *writer, n value) {
		w.newline()
		w.decorators(n)
		w.line("class ", w.name(n, "name"))
		w.typeParams(n)
		args := append(w.List(n, "bases"), w.List(n, "keywords")...)
		if len(args) > 0 {
			w.between("(", ")", func() { w.list(args) })
		}
		w.block("", func() { w.documented(n) })
	},
	"FunctionDef":      func(w *writer, n value) { w.function(n, "def ") },
	"AsyncFunctionDef": func(w *writer, n value) { w.function(n, "async def ") },
	"For":              func(w *writer, n value) { w.loop(n, "for ") },
	"AsyncFor":         func(w *writer, n value) { w.loop(n, "async for ") },
	"While": func(w *writer, n value) {
		w.line("while ")
		w.node(w.get(n, "test"))
		w.body(n)
		w.clause("else", n, "orelse")
	},
	"If": func(w *writer, n value) {
		w.line("if ")
		w.node(w.get(n, "test"))
		w.body(n)
		for {
			orelse := w.List(n, "orelse")
			if len(orelse) != 1 || !is(orelse[0], "If") {
				break
			}
			n = orelse[0]
			w.line("elif ")
			w.node(w.get(n, "test"))
			w.body(n)
		}
		w.clause("else", n, "orelse")
	},
	"With":      func(w *writer, n value) { w.with(n, "with ") },
	"AsyncWith": func(w *writer, n value) { w.with(n, "async with ") },
	"withitem": func(w *writer, n value) {
		w.node(w.get(n, "context_expr"))
		w.optional(" as ", n, "optional_vars")
	},
	"Match": func(w *writer, n value) {
		w.line("match ")
		w.node(w.get(n, "subject"))
		w.block("", func() { w.all(w.List(n, "cases")) })
	},
	"match_case": func(w *writer, n value) {
		w.line("case ")
		w.node(w.get(n, "pattern"))
		w.optional(" if ", n, "guard")
		w.body(n)
	},
	"TypeVar": func(w *writer, n value) {
		w.text(w.name(n, "name"))
		w.optional(": ", n, "bound")
		w.optional(" = ", n, "default_value")
	},
	"TypeVarTuple": func(w *writer, n value) {
		w.text("*", w.name(n, "name"))
		w.optional(" = ", n, "default_value")
	},
	"ParamSpec": func(w *writer, n value) {
		w.text("**", w.name(n, "name"))
		w.optional(" = ", n, "default_value")
	},
	"arg": func(w *writer, n value) {
		w.text(w.name(n, "arg"))
		w.optional(": ", n, "annotation")
	},
	"arguments": (*writer).arguments,
	"keyword": func(w *writer, n value) {
		if w.get(n, "arg").IsNone() {
			w.text("**")
		} else {
			w.text(w.name(n, "arg"), "=")
		}
		w.node(w.get(n, "value"))
	},
}

func (w *writer) body(n value) { w.block("", func() { w.all(w.List(n, "body")) }) }

// clause writes a clause where it has statements.
func (w *writer) clause(keyword string, n value, field string) {
	if body := w.List(n, field); len(body) > 0 {
		w.line(keyword)
		w.block("", func() { w.all(body) })
	}
}

func (w *writer) try(n value, star bool) {
	before := w.inTryStar
	w.inTryStar = star
	w.line("try")
	w.body(n)
	w.all(w.List(n, "handlers"))
	w.clause("else", n, "orelse")
	w.clause("finally", n, "finalbody")
	w.inTryStar = before
}

func (w *writer) decorators(n value) {
	for _, d := range w.List(n, "decorator_list") {
		w.line("@")
		w.node(d)
	}
}

func (w *writer) typeParams(n value) {
	params := w.AttrOr(n, "type_params", py.None)
	if !w.Truth(params) {
		return
	}
	w.between("[", "]", func() { w.list(w.Items(params)) })
}

func (w *writer) function(n value, keyword string) {
	w.newline()
	w.decorators(n)
	w.line(keyword, w.name(n, "name"))
	w.typeParams(n)
	w.between("(", ")", func() { w.node(w.get(n, "args")) })
	w.optional(" -> ", n, "returns")
	w.block(w.comment(n), func() { w.documented(n) })
}

func (w *writer) loop(n value, keyword string) {
	w.line(keyword)
	w.at(precTuple, w.get(n, "target"))
	w.text(" in ")
	w.node(w.get(n, "iter"))
	w.block(w.comment(n), func() { w.all(w.List(n, "body")) })
	w.clause("else", n, "orelse")
}

func (w *writer) with(n value, keyword string) {
	w.line(keyword)
	w.list(w.List(n, "items"))
	w.block(w.comment(n), func() { w.all(w.List(n, "body")) })
}

func (w *writer) arguments(n value) {
	first := true
	comma := func() {
		if !first {
			w.text(", ")
		}
		first = false
	}
	posonly := w.List(n, "posonlyargs")
	args := append(posonly[:len(posonly):len(posonly)], w.List(n, "args")...)
	defaults := w.List(n, "defaults")
	for i, a := range args {
		comma()
		w.node(a)
		if j := i - (len(args) - len(defaults)); j >= 0 && w.Truth(defaults[j]) {
			w.text("=")
			w.node(defaults[j])
		}
		if i+1 == len(posonly) {
			w.text(", /")
		}
	}
	star := func(stars string, a value) {
		w.text(stars, w.name(a, "arg"))
		w.optional(": ", a, "annotation")
	}
	vararg, kwonly := w.get(n, "vararg"), w.List(n, "kwonlyargs")
	if w.Truth(vararg) {
		comma()
		star("*", vararg)
	} else if len(kwonly) > 0 {
		comma()
		w.text("*")
	}
	kwDefaults := w.List(n, "kw_defaults")
	for i, a := range kwonly[:min(len(kwonly), len(kwDefaults))] {
		w.text(", ")
		w.node(a)
		if w.Truth(kwDefaults[i]) {
			w.text("=")
			w.node(kwDefaults[i])
		}
	}
	if kwarg := w.get(n, "kwarg"); w.Truth(kwarg) {
		comma()
		star("**", kwarg)
	}
}
