"""Records how CPython rejects snippets of source.

usage: record.py < errors.json > new.json

The output is a JSON list with one element a line: [source, class, message,
lineno, offset, end_lineno, end_offset], or [source, null] where CPython accepts
the source. The input is the same; of its elements only the source counts, so
to add a snippet, add [source] and record again.
"""
import ast
import json
import sys
import warnings

warnings.simplefilter("ignore")


def record(source):
    try:
        ast.parse(source)
    except SyntaxError as e:
        return [source, type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset]
    except Exception as e:
        return [source, type(e).__name__, str(e), 0, 0, 0, 0]
    return [source, None]


snippets = [element[0] for element in json.load(sys.stdin)]
print("[")
print(",\n".join(json.dumps(record(s), ensure_ascii=False) for s in snippets))
print("]")
