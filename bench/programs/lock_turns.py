"""Fifty tasks that take turns with a lock and with a semaphore of five."""
import asyncio
import sys


async def member(lock, gate, state, turns):
    for _ in range(turns):
        async with gate:
            async with lock:
                state["entered"] += 1
            await asyncio.sleep(0)


async def main(turns):
    lock, gate = asyncio.Lock(), asyncio.Semaphore(5)
    state = {"entered": 0}
    await asyncio.gather(*(member(lock, gate, state, turns) for _ in range(50)))
    print(state["entered"])


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000))
