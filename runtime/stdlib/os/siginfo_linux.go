package os

import (
	"encoding/binary"
	"syscall"
	"unsafe"
)

// siginfo is the part of siginfo_t that waitid(2) fills in, on 64-bit systems.
type siginfo struct {
	Signo, Errno, Code, _ int32
	Pid, Uid, Status      int32
	_                     [25]int32
}

// waitChild is waitid(2).
func waitChild(kind, id int, info *siginfo, options int) error {
	_, _, errno := syscall.Syscall6(syscall.SYS_WAITID, uintptr(kind), uintptr(id), uintptr(unsafe.Pointer(info)), uintptr(options), 0, 0)
	return orNil(errno)
}

// nativeUint64 and nativeBytes convert the numbers that an eventfd has.
func nativeUint64(b []byte) uint64 { return binary.NativeEndian.Uint64(b) }

func nativeBytes(n uint64) []byte { return binary.NativeEndian.AppendUint64(nil, n) }
