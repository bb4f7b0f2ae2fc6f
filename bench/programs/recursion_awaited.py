"""Coroutines that never suspend: the Ackermann function, awaited."""
import asyncio
import sys


async def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return await ackermann(m - 1, 1)
    return await ackermann(m - 1, await ackermann(m, n - 1))


async def main(n):
    print(await ackermann(2, n))


sys.setrecursionlimit(20_000)
asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 800))
