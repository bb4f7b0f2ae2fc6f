"""Writes what CPython makes of source files, for comparison with our parser.

usage: libdump.py ROOT < list of paths below ROOT

Prints for every file one line: its path, and either the MD5 hash of
ast.dump(ast.parse(source), include_attributes=True, indent=1), or "!" and the
line of the SyntaxError.
"""
import ast
import hashlib
import os
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)
root = sys.argv[1]
for name in sys.stdin.read().splitlines():
    with open(os.path.join(root, name), "rb") as f:
        source = f.read()
    try:
        tree = ast.parse(source)
    except SyntaxError as e:
        print(name, "!", e.lineno)
    except Exception as e:
        print(name, "?", type(e).__name__)
    else:
        text = ast.dump(tree, include_attributes=True, indent=1)
        text = text.encode("utf-8", "surrogatepass")
        print(name, hashlib.md5(text).hexdigest())
    sys.stdout.flush()
