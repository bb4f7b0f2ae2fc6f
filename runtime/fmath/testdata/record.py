"""Records what CPython 3.13's math (the C library) computes, one call a line with floats in
hexadecimal. Run: python3.13 record.py > functions.txt
"""

import math
import random

r = random.Random(1)
N = 400


def row(name, f, *args):
    try:
        v = f(*args)
    except (ValueError, OverflowError, ZeroDivisionError):
        return
    print(name, *(a.hex() for a in args), v.hex())


def wide():
    return math.ldexp(r.uniform(-1, 1), r.randint(-40, 40))


def near():
    return r.uniform(-10, 10)


for i in range(N):
    x = near() if i % 2 else wide()
    row("sin", math.sin, x)
    row("cos", math.cos, x)
    row("tan", math.tan, x)
    row("atan", math.atan, x)
    row("exp", math.exp, r.uniform(-745, 709) if i % 4 == 0 else near())
    row("exp2", math.exp2, r.uniform(-1000, 1000) if i % 4 == 0 else near())
    row("expm1", math.expm1, near() if i % 2 else math.ldexp(r.uniform(-1, 1), r.randint(-30, 2)))
    p = abs(x)
    row("log", math.log, p)
    row("log2", math.log2, p)
    row("log10", math.log10, p)
    row("log1p", math.log1p, x if x > -1 else p)
    row("pow", math.pow, p, near() * (1 if i % 3 else 10))
    u = r.uniform(-1, 1) if i % 3 else math.ldexp(r.uniform(-1, 1), r.randint(-20, 0))
    row("asin", math.asin, u)
    row("acos", math.acos, u)
    row("atan2", math.atan2, wide(), wide())
    row("cbrt", math.cbrt, x)
    row("hypot", math.hypot, wide(), wide())
    row("hypot3", math.hypot, near(), near(), near())
    row("sinh", math.sinh, near())
    row("cosh", math.cosh, near())
    row("tanh", math.tanh, r.uniform(-3, 3))
    row("asinh", math.asinh, x)
    row("acosh", math.acosh, 1 + p)
    row("atanh", math.atanh, u)
    row("erf", math.erf, r.uniform(-4, 4))
    row("erfc", math.erfc, r.uniform(-4, 20))
