//go:build unix

package mmap

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"runtime"
	"syscall"
	"unsafe"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pyio"
	"github.com/aio2go/aio2go/runtime/pymod"
)

type (
	value = py.Value
	exc   = *py.Exception
)

// access says what may be done with a mapping.
type access int

const (
	accessDefault access = iota
	accessRead
	accessWrite
	accessCopy
)

var accessNames = [...]string{"ACCESS_DEFAULT", "ACCESS_READ", "ACCESS_WRITE", "ACCESS_COPY"}

// mapping is an mmap object. The memory of one that is closed is given back once nothing
// refers to the object: memoryviews of it may still be read.
type mapping struct {
	py.Header
	m      []byte
	pos    int
	fd     int // of the file, duplicated; -1 for none
	offset int64
	flags  int
	prot   int
	access access
	closed bool
	Attrs  py.Attrs
}

var mmapType = &py.Type{Name: "mmap"}

var spec = py.ModuleSpec{
	Name: "mmap", Types: []*py.Type{mmapType},
	Init: func(m *py.Module) exc {
		m.Set("error", py.OSErrorType.Value())
		pymod.SetInts(m, map[string]int{"ACCESS_DEFAULT": int(accessDefault), "ACCESS_READ": int(accessRead), "ACCESS_WRITE": int(accessWrite), "ACCESS_COPY": int(accessCopy),
			"PROT_READ": syscall.PROT_READ, "PROT_WRITE": syscall.PROT_WRITE, "PROT_EXEC": syscall.PROT_EXEC,
			"MAP_SHARED": syscall.MAP_SHARED, "MAP_PRIVATE": syscall.MAP_PRIVATE, "MAP_ANON": syscall.MAP_ANON, "MAP_ANONYMOUS": syscall.MAP_ANON,
			"MAP_NORESERVE": syscall.MAP_NORESERVE, "PAGESIZE": os.Getpagesize(), "ALLOCATIONGRANULARITY": os.Getpagesize()})
		pymod.SetInts(m, constants)
		return nil
	},
}

func of(v value) *mapping { return py.Heap[mapping](v) }

// open returns the mapping, which must not be closed.
func open(v value) (*mapping, exc) {
	m := of(v)
	if m.closed {
		return nil, py.Raisef(py.ValueErrorType, "mmap closed or invalid")
	}
	return m, nil
}

// writable is open for what changes the memory.
func writable(v value) (*mapping, exc) {
	m, e := open(v)
	if e == nil && m.access == accessRead {
		e = py.Raisef(py.TypeErrorType, "mmap can't modify a readonly memory map.")
	}
	return m, e
}

var newSig = py.NewSignature("mmap", "", "(fileno, length, flags=MAP_SHARED, prot=PROT_WRITE|PROT_READ, access=ACCESS_DEFAULT, offset=0, *, trackfd=True)")

func newMapping(cls *py.Type, args []value, names []*py.Str) (value, exc) {
	a, e := newSig.Parse(args, names)
	if e != nil {
		return value{}, e
	}
	fd, e := py.CInt(a[0])
	if e != nil {
		return value{}, e
	}
	length, e := py.Ssize(a[1])
	if e != nil {
		return value{}, e
	}
	flags, prot, mode := syscall.MAP_SHARED, syscall.PROT_READ|syscall.PROT_WRITE, 0
	for i, p := range []*int{&flags, &prot, &mode} {
		if v := a[2+i]; !v.IsUnbound() {
			if *p, e = py.CInt(v); e != nil {
				return value{}, e
			}
		}
	}
	offset := int64(0)
	if !a[5].IsUnbound() {
		n, e := py.IndexInt(a[5], py.OverflowErrorType)
		if e != nil {
			return value{}, e
		}
		offset = int64(n)
	}
	track := true
	if !a[6].IsUnbound() {
		if track, e = py.Truth(a[6]); e != nil {
			return value{}, e
		}
	}
	switch {
	case length < 0:
		return value{}, py.Raisef(py.OverflowErrorType, "memory mapped length must be positive")
	case offset < 0:
		return value{}, py.Raisef(py.OverflowErrorType, "memory mapped offset must be positive")
	case mode != 0 && (!a[2].IsUnbound() || !a[3].IsUnbound()):
		return value{}, py.Raisef(py.ValueErrorType, "mmap can't specify both access and flags, prot.")
	}
	m := mapping{fd: -1, offset: offset, access: access(mode)}
	switch m.access {
	case accessRead:
		flags, prot = syscall.MAP_SHARED, syscall.PROT_READ
	case accessWrite:
		flags, prot = syscall.MAP_SHARED, syscall.PROT_READ|syscall.PROT_WRITE
	case accessCopy:
		flags, prot = syscall.MAP_PRIVATE, syscall.PROT_READ|syscall.PROT_WRITE
	case accessDefault:
		if prot&syscall.PROT_READ != 0 && prot&syscall.PROT_WRITE == 0 {
			m.access = accessRead
		} else if prot&syscall.PROT_WRITE != 0 && prot&syscall.PROT_READ == 0 {
			m.access = accessWrite
		}
	default:
		return value{}, py.Raisef(py.ValueErrorType, "mmap invalid access parameter.")
	}
	var info syscall.Stat_t
	if fd != -1 && syscall.Fstat(fd, &info) == nil && info.Mode&syscall.S_IFMT == syscall.S_IFREG {
		switch {
		case length == 0 && info.Size == 0:
			return value{}, py.Raisef(py.ValueErrorType, "cannot mmap an empty file")
		case length == 0 && offset >= info.Size:
			return value{}, py.Raisef(py.ValueErrorType, "mmap offset is greater than file size")
		case length == 0:
			length = int(info.Size - offset)
		case offset > info.Size || info.Size-offset < int64(length):
			return value{}, py.Raisef(py.ValueErrorType, "mmap length is greater than file size")
		}
	}
	if fd == -1 {
		flags |= syscall.MAP_ANON
	} else if track {
		d, err := syscall.Dup(fd)
		if err != nil {
			return value{}, pyio.OSError(err, value{})
		}
		syscall.CloseOnExec(d)
		m.fd = d
	}
	m.flags, m.prot = flags, prot
	b, err := syscall.Mmap(fd, offset, length, prot, flags)
	if err != nil {
		if m.fd >= 0 {
			syscall.Close(m.fd)
		}
		return value{}, pyio.OSError(err, value{})
	}
	v := cls.Alloc(cls)
	x := of(v)
	x.m, x.fd, x.offset, x.flags, x.prot, x.access = b, m.fd, m.offset, m.flags, m.prot, m.access
	runtime.AddCleanup(x, unmap, b)
	return v, nil
}

func unmap(b []byte) {
	if len(b) > 0 {
		_ = syscall.Munmap(b)
	}
}

func (m *mapping) close() {
	if m.closed {
		return
	}
	m.closed = true
	if m.fd >= 0 {
		syscall.Close(m.fd)
		m.fd = -1
	}
}

// read returns n bytes from the position on, or as many as there are.
func read(v, count value) (value, exc) {
	m, e := open(v)
	if e != nil {
		return value{}, e
	}
	n, e := pyio.SizeArg(count)
	if e != nil {
		return value{}, e
	}
	rest := max(len(m.m)-m.pos, 0)
	if n < 0 || n > rest {
		n = rest
	}
	return m.take(n), nil
}

// take reads n bytes; the position may be behind the end where the mapping was made shorter.
func (m *mapping) take(n int) value {
	if n == 0 {
		return py.BytesV([]byte{})
	}
	b := append(make([]byte, 0, n), m.m[m.pos:m.pos+n]...)
	m.pos += n
	return py.BytesV(b)
}

func readLine(v value) (value, exc) {
	m, e := open(v)
	if e != nil {
		return value{}, e
	}
	rest := m.m[min(m.pos, len(m.m)):]
	n := bytes.IndexByte(rest, '\n') + 1
	if n == 0 {
		n = len(rest)
	}
	return m.take(n), nil
}

func write(v, data value) (value, exc) {
	m, e := writable(v)
	if e != nil {
		return value{}, e
	}
	b, e := py.BytesLike(data)
	if e != nil {
		return value{}, e
	}
	if m.pos > len(m.m) || len(m.m)-m.pos < len(b) {
		return value{}, py.Raisef(py.ValueErrorType, "data out of range")
	}
	copy(m.m[m.pos:], b)
	m.pos += len(b)
	return py.IntOf(len(b)), nil
}

func writeByte(v, b value) (value, exc) {
	m, e := writable(v)
	if e != nil {
		return value{}, e
	}
	n, e := py.IndexInt(b, py.OverflowErrorType)
	switch {
	case e != nil:
		return value{}, e
	case n < 0:
		return value{}, py.Raisef(py.OverflowErrorType, "unsigned byte integer is less than minimum")
	case n > math.MaxUint8:
		return value{}, py.Raisef(py.OverflowErrorType, "unsigned byte integer is greater than maximum")
	case m.pos >= len(m.m):
		return value{}, py.Raisef(py.ValueErrorType, "write byte out of range")
	}
	m.m[m.pos] = byte(n)
	m.pos++
	return py.None, nil
}

// find looks for bytes between start, by default the position, and end.
func find(index func(b, sub []byte) int) func(args []value) (value, exc) {
	return func(args []value) (value, exc) {
		m, e := open(args[0])
		if e != nil {
			return value{}, e
		}
		sub, e := py.BytesLike(args[1])
		if e != nil {
			return value{}, e
		}
		start, end := min(m.pos, len(m.m)), len(m.m)
		for i, p := range []*int{&start, &end} {
			if v := args[2+i]; !v.IsUnbound() && !v.IsNone() {
				n, e := py.Ssize(v)
				if e != nil {
					return value{}, e
				}
				if n < 0 {
					n += len(m.m)
				}
				*p = min(max(n, 0), len(m.m))
			}
		}
		if start > end {
			return py.Int(-1), nil
		}
		i := index(m.m[start:end], sub)
		if i >= 0 {
			i += start
		}
		return py.IntOf(i), nil
	}
}

func seek(v, dist, how value) (value, exc) {
	m, e := open(v)
	if e != nil {
		return value{}, e
	}
	n, e := py.Ssize(dist)
	if e != nil {
		return value{}, e
	}
	whence := 0
	if !how.IsUnbound() {
		if whence, e = py.CInt(how); e != nil {
			return value{}, e
		}
	}
	switch whence {
	case 0:
	case 1:
		n += m.pos
	case 2:
		n += len(m.m)
	default:
		return value{}, py.Raisef(py.ValueErrorType, "unknown seek type")
	}
	if n < 0 || n > len(m.m) {
		return value{}, py.Raisef(py.ValueErrorType, "seek out of range")
	}
	m.pos = n
	return py.IntOf(n), nil
}

func size(v value) (value, exc) {
	m, e := open(v)
	if e != nil {
		return value{}, e
	}
	var info syscall.Stat_t
	if m.fd < 0 {
		return value{}, pyio.OSError(syscall.EBADF, value{})
	}
	if err := syscall.Fstat(m.fd, &info); err != nil {
		return value{}, pyio.OSError(err, value{})
	}
	return py.Int(info.Size), nil
}

// resize maps as much anew; what was mapped stays until the object is gone.
func resize(v, length value) (value, exc) {
	m, e := open(v)
	if e != nil {
		return value{}, e
	}
	if m.access == accessRead || m.access == accessCopy {
		return value{}, py.Raisef(py.TypeErrorType, "mmap can't resize a readonly or copy-on-write memory map.")
	}
	n, e := py.Ssize(length)
	if e != nil {
		return value{}, e
	}
	if n < 0 || m.offset > math.MaxInt64-int64(n) {
		return value{}, py.Raisef(py.ValueErrorType, "new size out of range")
	}
	if m.fd >= 0 {
		if err := syscall.Ftruncate(m.fd, m.offset+int64(n)); err != nil {
			return value{}, pyio.OSError(err, value{})
		}
	}
	b, err := syscall.Mmap(m.fd, m.offset, n, m.prot, m.flags)
	if err != nil {
		return value{}, pyio.OSError(err, value{})
	}
	if m.fd < 0 || m.flags&syscall.MAP_PRIVATE != 0 {
		copy(b, m.m)
	}
	m.m = b
	runtime.AddCleanup(m, unmap, b)
	return py.None, nil
}

// part reads the offset and size of a part of the memory.
func (m *mapping) part(offset, size value) (from, n int, e exc) {
	n = len(m.m)
	if !offset.IsUnbound() {
		if from, e = py.Ssize(offset); e != nil {
			return 0, 0, e
		}
	}
	if !size.IsUnbound() {
		if n, e = py.Ssize(size); e != nil {
			return 0, 0, e
		}
	} else {
		n -= from
	}
	return from, n, nil
}

func flush(v, offset, size value) (value, exc) {
	m, e := open(v)
	if e != nil {
		return value{}, e
	}
	from, n, e := m.part(offset, size)
	if e != nil {
		return value{}, e
	}
	if from < 0 || n < 0 || len(m.m)-from < n {
		return value{}, py.Raisef(py.ValueErrorType, "flush values out of range")
	}
	if m.access == accessRead || m.access == accessCopy || n == 0 {
		return py.None, nil
	}
	const sync = syscall.MS_SYNC
	if _, _, err := syscall.Syscall(syscall.SYS_MSYNC, uintptr(unsafe.Pointer(unsafe.SliceData(m.m)))+uintptr(from), uintptr(n), sync); err != 0 {
		return value{}, pyio.OSError(err, value{})
	}
	return py.None, nil
}

func move(v, dest, src, count value) (value, exc) {
	m, e := writable(v)
	if e != nil {
		return value{}, e
	}
	var n [3]int
	for i, a := range []value{dest, src, count} {
		if n[i], e = py.Ssize(a); e != nil {
			return value{}, e
		}
	}
	if n[0] < 0 || n[1] < 0 || n[2] < 0 || len(m.m)-n[0] < n[2] || len(m.m)-n[1] < n[2] {
		return value{}, py.Raisef(py.ValueErrorType, "source, destination, or count out of range")
	}
	copy(m.m[n[0]:n[0]+n[2]], m.m[n[1]:n[1]+n[2]])
	return py.None, nil
}

func getItem(v, key value) (value, exc) {
	m, e := open(v)
	if e != nil {
		return value{}, e
	}
	if key.Type() == py.SliceType {
		start, _, step, count, e := py.SliceIndices(key, len(m.m))
		if e != nil {
			return value{}, e
		}
		b := make([]byte, count)
		for i := range b {
			b[i] = m.m[start+i*step]
		}
		return py.BytesV(b), nil
	}
	i, e := m.index(key)
	if e != nil {
		return value{}, e
	}
	return py.Int(int64(m.m[i])), nil
}

func (m *mapping) index(key value) (int, exc) {
	if !py.HasIndex(key) {
		return 0, py.Raisef(py.TypeErrorType, "mmap indices must be integers")
	}
	i, e := py.IndexInt(key, py.IndexErrorType)
	if e != nil {
		return 0, e
	}
	if i < 0 {
		i += len(m.m)
	}
	if i < 0 || i >= len(m.m) {
		return 0, py.Raisef(py.IndexErrorType, "mmap index out of range")
	}
	return i, nil
}

func setItem(v, key, x value) exc {
	m, e := writable(v)
	if e != nil {
		return e
	}
	if key.Type() == py.SliceType {
		start, _, step, count, e := py.SliceIndices(key, len(m.m))
		if e != nil {
			return e
		}
		if x.IsUnbound() {
			return py.Raisef(py.TypeErrorType, "mmap object doesn't support slice deletion")
		}
		b, e := py.BytesLike(x)
		if e != nil {
			return e
		}
		if len(b) != count {
			return py.Raisef(py.IndexErrorType, "mmap slice assignment is wrong size")
		}
		b = append([]byte{}, b...) // it may be the memory itself
		for i, c := range b {
			m.m[start+i*step] = c
		}
		return nil
	}
	i, e := m.index(key)
	if e != nil {
		return e
	}
	if x.IsUnbound() {
		return py.Raisef(py.TypeErrorType, "mmap doesn't support item deletion")
	}
	if !py.HasIndex(x) {
		return py.Raisef(py.TypeErrorType, "mmap item value must be an int")
	}
	n, e := py.IndexInt(x, py.TypeErrorType)
	if e != nil {
		return e
	}
	if n < 0 || n > math.MaxUint8 {
		return py.Raisef(py.ValueErrorType, "mmap item value must be in range(0, 256)")
	}
	m.m[i] = byte(n)
	return nil
}

func repr(v value) (value, exc) {
	m := of(v)
	name := m.Type().Name
	if m.Type() == mmapType {
		name = "mmap.mmap"
	} else if s, e := py.StrText(py.StrV(name)); e == nil {
		name = s
	}
	if m.closed {
		return py.StrV("<" + name + " closed=True>"), nil
	}
	return py.StrV(fmt.Sprintf("<%s closed=False, access=%s, length=%d, pos=%d, offset=%d>", name, accessNames[m.access], len(m.m), m.pos, m.offset)), nil
}
