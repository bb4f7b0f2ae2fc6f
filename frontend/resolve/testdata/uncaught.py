"""Prints, for each file named on stdin, what an uncaught error of compiling it looks like."""

import json
import sys
import traceback
import warnings

warnings.simplefilter("ignore")
out = []
for path in sys.stdin.read().splitlines():
    text = ""
    try:
        with open(path, "rb") as f:
            compile(f.read(), path, "exec", dont_inherit=True)
    except SyntaxError as e:
        text = "".join(traceback.format_exception_only(e))
    out.append(text)
json.dump(out, sys.stdout)
