"""Rendering in a process of its own, which is killed and replaced when it takes too long or too much.

The process is started by its module's name over a socket, not through multiprocessing: that would import the
server's main module again in the child, and forking a server with threads is not safe.
"""

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from wiki.rendering.here import render_here, source_of
from wiki.rendering.model import Rendered, Task
from wiki.rendering.wire import READY, pack, receive, send, to_rendered

SECONDS = 1.5  # of processor time, so that every text is answered within two when the machine is free
PATIENCE = 3.0  # seconds by the clock, when it is not
MEMORY = 768 * 1024 * 1024
IDLE_SECONDS = 120.0  # then the worker's memory is worth more than its next start
START_SECONDS = 20.0  # for a cold start on a busy machine; not part of a text's own time
_POSIX = os.name == "posix"  # elsewhere processes have no limits to set, and texts are rendered right here
# Too late, ended by its own limits, or no process to be had.
_LOST = (OSError, ValueError, EOFError, subprocess.SubprocessError)
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

    `seconds` bounds each text's processor time, `patience` its time by the clock, `memory` (bytes) the worker's
    address space; a worker with nothing to do for `idle` seconds ends. Safe for threads; a copy that a fork made
    starts a worker of its own.
    """

    def __init__(
        self,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        *,
        patience: float = PATIENCE,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self._patience = patience
        self._bounds = [str(seconds), str(memory), str(idle)]
        self._turn = threading.Lock()
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        if _POSIX:
            os.register_at_fork(after_in_child=self._forget_copy)
        atexit.register(self.close)

    def render(self, task: Task) -> Rendered:
        """Render one text; its source when the worker overstays, dies or cannot start. Never raises."""
        if not _POSIX:
            return render_here(task)
        if not self._turn.acquire(timeout=self._patience + START_SECONDS):
            return source_of(task.text)
        try:
            return self._ask_again_after_rest(task)
        except _LOST:
            self._replace()
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
        line = self._line or self._start()
        if not self._ready:
            if _Deadline(line, START_SECONDS).recv(1) != READY:
                raise EOFError
            self._ready = True
        within = _Deadline(line, self._patience)
        send(within, pack(task))
        answer = receive(within)
        if answer is None:
            raise EOFError
        return to_rendered(answer)

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
        return ours

    def _replace(self) -> None:
        """A new worker in place of a lost one, coming up while nobody waits for it."""
        self._stop()
        with suppress(*_LOST):
            self._start()

    def _stop(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._line = self._process = None
        self._ready = False

    def _forget_copy(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.returncode = 0  # it is the parent's child, not ours to wait for
        self._turn = threading.Lock()
        self._line = self._process = None
        self._ready = False
