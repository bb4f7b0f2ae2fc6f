"""Timers: most are cancelled before they are due."""
import asyncio
import sys


async def main(count):
    loop = asyncio.get_running_loop()
    fired = []
    handles = [loop.call_later(60 + i % 100, fired.append, i) for i in range(count)]
    for i, handle in enumerate(handles):
        if i % 50:
            handle.cancel()
    due = loop.create_future()
    loop.call_later(0.001, due.set_result, "due")
    print(await due, len(fired), sum(h.cancelled() for h in handles))


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
