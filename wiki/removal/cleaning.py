"""Cleaning: after a removal, what is left of it in the index, the kept pages and the database file."""

from collections.abc import Callable, Sequence

from storage.database import Database
from storage.jobs import Payload
from storage.scrubbing import scrub

CLEAN = "clean"
EMPTY_CACHE = "empty_cache"


class Cleaning:
    """Makes the index anew beside the old one, throws kept pages away, and writes the database's file anew.

    Never part of a save or a removal: readers go on, whoever saves meanwhile waits. It may run twice without harm; what
    it cannot reach is raised, and the job is tried again later.
    """

    def __init__(
        self, database: Database, renew_index: Callable[[], object], empty_cache: Callable[[], object]
    ) -> None:
        self._database = database
        self._renew_index = renew_index
        self._empty_cache = empty_cache

    def clean(self, _payloads: Sequence[Payload]) -> None:
        """Job: everything."""
        self._renew_index()
        self._empty_cache()
        scrub(self._database)

    def clean_fully(self) -> None:
        """The same, and on PostgreSQL every table written anew, which nobody can read meanwhile."""
        self._renew_index()
        self._empty_cache()
        scrub(self._database, full=True)

    def empty_cache(self, _payloads: Sequence[Payload]) -> None:
        """Job: pages that were being made while something was removed, and kept a moment after it."""
        self._empty_cache()
