// Package selfexec makes a program that starts sys.executable get an interpreter.
//
// In CPython sys.executable is the interpreter, and programs start it: to run code
// beside them (sys.executable -c, -m, another script), and to start themselves anew.
// Here it is the program, and a program that starts itself for every piece of code to
// run would do so without end. So what starts a process marks one of sys.executable, and
// a marked process reads its command line as the interpreter's: it goes on if that names
// its own script, and else becomes the CPython that is found, or fails with a message.
//
// It does not start processes; package subprocess and its like do.
package selfexec
