// Package multiprocessing implements the module _multiprocessing as on a system without
// semaphores that processes share: packages that name the types of
// multiprocessing.synchronize can be imported, and making one of these fails. It implements
// the module _posixshmem, on which multiprocessing.shared_memory stands, too.
package multiprocessing

import (
	"syscall"

	"github.com/aio2go/aio2go/runtime/py"
)

type (
	value = py.Value
	exc   = *py.Exception
)

func missing() exc {
	return py.RaiseOSError(int64(syscall.ENOSYS), "semaphores of several processes are not supported: the program is compiled", value{}, value{})
}

var lockType = &py.Type{Name: "SemLock"}

var spec = py.ModuleSpec{
	Name: "_multiprocessing", Types: []*py.Type{lockType},
	Functions: []py.Method{{Name: "sem_unlink", Sig: "(name, /)", Impl: func(value) (value, exc) { return value{}, missing() }}},
	Init: func(m *py.Module) exc {
		m.Set("flags", py.NewDict().Value())
		return nil
	},
}

func init() {
	lockType.Define(&py.TypeSpec{Module: "_multiprocessing", Flags: py.FlagBaseType, Doc: "Semaphore/Mutex type",
		Consts: []py.Const{{Name: "SEM_VALUE_MAX", Value: py.Int(1<<31 - 1)}},
		Slots:  py.Slots{New: func(*py.Type, []value, []*py.Str) (value, exc) { return value{}, missing() }}})
	py.RegisterModule(&spec)
}
