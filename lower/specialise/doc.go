// Package specialise makes copies of functions for arguments of expected classes.
//
// A function that is called from nobody knows where (a callback, an argument of to_thread,
// a method called by name) may get anything, so that inference finds nothing out about it:
//
//	def count(n):                          func count(n py.Value):
//	    s = 0                                  if n.IsModestInt(): return count_typed(n.SmallInt())
//	    for i in range(n): ...      =>         ... as before ...
//	                                       func count_typed(n int64): ...
//
// In the same way a function that gets an int from outside, of any size therefore, has a copy
// in which it is a native one. Of a coroutine or a generator, what makes its frame has the
// test, and makes one of the other type.
//
// Where a parameter's annotation or what is done with it says what it will be, and there is
// a loop or a recursion to gain by it, the function gets a copy for that; one test at its
// beginning leads there. Calls of which inference knows the arguments go straight to the
// copy.
//
// The pass comes between two runs of inference: the first says which functions are open, the
// second what the copies make possible. It decides nothing about representations; package
// opt does.
package specialise
