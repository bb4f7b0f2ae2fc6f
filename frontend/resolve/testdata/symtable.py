"""Writes, for each file named on stdin, what CPython says of it.

Each file becomes one line of JSON on stdout: null if it does not compile, else
the warnings that compiling gives, as texts with a line, and its symbol table as
nested [type, name, nested, {symbol: flags}, [children]].
"""

import _symtable
import json
import sys
import warnings


def dump(table):
    return [
        table.type,
        table.name,
        bool(table.nested),
        table.symbols,
        [dump(child) for child in table.children],
    ]


for path in sys.stdin.read().splitlines():
    result = None
    try:
        with open(path, "rb") as f:
            source = f.read()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            compile(source, path, "exec", dont_inherit=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = _symtable.symtable(source, path, "exec")
        result = [[f"{w.lineno} {w.message}" for w in caught], dump(table)]
    except (SyntaxError, ValueError):
        pass
    print(json.dumps(result))
