package importlib

import (
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the module zipimport, as far as packages ask whether a loader is one
// of Zip archives. None is: a compiled program imports nothing from archives.

var (
	zipImportErrorType = &py.Type{Name: "ZipImportError", Base: py.ImportErrorType}
	zipImporterType    = &py.Type{Name: "zipimporter"}
)

var zipSpec = py.ModuleSpec{
	Name:  "zipimport",
	Doc:   "zipimport provides support for importing Python modules from Zip archives.",
	Types: []*py.Type{zipImportErrorType, zipImporterType},
	Init: func(m *py.Module) exc {
		m.Set("_zip_directory_cache", py.NewDict().Value())
		return nil
	},
}

func init() {
	zipImportErrorType.Define(&py.TypeSpec{Module: "zipimport", Flags: py.FlagBaseType})
	zipImporterType.Define(&py.TypeSpec{
		Module: "zipimport", Flags: py.FlagBaseType,
		Layout: py.LayoutWithAttrs[py.Instance](unsafe.Offsetof(py.Instance{}.Attrs)),
		Slots: py.Slots{Init: func(v value, args []value, _ []*py.Str) exc {
			path := py.None
			if len(args) > 0 {
				path = args[0]
			}
			r, e := py.Repr(path)
			if e != nil {
				return e
			}
			return py.Raisef(zipImportErrorType, "a compiled program cannot import from a Zip archive: %s", r.Str().S)
		}},
	})
	py.RegisterModule(&zipSpec)
}
