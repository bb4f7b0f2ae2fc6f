"""Records the state and the numbers that CPython 3.13's generator gives for seeds, one JSON
array a line: [seed, state index, sum of the state, [floats], bits].

Run: python3.13 record.py > seeds.jsonl
"""

import json
import random

SEEDS = [0, 1, 42, -5, 2**31, 2**32, 2**100, 10**60, "", "hello", "é", "x" * 100]
for seed in SEEDS:
    g = random.Random(seed)
    state = g.getstate()[1]
    floats = [g.random().hex() for _ in range(1300)][-5:]
    print(json.dumps([str(seed), isinstance(seed, str), state[-1], sum(state[:-1]), floats, str(g.getrandbits(200)), g.getrandbits(5)]))
