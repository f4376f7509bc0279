"""The address: taken before anything else, and held while the web server is started again."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from generator.programme.errors import ProgrammeError

WAITING_CONNECTIONS = 512


class PortTaken(ProgrammeError):  # noqa: N818 - named as what happened
    """Another program listens at the port, or we may not."""


@contextmanager
def listening(port: int) -> Iterator[list[socket.socket]]:
    """Listen at a port of this machine, over IPv4 and, where there is one, IPv6.

    Port 0 takes a free one.

    Raises:
        PortTaken: it cannot be had.
    """
    with ExitStack() as opened:
        first = opened.enter_context(_bound(socket.AF_INET, "127.0.0.1", port))
        sockets = [first]
        if socket.has_ipv6:
            number = first.getsockname()[1]
            with suppress(OSError):  # a machine may have no IPv6 address of its own
                sockets.append(opened.enter_context(_bound(socket.AF_INET6, "::1", number)))
        for each in sockets:
            each.listen(WAITING_CONNECTIONS)
        yield sockets


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind((host, port))
    except OSError as fault:
        opened.close()
        if fault.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8000
            raise PortTaken(
                f"Port {port} is in use. Stop the other program, or choose another: PORT={other}"
            ) from fault
        if fault.errno == errno.EACCES:
            raise PortTaken(
                f"Port {port} is kept for the administrator. Choose one above 1023: PORT=8000"
            ) from fault
        raise
    return opened
