package syntax

import (
	"fmt"
	"strings"
)

// This file compiles the notation of diagnose_grammar.go.

type pegOp uint8

const (
	pegToken pegOp = iota
	pegSoft
	pegAnySoft
	pegRule
	pegGroup
	pegOptional
	pegStar
	pegPlus
	pegGather
	pegFold
	pegAnd
	pegNot
	pegForced
	pegCut
)

type pegGrammar struct {
	rules []pegRuleDef
	index map[string]int
}

type pegRuleDef struct {
	name          string
	memo          bool
	withoutErrors bool
	alts          []pegAlt
}

type pegAlt struct {
	items   []pegItem
	makes   string    // kind of node
	action  pegAction // or the action that makes the node or raises an error
	isError bool      // takes part in the second pass only
}

type pegItem struct {
	op   pegOp
	name byte // a, b or c, or 0
	kind kind
	text string
	rule int
	sub  *pegItem
	alts []pegAlt
}

// A pegAction is run when an alternative has matched as n. It returns the
// value, or nil if the alternative shall fail after all, or raises an error.
type pegAction func(r *recogniser, n *pegNode, names *pegNames) *pegNode

type pegCompiler struct {
	g     *pegGrammar
	words []string
	pos   int
}

var tokenKinds = map[string]kind{
	"NAME": kName, "NUMBER": kNumber, "STRING": kString, "NEWLINE": kNewline, "INDENT": kIndent, "DEDENT": kDedent,
	"END": kEnd, "FSTRING_START": kFStart, "FSTRING_MIDDLE": kFMiddle, "FSTRING_END": kFEnd,
}

// compileGrammar panics if the notation is wrong, which a test would show.
func compileGrammar(text string) *pegGrammar {
	c := &pegCompiler{g: &pegGrammar{index: map[string]int{}}}
	c.words = pegWords(text)
	for i := 1; i < len(c.words); i++ {
		if c.words[i] == "=" {
			name, memo := strings.CutSuffix(c.words[i-1], "@")
			c.g.index[name] = len(c.g.rules)
			c.g.rules = append(c.g.rules, pegRuleDef{name: name, memo: memo, withoutErrors: name == "without_bad"})
		}
	}
	for i := range c.g.rules {
		c.pos += 2 // name and "="
		c.g.rules[i].alts = c.alternatives()
	}
	return c.g
}

// pegWords splits the notation into words. Rules are separated by newlines
// that no "|" or indentation follows.
func pegWords(text string) []string {
	var words []string
	for i := 0; i < len(text); {
		c := text[i]
		j := i + 1
		switch {
		case c == ' ' || c == '\n' || c == '\t':
			i++
			continue
		case c == '\'' || c == '"':
			j = i + 1 + strings.IndexByte(text[i+1:], c) + 1
		case strings.HasPrefix(text[i:], "=>") || strings.HasPrefix(text[i:], "&&"):
			j = i + 2
		case class[c] == cName:
			for isName[text[j]] {
				j++
			}
			if text[j] == '@' {
				j++
			}
		}
		words = append(words, text[i:j])
		i = j
	}
	return append(words, "")
}

func (c *pegCompiler) word() string { return c.words[c.pos] }

func (c *pegCompiler) got(w string) bool {
	if c.words[c.pos] == w {
		c.pos++
		return true
	}
	return false
}

func (c *pegCompiler) alternatives() []pegAlt {
	var alts []pegAlt
	for {
		alts = append(alts, c.alternative())
		if !c.got("|") {
			return alts
		}
	}
}

func (c *pegCompiler) alternative() pegAlt {
	var a pegAlt
	for {
		switch w := c.word(); {
		case w == "" || w == "|" || w == ")" || c.words[c.pos+1] == "=":
			if len(a.items) == 1 && a.items[0].op == pegRule {
				a.isError = strings.HasPrefix(c.g.rules[a.items[0].rule].name, "bad_")
			}
			return a
		case w == "=>":
			c.pos++
			if c.got("!") {
				a.action = pegActions[c.word()]
				if a.action == nil {
					panic(fmt.Sprintf("no action %q", c.word()))
				}
			} else {
				a.makes = c.word()
			}
			c.pos++
		case w == "%":
			c.pos += 2
			first := a.items[0]
			a.items[0] = pegItem{op: pegFold, sub: &first, alts: c.alternatives()}
			c.pos++
		default:
			a.items = append(a.items, c.item())
		}
	}
}

func (c *pegCompiler) item() pegItem {
	if w := c.word(); len(w) == 1 && c.words[c.pos+1] == ":" {
		c.pos += 2
		it := c.item()
		it.name = w[0]
		return it
	}
	switch {
	case c.got("&&"):
		it := c.atom()
		it.op = pegForced
		return it
	case c.got("&"):
		sub := c.atom()
		return pegItem{op: pegAnd, sub: &sub}
	case c.got("!"):
		sub := c.atom()
		return pegItem{op: pegNot, sub: &sub}
	case c.got("~"):
		return pegItem{op: pegCut}
	}
	it := c.atom()
	switch {
	case c.got("?"):
		return pegItem{op: pegOptional, sub: &it}
	case c.got("*"):
		return pegItem{op: pegStar, sub: &it}
	case c.got("+"):
		return pegItem{op: pegPlus, sub: &it}
	case c.got("."):
		sub := c.atom()
		c.pos++ // the "+"
		return pegItem{op: pegGather, kind: it.kind, sub: &sub}
	}
	return it
}

func (c *pegCompiler) atom() pegItem {
	w := c.word()
	c.pos++
	switch {
	case w == "(":
		alts := c.alternatives()
		c.pos++
		return pegItem{op: pegGroup, alts: alts}
	case w[0] == '"':
		return pegItem{op: pegSoft, text: w[1 : len(w)-1]}
	case w[0] == '\'':
		return pegItem{op: pegToken, kind: kindOf(w[1 : len(w)-1])}
	case w == "SOFT":
		return pegItem{op: pegAnySoft}
	}
	if k, ok := tokenKinds[w]; ok {
		return pegItem{op: pegToken, kind: k}
	}
	i, ok := c.g.index[w]
	if !ok {
		panic(fmt.Sprintf("no rule %q", w))
	}
	return pegItem{op: pegRule, rule: i}
}

func kindOf(text string) kind {
	for k := kwFalse; k < numKinds; k++ {
		if kindText[k] == text {
			return k
		}
	}
	panic(fmt.Sprintf("no token %q", text))
}
