"""A million tasks asleep at the same time."""
import asyncio
import sys


async def sleeper(counts):
    counts[0] += 1
    await asyncio.sleep(counts[1])
    counts[2] += 1


async def main(n):
    counts = [0, 1, 0]
    tasks = [asyncio.create_task(sleeper(counts)) for _ in range(n)]
    await asyncio.wait(tasks)
    print(counts[0], "slept,", counts[2], "woke")


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
