package importlib

import (
	"path/filepath"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements what PathFinder finds for importlib.metadata, which is compiled from
// CPython's library: the distributions whose metadata the program carries, as if they were
// on sys.path, and what there is in the folders of sys.path when the program runs.

// metadataPath stands for the folder of a distribution's metadata, or for a file in it.
type metadataPath struct {
	py.Header
	dist *py.Distribution
	file string // "" for the folder
}

var metadataPathType = &py.Type{Name: "MetadataPath"}

func (p *metadataPath) path() string {
	if p.file == "" {
		return p.dist.Dir
	}
	return p.dist.Dir + "/" + p.file
}

func newMetadataPath(d *py.Distribution, file string) value {
	v := metadataPathType.Alloc(metadataPathType)
	p := py.Heap[metadataPath](v)
	p.dist, p.file = d, file
	return v
}

func joinMetadata(v, name value) (value, exc) {
	s, e := py.Str_(name)
	if e != nil {
		return value{}, e
	}
	p := py.Heap[metadataPath](v)
	file := s.Str().S
	if p.file != "" {
		file = p.file + "/" + file
	}
	return newMetadataPath(p.dist, file), nil
}

func init() {
	metadataPathType.Define(&py.TypeSpec{
		Module: "importlib.metadata", Layout: py.LayoutOf[metadataPath](), NoNew: true,
		Slots: py.Slots{
			Str: func(v value) (value, exc) { return py.StrV(py.Heap[metadataPath](v).path()), nil },
			Repr: func(v value) (value, exc) {
				return py.StrV("MetadataPath(" + quote(py.Heap[metadataPath](v).path()) + ")"), nil
			},
		},
		Methods: []py.Method{
			{Name: "joinpath", Sig: "($self, name)", Impl: joinMetadata},
			{Name: "__fspath__", Sig: "($self)", Impl: func(v value) (value, exc) { return py.StrV(py.Heap[metadataPath](v).path()), nil }},
			{Name: "exists", Sig: "($self)", Impl: func(v value) (value, exc) {
				p := py.Heap[metadataPath](v)
				_, ok := p.dist.Files[p.file]
				return py.Bool(ok || p.file == ""), nil
			}},
			{Name: "read_text", Sig: "($self, encoding=None)", Impl: func(v, _ value) (value, exc) {
				p := py.Heap[metadataPath](v)
				text, ok := p.dist.Files[p.file]
				if !ok {
					return value{}, py.RaiseArgs(py.FileNotFoundErrorType, py.StrV(p.path()))
				}
				return py.Decode([]byte(text), "utf-8", "surrogateescape")
			}},
		},
		GetSets: []py.GetSet{
			{Name: "name", Get: func(v value) (value, exc) {
				return py.StrV(filepath.Base(py.Heap[metadataPath](v).path())), nil
			}},
			{Name: "parent", Get: func(v value) (value, exc) {
				lib, e := py.ImportModule("pathlib")
				if e != nil {
					return value{}, e
				}
				return py.CallMethod1(lib, py.Intern("Path"), py.StrV(filepath.Dir(py.Heap[metadataPath](v).path())))
			}},
		},
	})
	py.FindDistributions = findDistributions
}

// normalName is the form of a distribution's name in which names are compared.
func normalName(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return c == '-' || c == '_' || c == '.' }), "_")
}

// findDistributions is PathFinder.find_distributions.
func findDistributions(context value) (value, exc) {
	metadata, e := py.ImportModule("importlib.metadata")
	if e != nil {
		return value{}, e
	}
	if context.IsUnbound() || context.IsNone() {
		finder, e := py.GetAttr(metadata, py.Intern("DistributionFinder"))
		if e != nil {
			return value{}, e
		}
		if context, e = py.CallMethod0(finder, py.Intern("Context")); e != nil {
			return value{}, e
		}
	}
	name, e := py.GetAttr(context, py.Intern("name"))
	if e != nil {
		return value{}, e
	}
	given, e := py.GetAttr(context, py.Intern("__dict__"))
	if e != nil {
		return value{}, e
	}
	elsewhere, e := py.Contains(given, py.StrV("path"))
	if e != nil {
		return value{}, e
	}
	list := py.ListV()
	for i := range py.Distributions {
		d := &py.Distributions[i]
		stem := filepath.Base(d.Dir)
		stem, _, _ = strings.Cut(strings.TrimSuffix(stem, filepath.Ext(stem)), "-")
		if s, ok := py.AsStr(name); elsewhere || ok && normalName(s.S) != normalName(stem) {
			continue
		}
		dist, e := py.CallMethod1(metadata, py.Intern("PathDistribution"), newMetadataPath(d, ""))
		if e != nil {
			return value{}, e
		}
		py.ListAppend(list, dist)
	}
	finder, e := py.GetAttr(metadata, py.Intern("MetadataPathFinder"))
	if e != nil {
		return value{}, e
	}
	found, e := py.CallMethod1(finder, py.Intern("find_distributions"), context)
	if e != nil {
		return value{}, e
	}
	e = py.Each(found, func(dist value) exc {
		path, e := py.GetAttr(dist, py.Intern("_path"))
		if e != nil {
			return e
		}
		text, e := py.Str_(path)
		if e != nil {
			return e
		}
		for _, d := range py.Distributions {
			if d.Dir == text.Str().S {
				return nil
			}
		}
		py.ListAppend(list, dist)
		return nil
	})
	if e != nil {
		return value{}, e
	}
	return py.Iter(list)
}
