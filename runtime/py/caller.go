package py

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/aio2go/aio2go/runtime/gostack"
)

// This file implements the way from the Go stack to Python frames: for warnings, logging
// and sys._getframe, which want to know who called. Emitted code keeps no list of
// frames; the Go functions on the stack are found by their files and lines, either
// because //line directives gave them the names and lines of the Python source or by the
// tables that the program's modules carry.

// frameIndex finds modules by the last part of the name of a Go or Python file.
var frameIndex map[string][]*ProgramModule

func indexFrames() {
	frameIndex = make(map[string][]*ProgramModule, len(programModules))
	for _, p := range programModules {
		if name := p.frameFile(); name != "" {
			base := filepath.Base(name)
			frameIndex[base] = append(frameIndex[base], p)
		}
	}
}

// frameFile returns the name of the file that the Go stack shows for the module.
func (p *ProgramModule) frameFile() string {
	if p.GoFile == "" && p.File != nil {
		return p.File.Name
	}
	return p.GoFile
}

// moduleOfFile returns the module whose code is in the file of a frame, nil for code that
// is not of the program.
func moduleOfFile(file string) *ProgramModule {
	base := file[strings.LastIndexByte(file, '/')+1:]
	list := frameIndex[base]
	for _, p := range list {
		if name := filepath.ToSlash(p.frameFile()); file == name || strings.HasSuffix(file, "/"+name) {
			if p.holds(file, base) {
				return p
			}
		}
	}
	if len(list) == 1 && list[0].holds(file, base) {
		return list[0]
	}
	return nil
}

// callerFrame is a Python frame found on the Go stack.
type callerFrame struct {
	module *ProgramModule
	code   *Code
	line   int32
}

// pythonLine returns the Python line for line goLine of the module's Go file.
func (p *ProgramModule) pythonLine(goLine int32) int32 {
	if len(p.Lines) == 0 {
		return goLine
	}
	line := int32(0)
	for _, l := range p.Lines {
		if l.Go > goLine {
			break
		}
		line = l.Python
	}
	return line
}

// codeAt returns the innermost code object around line.
func (p *ProgramModule) codeAt(line int32) *Code {
	var best *Code
	for _, c := range p.Code {
		if line < max(c.FirstLine, c.DefLine) || line > c.LastLine {
			continue
		}
		if best == nil || c.LastLine-c.FirstLine <= best.LastLine-best.FirstLine {
			best = c
		}
	}
	return best
}

// pcPlace is what a return address on the Go stack stands for, or one function of those that
// Go has inlined there.
type pcPlace struct {
	frame   callerFrame
	closure bool // the Go function is a function literal
	python  bool // it is in code of the program, with a Python line
}

// pcPlaces remembers the places of the return addresses of runtime.Callers that were looked up.
var pcPlaces = map[uintptr]*pcPlace{}

func placeOf(pc uintptr) *pcPlace {
	if p := pcPlaces[pc]; p != nil {
		return p
	}
	f, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	place := &pcPlace{closure: isClosure(f.Function)}
	pcPlaces[pc] = place
	if f.Function == "main.main" {
		return place // which is no code of the program, whatever its file is called
	}
	if p := moduleOfFile(f.File); p != nil {
		if line := p.pythonLine(int32(f.Line)); line > 0 {
			if c := p.codeAt(line); c != nil {
				place.frame, place.python = callerFrame{p, c, line}, true
			}
		}
	}
	return place
}

// returnPlaces remembers, for the return addresses that were met on the Go stack, the places
// with Python code there, innermost first: none or one, or more where Go has inlined functions.
var returnPlaces = map[uintptr][]*pcPlace{}

// frameList collects Python frames from places on the Go stack. The closure through which a
// function with native parameters is called as an object is no frame of its own.
type frameList struct {
	frames  []callerFrame
	limit   int
	closure bool // the last of frames is in a closure
}

func (l *frameList) add(place *pcPlace) {
	if !place.python || len(l.frames) == l.limit {
		return
	}
	f := place.frame
	if k := len(l.frames); k > 0 && place.closure && !l.closure && l.frames[k-1].code == f.code &&
		(f.line == f.code.FirstLine || f.line == f.code.DefLine) {
		return
	}
	l.frames = append(l.frames, f)
	l.closure = place.closure
}

// pythonFrames returns the Python frames of the running goroutine, innermost first, limit of
// them at most.
func pythonFrames(limit int) []callerFrame {
	if frameIndex == nil {
		indexFrames()
	}
	l := frameList{limit: limit}
	// What is asked for mostly is one of the first frames.
	var room [64]uintptr
	for pcs := room[:]; ; pcs = make([]uintptr, 4*len(pcs)) {
		n, ok := gostack.Returns(pcs)
		if !ok {
			for _, pc := range logicalStack() {
				l.add(placeOf(pc))
			}
			break
		}
		l.frames = l.frames[:0]
		for i := 0; i < n && len(l.frames) < limit; i++ {
			places, known := returnPlaces[pcs[i]]
			if !known {
				learnPlaces(pcs[:n])
				places = returnPlaces[pcs[i]]
			}
			for _, p := range places {
				l.add(p)
			}
		}
		if len(l.frames) == limit || n < len(pcs) {
			break
		}
	}
	list := l.frames
	if AwaitChains != nil && limit > 1 { // none goes in front of the innermost
		from := 0
		for _, chain := range AwaitChains() {
			list, from = insertAwaiters(list, from, chain)
		}
	}
	return list[:min(len(list), limit)]
}

// innermostFrame returns the Python frame that runs, without looking at those around it.
func innermostFrame() (callerFrame, bool) {
	if frameIndex == nil {
		indexFrames()
	}
	var room [16]uintptr
	n, _ := gostack.Returns(room[:])
	for i, pc := range room[:n] {
		c := &recentReturns[pc>>1%uintptr(len(recentReturns))]
		if c.pc != pc {
			places, known := returnPlaces[pc]
			if !known {
				learnPlaces(room[:n])
				places = returnPlaces[room[i]]
			}
			*c = recentReturn{pc: pc}
			if len(places) > 0 {
				c.place = places[0]
			}
		}
		if c.place != nil {
			return c.place.frame, true
		}
	}
	if list := pythonFrames(1); len(list) > 0 {
		return list[0], true
	}
	return callerFrame{}, false
}

// recentReturns are return addresses that were met not long ago, with the innermost place of
// Python code there, nil where there is none.
var recentReturns [256]recentReturn

type recentReturn struct {
	pc    uintptr
	place *pcPlace
}

// logicalStack returns the return addresses of runtime.Callers, of which functions that Go has
// inlined have one of their own.
func logicalStack() []uintptr {
	for pcs := make([]uintptr, 256); ; pcs = make([]uintptr, 4*len(pcs)) {
		if n := runtime.Callers(2, pcs); n < len(pcs) {
			return pcs[:n]
		}
	}
}

// learnPlaces looks up the addresses of the running goroutine's stack that are not in
// returnPlaces. In what runtime.Callers says each of them is followed by those of the
// functions that it is inlined in. Wrappers that Go has made are not there.
func learnPlaces(returns []uintptr) {
	logical := logicalStack()
	real := make(map[uintptr]bool, len(returns))
	for _, pc := range returns {
		real[pc] = true
	}
	var places *[]*pcPlace
	groups := make(map[uintptr]*[]*pcPlace, len(returns))
	for _, pc := range logical {
		if real[pc] {
			places = nil
			if groups[pc] == nil {
				places = new([]*pcPlace)
				groups[pc] = places
			}
		}
		if places == nil {
			continue
		}
		if p := placeOf(pc); p.python {
			*places = append(*places, p)
		}
	}
	for _, pc := range returns {
		if _, known := returnPlaces[pc]; known {
			continue
		}
		if list := groups[pc]; list != nil {
			returnPlaces[pc] = *list
		} else {
			returnPlaces[pc] = nil
		}
	}
}

// isClosure reports whether the Go function of this name is a function literal.
func isClosure(name string) bool {
	i := strings.LastIndex(name, ".func")
	return i >= 0 && strings.Trim(name[i+len(".func"):], "0123456789.") == ""
}

// AwaitChains returns the frames of the coroutines and generators that run, the innermost
// chain of them first: in a chain each awaits the one before it, or delegates to it. Package
// coro sets it. A frame that goes on after it was suspended is resumed at once, without those
// that await it being on the Go stack.
var AwaitChains func() [][]SuspendedFrame

// SuspendedFrame is where a coroutine awaits another, or a generator delegates to another.
type SuspendedFrame struct {
	Code *Code
	Line int32
}

// insertAwaiters puts those frames of chain into list, at from or later, that belong there and
// are not on the Go stack. It returns where what called the chain is in the list.
func insertAwaiters(list []callerFrame, from int, chain []SuspendedFrame) ([]callerFrame, int) {
	if len(chain) == 0 {
		return list, from
	}
	at := slices.IndexFunc(list[from:], func(f callerFrame) bool { return f.code == chain[0].Code })
	if at < 0 {
		return list, from
	}
	at += from
	for _, f := range chain {
		if at < len(list) && list[at].code == f.Code {
			at++
		} else if m := sourceModules[f.Code.File]; m != nil {
			list = slices.Insert(list, at, callerFrame{m, f.Code, f.Line})
			at++
		}
	}
	return list, at
}

// holds guards against Go files of the runtime that have the name of one of the
// program's.
func (p *ProgramModule) holds(file, base string) bool {
	return p.GoFile == "" || !strings.Contains(file, "/runtime/") || strings.HasSuffix(base, ".py")
}

// CallerFrames returns snapshots of the frames of the Python code that runs, innermost first
// and linked by f_back.
func CallerFrames() []*Frame { return framesOf(pythonFrames(1<<16), nil) }

// RunningFrames is CallerFrames with the frames themselves of functions that tell events. They
// are linked to each other alone.
func RunningFrames() []*Frame { return framesOf(pythonFrames(1<<16), Current.tracing.top) }

func framesOf(list []callerFrame, live *Frame) []*Frame {
	out := make([]*Frame, 0, len(list))
	for _, c := range list {
		if found := live.outwards(c.code); found != nil {
			for end := found.Back; live != end; live = live.Back {
				out = append(out, live)
			}
			continue
		}
		out = append(out, &Frame{Header: Header{FrameType}, Code: c.code, Line: c.line})
	}
	for i := range len(out) - 1 {
		if !out[i].live {
			out[i].Back = out[i+1]
		}
	}
	return out
}

// outwards returns the first frame of code from f on, nil where there is none.
func (f *Frame) outwards(code *Code) *Frame {
	for f != nil && f.Code != code {
		f = f.Back
	}
	return f
}

// CallerEntries returns the places of the Python code that runs, at most limit of them,
// innermost first.
func CallerEntries(limit int) []Entry {
	list := pythonFrames(limit)
	out := make([]Entry, len(list))
	for i, f := range list {
		out[i] = Entry{File: f.code.File, Name: f.code.Name, Pos: Position{Line: f.line}}
	}
	return out
}

// CallerModule returns the name of the module whose code runs, "builtins" where there is
// none.
func CallerModule() string { return CallerModuleAt(1) }

// CallerModuleAt is CallerModule for the code level frames up; 1 is the innermost.
func CallerModuleAt(level int) string {
	if level == 1 {
		if f, ok := innermostFrame(); ok {
			return f.module.shown()
		}
	}
	list := pythonFrames(level)
	if len(list) < level {
		if LoadedModule("__main__") != nil {
			return "__main__"
		}
		return "builtins"
	}
	return list[level-1].module.shown()
}

// shown is the module's __name__.
func (p *ProgramModule) shown() string {
	if p.module != nil {
		if n := p.module.shownName(); n != "" {
			return n
		}
	}
	return p.Name
}

// CallerCode returns the code that runs, level frames up, and its line; nil where there
// is none.
func CallerCode(level int) (*Code, int32) {
	if level == 1 {
		f, _ := innermostFrame()
		return f.code, f.line
	}
	list := pythonFrames(level)
	if len(list) < level {
		return nil, 0
	}
	return list[level-1].code, list[level-1].line
}

// ModuleOfCode returns the module whose code c is, nil where it is not known.
func ModuleOfCode(c *Code) *Module {
	if c.File == nil {
		return nil
	}
	return c.module()
}
