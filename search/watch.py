"""How far the index is behind, for whoever looks after the site: looked at now and then, however often it is asked."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from search.upkeep import Upkeep

KEPT = 5.0  # seconds that one look is told again: comparing the index with every page is work


@dataclass(frozen=True, slots=True)
class Seen:
    """Whether the index can answer, how many pages it does not hold as they are now, and for how long at most.

    `seconds` is 0 while it is not known: an index that is away holds nothing.
    """

    ready: bool
    pages: int
    seconds: int


class Watch:
    """Looks at the index, at most once in a few seconds."""

    def __init__(self, upkeep: Upkeep, clock: Callable[[], datetime], kept: float = KEPT) -> None:
        self._upkeep = upkeep
        self._clock = clock
        self._kept = kept
        self._lock = Lock()
        self._last: Seen | None = None
        self._next = 0.0

    def look(self) -> Seen:
        """How it is; whether it can answer is always as of now."""
        ready = self._upkeep.index.ready()
        with self._lock:
            if self._last is None or self._last.ready != ready or time.monotonic() >= self._next:
                self._last = self._look(ready)
                self._next = time.monotonic() + self._kept
            return self._last

    def _look(self, ready: bool) -> Seen:
        lag = self._upkeep.lag()
        waited = max(0, int((self._clock() - lag.since).total_seconds())) if lag.since else 0
        return Seen(ready, lag.pages, waited)
