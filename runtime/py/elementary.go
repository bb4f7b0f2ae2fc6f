package py

import "github.com/aio2go/aio2go/runtime/fmath"

// The elementary functions that ** needs; see package fmath for why not Go's.

func powFloat(a, b float64) float64   { return fmath.Pow(a, b) }
func expFloat(x float64) float64      { return fmath.Exp(x) }
func logFloat(x float64) float64      { return fmath.Log(x) }
func sinFloat(x float64) float64      { return fmath.Sin(x) }
func cosFloat(x float64) float64      { return fmath.Cos(x) }
func atan2Float(y, x float64) float64 { return fmath.Atan2(y, x) }
