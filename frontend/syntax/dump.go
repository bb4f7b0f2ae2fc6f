package syntax

import (
	"bufio"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/frontend/source"
)

// This file implements the printing of trees in the form of Python's ast.dump.
// The fields of the structs are those of Python's classes in the same order,
// so a node is printed by walking its fields.

// Dump writes the tree below n, which is part of f, exactly as Python's
//
//	ast.dump(n, include_attributes=True, indent=1)
//
// does, and a newline.
func Dump(w io.Writer, f *source.File, n Node) error {
	d := dumper{w: bufio.NewWriterSize(w, 1<<16), file: f, classes: map[reflect.Type]*dumpClass{}}
	d.node(reflect.ValueOf(n).Elem(), 0)
	d.w.WriteByte('\n')
	return d.w.Flush()
}

type dumper struct {
	w       *bufio.Writer
	file    *source.File
	classes map[reflect.Type]*dumpClass
}

// dumpClass is what Python's ast knows about a type of node.
type dumpClass struct {
	name     string
	position bool // has lineno and so on
	fields   []string
}

// pythonClass is the name of a node's class where it is not the struct's.
var pythonClass = map[string]string{
	"ExprStmt": "Expr", "Comprehension": "comprehension", "Arguments": "arguments", "Arg": "arg",
	"Keyword": "keyword", "Alias": "alias", "WithItem": "withitem", "MatchCase": "match_case",
}

// noPosition are the classes without position attributes.
var noPosition = map[string]bool{
	"Module": true, "Expression": true, "comprehension": true, "arguments": true, "withitem": true, "match_case": true,
}

func (d *dumper) class(t reflect.Type) *dumpClass {
	c := d.classes[t]
	if c == nil {
		c = &dumpClass{name: t.Name()}
		if s, ok := pythonClass[c.name]; ok {
			c.name = s
		}
		c.position = !noPosition[c.name]
		for i := range t.NumField() {
			c.fields = append(c.fields, snake(t.Field(i).Name))
		}
		d.classes[t] = c
	}
	return c
}

// snake turns KwDefaults into kw_defaults.
func snake(s string) string {
	var b strings.Builder
	for i, r := range s {
		if 'A' <= r && r <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			r |= 0x20
		}
		b.WriteRune(r)
	}
	return b.String()
}

const blanks = "                                                                "

// field starts a field of a node printed at the given depth.
func (d *dumper) field(first bool, depth int, name string) {
	if !first {
		d.w.WriteByte(',')
	}
	d.newline(depth + 1)
	d.w.WriteString(name)
	d.w.WriteByte('=')
}

func (d *dumper) newline(depth int) {
	d.w.WriteByte('\n')
	for ; depth > len(blanks); depth -= len(blanks) {
		d.w.WriteString(blanks)
	}
	d.w.WriteString(blanks[:depth])
}

// node prints the struct v.
func (d *dumper) node(v reflect.Value, depth int) {
	c := d.class(v.Type())
	d.w.WriteString(c.name)
	d.w.WriteByte('(')
	first := true
	if k, ok := v.Addr().Interface().(*Constant); ok {
		d.field(true, depth, "value")
		d.constant(k)
		if k.UKind {
			d.field(false, depth, "kind")
			d.w.WriteString("'u'")
		}
		first = false
	} else {
		for i := 1; i < v.NumField(); i++ {
			if x := v.Field(i); !isOmitted(x) {
				d.field(first, depth, c.fields[i])
				d.value(x, depth+1)
				first = false
			}
		}
	}
	if c.position {
		e := v.Field(0).Addr().Interface().(*Extent)
		d.position(first, depth, e)
	}
	d.w.WriteByte(')')
}

func (d *dumper) position(first bool, depth int, e *Extent) {
	line, col := d.file.Position(e.Start)
	d.number(first, depth, "lineno", line)
	d.number(false, depth, "col_offset", col)
	line, col = d.file.Position(e.End)
	d.number(false, depth, "end_lineno", line)
	d.number(false, depth, "end_col_offset", col)
}

func (d *dumper) number(first bool, depth int, name string, n int) {
	d.field(first, depth, name)
	d.w.Write(strconv.AppendInt(d.w.AvailableBuffer(), int64(n), 10))
}

// isOmitted reports whether ast.dump leaves a field out: absent, or an empty
// list.
func isOmitted(x reflect.Value) bool {
	switch x.Kind() {
	case reflect.Slice:
		return x.Len() == 0
	case reflect.String:
		return x.Len() == 0
	case reflect.Interface, reflect.Pointer:
		return x.IsNil()
	}
	return false
}

// value prints the value of a field.
func (d *dumper) value(x reflect.Value, depth int) {
	switch x.Kind() {
	case reflect.Interface:
		d.node(x.Elem().Elem(), depth)
	case reflect.Pointer:
		d.node(x.Elem(), depth)
	case reflect.Slice:
		d.w.WriteByte('[')
		for i := range x.Len() {
			if i > 0 {
				d.w.WriteByte(',')
			}
			d.newline(depth + 1)
			if e := x.Index(i); e.Kind() == reflect.Interface && e.IsNil() {
				d.w.WriteString("None")
			} else {
				d.value(e, depth+1)
			}
		}
		d.w.WriteByte(']')
	case reflect.String:
		d.w.WriteString(pyRepr(x.String()))
	case reflect.Bool:
		if x.Bool() {
			d.w.WriteByte('1')
		} else {
			d.w.WriteByte('0')
		}
	case reflect.Int:
		d.w.WriteString(strconv.FormatInt(x.Int(), 10))
	default: // operators and contexts, and the kind of a MatchSingleton
		switch x := x.Interface().(type) {
		case ConstKind:
			d.constant(&Constant{Kind: x})
		case interface{ String() string }:
			d.w.WriteString(x.String())
			d.w.WriteString("()")
		}
	}
}

func (d *dumper) constant(c *Constant) {
	switch c.Kind {
	case ConstNone:
		d.w.WriteString("None")
	case ConstTrue:
		d.w.WriteString("True")
	case ConstFalse:
		d.w.WriteString("False")
	case ConstEllipsis:
		d.w.WriteString("Ellipsis")
	case ConstInt:
		if c.Big != nil {
			d.w.WriteString(c.Big.String())
		} else {
			d.w.WriteString(strconv.FormatInt(c.Int, 10))
		}
	case ConstFloat:
		d.w.WriteString(pyFloat(c.Float))
	case ConstComplex:
		s := pyFloat(c.Float)
		d.w.WriteString(strings.TrimSuffix(s, ".0") + "j")
	case ConstStr:
		d.w.WriteString(pyRepr(c.Str))
	case ConstBytes:
		d.w.WriteString(pyBytesRepr(c.Str))
	}
}

// pyFloat formats a float as Python's repr does.
func pyFloat(f float64) string {
	switch abs := math.Abs(f); {
	case math.IsInf(f, 0):
		return "inf"
	case f == 0 || abs >= 1e-4 && abs < 1e16:
		s := strconv.FormatFloat(f, 'f', -1, 64)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return s
	}
	return strconv.FormatFloat(f, 'e', -1, 64)
}
