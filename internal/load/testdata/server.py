"""An HTTP/1.1 server: server.py

Prints its port and serves until its standard input ends. What it answers:
GET /, "hello"; POST /echo, the body; GET /big/N, N bytes, as fast as the peer takes them;
GET /stats, the numbers of tasks and of open connections. At the end it prints how many
requests it has answered and what its connections ended with.
"""
import asyncio
import collections
import json
import sys

answered = 0
connections = 0
ends = collections.Counter()
piece = bytes(range(256)) * 256


def head(status, length, kind="text/plain"):
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n".encode()


async def answer(reader, writer):
    """Answers one request; False where there is none."""
    line = await reader.readline()
    if not line:
        return False
    method, path, _ = line.decode("ascii").split()
    length = 0
    while (field := await reader.readline()) not in (b"\r\n", b""):
        name, _, value = field.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    body = await reader.readexactly(length)
    if path == "/":
        writer.write(head("200 OK", 6) + b"hello\n")
    elif method == "POST" and path == "/echo":
        writer.write(head("200 OK", length))
        writer.write(body)
    elif path.startswith("/big/"):
        size = int(path.removeprefix("/big/"))
        writer.write(head("200 OK", size))
        for start in range(0, size, len(piece)):
            writer.write(piece[: size - start])
            await writer.drain()
    elif path == "/stats":
        stats = {"tasks": len(asyncio.all_tasks()), "connections": connections}
        text = json.dumps(stats).encode()
        writer.write(head("200 OK", len(text), "application/json") + text)
    else:
        writer.write(head("404 Not Found", 0))
    await writer.drain()
    return True


async def serve(reader, writer):
    global answered, connections
    connections += 1
    try:
        while await answer(reader, writer):
            answered += 1
        ends["closed"] += 1
    except (ConnectionError, asyncio.IncompleteReadError) as e:
        ends[type(e).__name__] += 1
    finally:
        connections -= 1
        writer.close()
    try:
        await writer.wait_closed()
    except ConnectionError:
        pass


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await asyncio.to_thread(sys.stdin.read)
    print(answered, sorted(ends))


asyncio.run(main())
