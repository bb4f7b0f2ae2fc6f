package syntax

// This file declares the kinds of token.

// kind is the kind of a token. Keywords and operators have a kind each, so
// that the parser never compares text; soft keywords are kName.
type kind uint8

const (
	kEnd kind = iota
	kError
	kNewline
	kIndent
	kDedent
	kName
	kNumber
	kString
	kFStart
	kFMiddle
	kFEnd

	kwFalse
	kwNone
	kwTrue
	kwAnd
	kwAs
	kwAssert
	kwAsync
	kwAwait
	kwBreak
	kwClass
	kwContinue
	kwDef
	kwDel
	kwElif
	kwElse
	kwExcept
	kwFinally
	kwFor
	kwFrom
	kwGlobal
	kwIf
	kwImport
	kwIn
	kwIs
	kwLambda
	kwNonlocal
	kwNot
	kwOr
	kwPass
	kwRaise
	kwReturn
	kwTry
	kwWhile
	kwWith
	kwYield

	opLpar
	opRpar
	opLsqb
	opRsqb
	opLbrace
	opRbrace
	opColon
	opComma
	opSemi
	opDot
	opEllipsis
	opArrow
	opWalrus
	opExclam
	opTilde
	opPlus
	opMinus
	opStar
	opSlash
	opPercent
	opAt
	opDoubleSlash
	opDoubleStar
	opLshift
	opRshift
	opVbar
	opCaret
	opAmper
	opAssign
	opPlusEq
	opMinusEq
	opStarEq
	opSlashEq
	opPercentEq
	opAtEq
	opDoubleSlashEq
	opDoubleStarEq
	opLshiftEq
	opRshiftEq
	opVbarEq
	opCaretEq
	opAmperEq
	opEqual
	opNotEqual
	opOldNotEqual // <>, which is in no rule
	opLess
	opLessEq
	opGreater
	opGreaterEq
	opUnknown // $, ? and `, which are in no rule

	numKinds
)

// kindText is how a kind is written in source; for kinds that are no keyword
// or operator it is the name of the token in Python's token module.
var kindText = [numKinds]string{
	kEnd: "ENDMARKER", kError: "ERRORTOKEN", kNewline: "NEWLINE", kIndent: "INDENT", kDedent: "DEDENT",
	kName: "NAME", kNumber: "NUMBER", kString: "STRING",
	kFStart: "FSTRING_START", kFMiddle: "FSTRING_MIDDLE", kFEnd: "FSTRING_END",
	kwFalse: "False", kwNone: "None", kwTrue: "True", kwAnd: "and", kwAs: "as", kwAssert: "assert",
	kwAsync: "async", kwAwait: "await", kwBreak: "break", kwClass: "class", kwContinue: "continue",
	kwDef: "def", kwDel: "del", kwElif: "elif", kwElse: "else", kwExcept: "except", kwFinally: "finally",
	kwFor: "for", kwFrom: "from", kwGlobal: "global", kwIf: "if", kwImport: "import", kwIn: "in",
	kwIs: "is", kwLambda: "lambda", kwNonlocal: "nonlocal", kwNot: "not", kwOr: "or", kwPass: "pass",
	kwRaise: "raise", kwReturn: "return", kwTry: "try", kwWhile: "while", kwWith: "with", kwYield: "yield",
	opLpar: "(", opRpar: ")", opLsqb: "[", opRsqb: "]", opLbrace: "{", opRbrace: "}", opColon: ":",
	opComma: ",", opSemi: ";", opDot: ".", opEllipsis: "...", opArrow: "->", opWalrus: ":=", opExclam: "!",
	opTilde: "~", opPlus: "+", opMinus: "-", opStar: "*", opSlash: "/", opPercent: "%", opAt: "@",
	opDoubleSlash: "//", opDoubleStar: "**", opLshift: "<<", opRshift: ">>", opVbar: "|", opCaret: "^",
	opAmper: "&", opAssign: "=", opPlusEq: "+=", opMinusEq: "-=", opStarEq: "*=", opSlashEq: "/=",
	opPercentEq: "%=", opAtEq: "@=", opDoubleSlashEq: "//=", opDoubleStarEq: "**=", opLshiftEq: "<<=",
	opRshiftEq: ">>=", opVbarEq: "|=", opCaretEq: "^=", opAmperEq: "&=", opEqual: "==", opNotEqual: "!=",
	opOldNotEqual: "<>", opLess: "<", opLessEq: "<=", opGreater: ">", opGreaterEq: ">=", opUnknown: "OP",
}

func (k kind) String() string { return kindText[k] }

// isKeyword reports whether k is a reserved word.
func (k kind) isKeyword() bool { return kwFalse <= k && k <= kwYield }

// token is one token. Tokens of a file are kept in one slice, so they are kept
// small.
type token struct {
	kind     kind
	nonASCII bool  // kName: needs normalisation
	level    uint8 // open brackets after the token
	start    int32
	end      int32
}

// keyword returns the kind of an identifier: that of a reserved word, or kName.
func keyword(s string) kind {
	switch s {
	case "False":
		return kwFalse
	case "None":
		return kwNone
	case "True":
		return kwTrue
	case "and":
		return kwAnd
	case "as":
		return kwAs
	case "assert":
		return kwAssert
	case "async":
		return kwAsync
	case "await":
		return kwAwait
	case "break":
		return kwBreak
	case "class":
		return kwClass
	case "continue":
		return kwContinue
	case "def":
		return kwDef
	case "del":
		return kwDel
	case "elif":
		return kwElif
	case "else":
		return kwElse
	case "except":
		return kwExcept
	case "finally":
		return kwFinally
	case "for":
		return kwFor
	case "from":
		return kwFrom
	case "global":
		return kwGlobal
	case "if":
		return kwIf
	case "import":
		return kwImport
	case "in":
		return kwIn
	case "is":
		return kwIs
	case "lambda":
		return kwLambda
	case "nonlocal":
		return kwNonlocal
	case "not":
		return kwNot
	case "or":
		return kwOr
	case "pass":
		return kwPass
	case "raise":
		return kwRaise
	case "return":
		return kwReturn
	case "try":
		return kwTry
	case "while":
		return kwWhile
	case "with":
		return kwWith
	case "yield":
		return kwYield
	}
	return kName
}
