// Package subprocess implements the module subprocess (Python library reference,
// subprocess: Subprocess management) for Unix. Processes are started by Go's fork and exec;
// code to run between the two (preexec_fn) is refused. Timeouts are of real time, whatever
// clock the program has.
package subprocess
