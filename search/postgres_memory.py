"""The memory of each process that searches in PostgreSQL, following the index change by change.

Rights, facets, numbers and titles of all pages are here: asking the database for their counts took longer than
everything else of a search, and for word beginnings tens of milliseconds.
"""

import gc
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from sqlalchemy import Connection, func, select

from search.model import Hit
from search.postgres_columns import Table
from search.postgres_health import Moment, moment
from search.postgres_schema import CHANGE, KEPT, PAGES, TEXTS, WORDS
from search.postgres_titles import Titles

MOST_CHANGED = 1000  # pages; where more changed, all are read anew
FRESH = 0.2  # seconds for which suggestions do not ask the database again


class Reading(Protocol):
    """Opens the index as it is at one moment."""

    def __call__(self) -> AbstractContextManager[Connection]:
        """A connection that sees one moment."""


class Memory:
    """What is known of the index as a connection sees it; safe for several threads."""

    def __init__(self, reading: Reading, again: Callable[[Connection], None]) -> None:
        """`again` lets a connection see what is newest."""
        self._reading, self._again = reading, again
        self._lock = threading.Lock()
        self._looked = 0.0
        self._moment: Moment | None = None
        self._table, self._titles = Table(), Titles()
        self._words: dict[int, list[str]] = defaultdict(list)
        self._words_since = -1

    def doubt(self) -> None:
        """Ask the database the next time, whenever it was asked last."""
        self._looked = 0.0

    def at(self, connection: Connection) -> Table | None:
        """All pages as the connection sees them; None when it sees no index.

        Where another thread has seen a newer state already, the connection comes to see that too.
        """
        with self._lock:
            now = moment(connection)
            if now and self._moment and now.generation < self._moment.generation:
                self._again(connection)
                now = moment(connection)
            if now is None:
                return None
            if now != self._moment:
                with _without_looking_for_garbage():
                    self._take(connection, now)
            return self._table

    def _take(self, connection: Connection, now: Moment) -> None:
        changed = self._changed(connection, now)
        wanted = select(PAGES) if changed is None else select(PAGES).where(PAGES.c.id.in_(changed))
        rows = connection.execute(wanted).all()
        gone = set(changed or ()).difference(row.id for row in rows)
        stems = self._stems(connection, changed) if changed else {}
        self._table = (Table() if changed is None else self._table).after(rows, gone, stems)
        if changed is None:
            self._titles = Titles(rows)
            self._words, self._words_since = defaultdict(list), -1
        else:
            self._titles.change(rows, gone)
        self._moment = now

    def _stems(self, connection: Connection, pages: Sequence[int]) -> dict[int, Sequence[str]]:
        """The words that stand for stems on these pages."""
        asked = select(TEXTS.c.id, func.tsvector_to_array(TEXTS.c.stems)).where(TEXTS.c.id.in_(pages))
        return dict(connection.execute(asked).all())

    def _changed(self, connection: Connection, now: Moment) -> list[int] | None:
        """The pages that changed since; None where everything is to be read."""
        if not (was := self._moment) or now.made != was.made or not 0 <= now.generation - was.generation < KEPT:
            return None
        since = select(CHANGE.c.page).where(CHANGE.c.generation > was.generation).distinct()
        changed = list(connection.scalars(since.limit(MOST_CHANGED + 1)))
        return changed if len(changed) <= MOST_CHANGED else None

    def words(self, connection: Connection, length: int) -> Sequence[str]:
        """Every word of this length as it is written somewhere."""
        with self._lock:
            newer = select(WORDS.c.word, WORDS.c.since).where(WORDS.c.since > self._words_since)
            for word, since in connection.execute(newer):
                self._words[len(word)].append(word)
                self._words_since = max(self._words_since, since)
            return self._words.get(length, ())

    def best(self, prefix: str, audience: frozenset[str], limit: int, kinds: Sequence[str]) -> tuple[Hit, ...]:
        """The pages whose titles begin like this, best first, without passages."""
        self._follow()
        with self._lock:
            return self._titles.best(prefix, audience, limit, kinds)

    def carried(self, terms: Iterable[tuple[str, str]], audience: frozenset[str]) -> frozenset[tuple[str, str]]:
        """Those of these terms that a page in the audience carries."""
        self._follow()
        return self._table.carried(terms, audience)

    def _follow(self) -> None:
        if time.monotonic() - self._looked < FRESH:
            return
        with self._reading() as connection:
            if self.at(connection) is None:
                self._forget()
        self._looked = time.monotonic()

    def _forget(self) -> None:
        with self._lock:
            self._moment, self._table, self._titles = None, Table(), Titles()


@contextmanager
def _without_looking_for_garbage() -> Iterator[None]:
    """Reading a hundred thousand pages makes millions of objects that stay: looking through them doubles the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
