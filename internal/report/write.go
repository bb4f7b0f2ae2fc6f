package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"
)

// This file writes a report as JSON, as a page, and as text.

// JSON writes the report as one JSON object.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Funcs(template.FuncMap{"costs": func() []Cost { return costOrder }, "hover": hover, "meaning": func(c Cost) string { return meanings[c] }}).Parse(pageText))

var meanings = map[Cost]string{
	Native: "Go's own operations", Checked: "a fast path behind a check", Allocates: "makes an object",
	Suspends: "may give up control", Dynamic: "decided at run time",
}

// hover is the text that a line shows under the pointer.
func hover(l *Line) string {
	var lines []string
	for _, t := range l.Types {
		s := t.Name + ": " + t.Type
		if t.Go != "py.Value" {
			s += "  (Go: " + t.Go + ")"
		}
		lines = append(lines, s)
	}
	if len(l.Why) > 0 {
		lines = append(lines, "dynamic: "+strings.Join(l.Why, ", "))
	}
	return strings.Join(lines, "\n")
}

// HTML writes the report as a page that needs nothing else.
func (r *Report) HTML(w io.Writer) error {
	var b bytes.Buffer
	if err := page.Execute(&b, r); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Text writes which functions stayed dynamic and why, and the frames of coroutines.
func (r *Report) Text(w io.Writer) error {
	var b strings.Builder
	for _, m := range r.Modules {
		for _, f := range m.Functions {
			if len(f.Dynamic) == 0 {
				continue
			}
			fmt.Fprintf(&b, "%s:%d: %s stays dynamic\n", m.File, f.Line, f.Name)
			for i := 0; i < len(f.Dynamic); {
				j := i
				var ops []string
				for ; j < len(f.Dynamic) && f.Dynamic[j].Line == f.Dynamic[i].Line; j++ {
					ops = append(ops, f.Dynamic[j].Op)
				}
				text := ""
				if n := f.Dynamic[i].Line; n <= len(m.Lines) {
					text = strings.TrimSpace(m.Lines[n-1].Text)
				}
				fmt.Fprintf(&b, "    line %d: %s  [%s]\n", f.Dynamic[i].Line, text, strings.Join(ops, ", "))
				i = j
			}
			for _, u := range f.Unknown {
				fmt.Fprintf(&b, "    %s (%s): %s\n", u.Name, u.Type, u.Help)
			}
		}
	}
	first := true
	for _, m := range r.Modules {
		for _, f := range m.Functions {
			if f.States == 0 {
				continue
			}
			if first {
				b.WriteString("frames:\n")
				first = false
			}
			var vars []string
			for _, v := range f.FrameVars {
				vars = append(vars, v.Name+" "+v.Go)
			}
			fmt.Fprintf(&b, "    %s:%d: %s %s: %d states, %d bytes of variables", m.File, f.Line, f.Kind, f.Name, f.States, f.FrameBytes)
			if len(vars) > 0 {
				fmt.Fprintf(&b, " (%s)", strings.Join(vars, ", "))
			}
			b.WriteByte('\n')
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
