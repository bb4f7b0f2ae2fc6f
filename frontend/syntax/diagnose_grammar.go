package syntax

// This file is the grammar by which invalid source is diagnosed. It accepts
// the same language as the parser, but its alternatives stand in the order in
// which CPython 3.13 tries them, and between them stand, in the rules called
// bad_*, the constructs for which CPython has an error message of its own.
// Those are left out in the first pass.
//
// Notation: 'x' is a token, "x" a soft keyword, NAME and so on are kinds of
// token. e? is optional, e* and e+ repeat, s.e+ is e's separated by s. &e and
// !e look ahead, &&'x' must match, ~ commits to the alternative. a:e names the
// value of e. x % y is x with any number of y's after it, each taking what is
// before it for its first part. At the end of an alternative, => says what is
// made of it: a node of some kind, the value of a name, or (=> !f) an error;
// the errors are in diagnose_errors.go. A rule whose name is followed by "@"
// remembers its results, which is visible: a result remembered from a look
// ahead without bad_* rules hides their errors.
const diagnoseGrammar = `
file = stmts? END
eval = exprs NEWLINE* END
stmts = stmt+
stmt = compound | simples
simples = simple !';' NEWLINE | ';'.simple+ ';'? NEWLINE
simple@ = assignment | &"type" type_alias | star_exprs | &'return' return
	| &('import' | 'from') import | &'raise' raise | 'pass' | &'del' del | &'yield' yield
	| &'assert' assert | 'break' | 'continue' | &'global' global | &'nonlocal' nonlocal
compound = &('def' | '@' | 'async') function_def | &'if' if | &('class' | '@') class_def
	| &('with' | 'async') with | &('for' | 'async') for | &'try' try | &'while' while | match

assignment = NAME ':' expr ('=' rhs)?
	| ('(' single_target ')' | single_subscript_attribute) ':' expr ('=' rhs)?
	| (star_targets '=')+ rhs !'='
	| single_target augassign ~ rhs
	| bad_assignment
rhs = yield | star_exprs
augassign = '+=' | '-=' | '*=' | '@=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '**=' | '//='
return = 'return' star_exprs?
raise = 'raise' expr ('from' expr)? | 'raise'
global = 'global' ','.NAME+
nonlocal = 'nonlocal' ','.NAME+
del = 'del' ','.del_target+ ','? &(';' | NEWLINE) | bad_del
assert = 'assert' expr (',' expr)?
import = bad_import | 'import' ','.dotted_as_name+
	| 'from' ('.' | '...')* dotted_name 'import' import_targets
	| 'from' ('.' | '...')+ 'import' import_targets
import_targets = '(' import_as_names ','? ')' | import_as_names !',' | '*' | bad_import_targets
import_as_names = ','.(NAME ('as' NAME)?)+
dotted_as_name = dotted_name ('as' NAME)?
dotted_name@ = NAME % ('.' NAME => name)
type_alias = "type" NAME type_params? '=' expr

block@ = NEWLINE INDENT stmts DEDENT | simples | bad_block
decorators = ('@' named_expr NEWLINE)+
class_def = decorators class_raw | class_raw
class_raw = bad_class | 'class' NAME type_params? ('(' arguments? ')')? ':' block
function_def = decorators function_raw | function_raw
function_raw = bad_def
	| 'def' NAME type_params? '(' params? ')' ('->' expr)? ':' block
	| 'async' 'def' NAME type_params? '(' params? ')' ('->' expr)? ':' block

params = bad_params | parameters
parameters = slash_no_default param_no_default* param_with_default* star_etc?
	| slash_with_default param_with_default* star_etc?
	| param_no_default+ param_with_default* star_etc?
	| param_with_default+ star_etc?
	| star_etc
slash_no_default = param_no_default+ '/' ',' | param_no_default+ '/' &')'
slash_with_default = param_no_default* param_with_default+ '/' ',' | param_no_default* param_with_default+ '/' &')'
star_etc = bad_star_etc
	| '*' param_no_default param_maybe_default* kwds?
	| '*' param_star_annotation param_maybe_default* kwds?
	| '*' ',' param_maybe_default+ kwds?
	| kwds
kwds = bad_kwds | '**' param_no_default
param_no_default = a:param ',' => a | a:param &')' => a
param_star_annotation = NAME ':' star_expr ',' | NAME ':' star_expr &')'
param_with_default = param default ',' | param default &')'
param_maybe_default = param default? ',' | param default? &')'
param = NAME (':' expr)?
default = '=' expr | bad_default

if = bad_if | 'if' named_expr ':' block elif | 'if' named_expr ':' block else?
elif = bad_elif | 'elif' named_expr ':' block elif | 'elif' named_expr ':' block else?
else = bad_else | 'else' &&':' block
while = bad_while | 'while' named_expr ':' block else?
for = bad_for
	| 'for' star_targets 'in' ~ star_exprs ':' block else?
	| 'async' 'for' star_targets 'in' ~ star_exprs ':' block else?
	| bad_for_target
with = bad_with_indent
	| 'with' '(' ','.with_item+ ','? ')' ':' block
	| 'with' ','.with_item+ ':' block
	| 'async' 'with' '(' ','.with_item+ ','? ')' ':' block
	| 'async' 'with' ','.with_item+ ':' block
	| bad_with
with_item = expr 'as' star_target &(',' | ')' | ':') | bad_with_item | expr
try = bad_try
	| 'try' &&':' block finally
	| 'try' &&':' block except+ else? finally?
	| 'try' &&':' block except_star+ else? finally?
except = bad_except_indent | 'except' expr ('as' NAME)? ':' block | 'except' ':' block | bad_except
except_star = bad_except_star_indent | 'except' '*' expr ('as' NAME)? ':' block | bad_except
finally = bad_finally | 'finally' &&':' block

match = "match" subject ':' NEWLINE INDENT case+ DEDENT | bad_match
subject = star_named_expr ',' star_named_exprs? | named_expr
case = bad_case | "case" patterns guard? ':' block
guard = 'if' named_expr
patterns = open_sequence | pattern
pattern = as_pattern | or_pattern
as_pattern = or_pattern 'as' capture_target | bad_as_pattern
or_pattern = '|'.closed_pattern+
closed_pattern@ = literal_pattern | capture_target | "_" | attr !('.' | '(' | '=')
	| '(' pattern ')' | sequence_pattern | mapping_pattern | class_pattern
literal_pattern = signed_number !('+' | '-') | complex | strings | 'None' | 'True' | 'False'
literal_expr = signed_number !('+' | '-') | complex | strings | 'None' | 'True' | 'False'
complex = signed_real '+' imaginary | signed_real '-' imaginary
signed_number = NUMBER | '-' NUMBER
signed_real = real | '-' real
real = a:NUMBER => !ensure_real
imaginary = a:NUMBER => !ensure_imaginary
capture_target = !"_" NAME !('.' | '(' | '=')
attr@ = name_or_attr_dot
name_or_attr_dot = NAME ('.' NAME)+
name_or_attr@ = NAME ('.' NAME)*
sequence_pattern = '[' maybe_sequence? ']' | '(' open_sequence? ')'
open_sequence = maybe_star ',' maybe_sequence?
maybe_sequence = ','.maybe_star+ ','?
maybe_star = star_pattern | pattern
star_pattern@ = '*' capture_target | '*' "_"
mapping_pattern = '{' '}' | '{' double_star ','? '}' | '{' key_values ',' double_star ','? '}' | '{' key_values ','? '}'
key_values = ','.((literal_expr | attr) ':' pattern)+
double_star = '**' capture_target
class_pattern = name_or_attr '(' ')'
	| name_or_attr '(' positional_patterns ','? ')'
	| name_or_attr '(' keyword_patterns ','? ')'
	| name_or_attr '(' positional_patterns ',' keyword_patterns ','? ')'
	| bad_class_pattern
positional_patterns = ','.pattern+
keyword_patterns = ','.(NAME '=' pattern)+

type_params = bad_type_params | '[' ','.type_param+ ','? ']'
type_param@ = NAME (':' expr)? ('=' expr)? | bad_type_param | '*' NAME ('=' star_expr)? | '**' NAME ('=' expr)?

exprs = expr (',' expr)+ ','? => tuple | expr ',' => tuple | expr
expr@ = bad_expr | bad_legacy | disj 'if' disj 'else' expr => ifexp | disj | lambda
yield = 'yield' 'from' expr => yield | 'yield' star_exprs? => yield
star_exprs = a:star_expr b:(',' star_expr)+ ','? => tuple | a:star_expr ',' => tuple | star_expr
star_expr@ = '*' a:bitor => starred | expr
star_named_exprs = a:','.star_named_expr+ ','? => a
star_named_expr = '*' a:bitor => starred | named_expr
assignment_expr = NAME ':=' ~ expr => named
named_expr = assignment_expr | bad_named | a:expr !':=' => a
disj@ = conj ('or' conj)+ => expression | conj
conj@ = inversion ('and' inversion)+ => expression | inversion
inversion@ = 'not' inversion => expression | comparison
comparison = a:bitor b:compare_pair+ => comparison | bitor
compare_pair = '==' bitor | '!=' bitor | '<=' bitor | '<' bitor | '>=' bitor | '>' bitor
	| 'not' 'in' bitor | 'in' bitor => in | 'is' 'not' bitor | 'is' bitor
bitor@ = bitxor % ('|' bitxor => expression)
bitxor@ = bitand % ('^' bitand => expression)
bitand@ = shift % ('&' shift => expression)
shift@ = shift_operand % ('<<' sum => expression | '>>' sum => expression)
shift_operand = bad_arithmetic | sum
sum@ = term % ('+' term => expression | '-' term => expression)
term@ = term_operand % ('*' factor => expression | '/' factor => expression | '//' factor => expression
	| '%' factor => expression | '@' factor => expression)
term_operand = bad_factor | factor
factor@ = '+' factor => expression | '-' factor => expression | '~' factor => expression | power
power = await '**' factor => expression | await
await@ = 'await' primary => await | primary
primary@ = atom % ('.' NAME => attribute | genexp => call | '(' arguments? ')' => call | '[' slices ']' => subscript)
slices = a:slice !',' => a | ','.(slice | starred)+ ','?
slice = expr? ':' expr? (':' expr?)? | named_expr
atom = NAME => name | 'True' => true | 'False' => false | 'None' => none | &(STRING | FSTRING_START) strings
	| NUMBER => literal | &'(' (tuple | group | genexp) | &'[' (list | listcomp)
	| &'{' (dict | set | dictcomp | setcomp) | '...' => ellipsis
group = '(' a:(yield | named_expr) ')' => a | bad_group

lambda = 'lambda' lambda_params? ':' expr => lambda
lambda_params = bad_lambda_params | lambda_parameters
lambda_parameters = lslash_no_default lparam_no_default* lparam_with_default* lstar_etc?
	| lslash_with_default lparam_with_default* lstar_etc?
	| lparam_no_default+ lparam_with_default* lstar_etc?
	| lparam_with_default+ lstar_etc?
	| lstar_etc
lslash_no_default = lparam_no_default+ '/' ',' | lparam_no_default+ '/' &':'
lslash_with_default = lparam_no_default* lparam_with_default+ '/' ',' | lparam_no_default* lparam_with_default+ '/' &':'
lstar_etc = bad_lambda_star_etc
	| '*' lparam_no_default lparam_maybe_default* lkwds?
	| '*' ',' lparam_maybe_default+ lkwds?
	| lkwds
lkwds = bad_lambda_kwds | '**' lparam_no_default
lparam_no_default = a:NAME ',' => a | a:NAME &':' => a
lparam_with_default = NAME default ',' | NAME default &':'
lparam_maybe_default = NAME default? ',' | NAME default? &':'

fstring_middle = replacement_field | FSTRING_MIDDLE
replacement_field = '{' rhs '='? a:conversion? full_format_spec? '}' => !field | bad_replacement_field
conversion = a:'!' b:NAME => !conversion
full_format_spec = ':' format_spec*
format_spec = a:FSTRING_MIDDLE => !spec_text | replacement_field
fstring = a:FSTRING_START b:fstring_middle* c:FSTRING_END => !fstring
string = a:STRING => !string
strings@ = a:(fstring | string)+ => !strings

list = '[' a:star_named_exprs? ']' => list
tuple = '(' (a:star_named_expr ',' b:star_named_exprs?)? ')' => tuple
set = '{' star_named_exprs '}' => set
dict = '{' (','.kvpair_or_unpack+ ','?)? '}' => dict | '{' bad_kvpairs '}'
kvpair_or_unpack = '**' bitor | kvpair
kvpair = expr ':' expr
clauses = clause+
clause = 'async' 'for' star_targets 'in' ~ a:disj b:('if' disj)* => clause
	| 'for' star_targets 'in' ~ a:disj b:('if' disj)* => clause
	| bad_clause | bad_for_target
listcomp = '[' named_expr clauses ']' => listcomp | bad_comprehension
setcomp = '{' named_expr clauses '}' => setcomp | bad_comprehension
genexp = '(' (assignment_expr | expr !':=') clauses ')' => genexp | bad_comprehension
dictcomp = '{' kvpair clauses '}' => dictcomp | bad_dict_comprehension

arguments@ = a:args ','? &')' => a | bad_arguments
args = a:','.positional+ b:(',' kwargs)? => args | a:kwargs => args
positional = starred | a:(assignment_expr | expr !':=') !'=' => first
kwargs = a:','.kwarg_or_starred+ ',' b:','.kwarg_or_double_starred+ => kwargs
	| a:','.kwarg_or_starred+ => kwargs | a:','.kwarg_or_double_starred+ => kwargs
starred = bad_starred_unpacking | '*' a:expr => starred | bad_starred
kwarg_or_starred = bad_kwarg | NAME '=' expr => kwarg | starred
kwarg_or_double_starred = bad_kwarg | NAME '=' expr => kwarg | '**' expr => unpack

star_targets = a:star_target !',' => a | a:star_target b:(',' star_target)* ','? => tuple
star_targets_list = ','.star_target+ ','?
star_targets_tuple = star_target (',' star_target)+ ','? | star_target ','
star_target@ = '*' !'*' a:star_target => starred | target_with_star_atom
target_with_star_atom@ = t_primary '.' NAME !t_lookahead => attribute | t_primary '[' slices ']' !t_lookahead => subscript | star_atom
star_atom = NAME => name | '(' a:target_with_star_atom ')' => a
	| '(' star_targets_tuple? ')' => tuple | '[' star_targets_list? ']' => list
single_target = single_subscript_attribute | NAME => name | '(' a:single_target ')' => a
single_subscript_attribute = t_primary '.' NAME !t_lookahead => attribute | t_primary '[' slices ']' !t_lookahead => subscript
t_primary@ = t_first % ('.' NAME &t_lookahead => attribute | '[' slices ']' &t_lookahead => subscript
	| genexp &t_lookahead => call | '(' arguments? ')' &t_lookahead => call)
t_first = a:atom &t_lookahead => a
t_lookahead = '(' | '[' | '.'
del_target@ = t_primary '.' NAME !t_lookahead => attribute | t_primary '[' slices ']' !t_lookahead => subscript | del_atom
del_atom = NAME => name | '(' a:del_target ')' => a | '(' del_targets? ')' => tuple | '[' del_targets? ']' => list
del_targets = ','.del_target+ ','?
`

// diagnoseErrors are the rules for constructs that are errors.
const diagnoseErrors = `
bad_arguments = (','.positional+ ',' kwargs | kwargs) a:',' ','.(starred !'=')+ => !iterable_after_keyword
	| a:expr b:clauses ',' (args | expr clauses)? => !genexp_parens
	| a:NAME b:'=' expr clauses => !assign_or_walrus
	| (args ',')? a:NAME b:'=' &(',' | ')') => !expected_argument_value
	| a:args b:clauses => !genexp_in_call
	| args ',' a:expr b:clauses => !genexp_parens
	| a:args ',' args => !positional_after_keyword
bad_kwarg = a:('True' | 'False' | 'None') b:'=' => !assign_to_constant
	| a:NAME b:'=' expr clauses => !assign_or_walrus
	| !(NAME '=') a:expr b:'=' => !keyword_expression
	| a:'**' expr '=' b:expr => !assign_to_unpacking
without_bad = disj 'if' disj 'else' expr => ifexp | disj | lambda
bad_legacy = a:NAME !'(' b:star_exprs => !legacy
bad_type_param = '*' NAME a:':' b:expr => !bound_on_tuple | '**' NAME a:':' b:expr => !bound_on_spec
bad_type_params = '[' a:']' => !empty_type_params
bad_expr = !(NAME STRING | SOFT) a:disj b:without_bad => !forgot_comma
	| a:disj 'if' b:disj !('else' | ':') => !expected_else
	| a:'lambda' lambda_params? b:':' &FSTRING_MIDDLE => !fstring_lambda
bad_named@ = a:expr ':=' expr => !walrus_target
	| a:NAME '=' b:bitor !('=' | ':=') => !assign_or_walrus
	| !(list | tuple | genexp | 'True' | 'None' | 'False') a:bitor '=' bitor !('=' | ':=') => !assign_here
bad_assignment = a:bad_ann_target ':' expr => !annotate_one
	| a:star_named_expr ',' star_named_exprs* ':' expr => !annotate_tuple
	| a:expr ':' expr => !annotate_illegal
	| (star_targets '=')* a:star_exprs '=' => !assign_target
	| (star_targets '=')* a:yield '=' => !assign_yield
	| a:star_exprs augassign rhs => !augassign_target
bad_ann_target = list | tuple | '(' a:bad_ann_target ')' => a
bad_del = 'del' a:star_exprs => !del_target
bad_block = NEWLINE !INDENT => !expected_indent
bad_comprehension = ('[' | '(' | '{') a:starred clauses => !comprehension_unpacking
	| ('[' | '{') a:star_named_expr ',' b:star_named_exprs clauses => !comprehension_target
	| ('[' | '{') a:star_named_expr b:',' clauses => !comprehension_target
bad_dict_comprehension = '{' a:'**' bitor clauses '}' => !dict_comprehension_unpacking
bad_params = a:'/' ',' => !slash_first
	| (slash_no_default | slash_with_default) param_maybe_default* a:'/' => !slash_once
	| slash_no_default? param_no_default* bad_params_helper a:param_no_default => !default_order
	| param_no_default* a:'(' param_no_default+ ','? b:')' => !params_parens
	| (slash_no_default | slash_with_default)? param_maybe_default* '*' (',' | param_no_default) param_maybe_default* a:'/' => !slash_before_star
	| param_maybe_default+ '/' a:'*' => !slash_comma
bad_params_helper = slash_with_default | param_with_default+
bad_default = a:'=' &(')' | ',') => !expected_default
bad_star_etc = a:'*' (')' | ',' (')' | '**')) => !bare_star
	| '*' param a:'=' => !vararg_default
	| '*' (param_no_default | ',') param_maybe_default* a:'*' (param_no_default | ',') => !star_once
bad_kwds = '**' param a:'=' => !kwarg_default
	| '**' param ',' a:param => !after_kwarg
	| '**' param ',' a:('*' | '**' | '/') => !after_kwarg
bad_lambda_params = a:'/' ',' => !slash_first
	| (lslash_no_default | lslash_with_default) lparam_maybe_default* a:'/' => !slash_once
	| lslash_no_default? lparam_no_default* bad_lambda_params_helper a:lparam_no_default => !default_order
	| lparam_no_default* a:'(' ','.NAME+ ','? b:')' => !lambda_parens
	| (lslash_no_default | lslash_with_default)? lparam_maybe_default* '*' (',' | lparam_no_default) lparam_maybe_default* a:'/' => !slash_before_star
	| lparam_maybe_default+ '/' a:'*' => !slash_comma
bad_lambda_params_helper = lslash_with_default | lparam_with_default+
bad_lambda_star_etc = '*' (':' | ',' (':' | '**')) => !lambda_bare_star
	| '*' NAME a:'=' => !vararg_default
	| '*' (lparam_no_default | ',') lparam_maybe_default* a:'*' (lparam_no_default | ',') => !star_once
bad_lambda_kwds = '**' NAME a:'=' => !kwarg_default
	| '**' NAME ',' a:NAME => !after_kwarg
	| '**' NAME ',' a:('*' | '**' | '/') => !after_kwarg
bad_with_item = expr 'as' a:expr &(',' | ')' | ':') => !assign_target
bad_clause = 'async'? 'for' (bitor (',' bitor)* ','?) !'in' => !expected_in
bad_for_target = 'async'? 'for' a:star_exprs => !for_target
bad_group = '(' a:starred ')' => !group_star | '(' a:'**' expr ')' => !group_double_star
bad_import = a:'import' ','.dotted_name+ 'from' dotted_name => !import_from | 'import' a:NEWLINE => !import_names
bad_import_targets = import_as_names ',' NEWLINE => !import_comma | a:NEWLINE => !import_names
bad_with = 'async'? 'with' ','.(expr ('as' star_target)?)+ NEWLINE => !expected_colon
	| 'async'? 'with' '(' ','.(exprs ('as' star_target)?)+ ','? ')' NEWLINE => !expected_colon
bad_with_indent = 'async'? a:'with' ','.(expr ('as' star_target)?)+ ':' NEWLINE !INDENT => !indent_after
	| 'async'? a:'with' '(' ','.(exprs ('as' star_target)?)+ ','? ')' ':' NEWLINE !INDENT => !indent_after
bad_try = a:'try' ':' NEWLINE !INDENT => !indent_after
	| 'try' ':' block !('except' | 'finally') => !expected_except
	| 'try' ':' block* except+ a:'except' b:'*' expr ('as' NAME)? ':' => !mixed_except
	| 'try' ':' block* except_star+ a:'except' (expr ('as' NAME)?)? ':' => !mixed_except_star
bad_except = 'except' '*'? a:expr ',' exprs ('as' NAME)? ':' => !except_parens
	| 'except' '*'? expr ('as' NAME)? NEWLINE => !expected_colon
	| 'except' NEWLINE => !expected_colon
	| 'except' '*' (NEWLINE | ':') => !expected_types
bad_finally = a:'finally' ':' NEWLINE !INDENT => !indent_after
bad_except_indent = a:'except' expr ('as' NAME)? ':' NEWLINE !INDENT => !indent_after
	| a:'except' ':' NEWLINE !INDENT => !indent_after
bad_except_star_indent = a:'except' '*' expr ('as' NAME)? ':' NEWLINE !INDENT => !indent_after_star
bad_match = "match" subject NEWLINE => !expected_colon | a:"match" subject ':' NEWLINE !INDENT => !indent_after
bad_case = "case" patterns guard? NEWLINE => !expected_colon | a:"case" patterns guard? ':' NEWLINE !INDENT => !indent_after
bad_as_pattern = or_pattern 'as' a:"_" => !capture_underscore | or_pattern 'as' !NAME a:expr => !capture_target
bad_class_pattern = name_or_attr '(' a:bad_class_argument => !pattern_order
bad_class_argument = (positional_patterns ',')? keyword_patterns ',' a:positional_patterns => a
bad_if = 'if' named_expr NEWLINE => !expected_colon | a:'if' named_expr ':' NEWLINE !INDENT => !indent_after
bad_elif = 'elif' named_expr NEWLINE => !expected_colon | a:'elif' named_expr ':' NEWLINE !INDENT => !indent_after
bad_else = a:'else' ':' NEWLINE !INDENT => !indent_after
bad_while = 'while' named_expr NEWLINE => !expected_colon | a:'while' named_expr ':' NEWLINE !INDENT => !indent_after
bad_for = 'async'? 'for' star_targets 'in' star_exprs NEWLINE => !expected_colon
	| 'async'? a:'for' star_targets 'in' star_exprs ':' NEWLINE !INDENT => !indent_after
bad_def = 'async'? a:'def' NAME type_params? '(' params? ')' ('->' expr)? ':' NEWLINE !INDENT => !indent_after_def
	| 'async'? 'def' NAME type_params? &&'(' params? ')' ('->' expr)? &&':' block
bad_class = 'class' NAME type_params? ('(' arguments? ')')? NEWLINE => !expected_colon
	| a:'class' NAME type_params? ('(' arguments? ')')? ':' NEWLINE !INDENT => !indent_after_class
bad_kvpairs = ','.kvpair_or_unpack+ ',' bad_kvpair
	| expr ':' a:'*' bitor => !dict_value_star
	| expr a:':' &('}' | ',') => !dict_value_missing
bad_kvpair = a:expr !':' => !dict_colon
	| expr ':' a:'*' bitor => !dict_value_star
	| expr a:':' &('}' | ',') => !dict_value_missing
bad_starred_unpacking = a:'*' expr '=' b:expr => !assign_to_iterable
bad_starred = '*' => !star_expression
bad_replacement_field = '{' a:('=' | '!' | ':' | '}') => !field_empty
	| '{' !rhs => !field_expression
	| '{' rhs !('=' | '!' | ':' | '}') => !field_after_expression
	| '{' rhs '=' !('!' | ':' | '}') => !field_after_equals
	| '{' rhs '='? bad_conversion
	| '{' rhs '='? ('!' NAME)? !(':' | '}') => !field_after_conversion
	| '{' rhs '='? ('!' NAME)? ':' format_spec* !'}' => !field_after_spec
	| '{' rhs '='? ('!' NAME)? !'}' => !field_end
bad_conversion = '!' &(':' | '}') => !conversion_missing | '!' !NAME => !conversion_invalid
bad_arithmetic = sum ('+' | '-' | '*' | '/' | '%' | '//' | '@') a:'not' b:inversion => !not_parens
bad_factor = ('+' | '-' | '~') a:'not' b:factor => !not_parens
`
