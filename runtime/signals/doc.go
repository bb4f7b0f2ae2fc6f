// Package signals keeps what a program wants done with signals, for the modules signal
// and os. Handlers run on the main thread, where emitted code polls. A signal that the
// process sends to itself and that has a handler is handled before the call returns, as
// under CPython. The masks of pthread_sigmask hold back handlers, not the signals
// themselves, as Go's threads have masks of their own.
package signals
