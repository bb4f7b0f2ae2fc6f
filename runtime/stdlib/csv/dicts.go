package csv

import (
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
)

// This file implements DictReader and DictWriter.

var (
	nameReader     = py.Intern("reader")
	nameWriter     = py.Intern("writer")
	nameFieldnames = py.Intern("fieldnames")
	nameFields     = py.Intern("_fieldnames")
	nameRestKey    = py.Intern("restkey")
	nameRestVal    = py.Intern("restval")
	nameLineNum    = py.Intern("line_num")
	nameExtras     = py.Intern("extrasaction")
	nameWriterow   = py.Intern("writerow")
)

// call calls a method of the module with positional arguments and those of args and kwds.
func call(fn value, first []value, args, kwds value) (value, exc) {
	t, _ := py.AsTuple(args)
	return py.CallEx(fn, py.NewTuple(append(first, t.Items()...)).Value(), kwds)
}

func addDicts(m *py.Module) exc {
	reader, _ := m.Namespace().GetStr(nameReader)
	writer, _ := m.Namespace().GetStr(nameWriter)
	fieldnames := func(self value) (value, exc) {
		v, e := py.GetAttr(self, nameFields)
		if e != nil || !v.IsNone() {
			return v, e
		}
		r, e := py.GetAttr(self, nameReader)
		if e != nil {
			return value{}, e
		}
		row, ok, e := py.Next(r)
		if e != nil {
			return value{}, e
		}
		if ok {
			if e := py.SetAttr(self, nameFields, row); e != nil {
				return value{}, e
			}
		}
		n, e := py.GetAttr(r, nameLineNum)
		if e != nil {
			return value{}, e
		}
		if e := py.SetAttr(self, nameLineNum, n); e != nil {
			return value{}, e
		}
		return py.GetAttr(self, nameFields)
	}
	alias := py.NewClassMethod(pydef.Func("csv", "__class_getitem__(cls, item)", func(cls, item value) (value, exc) { return py.NewGenericAlias(cls, item), nil }))
	dictReader, e := pydef.New(pydef.ClassSpec{Name: "DictReader", Module: "csv", Attrs: []pydef.Attr{{Name: "__class_getitem__", Value: alias}}, Methods: []pydef.Method{
		{Sig: "__init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args, **kwds)", Impl: func(a []value) (value, exc) {
			names := a[2]
			if !names.IsNone() {
				if it, e := py.Iter(names); e == nil && it == names {
					l, e := py.ToSlice(names)
					if e != nil {
						return value{}, e
					}
					names = py.NewList(l).Value()
				}
			}
			r, e := call(reader, []value{a[1], a[5]}, a[6], a[7])
			if e != nil {
				return value{}, e
			}
			return py.None, pydef.SetAll(a[0], pydef.Attr{Name: "_fieldnames", Value: names}, pydef.Attr{Name: "restkey", Value: a[3]}, pydef.Attr{Name: "restval", Value: a[4]},
				pydef.Attr{Name: "reader", Value: r}, pydef.Attr{Name: "dialect", Value: a[5]}, pydef.Attr{Name: "line_num", Value: py.Int(0)})
		}},
		{Sig: "__iter__(self)", Impl: func(self value) (value, exc) { return self, nil }},
		{Sig: "fieldnames(self)", Kind: pydef.Property, Impl: fieldnames},
		{Sig: "fieldnames(self, value)", Kind: pydef.Property, Impl: func(self, v value) (value, exc) { return py.None, py.SetAttr(self, nameFields, v) }},
		{Sig: "__next__(self)", Impl: func(self value) (value, exc) {
			n, e := py.GetAttr(self, nameLineNum)
			if e != nil {
				return value{}, e
			}
			if n == py.Int(0) {
				if _, e := py.GetAttr(self, nameFieldnames); e != nil {
					return value{}, e
				}
			}
			r, e := py.GetAttr(self, nameReader)
			if e != nil {
				return value{}, e
			}
			var row value
			for {
				v, ok, e := py.Next(r)
				if e != nil {
					return value{}, e
				}
				if n, e = py.GetAttr(r, nameLineNum); e != nil {
					return value{}, e
				}
				if !ok {
					return value{}, py.RaiseArgs(py.StopIterationType)
				}
				if e := py.SetAttr(self, nameLineNum, n); e != nil {
					return value{}, e
				}
				if k, _ := py.Len(v); k > 0 { // rows of nothing are skipped
					row = v
					break
				}
			}
			names, e := py.GetAttr(self, nameFieldnames)
			if e != nil {
				return value{}, e
			}
			keys, e := py.ToSlice(names)
			if e != nil {
				return value{}, e
			}
			items, _ := py.ToSlice(row)
			d := py.NewDict()
			for i, k := range keys {
				if i >= len(items) {
					break
				}
				if e := d.Set(k, items[i]); e != nil {
					return value{}, e
				}
			}
			if len(items) > len(keys) {
				key, e := py.GetAttr(self, nameRestKey)
				if e != nil {
					return value{}, e
				}
				if e := d.Set(key, py.NewList(append([]value(nil), items[len(keys):]...)).Value()); e != nil {
					return value{}, e
				}
			} else if len(items) < len(keys) {
				v, e := py.GetAttr(self, nameRestVal)
				if e != nil {
					return value{}, e
				}
				for _, k := range keys[len(items):] {
					if e := d.Set(k, v); e != nil {
						return value{}, e
					}
				}
			}
			return d.Value(), nil
		}},
	}})
	if e != nil {
		return e
	}
	m.Set("DictReader", dictReader)
	dictWriter, e := pydef.New(pydef.ClassSpec{Name: "DictWriter", Module: "csv", Attrs: []pydef.Attr{{Name: "__class_getitem__", Value: alias}}, Methods: []pydef.Method{
		{Sig: "__init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args, **kwds)", Impl: func(a []value) (value, exc) {
			names := a[2]
			if it, e := py.Iter(names); e == nil && it == names {
				l, e := py.ToSlice(names)
				if e != nil {
					return value{}, e
				}
				names = py.NewList(l).Value()
			}
			lower, e := py.CallMethod0(a[4], py.Intern("lower"))
			if e != nil {
				return value{}, e
			}
			if s := textOf(lower); s != "raise" && s != "ignore" {
				return value{}, py.Raisef(py.ValueErrorType, "extrasaction (%s) must be 'raise' or 'ignore'", textOf(a[4]))
			}
			w, e := call(writer, []value{a[1], a[5]}, a[6], a[7])
			if e != nil {
				return value{}, e
			}
			return py.None, pydef.SetAll(a[0], pydef.Attr{Name: "fieldnames", Value: names}, pydef.Attr{Name: "restval", Value: a[3]}, pydef.Attr{Name: "extrasaction", Value: lower}, pydef.Attr{Name: "writer", Value: w})
		}},
		{Sig: "writeheader(self)", Impl: func(self value) (value, exc) {
			names, e := py.GetAttr(self, nameFieldnames)
			if e != nil {
				return value{}, e
			}
			keys, e := py.ToSlice(names)
			if e != nil {
				return value{}, e
			}
			d := py.NewDict()
			for _, k := range keys {
				if e := d.Set(k, k); e != nil {
					return value{}, e
				}
			}
			return py.CallMethod1(self, nameWriterow, d.Value())
		}},
		{Sig: "_dict_to_list(self, rowdict)", Impl: dictToList},
		{Sig: "writerow(self, rowdict)", Impl: func(self, row value) (value, exc) {
			l, e := dictToList(self, row)
			if e != nil {
				return value{}, e
			}
			w, e := py.GetAttr(self, nameWriter)
			if e != nil {
				return value{}, e
			}
			return py.CallMethod1(w, nameWriterow, l)
		}},
		{Sig: "writerows(self, rowdicts)", Impl: func(self, rows value) (value, exc) {
			w, e := py.GetAttr(self, nameWriter)
			if e != nil {
				return value{}, e
			}
			return py.None, py.Each(rows, func(row value) exc {
				l, e := dictToList(self, row)
				if e == nil {
					_, e = py.CallMethod1(w, nameWriterow, l)
				}
				return e
			})
		}},
	}})
	if e == nil {
		m.Set("DictWriter", dictWriter)
	}
	return e
}

func dictToList(self, row value) (value, exc) {
	names, e := py.GetAttr(self, nameFieldnames)
	if e != nil {
		return value{}, e
	}
	action, e := py.GetAttr(self, nameExtras)
	if e != nil {
		return value{}, e
	}
	if textOf(action) == "raise" {
		var wrong []string
		e := py.Each(row, func(k value) exc {
			in, e := py.Contains(names, k)
			if e == nil && !in {
				var s string
				if s, e = py.ReprText(k); e == nil {
					wrong = append(wrong, s)
				}
			}
			return e
		})
		if e != nil {
			return value{}, e
		}
		if len(wrong) > 0 {
			return value{}, py.Raisef(py.ValueErrorType, "dict contains fields not in fieldnames: %s", strings.Join(wrong, ", "))
		}
	}
	def, e := py.GetAttr(self, nameRestVal)
	if e != nil {
		return value{}, e
	}
	var items []value
	e = py.Each(names, func(k value) exc {
		v, e := py.CallMethod2(row, py.Intern("get"), k, def)
		items = append(items, v)
		return e
	})
	return py.NewList(items).Value(), e
}
