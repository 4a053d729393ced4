"""How a pool and its worker talk: whole messages over a socket, and the one byte that says the worker is up."""

import json
import struct
from dataclasses import asdict
from typing import Any, Protocol

from wiki.rendering.model import Heading, Rendered, Task, WikiLink

READY = b"+"
_LENGTH = struct.Struct(">I")


class Line(Protocol):
    """One end of a connection."""

    def sendall(self, data: bytes, /) -> None:
        """Send everything."""

    def recv(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


def receive(line: Line) -> bytes | None:
    """One whole message, or None when the other end has closed."""
    head = _exactly(line, _LENGTH.size)
    return None if head is None else _exactly(line, _LENGTH.unpack(head)[0])


def send(line: Line, message: bytes) -> None:
    """One whole message."""
    line.sendall(_LENGTH.pack(len(message)) + message)


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
    """A value as bytes, for `to_task` or `to_rendered` at the other end."""
    return json.dumps(asdict(value)).encode()


def to_task(message: bytes) -> Task:
    """The task somebody packed."""
    fields: dict[str, Any] = json.loads(message)
    taken = fields.pop("taken")
    return Task(**fields, taken=None if taken is None else tuple(taken))


def to_rendered(message: bytes) -> Rendered:
    """The rendered text somebody packed."""
    fields: dict[str, Any] = json.loads(message)
    return Rendered(
        html=fields["html"],
        headings=tuple(Heading(*heading) for heading in fields["headings"]),
        links=tuple(WikiLink(**link) for link in fields["links"]),
        failed=fields["failed"],
    )
