"""Prints, for each source in the JSON list on stdin, what compile() says of it."""

import ast
import json
import sys
import warnings


def findings(source):
    out = []
    error = None
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        stage = "error"
        try:
            ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            stage = "parse-error"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "case.py", "exec", dont_inherit=True)
        except SyntaxError as e:
            error = f"{stage} {e.lineno}:{e.offset}-{e.end_lineno}:{e.end_offset} {e.msg}"
        except (ValueError, RecursionError, MemoryError) as e:
            error = f"parse-error {e}"
    for w in caught:
        out.append(f"warning {w.lineno} {w.message}")
    if error:
        out.append(error)
    return out or ["fine"]


json.dump([findings(s) for s in json.load(sys.stdin)], sys.stdout)
