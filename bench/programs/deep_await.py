"""A chain of awaits a hundred deep that suspends at the bottom, again and again."""
import asyncio
import sys

SUSPENSIONS = 200


async def chain(depth):
    if depth == 0:
        for _ in range(SUSPENSIONS):
            await asyncio.sleep(0)
        return 1
    return await chain(depth - 1) + 1


async def main(rounds):
    total = 0
    for _ in range(rounds):
        total += await chain(100)
    print(total)


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
