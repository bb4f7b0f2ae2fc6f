package argparse

import (
	"sort"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the usage message.

func stringsOf(s *steps, list value) []string {
	var out []string
	for _, v := range s.Items(list) {
		out = append(out, s.Str(v))
	}
	return out
}

// split divides actions into those with options and those without.
func split(s *steps, actions value) (optionals, positionals []value) {
	for _, a := range s.Items(actions) {
		if len(s.List(a, "option_strings")) > 0 {
			optionals = append(optionals, a)
		} else {
			positionals = append(positionals, a)
		}
	}
	return optionals, positionals
}

func formatUsage(self, usage, actions, groups, prefix value) (value, exc) {
	var s steps
	before := "usage: "
	if !prefix.IsNone() {
		before = s.Str(prefix)
	}
	text := ""
	switch {
	case !usage.IsNone():
		text = s.Str(withProg(&s, self, usage))
	case len(s.Items(actions)) == 0:
		text = s.Str(s.Attr(self, "_prog"))
	default:
		prog := s.Str(s.Attr(self, "_prog"))
		optionals, positionals := split(&s, actions)
		all := py.NewList(append(append([]value(nil), optionals...), positionals...)).Value()
		text = prog
		if u := s.Str(s.Call(self, "_format_actions_usage", all, groups)); u != "" {
			text = strings.TrimPrefix(prog+" "+u, " ")
		}
		width := s.Int(s.Attr(self, "_width")) - s.Int(s.Attr(self, "_current_indent"))
		if runes(before)+runes(text) > width {
			opts := stringsOf(&s, s.Call(self, "_get_actions_usage_parts", py.NewList(optionals).Value(), groups))
			pos := stringsOf(&s, s.Call(self, "_get_actions_usage_parts", py.NewList(positionals).Value(), groups))
			text = wrapUsage(before, prog, opts, pos, width)
		}
	}
	return s.Done(str(before + text + "\n\n"))
}

// usageLines fills lines of the width with parts. Where first is not negative, the first
// line goes behind a prefix of that length.
func usageLines(parts []string, indent string, first, width int) []string {
	var lines, line []string
	length := len(indent) - 1
	if first >= 0 {
		length = first - 1
	}
	for _, p := range parts {
		if length+1+runes(p) > width && len(line) > 0 {
			lines = append(lines, indent+strings.Join(line, " "))
			line, length = nil, len(indent)-1
		}
		line = append(line, p)
		length += runes(p) + 1
	}
	if len(line) > 0 {
		lines = append(lines, indent+strings.Join(line, " "))
	}
	if first >= 0 && len(lines) > 0 {
		lines[0] = lines[0][len(indent):]
	}
	return lines
}

// wrapUsage is the usage on several lines.
func wrapUsage(prefix, prog string, opts, pos []string, width int) string {
	var lines []string
	if float64(runes(prefix)+runes(prog)) <= 0.75*float64(width) {
		indent := spaces(runes(prefix) + runes(prog) + 1)
		switch {
		case len(opts) > 0:
			lines = usageLines(append([]string{prog}, opts...), indent, runes(prefix), width)
			lines = append(lines, usageLines(pos, indent, -1, width)...)
		case len(pos) > 0:
			lines = usageLines(append([]string{prog}, pos...), indent, runes(prefix), width)
		default:
			lines = []string{prog}
		}
		return strings.Join(lines, "\n")
	}
	indent := spaces(runes(prefix))
	lines = usageLines(append(append([]string(nil), opts...), pos...), indent, -1, width)
	if len(lines) > 1 {
		lines = append(usageLines(opts, indent, -1, width), usageLines(pos, indent, -1, width)...)
	}
	return strings.Join(append([]string{prog}, lines...), "\n")
}

// span is the place of a group of mutually exclusive actions in a list of actions.
type span struct {
	start, end int
	group      value
}

// groupSpans finds the groups whose actions stand together in actions.
func groupSpans(s *steps, actions []value, groups value) (spans []span, inGroup map[value]bool) {
	inGroup = map[value]bool{}
	for _, g := range s.Items(groups) {
		members := s.List(g, "_group_actions")
		if s.Failed() {
			return nil, nil
		}
		if len(members) == 0 {
			s.Failf(py.ValueErrorType, "empty group %s", s.Str(g))
			return nil, nil
		}
		hidden := true
		for _, a := range members {
			hidden = hidden && isSuppress(s.Attr(a, "help"))
		}
		if hidden {
			continue
		}
		for start, a := range actions {
			if a != members[0] {
				continue
			}
			end := start + len(members)
			same := end <= len(actions)
			for i := 0; same && i < len(members); i++ {
				same = actions[start+i] == members[i]
			}
			if same {
				for _, a := range members {
					inGroup[a] = true
				}
				for i := range spans {
					if spans[i].start == start && spans[i].end == end {
						spans = append(spans[:i], spans[i+1:]...)
						break
					}
				}
				spans = append(spans, span{start, end, g})
			}
			break
		}
	}
	sort.SliceStable(spans, func(i, j int) bool {
		a, b := spans[i], spans[j]
		return a.start > b.start || a.start == b.start && a.end > b.end
	})
	return spans, inGroup
}

func usageParts(self, actionList, groups value) (value, exc) {
	var s steps
	actions := s.Items(actionList)
	spans, inGroup := groupSpans(&s, actions, groups)
	parts := make([]*string, len(actions))
	for i, a := range actions {
		if s.Failed() {
			break
		}
		if isSuppress(s.Attr(a, "help")) {
			continue
		}
		var part string
		if options := s.List(a, "option_strings"); len(options) == 0 {
			def := s.Call(self, "_get_default_metavar_for_positional", a)
			part = s.Str(s.Call(self, "_format_args", a, def))
			if inGroup[a] && strings.HasPrefix(part, "[") && strings.HasSuffix(part, "]") {
				part = part[1 : len(part)-1]
			}
		} else {
			if s.Eq(s.Attr(a, "nargs"), py.Int(0)) {
				part = s.Str(s.Call(a, "format_usage"))
			} else {
				def := s.Call(self, "_get_default_metavar_for_optional", a)
				part = s.Str(options[0]) + " " + s.Str(s.Call(self, "_format_args", a, def))
			}
			if !s.Is(a, "required") && !inGroup[a] {
				part = "[" + part + "]"
			}
		}
		parts[i] = &part
	}
	separated := map[int]bool{}
	for _, sp := range spans {
		var own []string
		for _, p := range parts[sp.start:sp.end] {
			if p != nil {
				own = append(own, *p)
			}
		}
		n := len(own)
		if n == 0 {
			continue
		}
		open, shut := "[", "]"
		if s.Is(sp.group, "required") {
			open, shut = "", ""
			if n > 1 {
				open, shut = "(", ")"
			}
		}
		own[0] = open + own[0]
		own[n-1] += shut
		for i := 0; i < n-1; i++ {
			if at := sp.start + i; !separated[at] {
				p := own[i] + " |"
				parts[at] = &p
				separated[at] = true
			}
		}
		parts[sp.start+n-1] = &own[n-1]
		for i := sp.start + n; i < sp.end; i++ {
			parts[i] = nil
		}
	}
	var out []value
	for _, p := range parts {
		if p != nil {
			out = append(out, str(*p))
		}
	}
	return s.Done(py.NewList(out).Value())
}
