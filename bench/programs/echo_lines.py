"""Lines over TCP: ten connections to a server that sends each line back."""
import asyncio
import sys


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    writer.close()


async def client(port, number, rounds):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    size = 0
    for i in range(rounds):
        writer.write(b"line %d of client %d\n" % (i, number))
        size += len(await reader.readline())
    writer.close()
    await writer.wait_closed()
    return size


async def main(rounds):
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sizes = await asyncio.gather(*(client(port, k, rounds) for k in range(10)))
    server.close()
    print(sum(sizes))


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 800))
