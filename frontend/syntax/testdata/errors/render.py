"""Prints how CPython shows the errors of snippets of source.

usage: render.py < errors.json > rendered.json

The input is as for record.py, the output a JSON list of strings.
"""
import ast
import json
import sys
import traceback
import warnings

warnings.simplefilter("ignore")


def render(source):
    try:
        ast.parse(source, "x.py")
    except SyntaxError as e:
        return "".join(traceback.format_exception_only(e))
    return ""


json.dump([render(element[0]) for element in json.load(sys.stdin)], sys.stdout)
