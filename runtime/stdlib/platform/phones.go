package platform

import (
	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pymod"
	"github.com/aio2go/aio2go/runtime/stdlib/collections"
)

// addPhones adds what tells of Android and iOS. Elsewhere the functions give their arguments.
func addPhones(m *py.Module) exc {
	android, e := collections.NewNamedTuple("AndroidVer", "platform", []string{"release", "api_level", "manufacturer", "model", "device", "is_emulator"}, nil)
	if e != nil {
		return e
	}
	ios, e := collections.NewNamedTuple("IOSVersionInfo", "platform", []string{"system", "release", "model", "is_simulator"}, nil)
	if e != nil {
		return e
	}
	m.Set("AndroidVer", android)
	m.Set("IOSVersionInfo", ios)
	pymod.AddFunctions(m,
		pymod.Func{Sig: "android_ver(release='', api_level=0, manufacturer='', model='', device='', is_emulator=False)", Impl: func(args []value) (value, exc) {
			return py.CallN(android, args)
		}},
		pymod.Func{Sig: "ios_ver(system='', release='', model='', is_simulator=False)", Impl: func(a, b, c, d value) (value, exc) {
			return py.CallN(ios, []value{a, b, c, d})
		}},
	)
	return nil
}
