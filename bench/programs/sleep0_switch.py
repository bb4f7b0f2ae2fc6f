"""Tasks that hand over to each other through sleep(0)."""
import asyncio
import sys


async def worker(turns):
    done = 0
    while done < turns:
        await asyncio.sleep(0)
        done += 1
    return done


async def main(n):
    tasks = [asyncio.create_task(worker(n // 50)) for _ in range(50)]
    total = 0
    for task in tasks:
        total += await task
    print(total, "switches")


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000))
