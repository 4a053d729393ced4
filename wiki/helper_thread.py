"""The thread beside the server that works jobs off and keeps the index whole."""

import fcntl
import threading
import time
from collections.abc import Callable
from pathlib import Path

from storage.jobs import Runner


class HelperThread:
    """Started in every server process; of all on this machine, one at a time does the work."""

    def __init__(self, runner: Runner, chore: Callable[[], object], lock: Path) -> None:
        self._runner = runner
        self._chore = chore
        self._lock = lock
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand; what is left stays in the database."""
        self._runner.stop()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        with self._lock.open("w") as file:
            while not self._runner.is_stopped:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:  # another process has it; it lets go when it ends, however it ends
                    time.sleep(1)
                    continue
                self._runner.run_until_stopped(self._chore)
