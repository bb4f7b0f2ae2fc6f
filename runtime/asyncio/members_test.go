package asyncio

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/aio2go/aio2go/runtime/py"
)

// memberProgram prints testdata/members.json: the attributes of every class of CPython's
// asyncio, without those that begin with an underscore, but with special methods.
const memberProgram = `
import asyncio, json, importlib
skip = {'__module__', '__dict__', '__weakref__', '__doc__', '__firstlineno__', '__static_attributes__', '__slots__',
        '__annotations__', '__orig_bases__', '__parameters__', '__del__', '__setstate__'}
out = {}
for m in ("base_events coroutines events exceptions futures locks protocols queues runners selector_events sslproto "
          "streams subprocess taskgroups tasks threads timeouts transports trsock unix_events").split():
    mod = importlib.import_module('asyncio.' + m)
    for n, v in vars(mod).items():
        if isinstance(v, type) and v.__module__ in (mod.__name__, '_asyncio'):
            names = set(dir(v)) - set(dir(object)) - skip
            out[v.__module__ + '.' + v.__qualname__] = sorted(a for a in names if not a.startswith('_') or a.endswith('__'))
print("{")
print(",\n".join(json.dumps(k) + ": " + json.dumps(" ".join(out[k])) for k in sorted(out)))
print("}")
`

// elsewhere are the classes that are not made here, and why.
var elsewhere = map[string]string{
	"asyncio.base_events._SendfileFallbackProtocol": "sendfile.go needs no protocol of its own",
	"asyncio.events._RunningLoop":                   "the running loop is in py.Current",
	"asyncio.futures.Future":                        "CPython's Future in Python, which is _PyFuture",
	"asyncio.tasks.Task":                            "CPython's Task in Python, which is _PyTask",
	"asyncio.locks._BarrierState":                   "states are numbers",
	"asyncio.runners._State":                        "states are numbers",
	"asyncio.timeouts._State":                       "states are numbers",
	"asyncio.locks._ContextManagerMixin":            "its methods are in each class",
	"asyncio.selector_events.BaseSelectorEventLoop": "compiled from CPython's source",
	"asyncio.selector_events._SelectorTransport":    "compiled from CPython's source",
	"asyncio.sslproto.AppProtocolState":             "compiled from CPython's source",
	"asyncio.sslproto.SSLProtocol":                  "compiled from CPython's source",
	"asyncio.sslproto.SSLProtocolState":             "compiled from CPython's source",
	"asyncio.transports._FlowControlMixin":          "made by the module, in flow_mixin.go",
}

// absentMembers are the members that a class here has not, and why.
var absentMembers = map[string]string{}

// TestMembers holds the attributes of the classes against those of CPython 3.13.
func TestMembers(t *testing.T) {
	data, err := os.ReadFile("testdata/members.json")
	if err != nil {
		t.Fatal(err)
	}
	var recorded map[string]string
	if err := json.Unmarshal(data, &recorded); err != nil {
		t.Fatal(err)
	}
	have := map[string]*py.Type{}
	for _, typ := range append(patchable(), FutureType, TaskType, gatheringType, asCompletedType, socketTransport, readPipeTransport,
		writePipeTransport, datagramTransport, tlsTransportType, unixSubprocessTransport, subprocessStreamsType) {
		have[typ.Module+"."+typ.Name] = typ
	}
	for name, members := range recorded {
		typ := have[name]
		if typ == nil {
			if elsewhere[name] == "" {
				t.Errorf("there is no class %s", name)
			}
			continue
		}
		if elsewhere[name] != "" {
			t.Errorf("%s is here, though it is said not to be", name)
		}
		for _, member := range strings.Fields(members) {
			_, found, exc := py.LookupAttr(typ.Value(), py.Intern(member))
			found = found && exc == nil
			if full := name + "." + member; found == (absentMembers[full] != "") {
				t.Errorf("%s: there is %v", full, found)
			}
		}
	}
}

// TestRecordedMembers checks that testdata/members.json is what CPython 3.13 has.
func TestRecordedMembers(t *testing.T) {
	python := os.Getenv("AIO2GO_PYTHON")
	if python == "" {
		t.Skip("AIO2GO_PYTHON names no CPython")
	}
	version, err := exec.Command(python, "-c", "import sys; print(sys.version_info[:2] == (3, 13) and sys.platform == 'linux')").Output()
	if err != nil || strings.TrimSpace(string(version)) != "True" {
		t.Skip("AIO2GO_PYTHON is not CPython 3.13 on Linux")
	}
	out, err := exec.Command(python, "-W", "ignore", "-c", memberProgram).Output()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/members.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(out) != string(want) {
		t.Error("testdata/members.json is not what the program in this file prints")
	}
}
