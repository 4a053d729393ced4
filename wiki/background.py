"""The work behind the answers: a thread of the server's first process that works jobs off and mends the index.

That process answers nobody, so no reader waits for the work. Of all servers on one machine that share a data folder,
one at a time does it, by an operating-system lock.
"""

import fcntl
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from storage.jobs import Runner

POLITE = 5  # answering readers comes first; but a lost index is back soon even when they keep every processor busy
FIRST_PAUSE = 1.0  # seconds until the server has forked its workers: a connection must not be open then


class Background:
    """Works jobs off until stopped; what is left stays in the database."""

    def __init__(self, runner: Runner, chore: Callable[[], object], lock: Path) -> None:
        self._runner = runner
        self._chore = chore
        self._lock = lock
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin; returns at once. From now on this process forks only between two rounds of work."""
        working = self._runner.working
        os.register_at_fork(before=working.acquire, after_in_parent=working.release, after_in_child=working.release)
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand."""
        self._runner.stop()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        if sys.platform == "linux":  # where each thread has a priority of its own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), POLITE)
        self._runner.wait(FIRST_PAUSE)
        with self._lock.open("w") as file:
            while not self._runner.is_stopped:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:  # another server has it; it lets go when it ends, however it ends
                    self._runner.wait(1.0)
                    continue
                self._runner.run_until_stopped(self._chore, chore_every=1)
