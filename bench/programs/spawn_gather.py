"""Many tasks started at once and gathered; half of them suspend."""
import asyncio
import sys


async def job(i):
    if i % 2:
        await asyncio.sleep(0)
    return i


async def main(n):
    results = await asyncio.gather(*[job(i) for i in range(n)])
    print(len(results), sum(results))


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
