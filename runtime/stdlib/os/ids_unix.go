//go:build unix

package os

import (
	"fmt"
	"os/user"
	"strconv"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file has the functions of os on users, groups, sessions and priorities.

var idFunctions = []py.Method{
	{Name: "getpgrp", Sig: "()", Impl: func() (value, exc) { return py.IntOf(syscall.Getpgrp()), nil }},
	{Name: "getpgid", Sig: "(pid)", Impl: func(pid value) (value, exc) { return onNumber(pid, syscall.Getpgid) }},
	{Name: "getsid", Sig: "(pid, /)", Impl: func(pid value) (value, exc) { return onNumber(pid, getsid) }},
	{Name: "setsid", Sig: "()", Impl: func() (value, exc) {
		_, err := syscall.Setsid()
		return done(err)
	}},
	{Name: "setpgid", Sig: "(pid, pgrp, /)", Impl: func(pid, group value) (value, exc) { return onNumbers(pid, group, syscall.Setpgid) }},
	{Name: "setpgrp", Sig: "()", Impl: func() (value, exc) { return done(syscall.Setpgid(0, 0)) }},
	{Name: "killpg", Sig: "(pgid, signal, /)", Impl: func(group, sig value) (value, exc) {
		return onNumbers(group, sig, func(g, s int) error { return syscall.Kill(-g, syscall.Signal(s)) })
	}},
	// Package syscall changes the ids of all threads.
	setIDs("setuid", "(uid, /)", "uid", func(id []int) error { return syscall.Setuid(id[0]) }),
	setIDs("setgid", "(gid, /)", "gid", func(id []int) error { return syscall.Setgid(id[0]) }),
	setIDs("seteuid", "(euid, /)", "uid", func(id []int) error { return syscall.Setreuid(-1, id[0]) }),
	setIDs("setegid", "(egid, /)", "gid", func(id []int) error { return syscall.Setregid(-1, id[0]) }),
	setIDs("setreuid", "(ruid, euid, /)", "uid", func(id []int) error { return syscall.Setreuid(id[0], id[1]) }),
	setIDs("setregid", "(rgid, egid, /)", "gid", func(id []int) error { return syscall.Setregid(id[0], id[1]) }),
	{Name: "getgroups", Sig: "()", Impl: func() (value, exc) {
		groups, err := syscall.Getgroups()
		if err != nil {
			return done(err)
		}
		return intList(groups), nil
	}},
	{Name: "setgroups", Sig: "(groups, /)", Impl: func(groups value) (value, exc) {
		if !isSequence(groups) {
			return value{}, py.Raisef(py.TypeErrorType, "setgroups argument must be a sequence")
		}
		items, e := py.ToSlice(groups)
		if e != nil {
			return value{}, e
		}
		ids := make([]int, len(items))
		for i, x := range items {
			if !py.IsInstance(x, py.IntType) {
				return value{}, py.Raisef(py.TypeErrorType, "groups must be integers")
			}
			if ids[i], e = idOf("gid", x); e != nil {
				return value{}, e
			}
		}
		return done(syscall.Setgroups(ids))
	}},
	{Name: "getgrouplist", Sig: "(user, group, /)", Impl: func(name, group value) (value, exc) {
		groups, e := groupsOf(name, group)
		if e != nil {
			return value{}, e
		}
		return intList(groups), nil
	}},
	{Name: "initgroups", Sig: "(username, gid, /)", Impl: func(name, group value) (value, exc) {
		groups, e := groupsOf(name, group)
		if e != nil {
			return value{}, e
		}
		return done(syscall.Setgroups(groups))
	}},
	{Name: "nice", Sig: "(increment, /)", Impl: func(by value) (value, exc) {
		return onNumber(by, func(by int) (int, error) {
			now, err := getpriority(prioProcess, 0)
			if err != nil {
				return 0, err
			}
			if err := syscall.Setpriority(prioProcess, 0, now+by); err != nil {
				if err == syscall.EACCES {
					err = syscall.EPERM // nice(2) gives this one
				}
				return 0, err
			}
			return getpriority(prioProcess, 0)
		})
	}},
	{Name: "getpriority", Sig: "(which, who)", Impl: func(which, who value) (value, exc) {
		w, e := py.CInt(which)
		if e != nil {
			return value{}, e
		}
		return onNumber(who, func(who int) (int, error) { return getpriority(w, who) })
	}},
	{Name: "setpriority", Sig: "(which, who, priority)", Impl: func(which, who, priority value) (value, exc) {
		w, e := py.CInt(which)
		if e != nil {
			return value{}, e
		}
		return onNumbers(who, priority, func(who, priority int) error { return syscall.Setpriority(w, who, priority) })
	}},
}

// setIDs is a function that sets one or more ids.
func setIDs(name, sig, kind string, set func(id []int) error) py.Method {
	do := func(args []value) (value, exc) {
		ids := make([]int, len(args))
		for i, v := range args {
			var e exc
			if ids[i], e = idOf(kind, v); e != nil {
				return value{}, e
			}
		}
		return done(set(ids))
	}
	return py.Method{Name: name, Sig: sig, Impl: do}
}

func intList(list []int) value {
	items := make([]value, len(list))
	for i, n := range list {
		items[i] = py.IntOf(n)
	}
	return py.NewList(items).Value()
}

// groupsOf are the groups of a user, with the one given first.
func groupsOf(name, group value) ([]int, exc) {
	s, ok := py.AsStr(name)
	if !ok {
		return nil, py.Raisef(py.TypeErrorType, "expected str, bytes or os.PathLike object, not %s", name.Type().Name)
	}
	first, e := idOf("gid", group)
	if e != nil {
		return nil, e
	}
	groups := []int{first}
	u, err := user.Lookup(s.S)
	if err != nil {
		return groups, nil // as getgrouplist(3): a user that is not known has no others
	}
	ids, err := u.GroupIds()
	if err != nil {
		return nil, py.Raisef(py.OSErrorType, "%s", fmt.Sprint(err))
	}
	for _, text := range ids {
		if n, err := strconv.Atoi(text); err == nil && n != first {
			groups = append(groups, n)
		}
	}
	return groups, nil
}
