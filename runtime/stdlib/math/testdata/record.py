"""Records results and errors of math's functions under CPython 3.13, one JSON array a line:
[function, [arguments], {keywords}, result].

Run: python3.13 record.py > calls.jsonl
"""

import json
import math
import random

r = random.Random(3)
INF = float("inf")
NAN = float("nan")


def enc(v):
    if isinstance(v, list):
        return [enc(x) for x in v]
    if isinstance(v, (int, bool)):
        return {"i": str(int(v))}
    if isinstance(v, float):
        return {"f": v.hex()}
    return {"s": v}


def row(name, *args, **kw):
    try:
        res = repr(getattr(math, name)(*args, **kw))
    except Exception as e:
        res = "!" + type(e).__name__ + ": " + str(e)
    print(json.dumps([name, [enc(a) for a in args], {k: enc(v) for k, v in kw.items()}, res]))


UNARY = """acos asin atan atan2 ceil cos degrees exp exp2 fabs floor frexp isfinite isinf isnan log log10 log2
modf radians sin sqrt trunc ulp cosh acosh log1p gamma lgamma""".split()
POINTS = [0, 1, -1, 2, 0.5, -0.5, 0.0, -0.0, 10, 100, 1e-10, 1e10, 1000, 1e300, -1e300, INF, -INF, NAN, 10**400, -(10**400), "a", 2.5, -2.5, 1e22]
for name in UNARY:
    for x in POINTS:
        if name in ("gamma", "lgamma", "cosh", "log1p", "acosh") and x not in (0, 1, -1, 2, 10, 1000, INF, -INF, "a"):
            continue
        row(name, x)
    row(name)
for name in ["pow", "fmod", "remainder", "copysign", "nextafter", "hypot", "isclose", "atan2"]:
    for i in range(40):
        row(name, r.choice(POINTS), r.choice(POINTS))
for i in range(40):
    n, k = r.randint(-2, 60), r.randint(-2, 30)
    row("comb", n, k)
    row("perm", n, k)
    row("gcd", r.randint(-(10**20), 10**20) * 6, r.randint(-99, 99) * 6, r.randint(-9, 9) * 6)
    row("lcm", r.randint(-99, 99), r.randint(-99, 99), r.randint(1, 9))
    row("isqrt", r.randint(-5, 10 ** r.randint(1, 40)))
    row("factorial", r.randint(-2, 30))
    row("fsum", [r.uniform(-1, 1) * 10.0 ** r.randint(-20, 20) for _ in range(r.randrange(12))])
    row("sumprod", [r.choice([r.randint(-9, 9), r.uniform(-1, 1)]) for _ in range(5)], [r.choice([r.randint(-9, 9), r.uniform(-1, 1)]) for _ in range(5)])
    row("prod", [r.choice([r.randint(-9, 9), r.randint(1, 8) / 4]) for _ in range(r.randrange(6))])
    row("dist", [r.uniform(-9, 9) for _ in range(3)], [r.uniform(-9, 9) for _ in range(3)])
    row("ldexp", r.uniform(-1, 1), r.randint(-1100, 1100))
    row("fma", r.choice(POINTS[:20]), r.choice(POINTS[:15]), r.choice(POINTS[:15]))
    row("nextafter", r.choice(POINTS[:16]), r.choice(POINTS[:16]), steps=r.randint(-1, 5))
    row("log", r.choice(POINTS), r.choice(POINTS))
for s in [[1e308, 1e308], [INF, -INF], [INF, 1.0], [NAN], ["a"], [1e100, 1.0, -1e100]]:
    row("fsum", s)
row("dist", [1], [1, 2])
row("sumprod", [1], [1, 2])
row("isclose", 1, 1, rel_tol=-1)
row("isclose", 1, 1.1, rel_tol=0.2)
row("isclose", 0, 1e-10, abs_tol=1e-9)
row("prod", [1.5, 2], start=3)
row("comb", 1.5, 2)
row("factorial", 1.0)
row("ldexp", 1, 1.5)
for x in (1e308, -1.7e308):
    row("degrees", x)
for x in (2**1010, 2**1023 + 12345, 2**1020 + 1, 2**1024 - 1, 2**1024, 10**309):
    row("log", x)
    row("log2", x)
    row("log10", x)
row("dist", [1, "a"], [1])
TINY = 5e-324
for x, y in [(0.0, -0.0), (-0.0, 0.0), (TINY, -0.0), (-TINY, 0.0), (TINY, -1.0), (-TINY, 1.0), (-1e308, 1e308), (1e308, -1e308), (1.0, NAN), (NAN, 1.0)]:
    row("nextafter", x, y)
    for n in (0, 1, 2, 2**63 + 5, 2**64 + 5):
        row("nextafter", x, y, steps=n)
# sumprod: where exact ints end, where extended precision ends, which error comes first.
row("sumprod", [2**62, 0.1, 0.1, 0.1], [4, 1.0, 1.0, 1.0])
row("sumprod", [2**62, 2**62, 0.1, 0.2, 1e16], [1, 1, 3, 3, 0.3])
row("sumprod", [-(2**62), -(2**62), -1, 0.1, 0.2], [1, 1, 1, 3, 3])
row("sumprod", [1, 0.1, 0.2, 3, 0.1, 0.2], [1, 3, 3, 5, 3, 3])
row("sumprod", [1e308, 1e308, -1e308, 0.1, 0.2], [1.0, 1.0, 1.0, 3, 3])
row("sumprod", [0.1, 10**400, 0.2], [3, 1, 3])
row("sumprod", [0.1, 10**400], [3, 0.5])
row("sumprod", ["a", 1], [0.5])
row("sumprod", [0.1, 1], [0.5])
