package os

import (
	"maps"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
)

// This file implements pathconf and fpathconf. The kernel has no such calls: the numbers
// are those that glibc knows of Linux and its file systems.

// A confFile is a file that is asked about.
type confFile struct{ target }

// stat asks for the file.
func (f confFile) stat() (st syscall.Stat_t, err error) {
	if f.isFD {
		return st, syscall.Fstat(f.fd, &st)
	}
	return st, syscall.Stat(f.path, &st)
}

func constantConf(n int64) func(f confFile) (int64, error) {
	return func(confFile) (int64, error) { return n, nil }
}

// ofSystem is a number that depends on the file system.
func ofSystem(get func(f confFile, st *syscall.Statfs_t) int64) func(f confFile) (int64, error) {
	return func(f confFile) (int64, error) {
		st, err := f.statfs()
		if err != nil {
			return 0, err
		}
		return get(f, &st), nil
	}
}

var fragment = ofSystem(func(_ confFile, st *syscall.Statfs_t) int64 { return int64(st.Frsize) })

type pathconfName struct {
	name  string
	value func(f confFile) (int64, error)
}

// pathconfNames are the names; their numbers are their places.
var pathconfNames = []pathconfName{
	{"PC_LINK_MAX", ofSystem(maxLinks)},
	{"PC_MAX_CANON", constantConf(255)},
	{"PC_MAX_INPUT", constantConf(255)},
	{"PC_NAME_MAX", ofSystem(func(_ confFile, st *syscall.Statfs_t) int64 { return int64(st.Namelen) })},
	{"PC_PATH_MAX", constantConf(4096)},
	{"PC_PIPE_BUF", constantConf(4096)},
	{"PC_CHOWN_RESTRICTED", ofSystem(func(confFile, *syscall.Statfs_t) int64 { return 1 })},
	{"PC_NO_TRUNC", constantConf(1)},
	{"PC_VDISABLE", constantConf(0)},
	{"PC_SYNC_IO", constantConf(-1)},
	{"PC_ASYNC_IO", func(f confFile) (int64, error) {
		st, err := f.stat()
		if kind := st.Mode & syscall.S_IFMT; kind == syscall.S_IFREG || kind == syscall.S_IFBLK {
			return 1, err
		}
		return -1, err
	}},
	{"PC_PRIO_IO", constantConf(-1)},
	{"PC_SOCK_MAXBUF", constantConf(-1)},
	{"PC_FILESIZEBITS", ofSystem(func(_ confFile, st *syscall.Statfs_t) int64 { return sizeBits(int64(st.Type)) })},
	{"PC_REC_INCR_XFER_SIZE", constantConf(-1)},
	{"PC_REC_MAX_XFER_SIZE", constantConf(-1)},
	{"PC_REC_MIN_XFER_SIZE", ofSystem(func(_ confFile, st *syscall.Statfs_t) int64 { return int64(st.Bsize) })},
	{"PC_REC_XFER_ALIGN", fragment},
	{"PC_ALLOC_SIZE_MIN", fragment},
	{"PC_SYMLINK_MAX", constantConf(-1)},
}

// Numbers by which file systems say what they are (statfs(2)).
const (
	magicExt      = 0xef53
	magicXFS      = 0x58465342
	magicReiserFS = 0x52654973
	magicF2FS     = 0xf2f52010
	magicBtrfs    = 0x9123683e
	magicUFS      = 0x00011954
	magicLustre   = 0x0bd00bd0
	magicSMB      = 0x517b
	magicNTFS     = 0x5346544e
	magicUDF      = 0x15013346
	magicJFS      = 0x3153464a
	magicVxFS     = 0xa501fcf5
	magicCgroup   = 0x0027e0eb
)

// sizeBits says how many bits the size of a file may have.
func sizeBits(system int64) int64 {
	switch system {
	case magicF2FS:
		return 256
	case magicBtrfs:
		return 255
	case magicExt, magicXFS, magicReiserFS, magicUFS, magicLustre, magicSMB, magicNTFS, magicUDF, magicJFS, magicVxFS, magicCgroup:
		return 64
	}
	return 32
}

// maxLinks says how many names a file may have.
func maxLinks(f confFile, st *syscall.Statfs_t) int64 {
	switch st.Type {
	case magicExt:
		if f.mounted("ext4") {
			return 65000
		}
		return 32000
	case magicF2FS, magicUFS:
		return 32000
	case magicReiserFS:
		return 64535
	case magicXFS:
		return 2147483647
	case magicLustre:
		return 160000
	}
	return 127
}

// mounted reports whether the file is on a file system that was mounted as kind.
func (f confFile) mounted(kind string) bool {
	st, err := f.stat()
	if err != nil {
		return false
	}
	text, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return false
	}
	device := decimal(int(major(uint64(st.Dev)))) + ":" + decimal(int(minor(uint64(st.Dev))))
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		_, rest, _ := strings.Cut(line, " - ")
		if len(fields) > 2 && fields[2] == device {
			return strings.HasPrefix(rest, kind+" ")
		}
	}
	return false
}

func pathconfNumber(name string) int {
	return slices.IndexFunc(pathconfNames, func(c pathconfName) bool { return c.name == name })
}

func (f confFile) conf(name value) (value, exc) {
	i, e := confNumber(name, pathconfNumber)
	if e != nil {
		return value{}, e
	}
	err := error(nil)
	switch {
	case f.isFD && f.fd < 0:
		err = syscall.EBADF
	case !f.isFD && f.path == "":
		err = syscall.ENOENT
	case i < 0 || i >= len(pathconfNames):
		err = syscall.EINVAL
	}
	n := int64(0)
	if err == nil {
		n, err = pathconfNames[i].value(f)
	}
	switch {
	case err == syscall.EINVAL:
		return done(err)
	case err != nil:
		return f.done(err)
	}
	return py.Int(n), nil
}

func pathconf(path, name value) (value, exc) {
	t, e := targetOf("pathconf", "path", path, orFD)
	if e != nil {
		return value{}, e
	}
	return confFile{t}.conf(name)
}

func fpathconf(fd, name value) (value, exc) {
	n, e := pyio.Descriptor(fd)
	if e != nil {
		return value{}, e
	}
	return confFile{target{fd: n, isFD: true}}.conf(name)
}

// addSystem adds what only Linux has, besides functions and numbers.
func addSystem(m *py.Module) {
	numbers := map[string]int{}
	for i, c := range pathconfNames {
		numbers[c.name] = i
	}
	names := py.NewDict()
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		names.SetStr(py.Intern(name), py.IntOf(numbers[name]))
	}
	m.Set("pathconf_names", names.Value())
}
