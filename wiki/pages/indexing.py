"""Keeping the index behind the pages, and telling every cache when what can be found has changed."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from search.errors import IndexBusy
from search.upkeep import Upkeep
from storage.database import Database
from storage.generation import bump
from storage.jobs import Payload, is_due

DRIFT_EVERY = 10  # rounds of the runner between two looks at every page
LOOK_EVERY = 0.1  # seconds between two looks for waiting jobs while the index is tidied


class Indexing:
    """The work that follows a save, and what is done for the index while nothing waits."""

    def __init__(self, database: Database, upkeep: Upkeep, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._upkeep = upkeep
        self._clock = clock
        self._rounds = 0

    def index(self, payloads: Sequence[Payload]) -> None:
        """Job: make these pages findable as they are now."""
        self._upkeep.index_pages([payload["page"] for payload in payloads])

    def renew(self) -> None:
        """Make the whole index anew, so that nothing is left in its files of what was there before."""
        self._upkeep.rebuild()

    def heal(self) -> None:
        """Repair the index where it drifted or broke."""
        self._upkeep.heal()

    def care(self) -> None:
        """Chore of every round: mend an index that is away at once, look for drift now and then, tidy while idle."""
        first, turn = self._rounds == 0, self._rounds % DRIFT_EVERY == 0
        self._rounds += 1
        if first:  # whoever worked before may have died with the index written and the caches not told
            moved(self._database)
        if turn or not self._upkeep.index.ready():
            self.heal()
        self.tidy()

    def tidy(self) -> bool:
        """Put the index in order until a job is due; whether anything was done."""
        try:
            return self._upkeep.index.tidy(_Seldom(self._is_awaited))
        except IndexBusy:
            return False

    def _is_awaited(self) -> bool:
        with self._database.read() as session:
            return is_due(session, self._clock())


def moved(database: Database) -> None:
    """Lists and pages that were made with the help of the index are stale once more."""
    with database.write() as session:
        bump(session)


class _Seldom:
    """A question that may be asked as often as one likes, and is passed on a few times a second."""

    def __init__(self, question: Callable[[], bool]) -> None:
        self._question = question
        self._next = 0.0

    def __call__(self) -> bool:
        if time.monotonic() < self._next:
            return False
        answer = self._question()
        self._next = time.monotonic() + LOOK_EVERY
        return answer
