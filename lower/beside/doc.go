// Package beside finds functions that may run while another thread has its turn, and makes
// the copies that do.
//
// Python code takes turns, as under the GIL, since objects and the runtime are shared. A
// function that computes with numbers alone shares nothing: given to a thread pool, it runs
// on a processor of its own. Its copy keeps away from everything that belongs to the turn:
// it does not count its calls against the recursion limit of the thread, does not poll, has
// no entries in tracebacks and makes no large ints. Where it would have to, it gives up with
// py.NotBeside, and the ordinary function runs instead, in its turn, from the beginning: it
// has had no effect that could be seen.
//
// The pass comes after package opt, which leaves native operations and, for what these
// cannot do, a way aside.
package beside
