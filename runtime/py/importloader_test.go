package py

import "testing"

func TestSourceCookie(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"# -*- coding: latin-1 -*-\nx = 1\n", "latin-1"},
		{"#!/usr/bin/env python\n# vim: set fileencoding=iso-8859-15 :\n", "iso-8859-15"},
		{"\n\t# coding:utf_8\r\n", "utf_8"},
		{"# coding: a\n# coding: b\n", "a"},
		{"x = 1\n# coding: b\n", ""},
		{"\n\n# coding: b\n", ""},
		{"# encoding coding = x coding: y\n", "y"},
		{"# coding:\n", ""},
		{"", ""},
	} {
		if got := sourceCookie([]byte(c.text)); got != c.want {
			t.Errorf("sourceCookie(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
