//go:build !linux

package asyncio

import "github.com/aio2go/aio2go/runtime/sysnet"

func sysRead(fd int, b []byte) (int, error)  { return sysnet.Read(fd, b) }
func sysWrite(fd int, b []byte) (int, error) { return sysnet.Write(fd, b) }
