// Package fmath has the elementary functions of the C library that CPython's float and
// math use. Go's package math is less accurate (its results are often one unit in the
// last place off), which printed floats would show. The functions here compute with
// about 100 bits and round once, so that they give the float nearest to the true value
// but for very rare cases; the C libraries of today do nearly always.
//
// Each function reduces its argument by a table, uses a short power series, and does both
// in double-double arithmetic (dd.go). The most used ones compute fewer bits first, which
// nearly always tell what the result is (quick.go).
package fmath
