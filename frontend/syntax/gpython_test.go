package syntax

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	gparser "github.com/go-python/gpython/parser"
	"github.com/go-python/gpython/py"

	"github.com/aio2go/aio2go/frontend/diag"
	"github.com/aio2go/aio2go/frontend/source"
)

// This file asks for a second opinion: the parser of gpython, an independent
// one for Python 3.4. What it accepts, statement by statement, it must see in
// the same shape. A shape is the tree without positions and contexts, brought
// to the form that both versions of Python's ast can be brought to.

// TestSecondOpinion compares the shapes of the statements of CPython's library.
func TestSecondOpinion(t *testing.T) {
	root, names := libFiles(t)
	accepted, total, failed := 0, 0, 0
	for _, name := range names {
		if strings.HasPrefix(name, "test") && !testing.Short() && len(name)%4 != 0 {
			continue
		}
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := source.New(name, data)
		if err != nil {
			continue
		}
		var list diag.List
		for _, s := range Parse(f, &list).Body {
			text := f.Slice(s.Span()) + "\n"
			if len(text) > 20000 || list.HasErrors() || misread(text) {
				continue
			}
			total++
			tree, ok := gpython(text)
			if !ok {
				continue
			}
			accepted++
			g := source.NewText(name, text)
			var ours, theirs strings.Builder
			shapeOf(&ours, Parse(g, &list).Body)
			gpythonShape(&theirs, reflect.ValueOf(tree).Elem().FieldByName("Body"))
			if ours.String() != theirs.String() {
				t.Errorf("%s: %.300s\n  ours %s\ntheirs %s", name, text, ours.String(), theirs.String())
				if failed++; failed > 10 {
					t.Fatal("too many differences")
				}
			}
		}
	}
	t.Logf("gpython accepts %d of %d statements", accepted, total)
	if accepted < total/4 {
		t.Errorf("gpython accepts only %d of %d statements", accepted, total)
	}
}

// misread reports whether text may contain what gpython is known to get wrong
// without saying so: names of characters and surrogates in strings, continued
// lines in raw strings, names that normalisation changes, and "with" before a
// parenthesis, which has a new meaning since.
func misread(text string) bool {
	for _, s := range [...]string{`\N{`, `\ud`, `\uD`, "\\\n", "with ("} {
		if strings.Contains(text, s) {
			return true
		}
	}
	return normalize(text) != text
}

// gpython parses text with gpython's parser, which for lack of a feature may
// panic as well as fail.
func gpython(text string) (tree any, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	m, err := gparser.ParseString(text, py.ExecMode)
	return m, err == nil
}

// shapeOf writes the shape of one of our nodes, or of a list of them.
func shapeOf(b *strings.Builder, x any) {
	v := reflect.ValueOf(x)
	if !v.IsValid() || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
		b.WriteString("None ")
		return
	}
	if v.Kind() == reflect.Slice {
		b.WriteByte('[')
		for i := range v.Len() {
			shapeOf(b, v.Index(i).Interface())
		}
		b.WriteString("] ")
		return
	}
	switch n := x.(type) {
	case *Constant:
		fmt.Fprintf(b, "%s ", constantShape(n))
	case *Call:
		b.WriteString("Call(")
		shapeOf(b, n.Func)
		argsShape(b, n.Args, n.Keywords)
		b.WriteString(") ")
	case *ClassDef:
		fmt.Fprintf(b, "ClassDef(%s ", n.Name)
		argsShape(b, n.Bases, n.Keywords)
		shapeOf(b, n.Body)
		decoratorsShape(b, n.DecoratorList)
		b.WriteString(") ")
	case Node:
		fmt.Fprintf(b, "%s(", v.Elem().Type().Name())
		for i := 1; i < v.Elem().NumField(); i++ {
			switch f := v.Elem().Field(i); v.Elem().Type().Field(i).Name {
			case "Ctx", "TypeComment", "TypeParams", "Posonlyargs", "IsAsync":
			case "DecoratorList":
				decoratorsShape(b, f.Interface().([]Expr))
			case "KwDefaults":
				shapeOf(b, slices.DeleteFunc(slices.Clone(f.Interface().([]Expr)), func(x Expr) bool { return x == nil }))
			default:
				shapeOf(b, f.Interface())
			}
		}
		b.WriteString(") ")
	default:
		fmt.Fprintf(b, "%v ", x)
	}
}

// decoratorsShape writes decorators as gpython has them: it takes a dotted name
// for one name.
func decoratorsShape(b *strings.Builder, list []Expr) {
	dotted := func(x Expr) Expr {
		name := ""
		for {
			switch y := x.(type) {
			case *Attribute:
				name = "." + y.Attr + name
				x = y.Value
				continue
			case *Name:
				return &Name{Id: y.Id + name}
			}
			return x
		}
	}
	b.WriteByte('[')
	for _, x := range list {
		if c, ok := x.(*Call); ok {
			x = &Call{Func: dotted(c.Func), Args: c.Args, Keywords: c.Keywords}
		} else {
			x = dotted(x)
		}
		shapeOf(b, x)
	}
	b.WriteString("] ")
}

func constantShape(c *Constant) string {
	switch c.Kind {
	case ConstInt:
		if c.Big != nil {
			return c.Big.String()
		}
		return fmt.Sprint(c.Int)
	case ConstFloat:
		return fmt.Sprint(c.Float)
	case ConstComplex:
		return fmt.Sprint(c.Float, "j")
	case ConstStr:
		return fmt.Sprintf("%q", c.Str)
	case ConstBytes:
		return fmt.Sprintf("b%q", c.Str)
	}
	return [...]string{"None", "True", "False", "Ellipsis"}[c.Kind]
}

// argsShape sorts arguments as Python 3.4's tree has them: *x and **x last.
func argsShape(b *strings.Builder, args []Expr, keywords []*Keyword) {
	var star, kwargs Expr
	b.WriteByte('[')
	for _, a := range args {
		if s, ok := a.(*Starred); ok {
			star = s.Value
		} else {
			shapeOf(b, a)
		}
	}
	b.WriteString("] [")
	for _, k := range keywords {
		if k.Arg == "" {
			kwargs = k.Value
		} else {
			shapeOf(b, k)
		}
	}
	b.WriteString("] ")
	shapeOf(b, star)
	shapeOf(b, kwargs)
}

// gpythonShape writes the shape of one of gpython's nodes.
func gpythonShape(b *strings.Builder, v reflect.Value) {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		if v.IsNil() {
			b.WriteString("None ")
			return
		}
		v = v.Elem()
	}
	if v.Kind() == reflect.Slice {
		b.WriteByte('[')
		for i := range v.Len() {
			gpythonShape(b, v.Index(i))
		}
		b.WriteString("] ")
		return
	}
	if v.Kind() != reflect.Struct {
		op := strings.TrimSuffix(fmt.Sprint(v.Interface()), "()")
		if op == "Modulo" {
			op = "Mod"
		}
		if op == "" && v.Kind() == reflect.String {
			op = v.String()
		}
		fmt.Fprintf(b, "%s ", op)
		return
	}
	switch name := v.Type().Name(); name {
	case "Num":
		gpythonNumber(b, v.FieldByName("N").Interface())
	case "Str":
		fmt.Fprintf(b, "%q ", v.FieldByName("S").String())
	case "Bytes":
		fmt.Fprintf(b, "b%q ", string(v.FieldByName("S").Bytes()))
	case "NameConstant":
		switch x := v.FieldByName("Value").Interface().(type) {
		case py.NoneType:
			b.WriteString("None ")
		case py.Bool:
			b.WriteString(map[bool]string{true: "True ", false: "False "}[bool(x)])
		}
	case "Ellipsis":
		b.WriteString("Ellipsis ")
	case "Index":
		gpythonShape(b, v.FieldByName("Value"))
	case "ExtSlice":
		b.WriteString("Tuple(")
		gpythonShape(b, v.FieldByName("Dims"))
		b.WriteString(") ")
	default:
		fmt.Fprintf(b, "%s(", name)
		for i := range v.NumField() {
			switch f := v.Type().Field(i); {
			case f.Name == "Ctx" || f.Anonymous:
			default:
				gpythonShape(b, v.Field(i))
			}
		}
		b.WriteString(") ")
	}
}

func gpythonNumber(b *strings.Builder, n any) {
	switch n := n.(type) {
	case *py.BigInt:
		s, _ := n.M__str__()
		fmt.Fprintf(b, "%s ", s)
	case py.Complex:
		fmt.Fprintf(b, "%s ", fmt.Sprint(imag(complex128(n)), "j"))
	default:
		fmt.Fprintf(b, "%v ", n)
	}
}
