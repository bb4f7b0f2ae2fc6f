"""Records what CPython 3.13 gives for random operations on ints, floats, complex numbers,
strs and bytes, one JSON array a line: [what, [arguments], result]. The result is ascii() of
the value, or "!Type: message".

Run: PYTHONHASHSEED=0 python3.13 -W ignore record_scalars.py | gzip -9n > scalars.jsonl.gz
"""

import json
import operator
import random

r = random.Random(2)


def enc(v):
    if v is None or isinstance(v, bool):
        return v
    if isinstance(v, int):
        return {"i": str(v)}
    if isinstance(v, float):
        return {"f": v.hex()}
    if isinstance(v, complex):
        return {"c": [v.real.hex(), v.imag.hex()]}
    if isinstance(v, str):
        if any(0xD800 <= ord(c) < 0xE000 for c in v):
            return {"u": [ord(c) for c in v]}
        return {"s": v}
    if isinstance(v, bytes):
        return {"b": v.hex()}
    if isinstance(v, bytearray):
        return {"B": v.hex()}
    if isinstance(v, tuple):
        return {"t": [enc(x) for x in v]}
    raise TypeError(v)


def row(what, f, *args):
    try:
        res = ascii(f(*args))
    except Exception as e:
        res = "!" + type(e).__name__ + ": " + str(e)
        res = ascii(res)[1:-1] if not res.isascii() else res
    if len(res) < 700:
        print(json.dumps([what, [enc(a) for a in args], res], separators=(",", ":")))


def anint():
    k = r.randrange(6)
    if k == 0:
        return r.randint(-5, 5)
    if k == 1:
        return r.randint(-1000, 1000)
    if k == 2:
        return r.choice([1, -1]) * ((1 << r.choice([31, 32, 53, 62, 63, 64])) + r.randint(-2, 2))
    if k == 3:
        return r.randint(-(2**63), 2**63 - 1)
    if k == 4:
        return r.randint(-(2**130), 2**130)
    return r.randint(-(10**6), 10**6)


def afloat():
    k = r.randrange(7)
    if k == 0:
        return r.choice([0.0, -0.0, 1.0, -1.0, 0.5, 1e16, 1e15, 1e-5, 1e-4, float("inf"), float("-inf"), float("nan"), 5e-324, 1.7976931348623157e308])
    if k == 1:
        return float(r.randint(-1000, 1000))
    if k == 2:
        return r.uniform(-10, 10)
    if k == 3:
        return round(r.uniform(-1000, 1000), r.randrange(6))
    if k == 4:
        return r.uniform(-1, 1) * 10.0 ** r.randint(-320, 308)
    if k == 5:
        return float(anint())
    return r.randint(-5000, 5000) / 8


def acomplex():
    return complex(afloat(), afloat())


def anumber():
    return r.choice([anint, anint, afloat, afloat, lambda: r.choice([True, False])])()


OPS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "&": operator.and_, "|": operator.or_, "^": operator.xor, "divmod": divmod,
}
CMPS = {"<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge}
UNARY = {"neg": operator.neg, "pos": operator.pos, "abs": abs, "repr": repr, "hash": hash, "int": int, "float": float, "bool": bool}

for i in range(900):
    op = r.choice(list(OPS))
    row("op " + op, OPS[op], anint(), anint())
    op = r.choice(list(OPS))
    row("op " + op, OPS[op], anumber(), anumber())
    op = r.choice(list(CMPS))
    a, b = anumber(), anumber()
    if i % 3 == 0:
        b = r.choice([a, float(a) if abs(a) < 1e300 else a, int(a) if a - a == 0 else a])
    row("cmp " + op, CMPS[op], a, b)
    u = r.choice(list(UNARY))
    x = anumber()
    if not (u == "hash" and x != x):
        row(u, UNARY[u], x)
for i in range(200):
    row("op +", operator.add, acomplex(), acomplex())
    row("op *", operator.mul, complex(r.randint(-9, 9), r.randint(-9, 9)), r.choice([anint(), afloat(), acomplex()]))
    row("op /", operator.truediv, complex(r.randint(-9, 9), r.randint(-9, 9)), complex(r.randint(-9, 9), r.randint(-9, 9)))
    row("op **", operator.pow, complex(r.randint(-9, 9), r.randint(-9, 9)), r.randint(-5, 9))
    row("repr", repr, acomplex())
    row("op **", operator.pow, r.randint(-20, 20), r.randint(-5, 40))
    row("op **", operator.pow, anint(), r.randint(0, 5))
    row("op <<", operator.lshift, anint(), r.randint(-1, 80))
    row("op >>", operator.rshift, anint(), r.randint(-1, 200))
    row("pow3", pow, anint(), r.randint(-3, 10**6), anint())
    row("round", round, afloat(), r.randint(-5, 8))
    row("round", round, anint(), r.randint(-5, 1))
    row("round1", round, r.randint(-1000, 1000) / 4)
for i in range(1200):
    row("repr", repr, afloat())
    f = r.uniform(-1, 1) * 10.0 ** r.randint(-25, 25)
    row("repr", repr, f)


def spec(kinds):
    s = ""
    if r.random() < 0.4:
        s += r.choice(["", "*", "é", "0", "x"]) + r.choice("<>=^")
    if r.random() < 0.3:
        s += r.choice("+- ")
    if r.random() < 0.1:
        s += "z"
    if r.random() < 0.2:
        s += "#"
    if r.random() < 0.2:
        s += "0"
    if r.random() < 0.6:
        s += str(r.randint(1, 25))
    if r.random() < 0.25:
        s += r.choice(",_")
    if r.random() < 0.4:
        s += "." + str(r.randint(0, 12))
    if r.random() < 0.8:
        s += r.choice(kinds)
    return s


TEXT = ["", "a", "abc", "hello world", "héllo", "ß", "日本語", "x😀y", "a,b,,c", "  pad  ", "Tab\there", "line\nbreak\r\nend",
        "MiXeD cAsE", "12345", "-42", "+7", "ǅz", "ΑΣΑΣ", "\ud800", "\x00\x7f\x85", "aXbXc", "don't \"quote\"", "\u2028sep", "ﬁne", "İi"]


def atext():
    k = r.randrange(4)
    if k:
        return r.choice(TEXT)
    return "".join(r.choice("ab ,X\té😀ßΣ\n") for _ in range(r.randrange(12)))


for i in range(1500):
    row("format", format, anint(), spec("bcdoxXneEfFgG%s"))
    row("format", format, afloat(), spec("eEfFgGn%ds"))
    row("format", format, atext(), spec("ssssd"))
    if i % 4 == 0:
        row("format", format, acomplex(), spec("eEfFgGn%"))
    c = r.choice("diouxXeEfFgGcrsa%y")
    f = "%" + r.choice(["", "-", "+", " ", "#", "0", "-0", "+#"]) + r.choice(["", "", "5", "12"]) + r.choice(["", "", ".0", ".3", ".10"]) + c
    row("op %", operator.mod, "<" + f + ">", (r.choice([anint, afloat, atext])(),))

METHODS = {
    "upper": [], "lower": [], "title": [], "capitalize": [], "swapcase": [], "casefold": [], "isalpha": [], "isalnum": [],
    "isdigit": [], "isdecimal": [], "isnumeric": [], "isspace": [], "isupper": [], "islower": [], "istitle": [],
    "isidentifier": [], "isprintable": [], "isascii": [], "split": ["sep?", "int?"], "rsplit": ["sep?", "int?"],
    "splitlines": ["bool?"], "strip": ["text?"], "lstrip": ["text?"], "rstrip": ["text?"], "find": ["sub", "int?", "int?"],
    "rfind": ["sub", "int?", "int?"], "index": ["sub", "int?", "int?"], "rindex": ["sub", "int?", "int?"],
    "count": ["sub", "int?", "int?"], "startswith": ["sub", "int?", "int?"], "endswith": ["sub", "int?", "int?"],
    "replace": ["sub", "text", "int?"], "partition": ["sub"], "rpartition": ["sub"], "center": ["width", "fill?"],
    "ljust": ["width", "fill?"], "rjust": ["width", "fill?"], "zfill": ["width"], "expandtabs": ["width?"],
    "removeprefix": ["sub"], "removesuffix": ["sub"], "encode": ["enc?", "err?"], "join": ["tuple"], "__getitem__": ["int"],
}
ENCODINGS = ["utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252", "iso8859-15", "koi8-r", "unicode_escape"]
ERRORS = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "xmlcharrefreplace"]


def arg(kind, self, asbytes):
    if kind == "int":
        return r.randint(-15, 15)
    if kind == "width":
        return r.randint(0, 14)
    if kind == "bool":
        return r.choice([True, False])
    if kind == "enc":
        return r.choice(ENCODINGS)
    if kind == "err":
        return r.choice(ERRORS)
    if kind == "fill":
        t = r.choice(["*", "-", "é", "xy"])
    elif kind in ("sub", "sep") and len(self) and r.random() < 0.7:
        i = r.randrange(len(self))
        return self[i : i + r.randint(1, 2)]
    elif kind == "tuple":
        return tuple(x.encode() if asbytes else x for x in (r.choice(TEXT[:18]) for _ in range(r.randrange(4))))
    else:
        t = r.choice(["", " ", ",", "a", "X", "é", "ab", "l"])
    return t.encode() if asbytes else t


def call(self, name, kinds, asbytes):
    args = [self]
    for k in kinds:
        if k.endswith("?"):
            if r.random() < 0.5:
                break
            k = k[:-1]
        args.append(arg(k, self, asbytes))
    row("method " + name, lambda s, *a: getattr(s, name)(*a), *args)


for i in range(60):
    for name, kinds in METHODS.items():
        call(atext(), name, kinds, False)
        if hasattr(bytes, name) and i % 2:
            b = atext().encode("utf-8", "surrogatepass")
            call(r.choice([b, bytearray(b)]), name, kinds, True)
for i in range(600):
    row("repr", repr, atext())
    row("hash", hash, atext())
    b = atext().encode("utf-8", "surrogatepass")
    if i % 2:
        b = bytes(r.randrange(256) for _ in range(r.randrange(10)))
    row("repr", repr, b)
    row("hash", hash, b)
    row("method decode", lambda s, *a: s.decode(*a), b, r.choice(ENCODINGS), r.choice(ERRORS[:6]))
    row("int", int, r.choice([str(anint()), " 12 ", "1_0", "x1", "--1", "", "٣٤", "0x1f", hex(r.randrange(999))]))
    row("int2", int, r.choice(["12", "0x1f", "0b11", "zz", "777", "1_1", "0_7", "08"]), r.choice([0, 2, 8, 10, 16, 36, 37]))
    row("float", float, r.choice([repr(afloat()), "1e5", "inf", "-nan", "1_0.0", "e5", ".", "1e400", "  2.5\n", "infinit"]))
    z = acomplex()
    if z == z:
        row("hash", hash, z)
