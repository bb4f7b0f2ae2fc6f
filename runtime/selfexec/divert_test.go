package selfexec

import (
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	tests := []struct {
		args   string
		script string
		rest   string
		option string
	}{
		{"script.py a -b", "script.py", "a -b", ""},
		{"-u -W ignore -X dev script.py", "script.py", "", ""},
		{"-uWignore -Xdev script.py x", "script.py", "x", ""},
		{"-c code script.py", "", "", "-c"},
		{"-Ic code", "", "", "-c"},
		{"-m package script.py", "", "", "-m"},
		{"-mpackage", "", "", "-m"},
		{"- a", "", "", ""},
		{"", "", "", ""},
		{"--version", "", "", ""},
		{"--check-hash-based-pycs never script.py", "script.py", "", ""},
		{"-W", "", "", ""},
	}
	for _, test := range tests {
		got := parse(strings.Fields(test.args))
		if got.script != test.script || got.option != test.option || strings.Join(got.rest, " ") != test.rest {
			t.Errorf("parse(%q) = %+v, want %+v", test.args, got, test)
		}
	}
}

func TestEnv(t *testing.T) {
	self := Path()
	if self == "" {
		t.Fatal("the path of the running program is not known")
	}
	tests := []struct {
		name, path string
		argv       []string
		marked     bool
	}{
		{"itself", self, []string{"python", "-c", "1"}, true},
		{"another", "/bin/true", []string{"true"}, false},
		{"its name as argv[0] only", "/bin/true", []string{self}, false},
		{"a shell that runs it", "/bin/sh", []string{"sh", "-c", self + " -c 1"}, true},
		{"through env", "/usr/bin/env", []string{"env", self, "x.py"}, true},
	}
	for _, test := range tests {
		env := []string{"A=1"}
		got := Env(test.path, test.argv, env)
		marked := slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, mark+"=") })
		if marked != test.marked || !slices.Contains(got, "A=1") || len(env) != 1 {
			t.Errorf("%s: Env gives %q", test.name, got)
		}
	}
	if got := Env("/bin/true", nil, nil); got != nil {
		t.Errorf("Env of what is not marked is %q, want nil", got)
	}
}
