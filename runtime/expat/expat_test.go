package expat

import (
	"fmt"
	"strings"
	"testing"
)

// record parses doc in pieces of size bytes and returns what was found.
func record(doc string, size int) string {
	var out []string
	text := ""
	flush := func() {
		if text != "" {
			out = append(out, fmt.Sprintf("text %q", text))
			text = ""
		}
	}
	add := func(format string, args ...any) {
		flush()
		out = append(out, fmt.Sprintf(format, args...))
	}
	p := New(Handlers{
		StartElement: func(name string, attrs []Attr, _ int) error { add("start %s %v", name, attrs); return nil },
		EndElement:   func(name string) error { add("end %s", name); return nil },
		CharData:     func(s string) error { text += s; return nil },
		Comment:      func(s string) error { add("comment %q", s); return nil },
		ProcInst:     func(target, data string) error { add("pi %s %q", target, data); return nil },
		EntityDecl: func(e EntityDecl) error {
			value := "elsewhere"
			if e.Value != nil {
				value = *e.Value
			}
			add("entity %s %q", e.Name, value)
			return nil
		},
		Default: func(s string) error { text += s; return nil }, Expand: true,
	}, Options{Namespaces: true, Separator: " ", ParameterAll: Always})
	err := error(nil)
	for len(doc) > 0 && err == nil {
		n := min(size, len(doc))
		err = p.Parse([]byte(doc[:n]), false)
		doc = doc[n:]
	}
	if err == nil {
		err = p.Parse(nil, true)
	}
	flush()
	if err != nil {
		line, column, _ := p.Place()
		out = append(out, fmt.Sprintf("%v at %d:%d", err, line, column))
	}
	return strings.Join(out, "\n")
}

// TestPieces checks that it makes no difference in which pieces a document comes.
func TestPieces(t *testing.T) {
	for _, doc := range []string{
		"<?xml version='1.0' encoding='utf-8'?>\r\n<!-- c --><a xmlns='u' b='&lt;\n'>é\r\nx]]y<![CDATA[ ]] ]]]><?p q?><c/></a>\n",
		"<!DOCTYPE a [<!ENTITY e '<b>t</b>'> <!ATTLIST a k NMTOKEN ' v '>]><a>&e;&#65;</a>",
		"<!DOCTYPE  a PUBLIC 'p' 's' [ <!ELEMENT a (b?|(c,d)*)+ ><?p?>\r\n<!ENTITY % p '<!ENTITY q \"&#65;\">'>%p;<!ENTITY e  PUBLIC 'p'\t's' >]\n><a>&q;</a>",
		"<!DOCTYPE a [<!ENTITY e 'v'><!ATTLIST a b CDATA 'x' c (d|e)? 'd'>]><a/>",
		"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9\xff</a>",
		"<a><b></a>",
		"<a>\xe9</a>",
		"<a>&u;</a>",
		"<a/>junk",
	} {
		want := record(doc, len(doc))
		for size := 1; size < 8; size++ {
			if got := record(doc, size); got != want {
				t.Errorf("%q in pieces of %d:\n%s\nat once:\n%s", doc, size, got, want)
			}
		}
	}
}

// TestGrowth checks that entities that stand for more and more text are refused.
func TestGrowth(t *testing.T) {
	var b strings.Builder
	b.WriteString("<!DOCTYPE a [<!ENTITY e0 'xxxxxxxxxx'>")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "<!ENTITY e%d '%s'>", i, strings.Repeat(fmt.Sprintf("&e%d;", i-1), 10))
	}
	b.WriteString("]><a>&e11;</a>")
	p := New(Handlers{}, Options{})
	err := p.Parse([]byte(b.String()), true)
	if e, ok := err.(*Error); !ok || e.Code != AmplificationLimitBreached {
		t.Fatal(err)
	}
}
