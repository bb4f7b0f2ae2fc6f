package ast

import "strings"

// This file has the abstract grammar (library reference, ast, Abstract Grammar), in the form
// in which it is the docstrings of the classes.

// grammar has one rule to a line: a class with its fields, or a class and those derived
// from it, with what comes after @ the attributes that these have.
const grammar = `
mod = Module(stmt* body, type_ignore* type_ignores) | Interactive(stmt* body) | Expression(expr body) | FunctionType(expr* argtypes, expr returns)
stmt = FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params) | AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params) | ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params) | Return(expr? value) | Delete(expr* targets) | Assign(expr* targets, expr value, string? type_comment) | TypeAlias(expr name, type_param* type_params, expr value) | AugAssign(expr target, operator op, expr value) | AnnAssign(expr target, expr annotation, expr? value, int simple) | For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment) | AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment) | While(expr test, stmt* body, stmt* orelse) | If(expr test, stmt* body, stmt* orelse) | With(withitem* items, stmt* body, string? type_comment) | AsyncWith(withitem* items, stmt* body, string? type_comment) | Match(expr subject, match_case* cases) | Raise(expr? exc, expr? cause) | Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody) | TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody) | Assert(expr test, expr? msg) | Import(alias* names) | ImportFrom(identifier? module, alias* names, int? level) | Global(identifier* names) | Nonlocal(identifier* names) | Expr(expr value) | Pass | Break | Continue @ int lineno, int col_offset, int? end_lineno, int? end_col_offset
expr = BoolOp(boolop op, expr* values) | NamedExpr(expr target, expr value) | BinOp(expr left, operator op, expr right) | UnaryOp(unaryop op, expr operand) | Lambda(arguments args, expr body) | IfExp(expr test, expr body, expr orelse) | Dict(expr* keys, expr* values) | Set(expr* elts) | ListComp(expr elt, comprehension* generators) | SetComp(expr elt, comprehension* generators) | DictComp(expr key, expr value, comprehension* generators) | GeneratorExp(expr elt, comprehension* generators) | Await(expr value) | Yield(expr? value) | YieldFrom(expr value) | Compare(expr left, cmpop* ops, expr* comparators) | Call(expr func, expr* args, keyword* keywords) | FormattedValue(expr value, int conversion, expr? format_spec) | JoinedStr(expr* values) | Constant(constant value, string? kind) | Attribute(expr value, identifier attr, expr_context ctx) | Subscript(expr value, expr slice, expr_context ctx) | Starred(expr value, expr_context ctx) | Name(identifier id, expr_context ctx) | List(expr* elts, expr_context ctx) | Tuple(expr* elts, expr_context ctx) | Slice(expr? lower, expr? upper, expr? step) @ int lineno, int col_offset, int? end_lineno, int? end_col_offset
expr_context = Load | Store | Del
boolop = And | Or
operator = Add | Sub | Mult | MatMult | Div | Mod | Pow | LShift | RShift | BitOr | BitXor | BitAnd | FloorDiv
unaryop = Invert | Not | UAdd | USub
cmpop = Eq | NotEq | Lt | LtE | Gt | GtE | Is | IsNot | In | NotIn
comprehension(expr target, expr iter, expr* ifs, int is_async)
excepthandler = ExceptHandler(expr? type, identifier? name, stmt* body) @ int lineno, int col_offset, int? end_lineno, int? end_col_offset
arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults)
arg(identifier arg, expr? annotation, string? type_comment) @ int lineno, int col_offset, int? end_lineno, int? end_col_offset
keyword(identifier? arg, expr value) @ int lineno, int col_offset, int? end_lineno, int? end_col_offset
alias(identifier name, identifier? asname) @ int lineno, int col_offset, int? end_lineno, int? end_col_offset
withitem(expr context_expr, expr? optional_vars)
match_case(pattern pattern, expr? guard, stmt* body)
pattern = MatchValue(expr value) | MatchSingleton(constant value) | MatchSequence(pattern* patterns) | MatchMapping(expr* keys, pattern* patterns, identifier? rest) | MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns) | MatchStar(identifier? name) | MatchAs(pattern? pattern, identifier? name) | MatchOr(pattern* patterns) @ int lineno, int col_offset, int end_lineno, int end_col_offset
type_ignore = TypeIgnore(int lineno, string tag)
type_param = TypeVar(identifier name, expr? bound, expr? default_value) | ParamSpec(identifier name, expr? default_value) | TypeVarTuple(identifier name, expr? default_value) @ int lineno, int col_offset, int end_lineno, int end_col_offset
`

// field is a field or an attribute of a class.
type field struct {
	name string
	kind string // of the value: a class, or identifier, string, int, constant
	// list and optional say that there may be any number of values, or none.
	list, optional bool
}

// rule is a class of the grammar.
type rule struct {
	name, doc string
	base      *rule // nil for those derived from AST
	fields    []field
	attrs     []field // those that its own rule declares
	sum       bool    // it has classes derived from it
	class     value
}

// rules are the classes by name; classOrder has them in the order of the grammar.
var (
	rules      = map[string]*rule{}
	classOrder []*rule
)

// readGrammar fills rules.
func readGrammar() {
	for line := range strings.SplitSeq(strings.TrimSpace(grammar), "\n") {
		body, attrs, _ := strings.Cut(line, " @ ")
		name, sum, isSum := strings.Cut(body, " = ")
		if !isSum {
			r := readClass(body, nil)
			r.attrs = readFields(attrs)
			continue
		}
		between := " | "
		if strings.Contains(sum, "(") {
			between = "\n" + strings.Repeat(" ", len(name)+1) + "| "
		}
		base := addRule(&rule{name: name, doc: strings.ReplaceAll(body, " | ", between), attrs: readFields(attrs), sum: true})
		for alt := range strings.SplitSeq(sum, " | ") {
			readClass(alt, base)
		}
	}
}

func readClass(text string, base *rule) *rule {
	name, fields, _ := strings.Cut(text, "(")
	return addRule(&rule{name: name, doc: text, base: base, fields: readFields(strings.TrimSuffix(fields, ")"))})
}

func addRule(r *rule) *rule {
	rules[r.name] = r
	classOrder = append(classOrder, r)
	return r
}

func readFields(text string) []field {
	var list []field
	for part := range strings.SplitSeq(text, ", ") {
		kind, name, ok := strings.Cut(part, " ")
		if !ok {
			continue
		}
		f := field{name: name, kind: strings.TrimRight(kind, "*?")}
		f.list, f.optional = strings.HasSuffix(kind, "*"), strings.HasSuffix(kind, "?")
		list = append(list, f)
	}
	return list
}

// attributes are the attributes of the class, its own or its base's.
func (r *rule) attributes() []field {
	if r.base != nil {
		return r.base.attrs
	}
	return r.attrs
}
