package decimal

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aio2go/aio2go/runtime/py"
	"github.com/aio2go/aio2go/runtime/pydef"
	"github.com/aio2go/aio2go/runtime/stdlib/contextvars"
)

// This file implements Context, its flags and traps, and the current context.

// context is a Context.
type context struct {
	py.Header
	limits
	flags, traps status
}

var contextType = &py.Type{Name: "Context"}

// signal is a signal in the order of the repr of a context.
type signal struct {
	name  string
	bits  status
	class *py.Type
}

var signals = []*signal{
	{name: "InvalidOperation", bits: anyInvalid}, {name: "FloatOperation", bits: floatOperation}, {name: "DivisionByZero", bits: divisionByZero},
	{name: "Overflow", bits: overflow}, {name: "Underflow", bits: underflow}, {name: "Subnormal", bits: subnormal},
	{name: "Inexact", bits: inexact}, {name: "Rounded", bits: rounded}, {name: "Clamped", bits: clamped},
}

// conditions are those that InvalidOperation is made of.
var conditions = []*signal{
	{name: "InvalidOperation", bits: invalidOperation}, {name: "ConversionSyntax", bits: conversionSyntax}, {name: "DivisionImpossible", bits: divisionImpossible},
	{name: "DivisionUndefined", bits: divisionUndefined}, {name: "InvalidContext", bits: invalidContext},
}

func makeClasses(m *py.Module) exc {
	made := map[string]*py.Type{}
	for _, c := range []struct {
		name  string
		bases []*py.Type
		of    string
	}{
		{"DecimalException", []*py.Type{py.ArithmeticErrorType}, ""}, {"Clamped", nil, "DecimalException"},
		{"InvalidOperation", nil, "DecimalException"}, {"DivisionByZero", []*py.Type{py.ZeroDivisionErrorType}, "DecimalException"},
		{"Inexact", nil, "DecimalException"}, {"Rounded", nil, "DecimalException"}, {"Subnormal", nil, "DecimalException"},
		{"Overflow", nil, "Inexact Rounded"}, {"Underflow", nil, "Inexact Rounded Subnormal"}, {"FloatOperation", []*py.Type{py.TypeErrorType}, "DecimalException"},
		{"ConversionSyntax", nil, "InvalidOperation"}, {"DivisionImpossible", nil, "InvalidOperation"},
		{"DivisionUndefined", []*py.Type{py.ZeroDivisionErrorType}, "InvalidOperation"}, {"InvalidContext", nil, "InvalidOperation"},
	} {
		var bases []*py.Type
		for _, b := range strings.Fields(c.of) {
			bases = append(bases, made[b])
		}
		t, e := pydef.ExceptionClass("decimal", c.name, "", append(bases, c.bases...)...)
		if e != nil {
			return e
		}
		made[c.name] = t
		m.Set(c.name, t.Value())
	}
	for _, list := range [][]*signal{signals, conditions} {
		for _, s := range list {
			s.class = made[s.name]
		}
	}
	return nil
}

// raise records the conditions in the context and raises what is trapped.
func (c *context) raise(st status) exc {
	c.flags |= st
	trapped := st & c.traps
	if trapped == 0 {
		return nil
	}
	var class *py.Type
	var list []value
	for _, s := range signals {
		if trapped&s.bits != 0 && class == nil {
			class = s.class
		}
	}
	for _, s := range append(append([]*signal(nil), conditions...), signals[1:]...) {
		if trapped&s.bits != 0 {
			list = append(list, s.class.Value())
		}
	}
	return py.RaiseArgs(class, py.NewList(list).Value())
}

const badRounding = "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]"

const badSignal = "valid values for signals are:\n  [InvalidOperation, FloatOperation, DivisionByZero,\n   Overflow, Underflow, Subnormal, Inexact, Rounded,\n   Clamped]"

func parseRounding(v value) (rounding, exc) {
	if s, ok := py.AsStr(v); ok {
		for i, n := range roundingNames {
			if n == s.S {
				return rounding(i), nil
			}
		}
	}
	return 0, py.Raisef(py.TypeErrorType, "%s", badRounding)
}

func newContext() *context {
	c := py.Heap[context](contextType.Alloc(contextType))
	c.limits = limits{prec: 28, emin: -999999, emax: 999999, round: roundHalfEven, capitals: true}
	c.traps = anyInvalid | divisionByZero | overflow
	return c
}

// template is DefaultContext, from which new contexts take what is not given.
var template *context

// intSetting reads an int within bounds.
func intSetting(v value, lo, hi int64, msg string) (int64, exc) {
	if !v.IsInt() {
		return 0, py.Raisef(py.TypeErrorType, "an integer is required")
	}
	n, ok := py.AsInt64(v)
	if !ok {
		return 0, py.Raisef(py.OverflowErrorType, "Python int too large to convert to C ssize_t")
	}
	if n < lo || n > hi {
		return 0, py.Raisef(py.ValueErrorType, "%s", msg)
	}
	return n, nil
}

// set sets a setting by name; ok is false where there is none.
func (c *context) set(name string, v value) (ok bool, e exc) {
	var n int64
	switch name {
	case "prec":
		if n, e = intSetting(v, 1, maxPrec, "valid range for prec is [1, MAX_PREC]"); e == nil {
			c.prec = n
		}
	case "Emin":
		if n, e = intSetting(v, minEmin, 0, "valid range for Emin is [MIN_EMIN, 0]"); e == nil {
			c.emin = n
		}
	case "Emax":
		if n, e = intSetting(v, 0, maxEmax, "valid range for Emax is [0, MAX_EMAX]"); e == nil {
			c.emax = n
		}
	case "capitals":
		if n, e = intSetting(v, 0, 1, "valid values for capitals are 0 or 1"); e == nil {
			c.capitals = n == 1
		}
	case "clamp":
		if n, e = intSetting(v, 0, 1, "valid values for clamp are 0 or 1"); e == nil {
			c.limits.clamp = n == 1
		}
	case "rounding":
		var r rounding
		if r, e = parseRounding(v); e == nil {
			c.round = r
		}
	case "flags", "traps":
		var st status
		if st, e = readSignals(v); e == nil {
			if name == "flags" {
				c.flags = st
			} else {
				c.traps = st
			}
		}
	default:
		return false, nil
	}
	return true, e
}

// readSignals reads a list of signals, or a dictionary of all of them.
func readSignals(v value) (st status, e exc) {
	if py.IsInstance(v, signalDictType) {
		return *py.Heap[signalDict](v).st(), nil
	}
	if l, ok := py.AsList(v); ok {
		for _, x := range l.Items {
			s, e := signalOf(x)
			if e != nil {
				return 0, e
			}
			st |= s.bits
		}
		return st, nil
	}
	d, ok := py.AsDict(v)
	if !ok {
		return 0, py.Raisef(py.TypeErrorType, "argument must be a signal dict")
	}
	if d.Len() != len(signals) {
		return 0, py.Raisef(py.KeyErrorType, "invalid signal dict")
	}
	for _, s := range signals {
		x, ok, e := d.Get(s.class.Value())
		if e != nil {
			return 0, e
		}
		if !ok {
			return 0, py.Raisef(py.KeyErrorType, "invalid signal dict")
		}
		t, e := py.Truth(x)
		if e != nil {
			return 0, e
		}
		if t {
			st |= s.bits
		}
	}
	return st, nil
}

func signalOf(v value) (*signal, exc) {
	for _, s := range signals {
		if s.class.Value() == v {
			return s, nil
		}
	}
	return nil, py.RaiseArgs(py.KeyErrorType, py.StrV(badSignal))
}

// signalDict is what flags and traps look like.
type signalDict struct {
	py.Header
	c     *context
	traps bool
}

func (d *signalDict) st() *status {
	if d.traps {
		return &d.c.traps
	}
	return &d.c.flags
}

var signalDictType = &py.Type{Name: "SignalDict"}

func (d *signalDict) dict() *py.Dict {
	x := py.NewDict()
	for _, s := range signals {
		x.Set(s.class.Value(), py.Bool(*d.st()&s.bits != 0))
	}
	return x
}

func init() {
	of := func(v value) *signalDict { return py.Heap[signalDict](v) }
	through := func(name string) py.Method {
		key := py.Intern(name)
		return py.Method{Name: name, Impl: func(v value, args []value, names []*py.Str) (value, exc) {
			return py.CallMethodKw(of(v).dict().Value(), key, args, names)
		}}
	}
	signalDictType.Define(&py.TypeSpec{
		Module: "decimal", Layout: py.LayoutOf[signalDict](), NoNew: true, NoHash: true, Flags: py.FlagMappingPattern,
		Slots: py.Slots{
			Repr: func(v value) (value, exc) {
				var parts []string
				for _, s := range signals {
					b := "False"
					if *of(v).st()&s.bits != 0 {
						b = "True"
					}
					parts = append(parts, "<class 'decimal."+s.name+"'>:"+b)
				}
				return py.StrV("{" + strings.Join(parts, ", ") + "}"), nil
			},
			Len:  func(v value) (int, exc) { return len(signals), nil },
			Iter: func(v value) (value, exc) { return py.Iter(of(v).dict().Value()) },
			Contains: func(v, key value) (bool, exc) {
				_, ok, e := of(v).dict().Get(key)
				return ok, e
			},
			GetItem: func(v, key value) (value, exc) {
				s, e := signalOf(key)
				if e != nil {
					return value{}, e
				}
				return py.Bool(*of(v).st()&s.bits != 0), nil
			},
			SetItem: func(v, key, x value) exc {
				if x.IsUnbound() {
					return py.Raisef(py.ValueErrorType, "signal keys cannot be deleted")
				}
				s, e := signalOf(key)
				if e != nil {
					return e
				}
				t, e := py.Truth(x)
				if e != nil {
					return e
				}
				if *of(v).st() &^= s.bits; t {
					*of(v).st() |= s.bits
				}
				return nil
			},
			Compare: func(op py.CompareOp, a, b value) (value, exc) {
				if op != py.EQ && op != py.NE {
					return py.NotImplemented, nil
				}
				if py.IsInstance(b, signalDictType) {
					b = of(b).dict().Value()
				}
				return py.Compare(op, of(a).dict().Value(), b)
			},
		},
		Methods: []py.Method{through("keys"), through("values"), through("items"), through("get"),
			{Name: "copy", Sig: "($self, /)", Impl: func(v value) (value, exc) { return of(v).dict().Value(), nil }}},
	})
	contextSig := py.NewSignature("Context", "", "(prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None, traps=None)")
	ctx := func(v value) *context { return py.Heap[context](v) }
	setting := func(name string, get func(c *context) value) py.GetSet {
		return py.GetSet{Name: name, Deletable: true, Get: func(v value) (value, exc) { return get(ctx(v)), nil }, Set: func(v, x value) exc {
			if x.IsUnbound() {
				return py.Raisef(py.AttributeErrorType, "context attributes cannot be deleted")
			}
			_, e := ctx(v).set(name, x)
			return e
		}}
	}
	flag := func(b bool) value {
		if b {
			return py.Int(1)
		}
		return py.Int(0)
	}
	dict := func(c *context, traps bool) value {
		v := signalDictType.Alloc(signalDictType)
		of(v).c, of(v).traps = c, traps
		return v
	}
	contextType.Define(&py.TypeSpec{
		Module: "decimal", Layout: py.LayoutOf[context](), Flags: py.FlagBaseType, Doc: "The context affects almost all operations and controls rounding,\nOver/Underflow, raising of exceptions and much more.",
		Slots: py.Slots{
			New: func(cls *py.Type, args []value, names []*py.Str) (value, exc) {
				v := cls.Alloc(cls)
				c := ctx(v)
				c.limits, c.traps = template.limits, template.traps
				return v, nil
			},
			Init: func(v value, args []value, names []*py.Str) exc {
				for _, n := range names {
					if ok, _ := (&context{}).set(n.S, py.None); !ok {
						return py.Raisef(py.TypeErrorType, "this function got an unexpected keyword argument '%s'", n.S)
					}
				}
				p, e := contextSig.Parse(args, names)
				if e != nil {
					return e
				}
				for i, name := range strings.Fields("prec rounding Emin Emax capitals clamp flags traps") {
					if p[i].IsUnbound() || p[i].IsNone() {
						continue
					}
					if _, e := ctx(v).set(name, p[i]); e != nil {
						return e
					}
				}
				return nil
			},
			Repr: func(v value) (value, exc) { return py.StrV(ctx(v).text()), nil },
			GetAttr: func(v value, name *py.Str) (value, exc) {
				if name.S == "flags" || name.S == "traps" {
					return dict(ctx(v), name.S == "traps"), nil
				}
				return py.GenericGetAttr(v, name)
			},
			SetAttr: func(v value, name *py.Str, x value) exc {
				if name.S == "flags" || name.S == "traps" {
					if x.IsUnbound() {
						return py.Raisef(py.AttributeErrorType, "context attributes cannot be deleted")
					}
					if _, isList := py.AsList(x); isList { // which is for new contexts
						return py.Raisef(py.TypeErrorType, "argument must be a signal dict")
					}
					_, e := ctx(v).set(name.S, x)
					return e
				}
				if py.AttrsOf(v) == nil && v.Type().Lookup(name).IsUnbound() {
					return py.NoAttribute(v, name)
				}
				return py.GenericSetAttr(v, name, x)
			},
		},
		Methods: append(contextMethods(),
			py.Method{Name: "Etiny", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Int(ctx(v).etiny()), nil }},
			py.Method{Name: "Etop", Sig: "($self, /)", Impl: func(v value) (value, exc) { return py.Int(ctx(v).etop()), nil }},
			py.Method{Name: "clear_flags", Sig: "($self, /)", Impl: func(v value) (value, exc) { ctx(v).flags = 0; return py.None, nil }},
			py.Method{Name: "clear_traps", Sig: "($self, /)", Impl: func(v value) (value, exc) { ctx(v).traps = 0; return py.None, nil }},
			py.Method{Name: "copy", Sig: "($self, /)", Impl: func(v value) (value, exc) { return ctx(v).clone().Value(), nil }},
			py.Method{Name: "__copy__", Sig: "($self, /)", Impl: func(v value) (value, exc) { return ctx(v).clone().Value(), nil }},
			py.Method{Name: "radix", Sig: "($self, /)", Impl: func(v value) (value, exc) { return newDecimal(small(10)), nil }},
			py.Method{Name: "create_decimal", Sig: "($self, num='0', /)", Impl: func(v, x value) (value, exc) {
				if x.IsUnbound() {
					return newDecimal(numZero), nil
				}
				n, e := ctx(v).convert(x, true)
				if e != nil {
					return value{}, e
				}
				var st status
				if n.isNaN() && n.c.Sign() != 0 && digits(n.c) > ctx(v).prec {
					n, st = nan, conversionSyntax
				}
				n = ctx(v).finish(n, &st)
				return newDecimal(n), ctx(v).raise(st)
			}},
			py.Method{Name: "create_decimal_from_float", Sig: "($self, f, /)", Impl: func(v, x value) (value, exc) {
				n, e := fromFloat(x)
				if e != nil {
					return value{}, e
				}
				var st status
				n = ctx(v).finish(n, &st)
				return newDecimal(n), ctx(v).raise(st)
			}},
			py.Method{Name: "__reduce__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
				c := ctx(v)
				list := func(st status) value {
					items := []value{}
					for _, s := range signals {
						if st&s.bits != 0 {
							items = append(items, s.class.Value())
						}
					}
					return py.NewList(items).Value()
				}
				return py.TupleV(v.Type().Value(), py.TupleV(py.Int(c.prec), py.StrV(roundingNames[c.round]), py.Int(c.emin), py.Int(c.emax), flag(c.capitals), flag(c.limits.clamp), list(c.flags), list(c.traps))), nil
			}},
		),
		GetSets: []py.GetSet{
			setting("prec", func(c *context) value { return py.Int(c.prec) }),
			setting("Emin", func(c *context) value { return py.Int(c.emin) }),
			setting("Emax", func(c *context) value { return py.Int(c.emax) }),
			setting("rounding", func(c *context) value { return py.StrV(roundingNames[c.round]) }),
			setting("capitals", func(c *context) value { return flag(c.capitals) }),
			setting("clamp", func(c *context) value { return flag(c.limits.clamp) }),
		},
	})
}

func (c *context) clone() *context {
	n := newContext()
	n.limits, n.flags, n.traps = c.limits, c.flags, c.traps
	return n
}

// shown are the conditions in the order of libmpdec's bits, in which a context shows them.
var shown = []signal{
	{name: "Clamped", bits: clamped}, {name: "InvalidOperation", bits: conversionSyntax}, {name: "DivisionByZero", bits: divisionByZero},
	{name: "InvalidOperation", bits: divisionImpossible | divisionUndefined}, {name: "Inexact", bits: inexact}, {name: "InvalidOperation", bits: invalidContext | invalidOperation},
	{name: "FloatOperation", bits: floatOperation}, {name: "Overflow", bits: overflow}, {name: "Rounded", bits: rounded}, {name: "Subnormal", bits: subnormal}, {name: "Underflow", bits: underflow},
}

func (c *context) text() string {
	names := func(st status) string {
		var out []string
		for _, s := range shown {
			if st&s.bits != 0 && !(s.name == "InvalidOperation" && slices.Contains(out, s.name)) {
				out = append(out, s.name)
			}
		}
		return "[" + strings.Join(out, ", ") + "]"
	}
	bit := map[bool]string{true: "1", false: "0"}
	return "Context(prec=" + strconv.FormatInt(c.prec, 10) + ", rounding=" + roundingNames[c.round] + ", Emin=" + strconv.FormatInt(c.emin, 10) +
		", Emax=" + strconv.FormatInt(c.emax, 10) + ", capitals=" + bit[c.capitals] + ", clamp=" + bit[c.limits.clamp] + ", flags=" + names(c.flags) + ", traps=" + names(c.traps) + ")"
}

// currentVar holds the context of each task and thread.
var currentVar = contextvars.New("decimal_context", value{})

// current is getcontext().
func current() (*context, exc) {
	if v, ok := currentVar.Get(); ok {
		return py.Heap[context](v), nil
	}
	c := template.clone()
	c.flags = 0
	currentVar.Set(c.Value())
	return c, nil
}

// contextArg is an optional context argument.
func contextArg(v value) (*context, exc) {
	if v.IsUnbound() || v.IsNone() {
		return current()
	}
	if !py.IsInstance(v, contextType) {
		return nil, py.Raisef(py.TypeErrorType, "optional argument must be a context")
	}
	return py.Heap[context](v), nil
}

func setCurrent(v value) exc {
	if !py.IsInstance(v, contextType) {
		return py.Raisef(py.TypeErrorType, "argument must be a context")
	}
	c := py.Heap[context](v)
	for _, s := range standard {
		if s == c { // the templates are not changed by use
			c = c.clone()
			c.flags = 0
			break
		}
	}
	currentVar.Set(c.Value())
	return nil
}

// standard are DefaultContext, BasicContext and ExtendedContext.
var standard []*context

// manager is what localcontext returns.
type manager struct {
	py.Header
	local, saved *context
}

var managerType = py.NewBuiltinType("ContextManager", &py.TypeSpec{
	Module: "decimal", Layout: py.LayoutOf[manager](), NoNew: true,
	Methods: []py.Method{
		{Name: "__enter__", Sig: "($self, /)", Impl: func(v value) (value, exc) {
			m := py.Heap[manager](v)
			return m.local.Value(), setCurrent(m.local.Value())
		}},
		{Name: "__exit__", Impl: func(v value, args []value) (value, exc) {
			return py.False, setCurrent(py.Heap[manager](v).saved.Value())
		}},
	},
})

func localContext(args []value, names []*py.Str) (value, exc) {
	n := len(args) - len(names)
	base := value{}
	if n > 0 {
		base = args[0]
	}
	var rest []int
	for i, name := range names {
		if name.S == "ctx" {
			base = args[n+i]
		} else {
			rest = append(rest, i)
		}
	}
	global, e := current()
	if e != nil {
		return value{}, e
	}
	c, e := contextArg(base)
	if e != nil {
		return value{}, e
	}
	local := c.clone()
	for _, i := range rest {
		if args[n+i].IsNone() {
			continue
		}
		ok, e := local.set(names[i].S, args[n+i])
		if e != nil {
			return value{}, e
		}
		if !ok {
			return value{}, py.Raisef(py.TypeErrorType, "this function got an unexpected keyword argument '%s'", names[i].S)
		}
	}
	v := managerType.Alloc(managerType)
	m := py.Heap[manager](v)
	m.local, m.saved = local, global
	return v, nil
}
