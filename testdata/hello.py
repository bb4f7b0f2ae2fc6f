"""Three workers and a deadline: a first program to try."""
import asyncio


async def worker(name, delay):
    for step in range(1, 4):
        await asyncio.sleep(delay)
        print(f"{name} finished step {step}")
    return f"{name} is done"


async def main():
    jobs = [worker("ant", 0.1), worker("bee", 0.15), worker("cat", 0.25)]
    for line in await asyncio.gather(*jobs):
        print(line)
    try:
        await asyncio.wait_for(worker("snail", 1), timeout=0.5)
    except TimeoutError:
        print("snail was too slow")


asyncio.run(main())
