package source

import (
	"errors"
	"testing"
)

func TestDecode(t *testing.T) {
	tests := []struct {
		name, src      string
		text, encoding string
		err            string
	}{
		{"ascii", "x = 1\n", "x = 1\n", "utf-8", ""},
		{"utf-8", "x = 'é'\n", "x = 'é'\n", "utf-8", ""},
		{"mark", "\xef\xbb\xbfx\n", "x\n", "utf-8", ""},
		{"mark and cookie", "\xef\xbb\xbf# coding: utf-8\nx\n", "# coding: utf-8\nx\n", "utf-8", ""},
		{"mark and other cookie", "\xef\xbb\xbf# coding: latin-1\nx\n", "", "", "encoding problem: iso-8859-1 with BOM"},
		{"windows line ends", "x\r\ny\r\n", "x\ny\n", "utf-8", ""},
		{"old line ends", "x\ry\r\rz", "x\ny\n\nz", "utf-8", ""},
		{"latin-1", "# -*- coding: latin-1 -*-\n'\xe9'\n", "# -*- coding: latin-1 -*-\n'é'\n", "iso-8859-1", ""},
		{"latin-1 by another name", "# vim: set fileencoding=ISO_8859_1 :\n'\xe9'\n", "# vim: set fileencoding=ISO_8859_1 :\n'é'\n", "iso-8859-1", ""},
		{"second line", "#!/usr/bin/python\n# coding=cp1252\n'\x80'\n", "#!/usr/bin/python\n# coding=cp1252\n'€'\n", "cp1252", ""},
		{"second line after code", "x\n# coding: latin-1\n'\xe9'\n", "", "",
			`Non-UTF-8 code starting with '\xe9' in file x.py on line 3, but no encoding declared; see https://peps.python.org/pep-0263/ for details`},
		{"koi8-r", "# coding: koi8-r\n'\xd0'\n", "# coding: koi8-r\n'п'\n", "koi8-r", ""},
		{"shift_jis", "# coding: shift_jis\n'\x82\xa0'\n", "# coding: shift_jis\n'あ'\n", "shift_jis", ""},
		{"bad utf-8", "x = 1\ny = '\xe9'\n", "", "",
			`Non-UTF-8 code starting with '\xe9' in file x.py on line 2, but no encoding declared; see https://peps.python.org/pep-0263/ for details`},
		{"bad declared utf-8", "# coding: utf-8\n'\xe9'\n", "", "",
			"(unicode error) 'utf-8' codec can't decode byte 0xe9 in position 0: invalid continuation byte"},
		{"bad ascii", "# coding: ascii\n'\xe9'\n", "", "", "encoding problem: ascii"},
		{"bad cp1252", "# coding: cp1252\n'\x81'\n", "", "", "encoding problem: cp1252"},
		{"unknown", "# coding: foo\n", "", "", "encoding problem: foo"},
		{"null byte", "x\ny\x00\n", "", "", "source code cannot contain null bytes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := New("x.py", []byte(test.src))
			if test.err != "" {
				var e *Error
				if !errors.As(err, &e) || e.Message != test.err {
					t.Fatalf("got error %v, want %s", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if f.Text != test.text || f.Encoding != test.encoding {
				t.Errorf("got %q in %s, want %q in %s", f.Text, f.Encoding, test.text, test.encoding)
			}
		})
	}
}

func TestPosition(t *testing.T) {
	f := NewText("x.py", "ab\n\ncd")
	for _, test := range []struct {
		pos       Pos
		line, col int
	}{{0, 1, 0}, {1, 1, 1}, {2, 1, 2}, {3, 2, 0}, {4, 3, 0}, {5, 3, 1}, {6, 3, 2}, {9, 3, 5}, {NoPos, 1, 0}} {
		if line, col := f.Position(test.pos); line != test.line || col != test.col {
			t.Errorf("Position(%d) = %d, %d, want %d, %d", test.pos, line, col, test.line, test.col)
		}
	}
	for n, want := range []string{"", "ab", "", "cd", ""} {
		if got := f.Line(n); got != want {
			t.Errorf("Line(%d) = %q, want %q", n, got, want)
		}
	}
	if n := f.LineCount(); n != 3 {
		t.Errorf("LineCount() = %d", n)
	}
	if s := f.Slice(Span{4, 6}); s != "cd" {
		t.Errorf("Slice = %q", s)
	}
}
