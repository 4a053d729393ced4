"""The work behind the answers: jobs and the index, in a process of their own, or in a thread where none can be forked.

Every process of the server offers to do it and one at a time does, by an operating-system lock: should the process
that has it be killed, a worker's thread takes over.
"""

import fcntl
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.jobs import Runner

POLITE = 10  # answering readers comes first


class Background:
    """Works jobs off until stopped; what is left stays in the database."""

    def __init__(self, runner: Runner, chore: Callable[[], object], lock: Path) -> None:
        self._runner = runner
        self._chore = chore
        self._lock = lock
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._parent = 0

    def start_thread(self) -> None:
        """Begin in a thread of this process; returns at once."""
        self._thread.start()

    def stop_thread(self) -> None:
        """Finish the batch at hand."""
        self._runner.stop()
        self._thread.join(timeout=10)

    @contextmanager
    def in_process(self) -> Iterator[None]:
        """While the block runs, a child process does the work; no database connection may be open when it begins."""
        server = os.getpid()
        child = os.fork()
        if child == 0:
            self._be_the_child(server)
        try:
            yield
        finally:
            if os.getpid() == server:  # workers forked inside the block leave it too
                _end(child)

    def _be_the_child(self, server: int) -> None:
        self._parent = server
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: self._runner.stop())
        os.nice(POLITE)
        try:
            self._run()
        finally:
            os._exit(0)

    def _run(self) -> None:
        with self._lock.open("w") as file:
            while not self._runner.is_stopped:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:  # another process has it; it lets go when it ends, however it ends
                    self._runner.wait(1.0)
                    continue
                self._runner.run_until_stopped(self._round)

    def _round(self) -> None:
        """The chore; a child whose server is gone ends with it."""
        if self._parent and os.getppid() != self._parent:
            self._runner.stop()
            return
        self._chore()


def _end(child: int) -> None:
    try:
        os.kill(child, signal.SIGTERM)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):  # it ended before, and gunicorn has taken note of it
        return
