//go:build unix

package mmap

import (
	"bytes"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file makes the class.

func isMapping(v value) bool { return v.Type().IsSubclass(mmapType) }

func init() {
	py.RegisterModule(&spec)
	py.RegisterBuffer(func(v value) ([]byte, bool) {
		if !isMapping(v) || of(v).closed || of(v).access != accessRead {
			return nil, false
		}
		return of(v).m, true
	})
	py.RegisterWritable(func(v value) ([]byte, bool) {
		if !isMapping(v) || of(v).closed || of(v).access == accessRead {
			return nil, false
		}
		return of(v).m, true
	})
	mmapType.Define(&py.TypeSpec{
		Module: "mmap", Flags: py.FlagBaseType, Layout: py.LayoutOf[mapping](),
		Doc: "mmap(fileno, length[, flags[, prot[, access[, offset[, trackfd]]]]])\n\nMaps length bytes from the file specified by the file descriptor fileno,\nand returns a mmap object.",
		Slots: py.Slots{New: newMapping, Repr: repr, GetItem: getItem, SetItem: setItem, Len: func(v value) (int, exc) {
			m, e := open(v)
			if e != nil {
				return 0, e
			}
			return len(m.m), nil
		}, Contains: func(v, item value) (bool, exc) {
			// CPython goes through the items, which are bytes of one.
			m, e := open(v)
			if e != nil {
				return false, e
			}
			b, ok := py.AsBytes(item)
			return ok && len(b.B) == 1 && bytes.IndexByte(m.m, b.B[0]) >= 0, nil
		}, Iter: func(v value) (value, exc) {
			m, e := open(v)
			if e != nil {
				return value{}, e
			}
			items := make([]value, len(m.m))
			for i := range items {
				items[i] = py.BytesV([]byte{m.m[i]})
			}
			return py.Iter(py.NewList(items).Value())
		}},
		GetSets: []py.GetSet{{Name: "closed", Get: func(v value) (value, exc) { return py.Bool(of(v).closed), nil }}},
		Methods: []py.Method{
			{Name: "close", Impl: func(v value) (value, exc) { of(v).close(); return py.None, nil }},
			{Name: "read", Impl: method("read", 0, 1, func(a []value) (value, exc) { return read(a[0], a[1]) })},
			{Name: "read_byte", Impl: func(v value) (value, exc) {
				m, e := open(v)
				if e != nil {
					return value{}, e
				}
				if m.pos >= len(m.m) {
					return value{}, py.Raisef(py.ValueErrorType, "read byte out of range")
				}
				m.pos++
				return py.Int(int64(m.m[m.pos-1])), nil
			}},
			{Name: "readline", Impl: readLine},
			{Name: "write", Impl: method("write", 1, 1, func(a []value) (value, exc) { return write(a[0], a[1]) })},
			{Name: "write_byte", Impl: method("write_byte", 1, 1, func(a []value) (value, exc) { return writeByte(a[0], a[1]) })},
			{Name: "find", Impl: method("find", 1, 3, find(bytes.Index))},
			{Name: "rfind", Impl: method("rfind", 1, 3, find(bytes.LastIndex))},
			{Name: "seek", Impl: method("seek", 1, 2, func(a []value) (value, exc) { return seek(a[0], a[1], a[2]) })},
			{Name: "seekable", Impl: func(v value) (value, exc) { return py.True, nil }},
			{Name: "tell", Impl: func(v value) (value, exc) {
				m, e := open(v)
				if e != nil {
					return value{}, e
				}
				return py.IntOf(m.pos), nil
			}},
			{Name: "size", Impl: size},
			{Name: "resize", Impl: method("resize", 1, 1, func(a []value) (value, exc) { return resize(a[0], a[1]) })},
			{Name: "flush", Impl: method("flush", 0, 2, func(a []value) (value, exc) { return flush(a[0], a[1], a[2]) })},
			{Name: "move", Impl: method("move", 3, 3, func(a []value) (value, exc) { return move(a[0], a[1], a[2], a[3]) })},
			{Name: "madvise", Impl: method("madvise", 1, 3, func(a []value) (value, exc) { return advise(a[0], a[1], a[2], a[3]) })},
			{Name: "__enter__", Impl: func(v value) (value, exc) {
				_, e := open(v)
				return v, e
			}},
			{Name: "__exit__", Impl: func(args []value) (value, exc) { of(args[0]).close(); return py.None, nil }},
		},
	})
}

// method is the method name with at least least and at most most arguments, and fills up with
// unbound ones.
func method(name string, least, most int, f func(a []value) (value, exc)) func(args []value) (value, exc) {
	return func(args []value) (value, exc) {
		if n := len(args) - 1; n < least || n > most {
			bound, word := least, "at least"
			if n > most {
				bound, word = most, "at most"
			}
			if least == most {
				word = "exactly"
			}
			s := "s"
			if bound == 1 {
				s = ""
			}
			return value{}, py.Raisef(py.TypeErrorType, "%s() takes %s %d argument%s (%d given)", name, word, bound, s, n)
		}
		return f(append(args[:len(args):len(args)], make([]value, most+1-len(args))...))
	}
}
