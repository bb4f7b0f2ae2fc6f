package shutil

import (
	"maps"
	"os"
	"os/user"
	"slices"
	"sort"
	"strconv"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
)

// This file implements the making of archives. What is in them is the work of the modules
// tarfile and zipfile, which a program has that names make_archive or unpack_archive.

// An archiver makes archives of one format.
type archiver struct {
	name, description value
	make              value
	extra             []value // pairs of an argument's name and value
}

var archivers registry[archiver]

// registry has what is known by name, in the order in which it was registered first.
type registry[T any] struct {
	names  []string
	byName map[string]T
}

func (r *registry[T]) set(name string, x T) {
	if r.byName == nil {
		r.byName = map[string]T{}
	}
	if _, known := r.byName[name]; !known {
		r.names = append(r.names, name)
	}
	r.byName[name] = x
}

// remove is the function that unregisters a name.
func (r *registry[T]) remove(name value) (value, exc) {
	if s, ok := py.AsStr(name); ok {
		if i := slices.Index(r.names, s.S); i >= 0 {
			r.names = slices.Delete(r.names, i, i+1)
			delete(r.byName, s.S)
			return py.None, nil
		}
	}
	return value{}, py.RaiseArgs(py.KeyErrorType, name)
}

// archiveNames are what the module has for archives.
var archiveNames = []string{"make_archive", "get_archive_formats", "register_archive_format", "unregister_archive_format",
	"get_unpack_formats", "register_unpack_format", "unregister_unpack_format", "unpack_archive", "ReadError", "RegistryError", "ExecError"}

// compressions are what tarfile and the suffixes of archives call them.
var compressions = map[string]string{"gzip": "gz", "bzip2": "bz2", "xz": "xz"}

var readError, registryError *py.Type

func initArchives(m *py.Module) exc {
	for _, c := range []struct {
		dst  **py.Type
		name string
		base *py.Type
		doc  string
	}{{&readError, "ReadError", py.OSErrorType, "Raised when an archive cannot be read"}, {&registryError, "RegistryError", py.ExceptionType, "Raised when a registry operation with the archiving\nand unpacking registries fails"},
		{new(*py.Type), "ExecError", py.OSErrorType, "Raised when a command could not be executed"}} {
		v, e := pymod.Define(m, pymod.Class{Name: c.name, Bases: []value{c.base.Value()}, Doc: c.doc})
		if e != nil {
			return e
		}
		*c.dst = py.AsType(v)
	}
	tarball := pymod.NewFunction("shutil", "", pymod.Func{Sig: "_make_tarball(base_name, base_dir, compress='gzip', verbose=0, dry_run=0, owner=None, group=None, logger=None, root_dir=None)", Impl: makeTarball})
	zip := pymod.NewFunction("shutil", "", pymod.Func{Sig: "_make_zipfile(base_name, base_dir, verbose=0, dry_run=0, logger=None, owner=None, group=None, root_dir=None)", Impl: makeZip})
	for _, f := range []value{tarball, zip} {
		if e := py.SetAttr(f, py.Intern("supports_root_dir"), py.True); e != nil {
			return e
		}
	}
	m.Set("_make_tarball", tarball)
	m.Set("_make_zipfile", zip)
	compress := func(name value) []value { return []value{py.TupleV(str("compress"), name)} }
	archivers, unpackers = registry[archiver]{}, registry[unpacker]{}
	archivers.set("tar", archiver{str("tar"), str("uncompressed tar file"), tarball, compress(py.None)})
	archivers.set("zip", archiver{str("zip"), str("ZIP file"), zip, nil})
	unpackers.set("tar", unpacker{str("tar"), []value{str(".tar")}, unpackFunction(unpackTar), nil, str("uncompressed tar file")})
	unpackers.set("zip", unpacker{str("zip"), []value{str(".zip")}, unpackFunction(unpackZip), nil, str("ZIP file")})
	for _, c := range []struct{ name, kind, needs, description, long, short string }{
		{"gztar", "gzip", "zlib", "gzip'ed tar-file", ".tar.gz", ".tgz"}, {"bztar", "bzip2", "_bz2", "bzip2'ed tar-file", ".tar.bz2", ".tbz2"}, {"xztar", "xz", "_lzma", "xz'ed tar-file", ".tar.xz", ".txz"}} {
		if py.FindGoModule(c.needs) == nil {
			continue
		}
		archivers.set(c.name, archiver{str(c.name), str(c.description), tarball, compress(str(c.kind))})
		unpackers.set(c.name, unpacker{str(c.name), []value{str(c.long), str(c.short)}, unpackFunction(unpackTar), nil, str(c.description)})
	}
	pymod.AddFunctions(m,
		pymod.Func{Sig: "get_archive_formats()", Impl: archiveFormats},
		pymod.Func{Sig: "register_archive_format(name, function, extra_args=None, description='')", Impl: registerArchiver},
		pymod.Func{Sig: "unregister_archive_format(name)", Impl: archivers.remove},
		pymod.Func{Sig: "make_archive(base_name, format, root_dir=None, base_dir=None, verbose=0, dry_run=0, owner=None, group=None, logger=None)", Impl: makeArchive},
		pymod.Func{Sig: "get_unpack_formats()", Impl: unpackFormats},
		pymod.Func{Sig: "register_unpack_format(name, extensions, function, extra_args=None, description='')", Impl: registerUnpacker},
		pymod.Func{Sig: "unregister_unpack_format(name)", Impl: unpackers.remove},
		pymod.Func{Sig: "unpack_archive(filename, extract_dir=None, format=None, *, filter=None)", Impl: unpackArchive},
	)
	return nil
}

func archiveFormats() (value, exc) {
	var list []value
	for _, n := range slices.Sorted(maps.Keys(archivers.byName)) {
		list = append(list, py.TupleV(archivers.byName[n].name, archivers.byName[n].description))
	}
	return py.NewList(list).Value(), nil
}

func registerArchiver(name, function, extra, description value) (value, exc) {
	var s steps
	if extra.IsNone() {
		extra = py.ListV()
	}
	if !py.Callable(function) {
		s.Failf(py.TypeErrorType, "The %s object is not callable", s.Repr(function))
		return s.Done(py.None)
	}
	_, isTuple := py.AsTuple(extra)
	if _, isList := py.AsList(extra); !isTuple && !isList {
		return value{}, py.Raisef(py.TypeErrorType, "extra_args needs to be a sequence")
	}
	items := s.Items(extra)
	for _, item := range items {
		_, isTuple := py.AsTuple(item)
		_, isList := py.AsList(item)
		if n, _ := py.Len(item); !isTuple && !isList || n != 2 {
			return value{}, py.Raisef(py.TypeErrorType, "extra_args elements are : (arg_name, value)")
		}
	}
	key := s.Str(name)
	if !s.Failed() {
		archivers.set(key, archiver{name, description, function, items})
	}
	return s.Done(py.None)
}

// makeArchive is make_archive.
func makeArchive(p []value) (value, exc) {
	var s steps
	base, format, root, dir, dry, owner, group, logger := p[0], p[1], p[2], p[3], p[5], p[6], p[7], p[8]
	s.Apply(s.Import("sys", "audit"), str("shutil.make_archive"), base, format, root, dir)
	if s.Failed() {
		return value{}, s.Exc
	}
	name, _ := py.AsStr(format)
	if name == nil {
		name = py.NewStr("")
	}
	a, ok := archivers.byName[name.S]
	if !ok {
		s.Failf(py.ValueErrorType, "unknown archive format %s", s.Repr(format))
		return s.Done(py.None)
	}
	kwargs := py.NewDict()
	for _, kv := range []struct {
		name string
		v    value
	}{{"dry_run", dry}, {"logger", logger}, {"owner", owner}, {"group", group}} {
		if name.S == "zip" && (kv.name == "owner" || kv.name == "group") {
			continue
		}
		kwargs.SetStr(py.Intern(kv.name), kv.v)
	}
	for _, pair := range a.extra {
		s.SetItem(kwargs.Value(), s.Item(pair, py.Int(0)), s.Item(pair, py.Int(1)))
	}
	if dir.IsNone() {
		dir = str(".")
	}
	if root.IsNone() {
		r := s.ApplyEx(a.make, py.TupleV(base, dir), kwargs.Value())
		return s.Done(r)
	}
	info, err := os.Stat(text(&s, root))
	if s.Failed() {
		return value{}, s.Exc
	}
	if err == nil && !info.IsDir() {
		err = syscall.ENOTDIR
	}
	if err != nil {
		return value{}, pyio.OSError(err, root)
	}
	if s.Truth(s.AttrOr(a.make, "supports_root_dir", py.False)) {
		base = call(&s, "fspath", base)
		kwargs.SetStr(py.Intern("root_dir"), root)
		r := s.ApplyEx(a.make, py.TupleV(base, dir), kwargs.Value())
		return s.Done(r)
	}
	was := call(&s, "getcwd")
	base = path(&s, "abspath", base)
	call(&s, "chdir", root)
	r := s.ApplyEx(a.make, py.TupleV(base, dir), kwargs.Value())
	var back steps
	call(&back, "chdir", was)
	s.Raise(back.Exc)
	return s.Done(r)
}

// log tells the logger, if there is one.
func log(s *steps, logger value, format string, args ...value) {
	if !logger.IsNone() {
		s.Call(logger, "info", append([]value{str(format)}, args...)...)
	}
}

// parents makes the folder that the archive is in.
func parents(s *steps, archive string, dry bool, logger value) {
	dir := path(s, "dirname", str(archive))
	if s.Failed() || s.Str(dir) == "" || s.Truth(path(s, "exists", dir)) {
		return
	}
	log(s, logger, "creating %s", dir)
	if !dry {
		call(s, "makedirs", dir)
	}
}

// makeTarball is _make_tarball.
func makeTarball(p []value) (value, exc) {
	var s steps
	base, dir, kind, dry, owner, group, logger, root := p[0], p[1], p[2], s.Truth(p[4]), p[5], p[6], p[7], p[8]
	compression, suffix := "", ".tar"
	if !kind.IsNone() {
		compression = compressions[s.Str(kind)]
		if suffix += "." + compression; compression == "" {
			s.Failf(py.ValueErrorType, "bad value for 'compress', or compression format not supported : %s", s.Str(kind))
			return s.Done(py.None)
		}
	}
	archive := text(&s, base) + suffix
	parents(&s, archive, dry, logger)
	log(&s, logger, "Creating tar archive")
	uid, gid := lookup(owner, userID), lookup(group, groupID)
	set := pymod.NewFunction("shutil", "_make_tarball.<locals>", pymod.Func{Sig: "_set_uid_gid(tarinfo)", Impl: func(info value) (value, exc) {
		var s steps
		if gid >= 0 {
			s.Set(info, "gid", py.IntOf(gid))
			s.Set(info, "gname", group)
		}
		if uid >= 0 {
			s.Set(info, "uid", py.IntOf(uid))
			s.Set(info, "uname", owner)
		}
		return s.Done(info)
	}})
	if !dry && !s.Failed() {
		tar := s.Apply(s.Import("tarfile", "open"), str(archive), str("w|"+compression))
		from := dir
		if !root.IsNone() {
			from = path(&s, "join", root, dir)
		}
		if !s.Failed() {
			s.ApplyKw(s.Attr(tar, "add"), []value{from, dir, set}, "filter")
			var end steps
			end.Call(tar, "close")
			s.Raise(end.Exc)
		}
	}
	result := str(archive)
	if !root.IsNone() {
		result = path(&s, "abspath", result)
	}
	return s.Done(result)
}

func userID(name string) (string, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return "", err
	}
	return u.Uid, nil
}

func groupID(name string) (string, error) {
	g, err := user.LookupGroup(name)
	if err != nil {
		return "", err
	}
	return g.Gid, nil
}

// lookup is the number of a user or group, -1 for none.
func lookup(name value, find func(name string) (string, error)) int {
	if s, ok := py.AsStr(name); ok {
		if id, err := find(s.S); err == nil {
			if n, err := strconv.Atoi(id); err == nil {
				return n
			}
		}
	}
	return -1
}

// makeZip is _make_zipfile.
func makeZip(p []value) (value, exc) {
	var s steps
	base, dir, dry, logger, root := p[0], p[1], s.Truth(p[3]), p[4], p[7]
	archive := text(&s, base) + ".zip"
	parents(&s, archive, dry, logger)
	log(&s, logger, "creating '%s' and adding '%s' to it", str(archive), dir)
	if !dry && !s.Failed() {
		zip := s.ApplyKw(s.Import("zipfile", "ZipFile"), []value{str(archive), str("w"), s.Import("zipfile", "ZIP_DEFLATED")}, "compression")
		if !s.Failed() {
			fillZip(&s, zip, dir, root, logger)
			var end steps
			end.Call(zip, "close")
			s.Raise(end.Exc)
		}
	}
	result := str(archive)
	if !root.IsNone() {
		result = path(&s, "abspath", result)
	}
	return s.Done(result)
}

func fillZip(s *steps, zip, dir, root, logger value) {
	add := func(from, name value) {
		s.Call(zip, "write", from, name)
		log(s, logger, "adding '%s'", from)
	}
	name := path(s, "normpath", dir)
	from := dir
	if !root.IsNone() {
		from = path(s, "join", root, dir)
	}
	from = path(s, "normpath", from)
	if s.Str(name) != "." {
		add(from, name)
	}
	for _, step := range s.Items(call(s, "walk", from)) {
		if s.Failed() {
			return
		}
		at := s.Item(step, py.Int(0))
		inside := at
		if !root.IsNone() {
			inside = path(s, "relpath", at, root)
		}
		inside = path(s, "normpath", inside)
		folders := s.Items(s.Item(step, py.Int(1)))
		sort.SliceStable(folders, func(i, j int) bool {
			return strings.Compare(s.Str(folders[i]), s.Str(folders[j])) < 0
		})
		for _, n := range folders {
			add(path(s, "join", at, n), path(s, "join", inside, n))
		}
		for _, n := range s.Items(s.Item(step, py.Int(2))) {
			file := path(s, "normpath", path(s, "join", at, n))
			if s.Truth(path(s, "isfile", file)) {
				add(file, path(s, "join", inside, n))
			}
		}
	}
}
