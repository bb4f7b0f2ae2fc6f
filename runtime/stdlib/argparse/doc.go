// Package argparse implements the module argparse (Python library reference, argparse:
// Parser for command-line options, arguments and subcommands).
//
// The classes have CPython's methods and attributes, with the underscores too, since
// programs override and read them; every call from one to the other goes through the
// object. Messages are not translated.
package argparse
