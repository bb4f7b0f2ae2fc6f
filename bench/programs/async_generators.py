"""Two async generators, one over the other, and an async comprehension."""
import asyncio
import sys


async def numbers(count):
    for i in range(count):
        if i % 100 == 0:
            await asyncio.sleep(0)
        yield i


async def even(items):
    async for x in items:
        if x % 2 == 0:
            yield x


async def main(count):
    total = 0
    async for x in even(numbers(count)):
        total += x
    squares = [x * x async for x in numbers(count // 2)]
    print(total, sum(squares))


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000))
