package main

import (
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/aio2go/aio2go/frontend"
	"github.com/aio2go/aio2go/frontend/diag"
)

// This file prints diagnostics.

// report writes the findings in list, those in skip left out, and returns the
// exit status that they call for.
func (t *tool) report(list []*diag.Diagnostic, skip *diag.Diagnostic) error {
	colour := isTerminal(t.stderr)
	failed := skip != nil
	for _, d := range list {
		failed = failed || d.Severity == diag.Error
		if d == skip {
			continue
		}
		var b bytes.Buffer
		if err := d.Render(&b); err != nil {
			return err
		}
		text := b.String()
		if colour {
			text = paint(text)
		}
		if _, err := io.WriteString(t.stderr, text); err != nil {
			return err
		}
	}
	if failed {
		return exitStatus(exitError)
	}
	return nil
}

// reportUncaught writes what CPython writes about a program that it does not
// accept: its warnings and the error at which it stops; and then the further
// errors.
func (t *tool) reportUncaught(s *script, prog *frontend.Program, list *diag.List) error {
	all := list.All()
	first := firstError(prog, all)
	text, err := t.warnings(s, warningsBefore(prog, first, all))
	if err != nil {
		return err
	}
	if _, err := io.WriteString(t.stderr, text); err != nil {
		return err
	}
	if first != nil {
		if err := first.RenderAsOf(t.stderr, s.file != "", t.opts.minor()); err != nil {
			return err
		}
	}
	var errs []*diag.Diagnostic
	for _, d := range all {
		if d.Severity == diag.Error {
			errs = append(errs, d)
		}
	}
	return t.report(errs, first)
}

// warningsBefore returns the warnings that CPython gives before the error first,
// or all if that is nil: first those of its scanner, then those of its compiler.
func warningsBefore(prog *frontend.Program, first *diag.Diagnostic, all []*diag.Diagnostic) []*diag.Diagnostic {
	if prog == nil {
		return nil
	}
	if first == nil {
		return prog.Warnings
	}
	var list []*diag.Diagnostic
	for _, d := range all {
		if d.Code == diag.InvalidEscape && d.File == first.File {
			list = append(list, d)
		}
	}
	for _, m := range prog.Modules {
		if m.File == first.File && m.Info != nil && len(m.Info.Errors) > 0 {
			list = append(list, m.Info.Warnings[:m.Info.WarnedBefore]...)
		}
	}
	return list
}

// firstError returns the error at which CPython would stop, or nil if it would
// not stop at any of them.
func firstError(prog *frontend.Program, all []*diag.Diagnostic) *diag.Diagnostic {
	if prog != nil {
		return prog.First
	}
	for _, d := range all {
		if d.Severity == diag.Error && d.Code != diag.UnreadableSource {
			return d
		}
	}
	return nil
}

// warnings returns the text of warnings as CPython writes them each time that it
// compiles the program.
func (t *tool) warnings(s *script, list []*diag.Diagnostic) (string, error) {
	if os.Getenv("PYTHONWARNINGS") == "ignore" {
		return "", nil
	}
	var b bytes.Buffer
	for _, d := range list {
		if d = d.ForPython(t.opts.minor()); d == nil {
			continue
		}
		if err := d.RenderWarning(&b, s.file != ""); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// paint puts colours into a rendered diagnostic.
func paint(text string) string {
	const red, purple, cyan, green, bold, off = "\x1b[31;1m", "\x1b[35;1m", "\x1b[36;1m", "\x1b[32;1m", "\x1b[1m", "\x1b[0m"
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		body := strings.TrimSuffix(line, "\n")
		painted := body
		switch trimmed := strings.TrimLeft(body, " \t"); {
		case strings.HasPrefix(body, " ") && trimmed != "" && strings.Trim(trimmed, "^~") == "":
			painted = green + body + off
		case strings.HasPrefix(body, "    hint: "):
			painted = "    " + cyan + "hint:" + off + strings.TrimPrefix(body, "    hint:")
		case strings.HasPrefix(body, " "):
		default:
			for _, w := range []struct{ word, colour string }{{"error: ", red}, {"warning: ", purple}, {"note: ", cyan}} {
				if before, after, ok := strings.Cut(body, w.word); ok {
					painted = bold + before + off + w.colour + w.word + off + bold + after + off
					break
				}
			}
		}
		lines[i] = painted + line[len(body):]
	}
	return strings.Join(lines, "")
}
