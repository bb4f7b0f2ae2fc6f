package importlib

import (
	"encoding/binary"
	"path/filepath"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements importlib.util.

var utilSpec = py.ModuleSpec{
	Name: "importlib.util",
	Doc:  "Utility code for constructing importers, etc.",
	Functions: []py.Method{
		{Name: "find_spec", Sig: "(name, package=None)", Impl: findSpec},
		{Name: "resolve_name", Sig: "(name, package)", Impl: func(name, pkg value) (value, exc) {
			n, e := resolve(name, pkg, py.ImportErrorType)
			return py.StrV(n), e
		}},
		{Name: "module_from_spec", Sig: "(spec)", Impl: py.ModuleFromSpec, Doc: "Create a module based on the provided spec."},
		{Name: "spec_from_loader", Sig: "(name, loader, *, origin=None, is_package=None)", Impl: specFromLoader, Doc: "Return a module spec based on various loader methods."},
		{Name: "spec_from_file_location", Sig: "(name, location=None, *, loader=None, submodule_search_locations=<unrepresentable>)", Impl: specFromFile, Doc: "Return a module spec based on a file location."},
		{Name: "cache_from_source", Sig: "(path, debug_override=None, *, optimization=None)", Impl: cacheFromSource},
		{Name: "source_from_cache", Sig: "(path)", Impl: sourceFromCache},
		{Name: "decode_source", Sig: "(source_bytes)", Impl: decodeSource, Doc: "Decode bytes representing source code and return the string."},
		{Name: "source_hash", Sig: "(source_bytes)", Impl: sourceHash},
	},
	Types: []*py.Type{lazyLoaderType},
	Init: func(m *py.Module) exc {
		m.Set("MAGIC_NUMBER", magicNumber())
		m.Set("_RAW_MAGIC_NUMBER", py.Int(rawMagic))
		return nil
	},
}

// rawMagic is the version of CPython 3.13's byte code.
const rawMagic = 3571 | '\r'<<16 | '\n'<<24

func magicNumber() value {
	return py.BytesV(binary.LittleEndian.AppendUint32(nil, rawMagic))
}

// method calls a method that obj may not have.
func method(obj value, name string, args ...value) (v value, found bool, e exc) {
	f, found, e := py.LookupAttr(obj, py.Intern(name))
	if e != nil || !found {
		return value{}, false, e
	}
	v, e = py.CallN(f, args)
	return v, true, e
}

func orNone(v value) value {
	if v.IsUnbound() {
		return py.None
	}
	return v
}

func specFromLoader(name, loader, origin, isPackage value) (value, exc) {
	origin, isPackage = orNone(origin), orNone(isPackage)
	if origin.IsNone() {
		v, _, e := py.LookupAttr(loader, py.Intern("_ORIGIN"))
		if e != nil {
			return value{}, e
		}
		origin = orNone(v)
	}
	if origin.IsNone() {
		if _, has, e := py.LookupAttr(loader, py.Intern("get_filename")); e != nil {
			return value{}, e
		} else if has {
			if isPackage.IsNone() {
				return specFromFile(name, py.None, loader, value{})
			}
			places := py.None
			if yes, e := py.Truth(isPackage); e != nil {
				return value{}, e
			} else if yes {
				places = py.ListV()
			}
			return specFromFile(name, py.None, loader, places)
		}
	}
	if isPackage.IsNone() {
		v, found, e := method(loader, "is_package", name)
		switch {
		case e != nil && !e.Is(py.ImportErrorType):
			return value{}, e
		case e == nil && found:
			isPackage = v
		default:
			isPackage = py.False
		}
	}
	return newSpec(name, loader, origin, isPackage)
}

func newSpec(name, loader, origin, isPackage value) (value, exc) {
	return py.CallKw(py.ImportSpecType.Value(), []value{name, loader, origin, isPackage}, []*py.Str{py.Intern("origin"), py.Intern("is_package")})
}

// specFromFile is spec_from_file_location; places is unbound where it is not given.
func specFromFile(name, location, loader, places value) (value, exc) {
	location, loader = orNone(location), orNone(loader)
	if location.IsNone() {
		location = py.StrV("<unknown>")
		if v, found, e := method(loader, "get_filename", name); e != nil && !e.Is(py.ImportErrorType) {
			return value{}, e
		} else if found && e == nil {
			location = v
		}
	} else {
		path, e := pyio.FSPath(location)
		if e != nil {
			return value{}, e
		}
		if abs, err := filepath.Abs(path); err == nil {
			path = abs
		}
		location = py.StrV(path)
	}
	if loader.IsNone() {
		s, ok := py.AsStr(location)
		if !ok || !strings.HasSuffix(s.S, ".py") {
			return py.None, nil
		}
		loader = py.NewSourceLoader(name, location)
	}
	spec, e := newSpec(name, loader, location, py.None)
	if e != nil {
		return value{}, e
	}
	set := func(attr string, v value) {
		if e == nil {
			e = py.SetAttr(spec, py.Intern(attr), v)
		}
	}
	set("has_location", py.True)
	switch {
	case places.IsUnbound():
		places = py.None
		v, found, e2 := method(loader, "is_package", name)
		if e2 != nil && !e2.Is(py.ImportErrorType) {
			return value{}, e2
		}
		if found && e2 == nil {
			if yes, e := py.Truth(v); e != nil {
				return value{}, e
			} else if yes {
				places = py.ListV()
			}
		}
	}
	set("submodule_search_locations", places)
	if l, ok := py.AsList(places); ok && len(l.Items) == 0 {
		if s, ok := py.AsStr(location); ok && s.S != "" {
			py.ListAppend(places, py.StrV(filepath.Dir(s.S)))
		}
	}
	return spec, e
}

func cacheFromSource(path, debug, optimization value) (value, exc) {
	source, e := pyio.FSPath(path)
	if e != nil {
		return value{}, e
	}
	cache := py.CachePath(source)
	if optimization = orNone(optimization); !optimization.IsNone() {
		o, e := py.Str_(optimization)
		if e != nil {
			return value{}, e
		}
		if t := o.Str().S; t != "" {
			if strings.ContainsFunc(t, func(c rune) bool {
				return (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
			}) {
				return value{}, py.Raisef(py.ValueErrorType, "%s is not alphanumeric", quote(t))
			}
			cache = strings.TrimSuffix(cache, ".pyc") + ".opt-" + t + ".pyc"
		}
	}
	return py.StrV(cache), nil
}

func sourceFromCache(path value) (value, exc) {
	cache, e := pyio.FSPath(path)
	if e != nil {
		return value{}, e
	}
	dir, base := filepath.Split(cache)
	dir = strings.TrimSuffix(dir, "/")
	if filepath.Base(dir) != "__pycache__" {
		return value{}, py.Raisef(py.ValueErrorType, "__pycache__ not bottom-level directory in %s", quote(cache))
	}
	parts := strings.Split(base, ".")
	switch {
	case len(parts) != 3 && len(parts) != 4:
		return value{}, py.Raisef(py.ValueErrorType, "expected only 2 or 3 dots in %s", quote(base))
	case len(parts) == 4 && !strings.HasPrefix(parts[2], "opt-"):
		return value{}, py.Raisef(py.ValueErrorType, "optimization portion of filename does not start with 'opt-'")
	}
	return py.StrV(filepath.Join(filepath.Dir(dir), parts[0]+".py")), nil
}

func decodeSource(source value) (value, exc) {
	b, ok := py.BytesOf(source)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "a bytes-like object is required, not '%s'", source.Type().Name)
	}
	return py.DecodeSource(b)
}

// sourceHash is the keyed hash by which CPython knows source that has not changed: SipHash
// with one and three rounds.
func sourceHash(source value) (value, exc) {
	b, ok := py.BytesOf(source)
	if !ok {
		return value{}, py.Raisef(py.TypeErrorType, "a bytes-like object is required, not '%s'", source.Type().Name)
	}
	return py.BytesV(binary.LittleEndian.AppendUint64(nil, sipHash13(rawMagic, 0, b))), nil
}

func sipHash13(k0, k1 uint64, b []byte) uint64 {
	rotl := func(x uint64, n uint) uint64 { return x<<n | x>>(64-n) }
	v0, v1, v2, v3 := k0^0x736f6d6570736575, k1^0x646f72616e646f6d, k0^0x6c7967656e657261, k1^0x7465646279746573
	round := func() {
		v0 += v1
		v2 += v3
		v1, v3 = rotl(v1, 13)^v0, rotl(v3, 16)^v2
		v0 = rotl(v0, 32)
		v2 += v1
		v0 += v3
		v1, v3 = rotl(v1, 17)^v2, rotl(v3, 21)^v0
		v2 = rotl(v2, 32)
	}
	last := uint64(len(b)) << 56
	for ; len(b) >= 8; b = b[8:] {
		m := binary.LittleEndian.Uint64(b)
		v3 ^= m
		round()
		v0 ^= m
	}
	for i, c := range b {
		last |= uint64(c) << (8 * i)
	}
	v3 ^= last
	round()
	v0 ^= last
	v2 ^= 0xff
	round()
	round()
	round()
	return v0 ^ v1 ^ v2 ^ v3
}
