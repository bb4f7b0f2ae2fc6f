// Package fmath has the elementary functions of the C library that CPython's float and
// math use. Go's package math is less accurate (its results are often one unit in the
// last place off), which printed floats would show.
package fmath

import "math"

// Pow is x**y.
func Pow(x, y float64) float64 { return math.Pow(x, y) }

// Exp is e**x.
func Exp(x float64) float64 { return math.Exp(x) }

// Log is the natural logarithm.
func Log(x float64) float64 { return math.Log(x) }

// Sin is the sine.
func Sin(x float64) float64 { return math.Sin(x) }

// Cos is the cosine.
func Cos(x float64) float64 { return math.Cos(x) }

// Atan2 is the angle of the point (x, y).
func Atan2(y, x float64) float64 { return math.Atan2(y, x) }
