package asyncio

import (
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/aio2go/aio2go/runtime/coro"
	"github.com/aio2go/aio2go/runtime/py"
)

// This file implements the tree of tasks: which task waits for which, and where. It is
// written to standard error on SIGQUIT and, with AIO2GO_DEBUG=SECONDS in the environment,
// every so many seconds, in the form of "python -m asyncio pstree" of Python 3.14:
//
//	└── (T) Task-1
//	    └──  main app.py:13
//	        └──  TaskGroup.__aexit__ <lib>/asyncio/taskgroups.py:72
//	            ├── (T) reader
//	            │   └──  read app.py:5

// A treeNode is a task or a coroutine in the tree.
type treeNode struct {
	text     string
	children []*treeNode
}

// TaskTree returns the tree of the tasks that have not ended, of all loops.
func TaskTree() string {
	var b strings.Builder
	for _, n := range taskTree() {
		b.WriteString(n.draw("", true))
	}
	if b.Len() == 0 {
		return "no tasks\n"
	}
	return b.String()
}

func taskTree() []*treeNode {
	waitedFor := map[*Task][]*Task{}
	var roots []*Task
	for _, loop := range loops {
		for t := loop.firstTask; t != nil; t = t.next {
			if t.state != pending {
				continue
			}
			parents := t.awaitedBy(nil)
			for _, p := range parents {
				waitedFor[p] = append(waitedFor[p], t)
			}
			if len(parents) == 0 {
				roots = append(roots, t)
			}
		}
	}
	shown := map[*Task]bool{}
	var list []*treeNode
	for _, t := range roots {
		list = append(list, t.node(waitedFor, shown))
	}
	for _, loop := range loops { // tasks that wait for each other in a circle
		for t := loop.firstTask; t != nil; t = t.next {
			if t.state == pending && !shown[t] {
				list = append(list, t.node(waitedFor, shown))
			}
		}
	}
	return list
}

// awaitedBy appends the tasks that go on when fut is done, be it through gather, wait, a
// task group or the like.
func (fut *Future) awaitedBy(list []*Task) []*Task {
	for _, c := range fut.callbacks() {
		switch do := c.do.(type) {
		case *Task:
			list = append(list, do)
		case *gathering:
			list = do.awaitedBy(list)
		case *TaskGroup:
			if do.parent != nil {
				list = append(list, do.parent)
			}
		case *waiting:
			if do.waiter != nil {
				list = do.waiter.awaitedBy(list)
			}
		case *shieldInner:
			if do.outer != nil {
				list = do.outer.awaitedBy(list)
			}
		case *releaseWaiter:
			if do.waiter != nil {
				list = do.waiter.awaitedBy(list)
			}
		}
	}
	return list
}

func (t *Task) node(waitedFor map[*Task][]*Task, shown map[*Task]bool) *treeNode {
	n := &treeNode{text: "(T) " + t.Name()}
	if shown[t] {
		n.text += " (shown above)"
		return n
	}
	shown[t] = true
	inner := n
	for _, e := range t.awaitChain() {
		c := &treeNode{text: " " + e.String()}
		inner.children = append(inner.children, c)
		inner = c
	}
	for _, w := range waitedFor[t] {
		inner.children = append(inner.children, w.node(waitedFor, shown))
	}
	return n
}

// String is "main app.py:13".
func (e stackEntry) String() string {
	name := e.code.QualName()
	if e.line == 0 {
		return name
	}
	return name + " " + fileOf(e.code) + ":" + strconv.Itoa(int(e.line))
}

// awaitChain returns the coroutines that t is inside, outermost first.
func (t *Task) awaitChain() []stackEntry {
	f := coro.FrameOf(t.coroutine())
	if f == nil || f.IsFinished() {
		return nil
	}
	if t.waitsFor() != nil { // a nap has no frame of its own, nor has a parked
		t.run.Top().Delegate()
	}
	var list []stackEntry
	for _, f := range f.Chain() {
		list = append(list, stackEntry{f.Code(), f.Line()})
	}
	return list
}

func (n *treeNode) draw(indent string, last bool) string {
	branch, below := "├── ", "│   "
	if last {
		branch, below = "└── ", "    "
	}
	s := indent + branch + n.text + "\n"
	for i, c := range n.children {
		s += c.draw(indent+below, i == len(n.children)-1)
	}
	return s
}

// handlesQuit reports whether a loop has a handler of its own for the signal.
func handlesQuit() bool {
	for _, loop := range loops {
		for sig := range loop.signals {
			if quitSignal == syscall.Signal(sig) {
				return true
			}
		}
	}
	return false
}

// watchTasks makes the tree be written when it is asked for; the first loop that runs
// calls it.
var watchTasks = sync.OnceFunc(func() {
	ask := make(chan os.Signal, 1)
	if quitSignal != nil && !signal.Ignored(quitSignal) {
		signal.Notify(ask, quitSignal)
	}
	var every <-chan time.Time
	if s, err := strconv.ParseFloat(os.Getenv("AIO2GO_DEBUG"), 64); err == nil && s > 0 {
		every = time.Tick(time.Duration(s * float64(time.Second)))
	} else if quitSignal == nil {
		return
	}
	go func() {
		for {
			select {
			case <-ask:
				py.AddPendingCall(func() *py.Exception {
					if !handlesQuit() {
						_, _ = os.Stderr.WriteString(TaskTree())
					}
					return nil
				})
			case <-every:
				py.AddPendingCall(func() *py.Exception {
					_, _ = os.Stderr.WriteString(TaskTree())
					return nil
				})
			}
		}
	}()
})
