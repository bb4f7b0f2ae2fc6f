//go:build unix

package conform_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/aio2go/aio2go/internal/gobatch"
)

// This file holds programs to a cost that grows as their work does: ten times the work
// takes about ten times the processor time, as with CPython, and never a hundred times.

// scales are the bodies of programs that do work in proportion to n.
var scales = map[string]struct {
	n    int
	body string
}{
	"tasks": {4000, `
async def job(i):
    await asyncio.sleep(0)
    return i
async def main():
    print(sum(await asyncio.gather(*[job(i) for i in range(n)])))
asyncio.run(main())
`},
	"timers": {20000, `
async def main():
    loop = asyncio.get_running_loop()
    handles = [loop.call_later(60 + i % 7, print, i) for i in range(n)]
    for h in reversed(handles):
        h.cancel()
    await asyncio.sleep(0)
    print(len(handles))
asyncio.run(main())
`},
	"queue": {20000, `
async def put(q):
    for i in range(n):
        await q.put(i)
async def main():
    q = asyncio.Queue(7)
    t = asyncio.create_task(put(q))
    print(sum([await q.get() for _ in range(n)]))
    await t
asyncio.run(main())
`},
	"backlog": {30000, `
async def main():
    q = asyncio.Queue()
    for i in range(n):
        q.put_nowait(i)
    print(sum([await q.get() for _ in range(n)]))
asyncio.run(main())
`},
	"waiters": {4000, `
async def turn(lock, event):
    await event.wait()
    async with lock:
        await asyncio.sleep(0)
async def main():
    lock, event = asyncio.Lock(), asyncio.Event()
    tasks = [asyncio.create_task(turn(lock, event)) for _ in range(n)]
    await asyncio.sleep(0)
    event.set()
    await asyncio.gather(*tasks)
    print(n)
asyncio.run(main())
`},
	"depth": {700, `
async def down(depth):
    if depth:
        return await down(depth - 1) + 1
    for _ in range(20 * n):
        await asyncio.sleep(0)
    return 0
sys.setrecursionlimit(100000)
print(asyncio.run(down(n)))
`},
	"dict": {40000, `
d = {}
for i in range(n):
    d[i] = d["k%d" % i] = i
for i in range(0, n, 2):
    del d[i]
print(len(d), next(iter(d)))
`},
	"string": {40000, `
def build():
    s = ""
    for i in range(n):
        s += "ab"
    parts = []
    for i in range(n):
        parts.append(s[i])
    return len(s), len("".join(parts))
print(build())
`},
}

func TestScale(t *testing.T) {
	if testing.Short() {
		t.Skip("short: growth is measured in full runs only")
	}
	var sources []gobatch.Source
	for name, s := range scales {
		text := "import asyncio, sys\nn = int(sys.argv[1])\n" + s.body
		sources = append(sources, gobatch.Source{Name: name, Main: name + ".py", Files: map[string]string{name + ".py": text}})
	}
	batch, err := gobatch.Build(t.TempDir(), sources, gobatch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range scales {
		t.Run(name, func(t *testing.T) {
			if !batch.Programs[name].OK() {
				t.Fatal(rejection(batch.Programs[name]), batch.Programs[name].Failure)
			}
			start, small, large := cost(t, batch, name, 1), cost(t, batch, name, s.n), cost(t, batch, name, 10*s.n)
			// What is below 10 ms is noise.
			unit := max(small-start, 10*time.Millisecond)
			if grown := large - start; grown > 35*unit {
				t.Errorf("%d takes %v, %d takes %v", s.n, small, 10*s.n, large)
			}
		})
	}
}

// cost is the processor time that the program takes for n, the least of three runs.
func cost(t *testing.T, batch *gobatch.Batch, name string, n int) time.Duration {
	t.Helper()
	var least time.Duration
	for i := range 3 {
		command := batch.Command(name, "", fmt.Sprint(n))
		cmd := exec.Command(command[0], command[1:]...)
		cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s %d: %v\n%s", name, n, err, out)
		}
		if d := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(); i == 0 || d < least {
			least = d
		}
	}
	return least
}
