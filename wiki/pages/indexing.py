"""Keeping the index behind the pages, and telling every cache when what can be found has changed."""

from collections.abc import Sequence

from search.upkeep import Upkeep
from storage.database import Database
from storage.generation import bump
from storage.jobs import Payload


class Indexing:
    """The work that follows a save: lists made of the index are stale once more when the index has moved."""

    def __init__(self, database: Database, upkeep: Upkeep) -> None:
        self._database = database
        self._upkeep = upkeep

    def index(self, payloads: Sequence[Payload]) -> None:
        """Job: make these pages findable as they are now."""
        self._upkeep.index_pages([payload["page"] for payload in payloads])
        self._moved()

    def renew(self) -> None:
        """Make the whole index anew, so that nothing is left in its files of what was there before."""
        self._upkeep.rebuild()
        self._moved()

    def heal(self) -> None:
        """Chore: repair the index where it drifted or broke."""
        if self._upkeep.heal():
            self._moved()

    def _moved(self) -> None:
        with self._database.write() as session:
            bump(session)
