package py

import "strings"

// This file implements Signature: the parameters of a function written in Go, parsed
// from its text signature, and the binding of arguments to them with the errors of
// CPython's argument parsing (Argument Clinic, getargs.c).

// Signature is the parsed form of a text signature such as "($self, sep=None, /, *, key)".
type Signature struct {
	// Name is the function's name in error messages.
	Name string
	// qual is the name with its class or module, as "str.upper"; where there is none, it is
	// that of the function of.
	qual string
	of   *Builtin
	// text is the text signature until something looks at the parameters: many signatures
	// are never used.
	text string
	// params are the parameters without $self, *args and **kwargs.
	params   []sigParam
	posOnly  int // how many are positional-only
	pos      int // how many can be given by position
	minPos   int // how many of the positional ones are required
	minOnly  int // how many of the positional-only ones are required
	varArgs  bool
	varKw    bool
	keywords bool // a parameter can be given by keyword
	kwOnly   bool // a keyword-only parameter is required
	vector   bool // see Vector
	python   bool // the errors are those of a function written in Python
}

type sigParam struct {
	name     *Str
	required bool
}

// NewSignature returns the signature of the function name whose text is sig. qual is the
// name with its class or module for the messages that show it, or "". A name with a dot is
// that of a method written in Python in CPython, with self before the parameters: what is
// wrong with the arguments is said as for one.
func NewSignature(name, qual, sig string) *Signature {
	return &Signature{Name: name, qual: qual, text: sig, python: strings.Contains(name, ".")}
}

// parsed returns s, whose text it parses the first time.
func (s *Signature) parsed() *Signature {
	if s.text != "" {
		s.parse()
	}
	return s
}

func (s *Signature) parse() {
	text := s.text
	s.text, s.pos = "", -1
	for _, p := range splitSig(text) {
		switch {
		case p == "/":
			s.posOnly = len(s.params)
			continue
		case p == "*":
			s.pos = len(s.params)
			continue
		case strings.HasPrefix(p, "**"):
			s.varKw = true
			continue
		case strings.HasPrefix(p, "*"):
			s.varArgs = true
			s.pos = len(s.params)
			continue
		case strings.HasPrefix(p, "$"):
			continue
		}
		param, _, hasDefault := strings.Cut(p, "=")
		param, _, _ = strings.Cut(param, ":")
		s.params = append(s.params, sigParam{Intern(strings.TrimSpace(param)), !hasDefault})
	}
	if s.pos < 0 {
		s.pos = len(s.params)
	}
	for i, p := range s.params {
		if p.required && i >= s.pos {
			s.kwOnly = true
		}
		if p.required && i < s.pos {
			s.minPos = i + 1
			if i < s.posOnly {
				s.minOnly = i + 1
			}
		}
	}
	s.keywords = s.varKw || len(s.params) > s.posOnly
}

// fullName is the name with its class or module.
func (s *Signature) fullName() string {
	switch {
	case s.of != nil:
		return s.of.qual()
	case s.qual != "":
		return s.qual
	}
	return s.Name
}

// Vector makes too many positional arguments without keywords the error of a function
// without keywords, as for the classes int and str, whose calls CPython takes apart by
// hand. It returns s.
func (s *Signature) Vector() *Signature {
	s.vector = true
	return s
}

// splitSig splits "(a, b=(1, 2))" at the commas between parameters.
func splitSig(sig string) []string {
	sig = strings.TrimSpace(sig)
	sig = strings.TrimPrefix(sig, "(")
	if i := strings.LastIndexByte(sig, ')'); i >= 0 {
		sig = sig[:i]
	}
	var parts []string
	depth, start := 0, 0
	var quote byte
	for i := 0; i < len(sig); i++ {
		switch c := sig[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '(' || c == '[' || c == '{':
			depth++
		case c == ')' || c == ']' || c == '}':
			depth--
		case c == ',' && depth == 0:
			parts = append(parts, strings.TrimSpace(sig[start:i]))
			start = i + 1
		}
	}
	if last := strings.TrimSpace(sig[start:]); last != "" {
		parts = append(parts, last)
	}
	return parts
}

// fixedSignature is the signature of a function without a text signature that takes n
// positional arguments.
func fixedSignature(name string, n int) *Signature {
	s := &Signature{Name: name, params: make([]sigParam, n), posOnly: n, pos: n, minPos: n, minOnly: n}
	for i := range s.params {
		s.params[i] = sigParam{EmptyStr, true}
	}
	return s
}

// Bind distributes the arguments of a call (see Slots.Call) over the parameters. out has
// one Value for each parameter other than *args and **kwargs, and gets the zero Value
// for those that are not given.
func (s *Signature) Bind(args []Value, names []*Str, out []Value) *Exception {
	s.parsed()
	npos := len(args) - len(names)
	if len(names) == 0 && npos >= s.minPos && npos <= s.pos && !s.kwOnly {
		copy(out, args)
		clear(out[npos:])
		return nil
	}
	if !s.keywords && !s.python {
		if len(names) > 0 {
			return Raisef(TypeErrorType, "%s() takes no keyword arguments", s.fullName())
		}
		if npos < s.minPos || npos > s.pos {
			return s.positionalError(npos)
		}
		copy(out, args)
		clear(out[npos:])
		return nil
	}
	exc := s.bindKeywords(args, names, out)
	if exc != nil && s.python {
		return s.function(s.Name, "self").refusal(exc, None, args, names)
	}
	return exc
}

// function returns the function of the signature that is written in Python, without a
// body. Where the name is that of a method, self comes before the parameters.
func (s *Signature) function(qualname string, self ...string) *Function {
	s.parsed()
	spec := FuncSpec{Name: qualname[lastDot(qualname)+1:], Qualname: qualname, PosOnly: s.posOnly, Pos: self, KwDefaults: map[string]Value{}}
	if s.posOnly > 0 {
		spec.PosOnly += len(self)
	}
	for i, p := range s.params {
		switch {
		case i >= s.pos:
			spec.KwOnly = append(spec.KwOnly, p.name.S)
			if !p.required {
				spec.KwDefaults[p.name.S] = None
			}
			continue
		case !p.required:
			spec.Defaults = append(spec.Defaults, None)
		}
		spec.Pos = append(spec.Pos, p.name.S)
	}
	if s.varArgs {
		spec.VarArgs = "args"
	}
	if s.varKw {
		spec.VarKw = "kwargs"
	}
	return NewGoFunction(spec)
}

// PositionalOnly reports whether no parameter can be given by keyword.
func (s *Signature) PositionalOnly() bool { return !s.parsed().keywords }

// Parse is Bind into a new slice.
func (s *Signature) Parse(args []Value, names []*Str) ([]Value, *Exception) {
	out := make([]Value, len(s.parsed().params))
	exc := s.Bind(args, names, out)
	return out, exc
}

// positionalError is the error for npos arguments to a function without keywords.
func (s *Signature) positionalError(npos int) *Exception {
	switch {
	case s.pos == 0:
		return Raisef(TypeErrorType, "%s() takes no arguments (%d given)", s.fullName(), npos)
	case s.pos == 1 && s.minPos == 1:
		return Raisef(TypeErrorType, "%s() takes exactly one argument (%d given)", s.fullName(), npos)
	}
	return ArityError(s.Name, npos, s.minPos, s.pos)
}

// ArityError is the TypeError for got positional arguments where the function name takes
// from least to most (getargs.c, _PyArg_CheckPositional).
func ArityError(name string, got, least, most int) *Exception {
	bound, n := "at least ", least
	if got > most {
		bound, n = "at most ", most
	}
	if least == most {
		bound = ""
	}
	return Raisef(TypeErrorType, "%s expected %s%d argument%s, got %d", name, bound, n, plural(n), got)
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// bindKeywords is Bind for a signature with keywords (getargs.c,
// _PyArg_UnpackKeywords).
func (s *Signature) bindKeywords(args []Value, names []*Str, out []Value) *Exception {
	npos, n := len(args)-len(names), len(s.params)
	if s.vector && len(names) == 0 && npos > s.pos {
		return ArityError(s.Name, npos, s.minPos, s.pos)
	}
	if n == 0 && len(args) > 0 && !s.varKw {
		return Raisef(TypeErrorType, "%s takes no arguments", s.called())
	}
	if len(args) > n && !s.varKw {
		kind := ""
		if npos == 0 {
			kind = "keyword "
		}
		return Raisef(TypeErrorType, "%s takes at most %d %sargument%s (%d given)", s.called(), n, kind, plural(n), len(args))
	}
	if npos > s.pos {
		if s.pos == 0 {
			return Raisef(TypeErrorType, "%s takes no positional arguments", s.called())
		}
		bound := "exactly"
		if s.minPos < s.pos {
			bound = "at most"
		}
		return Raisef(TypeErrorType, "%s takes %s %d positional argument%s (%d given)", s.called(), bound, s.pos, plural(s.pos), npos)
	}
	if npos < s.minOnly {
		bound := "exactly"
		if s.minOnly < s.pos {
			bound = "at least"
		}
		return Raisef(TypeErrorType, "%s takes %s %d positional argument%s (%d given)", s.called(), bound, s.minOnly, plural(s.minOnly), npos)
	}
	copy(out, args[:npos])
	clear(out[npos:])
	var unexpected, twice *Str
	twicePos := 0
	for i, name := range names {
		j := s.param(name)
		switch {
		case j < 0:
			if unexpected == nil && !s.varKw {
				unexpected = name
			}
		case j < npos:
			if twice == nil {
				twice, twicePos = name, j+1
			}
		default:
			out[j] = args[npos+i]
		}
	}
	for i := npos; i < n; i++ {
		if s.params[i].required && out[i].ref == nil {
			if twice != nil {
				break
			}
			return Raisef(TypeErrorType, "%s missing required argument '%s' (pos %d)", s.called(), s.params[i].name.S, i+1)
		}
	}
	if twice != nil {
		return Raisef(TypeErrorType, "argument for %s given by name ('%s') and position (%d)", s.called(), twice.S, twicePos)
	}
	if unexpected != nil {
		possible := make([]*Str, 0, n)
		for _, p := range s.params[s.posOnly:] {
			possible = append(possible, p.name)
		}
		return UnexpectedKeyword(s.Name, unexpected, possible...)
	}
	return nil
}

// called is how messages name a call of the function. One that CPython does not tell its
// parser of arguments the name of is called function.
func (s *Signature) called() string {
	if s.Name == "" {
		return "function"
	}
	return s.Name + "()"
}

// UnexpectedKeyword is the error for the keyword argument name to fname, which takes the
// keywords possible.
func UnexpectedKeyword(fname string, name *Str, possible ...*Str) *Exception {
	hint := ""
	if VersionAtLeast(13) {
		names := make([]string, len(possible))
		for i, p := range possible {
			names[i] = p.S
		}
		if s := suggest(name.S, names); s != "" {
			hint = ". Did you mean '" + s + "'?"
		}
	}
	if fname == "" {
		return Raisef(TypeErrorType, "this function got an unexpected keyword argument '%s'%s", name.S, hint)
	}
	return Raisef(TypeErrorType, "%s() got an unexpected keyword argument '%s'%s", fname, name.S, hint)
}

// param returns which parameter can be given as the keyword name, or -1.
func (s *Signature) param(name *Str) int {
	for i := s.posOnly; i < len(s.params); i++ {
		if s.params[i].name == name {
			return i
		}
	}
	return -1
}

// SplitKeywords takes the arguments of a function like print or max apart, which has any
// number of positional parameters and the keyword parameters allowed: kw gets one Value
// for each of them, unbound where it is not given.
func SplitKeywords(fname string, args []Value, names []*Str, allowed []*Str) (pos, kw []Value, exc *Exception) {
	npos := len(args) - len(names)
	kw = make([]Value, len(allowed))
next:
	for i, name := range names {
		for j, a := range allowed {
			if a == name {
				kw[j] = args[npos+i]
				continue next
			}
		}
		if len(names) > len(allowed) && npos == 0 {
			return nil, nil, Raisef(TypeErrorType, "%s() takes at most %d keyword argument%s (%d given)", fname, len(allowed), plural(len(allowed)), len(names))
		}
		return nil, nil, UnexpectedKeyword(fname, name, allowed...)
	}
	return args[:npos], kw, nil
}

// NoKeywords is the error for keyword arguments to fname, which takes none, and nil
// where there are none.
func NoKeywords(fname string, names []*Str) *Exception {
	if len(names) == 0 {
		return nil
	}
	return Raisef(TypeErrorType, "%s() takes no keyword arguments", fname)
}

// SplitSignature returns the parameters in a text signature, as they are written.
func SplitSignature(sig string) []string { return splitSig(sig) }
