"""The process that renders for a server: one request after another, within bounds, until its other end closes."""

import json
import resource
import socket
import struct
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Protocol

from wiki.rendering.here import render_here
from wiki.rendering.model import Rendered, Task

LENGTH = struct.Struct(">I")
READY = b"+"
IDLE_SECONDS = 120.0  # then the memory is worth more than the next start


class Line(Protocol):
    """One end of a connection."""

    def sendall(self, data: bytes, /) -> None:
        """Send everything."""

    def recv(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


def receive(line: Line) -> bytes | None:
    """One whole message, or None when the other end has closed."""
    head = _exactly(line, LENGTH.size)
    return None if head is None else _exactly(line, LENGTH.unpack(head)[0])


def send(line: Line, message: bytes) -> None:
    """One whole message."""
    line.sendall(LENGTH.pack(len(message)) + message)


def _exactly(line: Line, size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = line.recv(min(size, 65536))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def pack(value: Task | Rendered) -> bytes:
    """A value as bytes; both ends read it with `json.loads` and build it anew."""
    return json.dumps(asdict(value)).encode()


def _limit(what: int, amount: int) -> None:
    hardest = resource.getrlimit(what)[1]
    amount = amount if hardest == resource.RLIM_INFINITY else min(amount, hardest)
    resource.setrlimit(what, (amount, hardest))


def _task(message: bytes) -> Task:
    fields: dict[str, Any] = json.loads(message)
    taken = fields.pop("taken")
    return Task(**fields, taken=None if taken is None else tuple(taken))


def serve(line: socket.socket, seconds: int, memory: int, idle: float = IDLE_SECONDS) -> None:
    """Answer until the other end closes or asks nothing for `idle` seconds.

    Each answer may use `seconds` of processor time, all of them together `memory` bytes of address space.
    """
    _limit(resource.RLIMIT_AS, memory)
    render_here(Task("# Warm\n\n- up\n"))
    line.sendall(READY)
    line.settimeout(idle)
    while (message := receive(line)) is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds + 1)
        send(line, pack(render_here(_task(message))))


if __name__ == "__main__":
    with socket.socket(fileno=0) as other_end, suppress(TimeoutError):
        serve(other_end, int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
