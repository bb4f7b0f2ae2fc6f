package pickle

import (
	"encoding/binary"

	"github.com/aio2go/aio2go/runtime/py"
)

// pickler is a Pickler, or the state of a call of dump or dumps.
type pickler struct {
	py.Header
	memo     memo
	proto    int
	bin      int64
	fast     int64
	fix      bool
	framing  bool
	frame    int // where the frame begins in out, if framing and not -1
	out      []byte
	write    value // the file's method; unbound for dumps
	callback value // buffer_callback
	table    value // dispatch_table, unbound where there is none

	persistentID value // while dump runs
	override     value // reducer_override, while dump runs

	depth  int
	within map[value]bool // the containers around an object, if fast
}

var (
	picklerSig  = py.NewSignature("Pickler", "", "(file, protocol=None, fix_imports=True, buffer_callback=None)")
	picklerType = &py.Type{Name: "Pickler"}

	nameWrite           = py.Intern("write")
	namePersistentID    = py.Intern("persistent_id")
	nameReducerOverride = py.Intern("reducer_override")
	nameDispatchTable   = py.Intern("dispatch_table")
)

func init() {
	picklerType.Define(&py.TypeSpec{
		Module: "_pickle", Layout: py.LayoutOf[pickler](), Flags: py.FlagBaseType,
		Doc: "This takes a binary file for writing a pickle data stream.",
		Slots: py.Slots{
			New: func(cls *py.Type, _ []value, _ []*py.Str) (value, exc) { return cls.Alloc(cls), nil },
			Init: func(v value, args []value, names []*py.Str) exc {
				a, e := picklerSig.Parse(args, names)
				if e != nil {
					return e
				}
				return initPickler(v, a)
			},
		},
		Methods: []py.Method{
			{Name: "persistent_id", Sig: "($self, obj, /)", Impl: func(_, _ value) (value, exc) { return py.None, nil }},
			{Name: "dump", Sig: "($self, obj, /)", Impl: picklerDump, Doc: "Write a pickled representation of the given object to the open file."},
			{Name: "clear_memo", Sig: "($self, /)", Doc: "Clears the pickler's \"memo\".", Impl: func(v value) (value, exc) {
				py.Heap[pickler](v).memo.clear()
				return py.None, nil
			}},
		},
		GetSets: []py.GetSet{
			flagMember("bin", func(p *pickler) *int64 { return &p.bin }),
			flagMember("fast", func(p *pickler) *int64 { return &p.fast }),
			{
				Name: "dispatch_table", Member: true, Deletable: true,
				Get: func(v value) (value, exc) {
					if t := py.Heap[pickler](v).table; !t.IsUnbound() {
						return t, nil
					}
					return value{}, py.NoAttribute(v, nameDispatchTable)
				},
				Set: func(v, x value) exc {
					p := py.Heap[pickler](v)
					if x.IsUnbound() && p.table.IsUnbound() {
						return py.NoAttribute(v, nameDispatchTable)
					}
					p.table = x
					return nil
				},
			},
			{
				Name: "memo", Deletable: true, Set: setPicklerMemo,
				Get: func(v value) (value, exc) {
					m := picklerMemoType.Alloc(picklerMemoType)
					py.Heap[picklerMemo](m).of = py.Heap[pickler](v)
					return m, nil
				},
			},
		},
	})
}

// flagMember is an attribute that is a C int.
func flagMember(name string, of func(*pickler) *int64) py.GetSet {
	return py.GetSet{
		Name: name, Member: true,
		Get: func(v value) (value, exc) { return py.Int(*of(py.Heap[pickler](v))), nil },
		Set: func(v, x value) exc {
			n, e := py.CInt(x)
			if e == nil {
				*of(py.Heap[pickler](v)) = int64(n)
			}
			return e
		},
	}
}

func initPickler(v value, a []value) exc {
	p := py.Heap[pickler](v)
	p.write = value{}
	if e := p.options(a[1], a[2], a[3]); e != nil {
		return e
	}
	if e := p.file(a[0]); e != nil {
		return e
	}
	p.memo.clear()
	p.fast, p.within, p.out = 0, nil, nil
	table, found, e := py.LookupAttr(v, nameDispatchTable)
	if e == nil {
		p.table = value{}
		if found {
			p.table = table
		}
	}
	return e
}

func picklerDump(self, obj value) (value, exc) {
	p := py.Heap[pickler](self)
	if p.write.IsUnbound() {
		return value{}, py.Raisef(picklingError, "Pickler.__init__() was not called by %s.__init__()", self.Type().ShownName())
	}
	p.out = nil
	if self.Type() != picklerType {
		override, found, e := py.LookupAttr(self, nameReducerOverride)
		if e != nil {
			return value{}, e
		}
		if found {
			p.override = override
		}
		if p.persistentID, e = ownMethod(self, picklerType, namePersistentID); e != nil {
			return value{}, e
		}
	}
	e := p.dump(obj)
	p.override, p.persistentID = value{}, value{}
	if e != nil {
		return value{}, e
	}
	return py.None, p.flush()
}

// ownMethod returns the method name of self, unbound where it is the one of base.
func ownMethod(self value, base *py.Type, name *py.Str) (value, exc) {
	if _, owner := self.Type().LookupWhere(name); owner == base {
		a := py.AttrsOf(self)
		if a == nil {
			return value{}, nil
		}
		if _, ok := a.Get(name); !ok {
			return value{}, nil
		}
	}
	return py.GetAttr(self, name)
}

// options sets what the arguments of the constructor say.
func (p *pickler) options(protocol, fixImports, callback value) exc {
	p.proto, p.fix, p.frame = defaultProtocol, true, -1
	if given(protocol) {
		n, e := py.CInt(protocol)
		if e != nil {
			return e
		}
		if n < 0 {
			n = highestProtocol
		} else if n > highestProtocol {
			return py.Raisef(py.ValueErrorType, "pickle protocol must be <= %d", highestProtocol)
		}
		p.proto = n
	}
	if !fixImports.IsUnbound() {
		yes, e := py.Truth(fixImports)
		if e != nil {
			return e
		}
		p.fix = yes
	}
	p.fix = p.fix && p.proto < 3
	p.bin = py.IntOfBool(p.proto > 0)
	p.callback = value{}
	if given(callback) {
		if p.proto < 5 {
			return py.Raisef(py.ValueErrorType, "buffer_callback needs protocol >= 5")
		}
		p.callback = callback
	}
	return nil
}

func (p *pickler) file(f value) exc {
	write, found, e := py.LookupAttr(f, nameWrite)
	if e == nil && !found {
		e = py.Raisef(py.TypeErrorType, "file must have a 'write' attribute")
	}
	p.write = write
	return e
}

// dump writes the whole pickle of v to p.out, or what of it is not in the file yet.
func (p *pickler) dump(v value) exc {
	p.frame, p.depth, p.framing = -1, 0, false
	if p.proto >= 2 {
		p.out = append(p.out, opProto, byte(p.proto))
		p.framing = p.proto >= 4
	}
	e := p.save(v, false)
	if e == nil {
		p.op(opStop)
		p.closeFrame()
	}
	p.framing, p.frame = false, -1
	return e
}

// room prepares p.out for bytes of an operation: a frame begins where there is none.
func (p *pickler) room() {
	if p.framing && p.frame < 0 {
		p.frame = len(p.out)
		p.out = append(p.out, "\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe\xfe"...)
	}
}

func (p *pickler) op(b byte) {
	p.room()
	p.out = append(p.out, b)
}

func (p *pickler) bytes(b ...byte) {
	p.room()
	p.out = append(p.out, b...)
}

func (p *pickler) text(s string) {
	p.room()
	p.out = append(p.out, s...)
}

// closeFrame ends the frame: its length goes in front of it, unless it is too short.
func (p *pickler) closeFrame() {
	if !p.framing || p.frame < 0 {
		return
	}
	n := len(p.out) - p.frame - frameHeader
	if n >= frameLeast {
		p.out[p.frame] = opFrame
		binary.LittleEndian.PutUint64(p.out[p.frame+1:], uint64(n))
	} else {
		copy(p.out[p.frame:], p.out[p.frame+frameHeader:])
		p.out = p.out[:p.frame+n]
	}
	p.frame = -1
}

// boundary ends the frame between two operations where it is long enough.
func (p *pickler) boundary() exc {
	if !p.framing || p.frame < 0 || len(p.out)-p.frame-frameHeader < frameTarget {
		return nil
	}
	p.closeFrame()
	if p.write.IsUnbound() {
		return nil
	}
	return p.flush()
}

// flush writes p.out to the file.
func (p *pickler) flush() exc {
	p.closeFrame()
	_, e := py.Call1(p.write, py.NewBytesOwn(p.out).Value())
	p.out = nil
	return e
}

// block writes the header of an operation and its data, outside of a frame where these
// are long. Payload is the object of the data; unbound, one is made.
func (p *pickler) block(header []byte, data string, payload value) exc {
	if len(data) < frameTarget {
		p.bytes(header...)
		p.out = append(p.out, data...)
		return nil
	}
	framing := p.framing
	p.closeFrame()
	p.framing = false
	p.bytes(header...)
	var e exc
	if p.write.IsUnbound() {
		p.out = append(p.out, data...)
	} else if e = p.flush(); e == nil {
		if payload.IsUnbound() {
			payload = py.BytesV([]byte(data))
		}
		_, e = py.Call1(p.write, payload)
	}
	p.framing = framing
	return e
}
