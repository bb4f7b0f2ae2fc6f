//go:build unix

package socket

import (
	"encoding/binary"
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements ancillary data (struct cmsghdr).

func parseControl(b []byte) value {
	list := py.NewList(nil)
	messages, err := syscall.ParseSocketControlMessage(b)
	if err != nil {
		return list.Value()
	}
	for _, m := range messages {
		list.Append(py.TupleV(py.Int(int64(m.Header.Level)), py.Int(int64(m.Header.Type)), py.NewBytes(m.Data).Value()))
	}
	return list.Value()
}

func appendControl(b []byte, level, typ int, data []byte) []byte {
	m := make([]byte, syscall.CmsgSpace(len(data)))
	head := syscall.CmsgLen(0)
	n := uint64(syscall.CmsgLen(len(data)))
	size := syscall.SizeofCmsghdr - 8 // of cmsg_len
	if size == 8 {
		binary.NativeEndian.PutUint64(m, n)
	} else {
		binary.NativeEndian.PutUint32(m, uint32(n))
	}
	binary.NativeEndian.PutUint32(m[size:], uint32(level))
	binary.NativeEndian.PutUint32(m[size+4:], uint32(typ))
	copy(m[head:], data)
	return append(b, m...)
}

func controlLen(n int) int   { return syscall.CmsgLen(n) }
func controlSpace(n int) int { return syscall.CmsgSpace(n) }
