package syntax

// This file declares the patterns of match statements (PEP 634).

// MatchValue matches what equals Value.
type MatchValue struct {
	Extent
	Value Expr
}

// MatchSingleton matches None, True or False by identity.
type MatchSingleton struct {
	Extent
	Value ConstKind
}

// MatchSequence matches a sequence.
type MatchSequence struct {
	Extent
	Patterns []Pattern
}

// MatchMapping matches a mapping; Rest is the name after "**", or "".
type MatchMapping struct {
	Extent
	Keys     []Expr
	Patterns []Pattern
	Rest     string
}

// MatchClass matches an instance of Cls.
type MatchClass struct {
	Extent
	Cls         Expr
	Patterns    []Pattern
	KwdAttrs    []string
	KwdPatterns []Pattern
}

// MatchStar is "*Name" in a sequence pattern; Name is "" for "*_".
type MatchStar struct {
	Extent
	Name string
}

// MatchAs is "Pattern as Name", a capture (Pattern is nil), or the wildcard
// "_" (Name is "" as well).
type MatchAs struct {
	Extent
	Pattern Pattern
	Name    string
}

// MatchOr is "Patterns[0] | Patterns[1] | ...".
type MatchOr struct {
	Extent
	Patterns []Pattern
}

func (*MatchValue) isPattern()     {}
func (*MatchSingleton) isPattern() {}
func (*MatchSequence) isPattern()  {}
func (*MatchMapping) isPattern()   {}
func (*MatchClass) isPattern()     {}
func (*MatchStar) isPattern()      {}
func (*MatchAs) isPattern()        {}
func (*MatchOr) isPattern()        {}
