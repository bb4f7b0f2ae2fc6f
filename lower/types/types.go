// Package types has the static types of values and their representations in Go.
//
// A Rep says how a value is held in a Go variable; a Type says what is known of the
// Python object. Inference only ever refines both: Boxed with Any is always correct.
package types

// Rep is the Go representation of a value.
type Rep uint8

// The representations.
const (
	Boxed     Rep = iota // py.Value
	Bool                 // bool
	Int64                // int64, where the range is proved
	Float64              // float64
	Str                  // *py.Str
	Exc                  // *py.Exception
	CellRep              // *py.Cell
	Native               // Go int, for counts and lengths
	NamesRep             // []*py.Str
	ValuesRep            // []py.Value
	List                 // *py.List
	Tuple                // *py.Tuple
	Dict                 // *py.Dict
	Set                  // *py.Set
	SlotRep              // *py.Slot
	numReps
)

var repNames = [numReps]string{"py.Value", "bool", "int64", "float64", "*py.Str", "*py.Exception", "*py.Cell", "int", "[]*py.Str", "[]py.Value", "*py.List", "*py.Tuple", "*py.Dict", "*py.Set", "*py.Slot"}

// String returns the Go type of the representation.
func (r Rep) String() string { return repNames[r] }

// Type is what is known statically of a Python object.
type Type interface{ String() string }

// AnyType is the type of everything.
type AnyType struct{}

func (AnyType) String() string { return "object" }

// Any is the type of which nothing is known.
var Any Type = AnyType{}
