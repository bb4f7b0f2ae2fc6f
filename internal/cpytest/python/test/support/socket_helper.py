"""What CPython's tests import as test.support.socket_helper."""

import contextlib
import errno
import os
import socket
import tempfile
import unittest

HOST = "localhost"
HOSTv4 = "127.0.0.1"
HOSTv6 = "::1"
has_gethostname = True


def bind_port(sock, host=HOST):
    """Binds sock to a port that the system picks, and returns it."""
    sock.bind((host, 0))
    return sock.getsockname()[1]


def find_unused_port(family=socket.AF_INET, socktype=socket.SOCK_STREAM):
    with socket.socket(family, socktype) as sock:
        return bind_port(sock, HOSTv6 if family == getattr(socket, "AF_INET6", None) else HOST)


def bind_unix_socket(sock, addr):
    try:
        sock.bind(addr)
    except PermissionError:
        sock.close()
        raise unittest.SkipTest("cannot bind AF_UNIX sockets")


def _is_ipv6_enabled():
    if not getattr(socket, "has_ipv6", False):
        return False
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as sock:
            sock.bind((HOSTv6, 0))
        return True
    except OSError:
        return False


IPV6_ENABLED = _is_ipv6_enabled()


def skip_unless_bind_unix_socket(test):
    if not hasattr(socket, "AF_UNIX"):
        return unittest.skip("needs AF_UNIX")(test)
    return test


def get_socket_conn_refused_errs():
    return [errno.ECONNREFUSED, errno.EADDRNOTAVAIL, errno.EHOSTUNREACH]


@contextlib.contextmanager
def transient_internet(resource_name, *, timeout=None, errnos=()):
    raise unittest.SkipTest("needs the network")
    yield


def create_unix_domain_name():
    return tempfile.mktemp(prefix="test_python_", suffix=".sock", dir=os.path.curdir)


def tcp_blackhole():
    return False


def skip_if_tcp_blackhole(test):
    return test
