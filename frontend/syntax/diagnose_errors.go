package syntax

import (
	"fmt"
	"strings"

	"github.com/aio2go/aio2go/frontend/source"
)

// This file has the errors that the rules in diagnose_grammar.go raise, with
// the texts and places of CPython 3.13.

// exprNames are the names of expressions in messages, by kind of node.
var exprNames = map[string]string{
	"attribute": "attribute", "subscript": "subscript", "starred": "starred", "name": "name", "list": "list",
	"tuple": "tuple", "lambda": "lambda", "call": "function call", "expression": "expression",
	"genexp": "generator expression", "yield": "yield expression", "await": "await expression",
	"listcomp": "list comprehension", "setcomp": "set comprehension", "dictcomp": "dict comprehension",
	"dict": "dict literal", "set": "set display", "fstring": "f-string expression", "none": "None",
	"true": "True", "false": "False", "ellipsis": "ellipsis", "literal": "literal", "bytes": "literal",
	"comparison": "comparison", "ifexp": "conditional expression", "named": "named expression",
}

// build makes a node of the given kind out of what an alternative has matched.
func (r *recogniser) build(kind string, n *pegNode, names *pegNames) {
	n.kind = kind
	switch kind {
	case "list", "tuple", "args":
		n.kids = elements(n.kids, nil)
	case "starred":
		n.kids = n.kids[len(n.kids)-1:]
	case "clause":
		// What ends the clause: the last condition, or else the iterable.
		last := names[0]
		if ifs := names[1]; ifs != nil && len(ifs.kids) > 0 {
			cond := ifs.kids[len(ifs.kids)-1]
			last = cond.kids[len(cond.kids)-1]
		}
		n.kids = []*pegNode{last}
	}
}

// elements collects the expressions below nodes that only hold others.
func elements(nodes, into []*pegNode) []*pegNode {
	for _, n := range nodes {
		switch n.kind {
		case "", "seq", "kwargs":
			into = elements(n.kids, into)
		default:
			into = append(into, n)
		}
	}
	return into
}

func (r *recogniser) span(n *pegNode) source.Span {
	first, last := r.toks[n.first], r.toks[max(n.last-1, n.first)]
	return source.Span{Start: source.Pos(first.start), End: source.Pos(last.end)}
}

// at raises an error about n.
func (r *recogniser) at(n *pegNode, format string, args ...any) *pegNode {
	return r.between(n, n, format, args...)
}

// between raises an error about what is between a and b, with both.
func (r *recogniser) between(a, b *pegNode, format string, args ...any) *pegNode {
	return r.raise("", r.span(a).To(r.span(b)), format, args...)
}

// from raises an error about what starts at n and ends before the last
// character that the scanner has read.
func (r *recogniser) from(n *pegNode, format string, args ...any) *pegNode {
	start := r.span(n).Start
	end := source.Pos(r.toks[r.fill-1].end) - 1
	return r.raise("", source.Span{Start: start, End: max(start, end)}, format, args...)
}

// here raises an error about the last token that was looked at.
func (r *recogniser) here(format string, args ...any) *pegNode {
	return r.raise("", r.lastToken(), format, args...)
}

// indent raises an IndentationError.
func (r *recogniser) indent(format string, args ...any) *pegNode {
	return r.raise("IndentationError", r.lastToken(), format, args...)
}

// next raises an error about the token after n.
func (r *recogniser) next(n *pegNode, format string, args ...any) *pegNode {
	return r.raise("", r.tokenSpan(*r.token(n.last)), format, args...)
}

func (r *recogniser) raise(class string, span source.Span, format string, args ...any) *pegNode {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	panic(raised{&syntaxError{class: class, msg: format, span: span}})
}

func (r *recogniser) line(n *pegNode) int { return r.p.scan.lineOf(int(r.toks[n.first].start)) }

func (r *recogniser) nodeText(n *pegNode) string { return r.p.src[r.span(n).Start:r.span(n).End] }

// isLegacy reports whether n is the name of what was a statement in Python 2.
func (r *recogniser) isLegacy(n *pegNode) bool {
	return n.last == n.first+1 && (r.text(n.first) == "print" || r.text(n.first) == "exec")
}

// invalidTarget returns the part of n that cannot be assigned to, or with del
// not be deleted, or nil.
func invalidTarget(n *pegNode, del, loop bool) *pegNode {
	switch n.kind {
	case "name", "attribute", "subscript":
		return nil
	case "list", "tuple":
		for _, k := range n.kids {
			if x := invalidTarget(k, del, loop); x != nil {
				return x
			}
		}
		return nil
	case "starred":
		if !del {
			return invalidTarget(n.kids[0], del, loop)
		}
	case "comparison":
		// In "for f() in x" the target and what follows look like a
		// comparison.
		if loop {
			if n.kids[1].kids[0].kind == "in" {
				return invalidTarget(n.kids[0], del, loop)
			}
			return nil
		}
	}
	return n
}

func (r *recogniser) badTarget(n *pegNode, verb string, del, loop bool) *pegNode {
	if x := invalidTarget(n, del, loop); x != nil {
		return r.at(x, "cannot %s %s", verb, exprNames[x.kind])
	}
	return nil
}

// errorAt, errorBetween, errorFrom, errorHere and errorIndent make actions that
// raise a fixed message.
func errorAt(msg string) pegAction {
	return func(r *recogniser, n *pegNode, v *pegNames) *pegNode { return r.at(v[0], msg) }
}

func errorBetween(msg string) pegAction {
	return func(r *recogniser, n *pegNode, v *pegNames) *pegNode { return r.between(v[0], v[1], msg) }
}

func errorFrom(msg string) pegAction {
	return func(r *recogniser, n *pegNode, v *pegNames) *pegNode { return r.from(v[0], msg) }
}

func errorHere(msg string) pegAction {
	return func(r *recogniser, n *pegNode, v *pegNames) *pegNode { return r.here(msg) }
}

func errorNext(msg string) pegAction {
	return func(r *recogniser, n *pegNode, v *pegNames) *pegNode { return r.next(n, msg) }
}

// errorAtExpr makes an action that raises a message with the name of a's kind.
func errorAtExpr(format string) pegAction {
	return func(r *recogniser, n *pegNode, v *pegNames) *pegNode { return r.at(v[0], format, exprNames[v[0].kind]) }
}

// errorIndentAfter makes an action for a missing block after a's line.
func errorIndentAfter(what string) pegAction {
	return func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
		w := what
		if w == "" {
			w = "'" + r.nodeText(v[0]) + "' statement"
		}
		return r.indent("expected an indented block after %s on line %d", w, r.line(v[0]))
	}
}

const (
	assignOrWalrus = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
	genexpParens   = "Generator expression must be parenthesized"
)

var pegActions map[string]pegAction

func init() {
	pegActions = map[string]pegAction{
		"iterable_after_keyword":  errorFrom("iterable argument unpacking follows keyword argument unpacking"),
		"assign_or_walrus":        errorBetween(assignOrWalrus),
		"expected_argument_value": errorBetween("expected argument value expression"),
		"assign_to_constant": func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
			return r.between(v[0], v[1], "cannot assign to %s", r.nodeText(v[0]))
		},
		"keyword_expression":  errorBetween(`expression cannot contain assignment, perhaps you meant "=="?`),
		"assign_to_unpacking": errorBetween("cannot assign to keyword argument unpacking"),
		"assign_to_iterable":  errorBetween("cannot assign to iterable argument unpacking"),
		"empty_type_params":   errorFrom("Type parameter list cannot be empty"),
		"expected_else":       errorBetween("expected 'else' after 'if' expression"),
		"fstring_lambda":      errorBetween("f-string: lambda expressions are not allowed without parentheses"),
		"walrus_target":       errorAtExpr("cannot use assignment expressions with %s"),
		"assign_here":         errorAtExpr("cannot assign to %s here. Maybe you meant '==' instead of '='?"),
		"annotate_one":        errorAtExpr("only single target (not %s) can be annotated"),
		"annotate_tuple":      errorAt("only single target (not tuple) can be annotated"),
		"annotate_illegal":    errorAt("illegal target for annotation"),
		"assign_yield":        errorAt("assignment to yield expression not possible"),
		"augassign_target":    errorAtExpr("'%s' is an illegal expression for augmented assignment"),

		"comprehension_unpacking":      errorAt("iterable unpacking cannot be used in comprehension"),
		"comprehension_target":         errorBetween("did you forget parentheses around the comprehension target?"),
		"dict_comprehension_unpacking": errorAt("dict unpacking cannot be used in dict comprehension"),

		"slash_first":       errorAt("at least one argument must precede /"),
		"slash_once":        errorAt("/ may appear only once"),
		"default_order":     errorAt("parameter without a default follows parameter with a default"),
		"params_parens":     errorBetween("Function parameters cannot be parenthesized"),
		"lambda_parens":     errorBetween("Lambda expression parameters cannot be parenthesized"),
		"slash_before_star": errorAt("/ must be ahead of *"),
		"slash_comma":       errorAt("expected comma between / and *"),
		"expected_default":  errorAt("expected default value expression"),
		"bare_star":         errorAt("named arguments must follow bare *"),
		"lambda_bare_star":  errorHere("named arguments must follow bare *"),
		"vararg_default":    errorAt("var-positional argument cannot have default value"),
		"star_once":         errorAt("* argument may appear only once"),
		"kwarg_default":     errorAt("var-keyword argument cannot have default value"),
		"after_kwarg":       errorAt("arguments cannot follow var-keyword argument"),

		"expected_in":       errorHere("'in' expected after for-loop variables"),
		"group_star":        errorAt("cannot use starred expression here"),
		"group_double_star": errorAt("cannot use double starred expression here"),
		"import_from":       errorFrom("Did you mean to use 'from ... import ...' instead?"),
		"import_names":      errorFrom("Expected one or more names after 'import'"),
		"import_comma":      errorHere("trailing comma not allowed without surrounding parentheses"),
		"expected_colon":    errorHere("expected ':'"),
		"expected_except":   errorHere("expected 'except' or 'finally' block"),
		"mixed_except":      errorBetween("cannot have both 'except' and 'except*' on the same 'try'"),
		"mixed_except_star": errorAt("cannot have both 'except' and 'except*' on the same 'try'"),
		"except_parens":     errorFrom("multiple exception types must be parenthesized"),
		"expected_types":    errorHere("expected one or more exception types"),

		"capture_underscore": errorAt("cannot use '_' as a target"),
		"capture_target":     errorAt("invalid pattern target"),

		"dict_value_star":    errorFrom("cannot use a starred expression in a dictionary value"),
		"dict_value_missing": errorAt("expression expected after dictionary key and ':'"),
		"star_expression":    errorHere("Invalid star expression"),
		"not_parens":         errorBetween("'not' after an operator must be parenthesized"),

		"field_expression":       errorNext("f-string: expecting a valid expression after '{'"),
		"field_after_expression": errorNext("f-string: expecting '=', or '!', or ':', or '}'"),
		"field_after_equals":     errorNext("f-string: expecting '!', or ':', or '}'"),
		"field_after_conversion": errorNext("f-string: expecting ':' or '}'"),
		"field_after_spec":       errorNext("f-string: expecting '}', or format specs"),
		"field_end":              errorNext("f-string: expecting '}'"),
		"conversion_missing":     errorNext("f-string: missing conversion character"),
		"conversion_invalid":     errorNext("f-string: invalid conversion character"),
		"field_empty": func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
			return r.at(v[0], "f-string: valid expression required before '%s'", r.nodeText(v[0]))
		},

		"indent_after":       errorIndentAfter(""),
		"indent_after_star":  errorIndentAfter("'except*' statement"),
		"indent_after_def":   errorIndentAfter("function definition"),
		"indent_after_class": errorIndentAfter("class definition"),
		"expected_indent": func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
			return r.indent("expected an indented block")
		},

		"genexp_parens":            raiseGenexpParens,
		"genexp_in_call":           raiseGenexpInCall,
		"positional_after_keyword": raisePositional,
		"legacy":                   raiseLegacy,
		"forgot_comma":             raiseForgotComma,
		"bound_on_tuple":           raiseBound("TypeVarTuple"),
		"bound_on_spec":            raiseBound("ParamSpec"),
		"assign_target": func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
			return r.badTarget(v[0], "assign to", false, false)
		},
		"for_target": func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
			return r.badTarget(v[0], "assign to", false, true)
		},
		"del_target": func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
			return r.badTarget(v[0], "delete", true, false)
		},
		"pattern_order": func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
			return r.at(v[0], "positional patterns follow keyword patterns")
		},
		"dict_colon": func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
			end := r.span(v[0]).End - 1
			return r.raise("", source.Span{Start: end, End: end}, "':' expected after dictionary key")
		},

		"conversion":       checkConversion,
		"field":            checkField,
		"string":           checkString,
		"strings":          checkStrings,
		"fstring":          checkFString,
		"spec_text":        checkSpecText,
		"ensure_real":      checkNumber(false),
		"ensure_imaginary": checkNumber(true),
	}
}

// lastOf returns the last element of a repetition of clauses: the expression
// with which the last clause ends.
func lastOf(clauses *pegNode) *pegNode {
	return clauses.kids[len(clauses.kids)-1].kids[0]
}

func raiseGenexpParens(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	return r.between(v[0], lastOf(v[1]), genexpParens)
}

// raiseGenexpInCall is for f(a, x for x in y); f(x for x in y) is fine.
func raiseGenexpInCall(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	var positional []*pegNode
	for _, k := range v[0].kids {
		if k.kind != "kwarg" && k.kind != "unpack" {
			positional = append(positional, k)
		}
	}
	if len(positional) <= 1 {
		return nil
	}
	return r.between(positional[len(positional)-1], lastOf(v[1]), genexpParens)
}

func raisePositional(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	for _, k := range v[0].kids {
		if k.kind == "unpack" {
			return r.here("positional argument follows keyword argument unpacking")
		}
	}
	return r.here("positional argument follows keyword argument")
}

func raiseLegacy(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	if !r.isLegacy(v[0]) {
		return nil
	}
	name := r.nodeText(v[0])
	return r.between(v[0], v[1], "Missing parentheses in call to '%s'. Did you mean %s(...)?", name, name)
}

// raiseForgotComma holds only inside brackets: elsewhere a comma would seldom
// help.
func raiseForgotComma(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	if r.isLegacy(v[0]) || r.toks[n.last-1].level == 0 {
		return nil
	}
	return r.between(v[0], v[1], "invalid syntax. Perhaps you forgot a comma?")
}

func raiseBound(what string) pegAction {
	return func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
		if v[1].kind == "tuple" {
			return r.from(v[0], "cannot use constraints with %s", what)
		}
		return r.from(v[0], "cannot use bound with %s", what)
	}
}

// checkConversion is for the "!" and the name after it, of which checkField
// sees the name.
func checkConversion(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	if r.toks[v[0].first].end != r.toks[v[1].first].start {
		return r.between(v[0], v[1], "f-string: conversion type must come right after the exclamanation mark") // sic
	}
	return v[1]
}

func checkField(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	if v[0] != nil {
		switch name := r.nodeText(v[0]); name {
		case "s", "r", "a":
		default:
			return r.at(v[0], "f-string: invalid conversion character %s: expected 's', 'r', or 'a'", pyRepr(normalize(name)))
		}
	}
	return n
}

func ignoreEscape(int, string) {}

// checkString is the value of a plain string literal: what is wrong in it is
// found when it is read.
func checkString(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	raw, bytes, _, text, _ := stringParts(r.text(n.first))
	msg := ""
	n.kind = "literal"
	if bytes {
		n.kind = "bytes"
		if !isASCII(text) {
			return r.at(n, "bytes can only contain ASCII literal characters")
		}
		if !raw {
			_, msg = unescapeBytes(text, ignoreEscape)
		}
	} else if !raw {
		_, msg = unescape(text, ignoreEscape)
	}
	if msg != "" {
		return r.here("%s", msg)
	}
	return n
}

func checkStrings(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	kinds := map[string]bool{}
	for _, k := range v[0].kids {
		kinds[k.kind] = true
	}
	if kinds["bytes"] && len(kinds) > 1 {
		return r.here("cannot mix bytes and nonbytes literals")
	}
	n.kind = "literal"
	if kinds["fstring"] {
		n.kind = "fstring"
	}
	return n
}

func checkFString(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	if !strings.ContainsAny(r.text(n.first), "rR") {
		for _, k := range v[1].kids {
			if t := r.toks[k.first]; t.kind == kFMiddle {
				if _, msg := unescape(middleText(r.text(k.first)), ignoreEscape); msg != "" {
					return r.here("%s", msg)
				}
			}
		}
	}
	n.kind = "fstring"
	return n
}

func checkSpecText(r *recogniser, n *pegNode, v *pegNames) *pegNode {
	if _, msg := unescape(middleText(r.text(n.first)), ignoreEscape); msg != "" {
		return r.here("%s", msg)
	}
	return n
}

func checkNumber(imaginary bool) pegAction {
	return func(r *recogniser, n *pegNode, v *pegNames) *pegNode {
		text := r.text(n.first)
		last := text[len(text)-1] | 0x20
		hex := len(text) > 1 && text[1]|0x20 == 'x'
		switch is := last == 'j' && !hex; {
		case imaginary && !is:
			return r.at(n, "imaginary number required in complex literal")
		case !imaginary && is:
			return r.at(n, "real number required in complex literal")
		}
		return n
	}
}
