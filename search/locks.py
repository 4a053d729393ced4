"""A lock between threads and processes that the operating system takes back from whoever dies."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.errors import IndexBusy


class FileLock:
    """One holder at a time over all processes; the holding thread may take it again."""

    def __init__(self, path: Path, patience: float = 120.0) -> None:
        self._path = path
        self._patience = patience
        self._here = threading.RLock()
        self._depth = 0
        self._descriptor = -1

    @contextmanager
    def held(self, patience: float | None = None) -> Iterator[None]:
        """Hold the lock for the block; raises `IndexBusy` after `patience` seconds of waiting (None: as usual)."""
        patience = self._patience if patience is None else patience
        if not self._here.acquire(timeout=patience):
            raise IndexBusy
        try:
            if self._depth == 0:
                self._descriptor = self._take(patience)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    os.close(self._descriptor)  # closing lets go of the lock
        finally:
            self._here.release()

    def _take(self, patience: float) -> int:
        """Wait for the file's lock; polls, since a blocking flock has no time limit."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(descriptor)
                    raise IndexBusy from None
                time.sleep(0.02)
