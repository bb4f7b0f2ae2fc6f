"""Jobs through a bounded queue to three workers, and their results through another."""
import asyncio
import sys


async def feed(jobs, count):
    for i in range(count):
        await jobs.put(i)
    for _ in range(3):
        await jobs.put(None)


async def work(jobs, results):
    while True:
        job = await jobs.get()
        if job is None:
            break
        await results.put(job * 3 % 101)
        jobs.task_done()


async def main(count):
    jobs, results = asyncio.Queue(20), asyncio.Queue(20)
    tasks = [asyncio.create_task(work(jobs, results)) for _ in range(3)]
    feeder = asyncio.create_task(feed(jobs, count))
    total = 0
    for _ in range(count):
        total += await results.get()
    await asyncio.gather(feeder, *tasks)
    print(total)


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 150_000))
