package shutil

import (
	"maps"
	"slices"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the unpacking of archives.

// An unpacker unpacks archives of one format.
type unpacker struct {
	name       value
	extensions []value
	unpack     value
	extra      []value // pairs of an argument's name and value
	about      value
}

var unpackers registry[unpacker]

func unpackFunction(f func(name, dir, filter value) (value, exc)) value {
	return pymod.NewFunction("shutil", "", pymod.Func{Sig: "unpack(filename, extract_dir, *, filter=None)", Impl: f})
}

func unpackFormats() (value, exc) {
	var list []value
	for _, n := range slices.Sorted(maps.Keys(unpackers.byName)) {
		u := unpackers.byName[n]
		list = append(list, py.TupleV(u.name, py.NewList(u.extensions).Value(), u.about))
	}
	return py.NewList(list).Value(), nil
}

func registerUnpacker(name, extensions, function, extra, description value) (value, exc) {
	var s steps
	list := s.Items(extensions)
	for _, x := range list {
		owner := ""
		for _, n := range unpackers.names {
			for _, known := range unpackers.byName[n].extensions {
				if s.Eq(known, x) {
					owner = n
				}
			}
		}
		if owner != "" {
			fail(&s, registryError, str(s.Str(x)+" is already registered for \""+owner+"\""))
			return s.Done(py.None)
		}
	}
	if !s.Failed() && !py.Callable(function) {
		s.Failf(py.TypeErrorType, "The registered function must be a callable")
	}
	var pairs []value
	if !extra.IsNone() {
		pairs = s.Items(extra)
	}
	key := s.Str(name)
	if !s.Failed() {
		unpackers.set(key, unpacker{name, list, function, pairs, description})
	}
	return s.Done(py.None)
}

func unpackArchive(filename, dir, format, filter value) (value, exc) {
	var s steps
	s.Apply(s.Import("sys", "audit"), str("shutil.unpack_archive"), filename, dir, format)
	if s.Failed() {
		return value{}, s.Exc
	}
	if dir.IsNone() {
		dir = call(&s, "getcwd")
	}
	dir, filename = call(&s, "fspath", dir), call(&s, "fspath", filename)
	if s.Failed() {
		return value{}, s.Exc
	}
	kwargs := py.NewDict()
	if !filter.IsNone() {
		kwargs.SetStr(py.Intern("filter"), filter)
	}
	u, ok := unpacker{}, false
	if !format.IsNone() {
		if u, ok = unpackers.byName[s.Str(format)]; !ok {
			s.Failf(py.ValueErrorType, "Unknown unpack format '%s'", s.Str(format))
			return s.Done(py.None)
		}
	} else {
		for _, n := range unpackers.names {
			for _, x := range unpackers.byName[n].extensions {
				if !ok && strings.HasSuffix(s.Str(filename), s.Str(x)) {
					u, ok = unpackers.byName[n], true
				}
			}
		}
		if !ok {
			fail(&s, readError, str("Unknown archive format '"+s.Str(filename)+"'"))
			return s.Done(py.None)
		}
	}
	for _, pair := range u.extra {
		s.SetItem(kwargs.Value(), s.Item(pair, py.Int(0)), s.Item(pair, py.Int(1)))
	}
	s.ApplyEx(u.unpack, py.TupleV(filename, dir), kwargs.Value())
	return s.Done(py.None)
}

func unpackTar(name, dir, filter value) (value, exc) {
	var s steps
	tar := s.Apply(s.Import("tarfile", "open"), name)
	if s.Failed() {
		failed := s.Exc
		var t steps
		if cls := t.Import("tarfile", "TarError"); !t.Failed() && failed.Is(py.AsType(cls)) {
			s.Exc = nil
			fail(&s, readError, str(s.Str(name)+" is not a compressed or uncompressed tar file"))
		}
		return s.Done(py.None)
	}
	if filter.IsNone() {
		// As tarfile does without, with a warning that is about CPython's shutil.
		filter = str("fully_trusted")
		s.Apply(s.Import("warnings", "warn_explicit"), str("Python 3.14 will, by default, filter extracted tar archives and reject files or modify their metadata. "+
			"Use the filter argument to control this behavior."), py.DeprecationWarningType.Value(), str("<lib>/shutil.py"), py.Int(1292), str("shutil"))
	}
	s.ApplyKw(s.Attr(tar, "extractall"), []value{dir, filter}, "filter")
	var end steps
	end.Call(tar, "close")
	s.Raise(end.Exc)
	return s.Done(py.None)
}

// unpackZip leaves out what would go elsewhere.
func unpackZip(name, dir, filter value) (value, exc) {
	var s steps
	if !filter.IsNone() {
		s.Failf(py.TypeErrorType, "_unpack_zipfile() got an unexpected keyword argument 'filter'")
	}
	if !s.Truth(s.Apply(s.Import("zipfile", "is_zipfile"), name)) {
		if !s.Failed() {
			fail(&s, readError, str(s.Str(name)+" is not a zip file"))
		}
		return s.Done(py.None)
	}
	zip := s.Apply(s.Import("zipfile", "ZipFile"), name)
	if s.Failed() {
		return s.Done(py.None)
	}
	for _, info := range s.Items(s.Call(zip, "infolist")) {
		member := s.Str(s.Attr(info, "filename"))
		if s.Failed() {
			break
		}
		if strings.HasPrefix(member, "/") || strings.Contains(member, "..") {
			continue
		}
		parts := []value{dir}
		for _, part := range strings.Split(member, "/") {
			parts = append(parts, str(part))
		}
		to := path(&s, "join", parts...)
		if parent := path(&s, "dirname", to); !s.Truth(path(&s, "isdir", parent)) {
			call(&s, "makedirs", parent)
		}
		if strings.HasSuffix(member, "/") || s.Failed() {
			continue
		}
		from := s.Call(zip, "open", str(member), str("r"))
		target := s.Apply(s.Import("builtins", "open"), to, str("wb"))
		if !s.Failed() {
			_, e := copyFileObj(from, target, py.Int(0))
			s.Raise(e)
			var end steps
			end.Call(target, "close")
			end.Call(from, "close")
			s.Raise(end.Exc)
		}
	}
	var end steps
	end.Call(zip, "close")
	s.Raise(end.Exc)
	return s.Done(py.None)
}
