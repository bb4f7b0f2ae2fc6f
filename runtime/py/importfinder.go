package py

import (
	"os"
	"path/filepath"
)

// This file implements importlib.machinery.FileFinder, which stands for one entry of a
// path: it finds those of the program's modules whose source lies in that folder.

var finderPath = Intern("path")

// FileFinderType is FileFinder.
var FileFinderType = &Type{Name: "FileFinder"}

// newFileFinder makes the finder of a folder.
func newFileFinder(cls *Type, path Value) (Value, *Exception) {
	if !path.IsStr() {
		return Value{}, Raisef(TypeErrorType, "expected str, bytes or os.PathLike object, not %s", path.Type().Name)
	}
	dir := path.Str().S
	if dir == "" || dir == "." {
		wd, err := os.Getwd()
		if err != nil {
			return Value{}, Raisef(OSErrorType, "%s", err.Error())
		}
		dir = wd
	} else if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	v := cls.Alloc(cls)
	AttrsOf(v).Set(finderPath, StrV(dir))
	return v, nil
}

// isIn reports whether the module was found in folder dir.
func (p *ProgramModule) isIn(dir string) bool {
	if p.IsPackage {
		for _, d := range p.Dirs {
			if filepath.Dir(d) == dir {
				return true
			}
		}
		return false
	}
	return p.File != nil && filepath.Dir(p.File.Name) == dir
}

// findInFolder is FileFinder.find_spec.
func findInFolder(v, name Value) (Value, *Exception) {
	if !name.IsStr() {
		return Value{}, Raisef(AttributeErrorType, "'%s' object has no attribute 'rpartition'", name.Type().ShownName())
	}
	path, _ := AttrsOf(v).Get(finderPath)
	if !path.IsStr() {
		return None, nil
	}
	p := programModules[name.Str().S]
	if p == nil || name.Str().S == "__main__" || !p.isIn(path.Str().S) {
		return None, nil
	}
	return p.newSpec(), nil
}

// PathHook returns the function of sys.path_hooks that makes finders of folders.
func PathHook() Value {
	return NewBuiltin("path_hook_for_FileFinder", "", "(path)", func(path Value) (Value, *Exception) {
		if path.IsStr() && path.Str().S != "" {
			if info, err := os.Stat(path.Str().S); err != nil || !info.IsDir() {
				return Value{}, RaiseImportError(ImportErrorType, "only directories are supported", Value{}, path, Value{})
			}
		}
		return newFileFinder(FileFinderType, path)
	}).Value()
}

var fileFinderSpec = TypeSpec{
	Module: "_frozen_importlib_external",
	Flags:  FlagBaseType,
	Slots: Slots{
		New: func(cls *Type, args []Value, names []*Str) (Value, *Exception) {
			if len(args) == 0 || len(names) != 0 {
				return Value{}, Raisef(TypeErrorType, "FileFinder.__init__() missing 1 required positional argument: 'path'")
			}
			return newFileFinder(cls, args[0])
		},
		Init: func(Value, []Value, []*Str) *Exception { return nil },
		Repr: func(v Value) (Value, *Exception) {
			path, _ := AttrsOf(v).Get(finderPath)
			r, exc := Repr(orNone(path))
			if exc != nil {
				return Value{}, exc
			}
			return StrV("FileFinder(" + r.Str().S + ")"), nil
		},
	},
	Methods: []Method{
		{Name: "find_spec", Sig: "($self, fullname, target=None)", Impl: func(v, name, _ Value) (Value, *Exception) { return findInFolder(v, name) }},
		{Name: "invalidate_caches", Sig: "($self)", Impl: func(Value) (Value, *Exception) { return None, nil }},
	},
	GetSets: []GetSet{{Name: "__dict__", Get: getDict}},
}

func init() {
	var i Instance
	fileFinderSpec.Layout = LayoutWithAttrs[Instance](offsetOfAttrs(&i, &i.Attrs))
	FileFinderType.Define(&fileFinderSpec)
}
