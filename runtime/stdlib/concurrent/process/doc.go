// Package process implements the module concurrent.futures.process: ProcessPoolExecutor
// (Python library reference, concurrent.futures).
//
// A worker process is the same binary started again. It runs the program's main module
// under the name __mp_main__, so that the functions and classes that calls name are there,
// as multiprocessing's start method "spawn" does; what the module prints meanwhile goes
// nowhere, since a process made by fork, CPython's way on Linux, would not print it again.
// For the same reason the module runs only up to where it would make a process pool.
//
// Calls and results go through two pipes as pickles, made and read by the module pickle,
// each after a byte that says what it is and its length. In the parent each worker has a
// thread that feeds it.
package process
