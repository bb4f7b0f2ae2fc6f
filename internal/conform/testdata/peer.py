"""One end of a connection: peer.py serve|client KIND FOLDER ADDRESS

A server prints its address and serves until its standard input ends. A client sends
lines, a large block and a half-closed end, and prints what came back.
"""
import asyncio
import hashlib
import os
import ssl
import sys

mode, kind, folder, address = sys.argv[1:5]
cert = os.path.join(folder, "cert.pem")
key = os.path.join(folder, "key.pem")
block = bytes(range(256)) * 4000


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        self.transport.sendto(data.upper(), addr)


class Ask(asyncio.DatagramProtocol):
    def __init__(self):
        self.answers = asyncio.Queue()

    def datagram_received(self, data, addr):
        self.answers.put_nowait(data)


async def serve_client(reader, writer):
    line = await reader.readline()
    if line.startswith(b"GET "):
        while await reader.readline() not in (b"\r\n", b""):
            pass
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n")
    else:
        while line and line != b"block\n":
            writer.write(line.upper())
            line = await reader.readline()
        if line:
            data = await reader.readexactly(len(block))
            writer.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
            rest = await reader.read()
            writer.write(b"rest %d\n" % len(rest))
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def serve():
    loop = asyncio.get_running_loop()
    if kind == "udp":
        transport, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
        print(transport.get_extra_info("sockname")[1], flush=True)
    elif kind == "unix":
        await asyncio.start_unix_server(serve_client, address)
        print(address, flush=True)
    else:
        context = None
        if kind == "tls":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(cert, key)
        server = await asyncio.start_server(serve_client, "127.0.0.1", 0, ssl=context)
        print(server.sockets[0].getsockname()[1], flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


async def client():
    loop = asyncio.get_running_loop()
    if kind == "udp":
        transport, ask = await loop.create_datagram_endpoint(Ask, remote_addr=("127.0.0.1", int(address)))
        for i in range(3):
            transport.sendto(b"datagram %d" % i)
            print(await ask.answers.get())
        transport.close()
        return
    if kind == "unix":
        reader, writer = await asyncio.open_unix_connection(address)
    else:
        context = ssl.create_default_context(cafile=cert) if kind == "tls" else None
        name = "localhost" if kind == "tls" else None
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address), ssl=context, server_hostname=name)
    for word in (b"one\n", b"two\n"):
        writer.write(word)
        print(await reader.readline())
    writer.write(b"block\n")
    writer.write(block)
    if kind == "tls":
        print((await reader.readline()).decode().strip() == hashlib.sha256(block).hexdigest())
        print(await reader.readexactly(len(block)) == block)
        print(writer.get_extra_info("ssl_object").version())
    else:
        await writer.drain()
        writer.write(b"xyz")
        writer.write_eof()
        print((await reader.readline()).decode().strip() == hashlib.sha256(block).hexdigest())
        print(await reader.readexactly(len(block)) == block)
        print(await reader.read())
    writer.close()
    try:
        await writer.wait_closed()
    except ConnectionError:
        pass


asyncio.run(serve() if mode == "serve" else client())
