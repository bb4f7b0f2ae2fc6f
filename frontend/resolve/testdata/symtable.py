"""Writes, for each file named on stdin, what CPython's symbol table says of it.

Each file becomes one line of JSON on stdout: null if it does not compile, else
nested [type, name, nested, {symbol: flags}, [children]].
"""

import _symtable
import json
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")


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
        result = dump(_symtable.symtable(source, path, "exec"))
    except (SyntaxError, ValueError):
        pass
    print(json.dumps(result))
