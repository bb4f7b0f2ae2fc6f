// Package report says to people what the compiler made of a program: what each line
// costs, which types were inferred, which Go stands for it, which functions stayed dynamic
// and why, and how large the frames of coroutines are.
//
// What goes in is a lowered program (package lower) and the Go files that package emit
// made of it; what comes out is a Report, which is written as a page, as JSON, or as text.
// Nothing is measured: a cost is the kind of operations that a line consists of.
package report
