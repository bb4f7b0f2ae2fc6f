package py

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// This file implements the loader SourceFileLoader, which stands for a module that was
// compiled from Python. The body of such a module runs once, when it is imported. Where the
// loader is to run it in another module object, or is made for a file that is no part of
// the program, the source text is interpreted.

var (
	loaderName = Intern("name")
	loaderPath = Intern("path")
)

// SourceLoaderType is SourceFileLoader.
var SourceLoaderType = &Type{Name: "SourceFileLoader"}

// ExecText runs source text with a dict as globals. It is nil where package interp, which
// sets it, is not part of the program.
var ExecText func(source Value, path string, globals Value) *Exception

// NewSourceLoader returns the loader of a module.
func NewSourceLoader(name, path Value) Value {
	loader := SourceLoaderType.Alloc(SourceLoaderType)
	AttrsOf(loader).Set(loaderName, name)
	AttrsOf(loader).Set(loaderPath, path)
	return loader
}

// loaderModule is the program's module that a loader stands for, nil where it is a file that
// is no part of the program. The method's argument, where given, must name it.
func loaderModule(v, fullname Value) (*ProgramModule, *Exception) {
	name, _ := AttrsOf(v).Get(loaderName)
	if fullname.ref != nil && !fullname.IsNone() && (!fullname.IsStr() || !name.IsStr() || fullname.Str().S != name.Str().S) {
		return nil, RaiseImportError(ImportErrorType, "loader for "+textOf(name)+" cannot handle "+textOf(fullname), fullname, Value{}, Value{})
	}
	if !name.IsStr() || programModules[name.Str().S] == nil {
		return nil, nil
	}
	return programModules[name.Str().S], nil
}

var sourceLoaderSpec = TypeSpec{
	Module: "_frozen_importlib_external",
	Flags:  FlagBaseType,
	Slots: Slots{
		New: func(cls *Type, _ []Value, _ []*Str) (Value, *Exception) { return cls.Alloc(cls), nil },
		Init: func(v Value, args []Value, names []*Str) *Exception {
			if len(args) != 2 || len(names) != 0 {
				return Raisef(TypeErrorType, "SourceFileLoader() takes the name and the path of a module")
			}
			AttrsOf(v).Set(loaderName, args[0])
			AttrsOf(v).Set(loaderPath, args[1])
			return nil
		},
	},
	Methods: []Method{
		{Name: "get_filename", Sig: "($self, name=None)", Impl: func(v, name Value) (Value, *Exception) {
			if _, exc := loaderModule(v, name); exc != nil {
				return Value{}, exc
			}
			x, _ := AttrsOf(v).Get(loaderPath)
			return x, nil
		}},
		{Name: "get_source", Sig: "($self, fullname)", Impl: func(v, name Value) (Value, *Exception) {
			p, exc := loaderModule(v, name)
			if exc != nil {
				return Value{}, exc
			}
			return sourceText(v, p)
		}},
		{Name: "create_module", Sig: "($self, spec)", Impl: func(_, _ Value) (Value, *Exception) { return None, nil }},
		{Name: "exec_module", Sig: "($self, module)", Impl: loaderExec},
		{Name: "load_module", Sig: "($self, fullname=None)", Impl: func(v, name Value) (Value, *Exception) {
			if _, exc := loaderModule(v, name); exc != nil {
				return Value{}, exc
			}
			x, _ := AttrsOf(v).Get(loaderName)
			return ImportModule(textOf(x))
		}},
		{Name: "get_resource_reader", Sig: "($self, module)", Impl: func(v, name Value) (Value, *Exception) {
			if _, exc := loaderModule(v, name); exc != nil {
				return Value{}, exc
			}
			readers, exc := ImportModule("importlib.readers")
			if exc != nil {
				return Value{}, exc
			}
			return CallMethod1(readers, Intern("FileReader"), v)
		}},
		{Name: "is_package", Sig: "($self, fullname)", Impl: func(v, name Value) (Value, *Exception) {
			p, exc := loaderModule(v, name)
			if exc != nil {
				return Value{}, exc
			}
			if p == nil {
				return Bool(filepath.Base(textOf(loaderFile(v))) == "__init__.py"), nil
			}
			return Bool(p.IsPackage), nil
		}},
		{Name: "get_data", Sig: "($self, path)", Impl: func(v, path Value) (Value, *Exception) {
			return ReadFile(path)
		}},
	},
	GetSets: []GetSet{{Name: "__dict__", Get: getDict}},
}

// loaderFile is the path that a loader was made with.
func loaderFile(v Value) Value {
	x, _ := AttrsOf(v).Get(loaderPath)
	return orNone(x)
}

// sourceText returns the source text of a module.
func sourceText(v Value, p *ProgramModule) (Value, *Exception) {
	if p != nil && p.File != nil {
		return StrV(p.File.Text), nil
	}
	data, exc := ReadFile(loaderFile(v))
	if exc != nil {
		return Value{}, exc
	}
	b, _ := AsBytes(data)
	return DecodeSource(b.B)
}

// ReadFile returns the bytes of a file.
func ReadFile(path Value) (Value, *Exception) {
	name, ok := AsStr(path)
	if !ok {
		return Value{}, Raisef(TypeErrorType, "expected str, not %s", path.Type().ShownName())
	}
	data, err := os.ReadFile(name.S)
	if err != nil {
		var errno syscall.Errno
		if !errors.As(err, &errno) {
			return Value{}, Raisef(OSErrorType, "%s", err.Error())
		}
		return Value{}, RaiseOSError(int64(errno), Strerror(errno), path, Value{})
	}
	return BytesV(data), nil
}

// loaderExec is exec_module.
func loaderExec(v, module Value) (Value, *Exception) {
	p, exc := loaderModule(v, Value{})
	if exc != nil {
		return Value{}, exc
	}
	if m, ok := AsModule(module); ok && p != nil && p.module == m {
		_, exc := p.run()
		return None, exc
	}
	text, exc := sourceText(v, p)
	if exc != nil {
		return Value{}, exc
	}
	globals, exc := GetAttr(module, nameDict)
	if exc != nil {
		return Value{}, exc
	}
	if ExecText == nil {
		return Value{}, Raisef(RuntimeErrorType, "exec_module() of source text is not linked into this program, whose source does not name it")
	}
	if exc := SetItem(globals, StrV("__builtins__"), BuiltinsModule().DictValue()); exc != nil {
		return Value{}, exc
	}
	return None, ExecText(text, textOf(loaderFile(v)), globals)
}

// sourceCookie returns the encoding that one of the first two lines declares, the second only
// where there is no code in the first (PEP 263).
func sourceCookie(b []byte) string {
	for range 2 {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		comment := bytes.Trim(line, " \t\f\r")
		if len(comment) > 0 && comment[0] != '#' {
			break
		}
		for {
			_, after, found := bytes.Cut(comment, []byte("coding"))
			if !found {
				break
			}
			comment = after
			if len(after) == 0 || after[0] != ':' && after[0] != '=' {
				continue
			}
			name := bytes.TrimLeft(after[1:], " \t")
			if end := bytes.IndexFunc(name, notInCookie); end >= 0 {
				name = name[:end]
			}
			if len(name) > 0 {
				return string(name)
			}
		}
		b = rest
	}
	return ""
}

func notInCookie(c rune) bool {
	return c != '-' && c != '_' && c != '.' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z')
}

// DecodeSource returns the text of source code with "\n" at the ends of lines.
func DecodeSource(b []byte) (Value, *Exception) {
	encoding := "utf-8"
	if rest, ok := bytes.CutPrefix(b, []byte("\xef\xbb\xbf")); ok {
		b = rest
	} else if name := sourceCookie(b); name != "" {
		encoding = name
	}
	text, exc := Decode(b, encoding, "strict")
	if exc != nil {
		return Value{}, exc
	}
	return StrV(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text.Str().S)), nil
}

func init() {
	var i Instance
	sourceLoaderSpec.Layout = LayoutWithAttrs[Instance](offsetOfAttrs(&i, &i.Attrs))
	SourceLoaderType.Define(&sourceLoaderSpec)
}
