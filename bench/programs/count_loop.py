"""A counting loop over ints that nothing declares."""
import sys


def count(n):
    i = 0
    odd = 0
    total = 0
    while i < n:
        if i % 3 == 1:
            odd += 1
        total += i * 2 - odd
        i += 1
    return total, odd


print(*count(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000))
