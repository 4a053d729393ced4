"""Rendering in a process of its own, which is killed and replaced when it takes too long or too much.

The process is started by its module's name over a socket, not through multiprocessing: that would import the
server's main module again in the child, and forking a server with threads is not safe.
"""

import atexit
import json
import math
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from wiki.rendering.here import source_of
from wiki.rendering.model import Heading, Rendered, Task, WikiLink
from wiki.rendering.worker import IDLE_SECONDS, READY, pack, receive, send

SECONDS = 2.0
MEMORY = 768 * 1024 * 1024
START_SECONDS = 20.0  # for a cold start on a busy machine; not part of a text's own time
_ROOT = Path(__file__).parents[2]


class _Deadline:
    """A socket whose every step must fit into one span of time."""

    def __init__(self, line: socket.socket, seconds: float) -> None:
        self._line = line
        self._end = time.monotonic() + seconds

    def sendall(self, data: bytes) -> None:
        self._hurry()
        self._line.sendall(data)

    def recv(self, size: int) -> bytes:
        self._hurry()
        return self._line.recv(size)

    def _hurry(self) -> None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._line.settimeout(left)


class Pool:
    """At most one worker process, started when first needed and again after it was killed or had rested.

    `seconds` bounds each text's time, `memory` (bytes) the worker's address space; a worker with nothing to do for
    `idle` seconds ends. Safe for threads; a copy that a fork made starts a worker of its own.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY, idle: float = IDLE_SECONDS) -> None:
        self._seconds = seconds
        self._bounds = [str(math.ceil(seconds)), str(memory), str(idle)]
        self._turn = threading.Lock()
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        os.register_at_fork(after_in_child=self._forget_copy)
        atexit.register(self.close)

    def render(self, task: Task) -> Rendered:
        """Render one text; its source when the worker overstays, dies or cannot start. Never raises."""
        if not self._turn.acquire(timeout=self._seconds * 4 + START_SECONDS):
            return source_of(task.text)
        try:
            return self._ask_again_after_rest(task)
        except (OSError, ValueError, EOFError):  # too late, killed by its own limits, or no process to be had
            self._stop()
            return source_of(task.text)
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the worker; the next text starts a new one."""
        with self._turn:
            self._stop()

    def _ask_again_after_rest(self, task: Task) -> Rendered:
        try:
            return self._ask(task)
        except (ConnectionError, EOFError):
            rested = self._process is not None and self._process.wait(START_SECONDS) == 0
            self._stop()
            if not rested:
                raise
            return self._ask(task)

    def _ask(self, task: Task) -> Rendered:
        if self._line is None:
            self._line = self._start()
        within = _Deadline(self._line, self._seconds)
        send(within, pack(task))
        answer = receive(within)
        if answer is None:
            raise EOFError
        fields = json.loads(answer)
        return Rendered(
            html=fields["html"],
            headings=tuple(Heading(*heading) for heading in fields["headings"]),
            links=tuple(WikiLink(**link) for link in fields["links"]),
            failed=fields["failed"],
        )

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "wiki.rendering.worker", *self._bounds]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, nothing typed by anyone
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                start_new_session=True,
            )
        self._line = ours
        if _Deadline(ours, START_SECONDS).recv(1) != READY:
            raise EOFError
        return ours

    def _stop(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._line = self._process = None

    def _forget_copy(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.returncode = 0  # it is the parent's child, not ours to wait for
        self._turn = threading.Lock()
        self._line = self._process = None
