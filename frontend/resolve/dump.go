package resolve

import (
	"fmt"
	"io"
	"strings"
)

// This file implements the printing of scopes for people.

// Dump writes the scopes as a tree: a line for each scope, and below it, indented,
// a line for each of its symbols and then the scopes inside.
//
//	function make, line 3
//	  n        cell, parameter
//	  function add, line 4
//	    x      local, parameter
//	    n      free from make, line 3
func (i *Info) Dump(w io.Writer) error {
	var b strings.Builder
	i.dumpScope(&b, i.Module, "")
	_, err := io.WriteString(w, b.String())
	return err
}

func (i *Info) dumpScope(b *strings.Builder, s *Scope, indent string) {
	fmt.Fprintf(b, "%s%s%s\n", indent, i.title(s), facts(s))
	indent += "  "
	width := 0
	for _, sym := range s.Symbols {
		width = max(width, len(sym.Name))
	}
	for _, sym := range s.Symbols {
		fmt.Fprintf(b, "%s%-*s  %s\n", indent, width, sym.Name, i.describe(sym))
	}
	for _, c := range s.Children {
		i.dumpScope(b, c, indent)
	}
}

// title returns what names a scope.
func (i *Info) title(s *Scope) string {
	if s.Kind == ModuleScope {
		return "module " + i.File.Name
	}
	line, _ := i.File.Position(s.Node.Span().Start)
	kind := s.Kind.String()
	if s.Comp != NotComp {
		kind = s.Comp.noun()
	}
	if s.Kind == LambdaScope || s.Comp != NotComp {
		return fmt.Sprintf("%s, line %d", kind, line)
	}
	return fmt.Sprintf("%s %s, line %d", kind, s.Name, line)
}

// facts returns what is special about a scope, each fact after a comma.
func facts(s *Scope) string {
	var b strings.Builder
	for _, f := range []struct {
		is   bool
		text string
	}{
		{s.Inlined, "inlined"},
		{s.IsAsyncGenerator(), "async generator"},
		{s.IsGenerator && !s.IsAsyncGenerator() && s.Comp == NotComp, "generator"},
		{s.IsAsync && !s.IsGenerator, "coroutine"},
		{s.HasAwait && s.Kind != ModuleScope, "waits"},
		{s.ReturnsValue, "returns a value"},
		{s.UsesSuper, "uses super"},
		{s.UsesLocals, "looks names up at run time"},
		{s.ImportStar, "imports *"},
		{s.ClassCell != nil, "has a __class__ cell"},
		{s.ClassDict != nil, "has a __classdict__ cell"},
		{s.CanSeeClass, "sees the class around it"},
	} {
		if f.is {
			b.WriteString(", " + f.text)
		}
	}
	return b.String()
}

// describe returns what is known about a symbol.
func (i *Info) describe(sym *Symbol) string {
	var parts []string
	switch {
	case sym.Kind == Free && sym.Outer != nil:
		def := sym.Def()
		parts = append(parts, "free from "+i.title(def.Scope))
	case sym.IsBuiltin():
		parts = append(parts, "builtin or unbound")
	default:
		parts = append(parts, sym.Kind.String())
	}
	for _, f := range []struct {
		flag Flags
		text string
	}{
		{Param, "parameter"},
		{TypeParam, "type parameter"},
		{Imported, "imported"},
		{Annotated, "annotated"},
		{CompIter, "iteration variable"},
		{Nonlocal, "nonlocal"},
		{Deleted, "deleted"},
		{FreeClass, "free in functions inside"},
	} {
		if sym.Flags&f.flag != 0 {
			parts = append(parts, f.text)
		}
	}
	if sym.Kind == Cell {
		return strings.Join(parts, ", ") + binds(sym)
	}
	if sym.Flags&(Assigned|Used|Param|Imported|TypeParam) == Assigned || sym.Flags&(Imported|Used) == Imported {
		parts = append(parts, "never read here")
	}
	return strings.Join(parts, ", ") + binds(sym)
}

// binds says how often a variable is bound, if more than once.
func binds(sym *Symbol) string {
	if sym.Binds > 1 {
		return fmt.Sprintf(", bound in %d places", sym.Binds)
	}
	return ""
}
