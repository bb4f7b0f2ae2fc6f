package os

import "syscall"

// Numbers of system calls that package syscall lacks or names differently.
const (
	sysFstatat       = syscall.SYS_NEWFSTATAT
	sysFchmodat2     = 452
	sysGetrandom     = 318
	sysMemfdCreate   = 319
	sysCopyFileRange = 326
	sysPreadv2       = 327
	sysPwritev2      = 328
	sysSetns         = 308
)
