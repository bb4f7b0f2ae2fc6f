package os

import "syscall"

// Numbers of system calls that package syscall lacks or names differently.
const (
	sysFstatat       = syscall.SYS_FSTATAT
	sysFchmodat2     = 452
	sysGetrandom     = 278
	sysMemfdCreate   = 279
	sysCopyFileRange = 285
	sysPreadv2       = 286
	sysPwritev2      = 287
	sysSetns         = 268
)
