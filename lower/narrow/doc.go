// Package narrow gives the values of a variable a variable of their own where a test has
// told what they are.
//
// Inference asks what a variable may ever hold. A test tells more of a part of the program:
//
//	item = await queue.get()              item = await queue.get()
//	if item is None:                      if item is None:
//	    return total               =>         return total
//	total = total + item                  item_ := item (int)
//	                                      total = total + item_
//
// The new variable has the kinds of values that pass the test (ir.Var.Keep), and stands for
// the old one as far as nothing is assigned to that. Tests are x is None and its opposite,
// also by another name for None, isinstance with classes that are builtin ones, and the truth
// of x, joined by not, and, or.
//
// The pass comes between two runs of inference: the first says which names are None. After the
// second those variables are taken away again that do not have values of one kind, which is
// where it pays. It decides nothing about representations; package opt does.
package narrow
