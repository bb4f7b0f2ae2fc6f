package expat

// Code is the number of an error.
type Code int

// The errors that the parser finds.
const (
	Syntax                     Code = 2
	NoElements                 Code = 3
	InvalidToken               Code = 4
	UnclosedToken              Code = 5
	PartialChar                Code = 6
	TagMismatch                Code = 7
	DuplicateAttribute         Code = 8
	JunkAfterDocument          Code = 9
	ParamEntityRef             Code = 10
	UndefinedEntity            Code = 11
	RecursiveEntity            Code = 12
	AsyncEntity                Code = 13
	BadCharRef                 Code = 14
	BinaryEntity               Code = 15
	AttributeExternalEntity    Code = 16
	MisplacedXML               Code = 17
	UnknownEncoding            Code = 18
	IncorrectEncoding          Code = 19
	UnclosedCdata              Code = 20
	ExternalEntityHandling     Code = 21
	NotStandaloneDocument      Code = 22
	DeclaredInPE               Code = 24
	CannotChangeOnceParsing    Code = 26
	UnboundPrefix              Code = 27
	UndeclaringPrefix          Code = 28
	IncompletePE               Code = 29
	BadXMLDecl                 Code = 30
	BadTextDecl                Code = 31
	BadPublicID                Code = 32
	Aborted                    Code = 35
	Finished                   Code = 36
	ReservedXML                Code = 38
	ReservedXMLNS              Code = 39
	ReservedURI                Code = 40
	AmplificationLimitBreached Code = 43
)

// Names are the names of the errors from 1 on, as Expat's macros XML_ERROR_*, with their
// descriptions.
var Names = [...][2]string{
	{"NO_MEMORY", "out of memory"},
	{"SYNTAX", "syntax error"},
	{"NO_ELEMENTS", "no element found"},
	{"INVALID_TOKEN", "not well-formed (invalid token)"},
	{"UNCLOSED_TOKEN", "unclosed token"},
	{"PARTIAL_CHAR", "partial character"},
	{"TAG_MISMATCH", "mismatched tag"},
	{"DUPLICATE_ATTRIBUTE", "duplicate attribute"},
	{"JUNK_AFTER_DOC_ELEMENT", "junk after document element"},
	{"PARAM_ENTITY_REF", "illegal parameter entity reference"},
	{"UNDEFINED_ENTITY", "undefined entity"},
	{"RECURSIVE_ENTITY_REF", "recursive entity reference"},
	{"ASYNC_ENTITY", "asynchronous entity"},
	{"BAD_CHAR_REF", "reference to invalid character number"},
	{"BINARY_ENTITY_REF", "reference to binary entity"},
	{"ATTRIBUTE_EXTERNAL_ENTITY_REF", "reference to external entity in attribute"},
	{"MISPLACED_XML_PI", "XML or text declaration not at start of entity"},
	{"UNKNOWN_ENCODING", "unknown encoding"},
	{"INCORRECT_ENCODING", "encoding specified in XML declaration is incorrect"},
	{"UNCLOSED_CDATA_SECTION", "unclosed CDATA section"},
	{"EXTERNAL_ENTITY_HANDLING", "error in processing external entity reference"},
	{"NOT_STANDALONE", "document is not standalone"},
	{"UNEXPECTED_STATE", "unexpected parser state - please send a bug report"},
	{"ENTITY_DECLARED_IN_PE", "entity declared in parameter entity"},
	{"FEATURE_REQUIRES_XML_DTD", "requested feature requires XML_DTD support in Expat"},
	{"CANT_CHANGE_FEATURE_ONCE_PARSING", "cannot change setting once parsing has begun"},
	{"UNBOUND_PREFIX", "unbound prefix"},
	{"UNDECLARING_PREFIX", "must not undeclare prefix"},
	{"INCOMPLETE_PE", "incomplete markup in parameter entity"},
	{"XML_DECL", "XML declaration not well-formed"},
	{"TEXT_DECL", "text declaration not well-formed"},
	{"PUBLICID", "illegal character(s) in public id"},
	{"SUSPENDED", "parser suspended"},
	{"NOT_SUSPENDED", "parser not suspended"},
	{"ABORTED", "parsing aborted"},
	{"FINISHED", "parsing finished"},
	{"SUSPEND_PE", "cannot suspend in external parameter entity"},
	{"RESERVED_PREFIX_XML", "reserved prefix (xml) must not be undeclared or bound to another namespace name"},
	{"RESERVED_PREFIX_XMLNS", "reserved prefix (xmlns) must not be declared or undeclared"},
	{"RESERVED_NAMESPACE_URI", "prefix must not be bound to one of the reserved namespace names"},
	{"INVALID_ARGUMENT", "invalid argument"},
	{"NO_BUFFER", "a successful prior call to function XML_GetBuffer is required"},
	{"AMPLIFICATION_LIMIT_BREACH", "limit on input amplification factor (from DTD and entities) breached"},
}

// String is the description.
func (c Code) String() string {
	if c < 1 || int(c) > len(Names) {
		return "unknown error"
	}
	return Names[c-1][1]
}
