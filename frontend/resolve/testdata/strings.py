"""Prints the strings in the files named on stdin that may be Python source, as JSON."""

import ast
import json
import sys
import textwrap
import warnings

warnings.simplefilter("ignore")
found = {}
for path in sys.stdin.read().splitlines():
    with open(path, "rb") as f:
        try:
            tree = ast.parse(f.read())
        except (SyntaxError, ValueError):
            continue
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for text in (node.value, textwrap.dedent(node.value)):
                # What has no keyword, operator or call in it is rarely a program.
                if 4 < len(text) < 4000 and any(c in text for c in " =(:") and text.isprintable() | ("\n" in text):
                    found[text] = None
# Doctests are programs as well.
for text in list(found):
    lines = []
    for line in text.splitlines():
        line = line.strip()
        if line.startswith((">>> ", "... ")):
            if line.startswith(">>> ") and lines:
                found["\n".join(lines) + "\n"] = None
                lines = []
            lines.append(line[4:])
    if lines:
        found["\n".join(lines) + "\n"] = None
json.dump(list(found), sys.stdout)
