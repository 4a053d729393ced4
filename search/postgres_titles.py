"""The titles of all pages in the memory of each process, following the index change by change.

Asking PostgreSQL for word beginnings took tens of milliseconds at 10,000 pages, and a typing slip a hundred more.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from sqlalchemy import Connection, Row, select

from search.beginnings import Beginnings
from search.postgres_schema import CHANGE, KEPT, PAGES

MOST_CHANGED = 1000  # pages; where more changed, all are read anew


class Titles:
    """Every title with who may see its page, as of some generation of the index; safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made, self._generation = "", 0
        self._titles: Beginnings[int] = Beginnings()
        self._seen: dict[str, set[int]] = defaultdict(set)
        self._kinds: dict[str, set[int]] = defaultdict(set)

    def best(
        self,
        connection: Connection,
        state: Any,
        prefix: str,
        audience: frozenset[str],
        limit: int,
        kinds: Sequence[str],
    ) -> list[int]:
        """The pages whose titles begin like this, best first, not older than `state`, a row of the index's state."""
        with self._lock:
            self._follow(connection, state)
            return self._titles.best(
                prefix, limit, _union(self._seen, audience), _union(self._kinds, kinds) if kinds else None
            )

    def _follow(self, connection: Connection, state: Row[Any]) -> None:
        """Take up what changed since; of an index that was made anew, or has left us far behind, everything."""
        behind = state.generation - self._generation
        if state.made == self._made and behind <= 0:
            return
        wanted = select(PAGES.c.id, PAGES.c.title, PAGES.c.kind, PAGES.c.audience)
        changed: list[int] = []
        if state.made == self._made and behind < KEPT:
            since = select(CHANGE.c.page).where(CHANGE.c.generation > self._generation).distinct()
            changed = list(connection.scalars(since.limit(MOST_CHANGED + 1)))
        if changed and len(changed) <= MOST_CHANGED:
            self._take(changed, connection.execute(wanted.where(PAGES.c.id.in_(changed))))
        else:
            self._take_all(connection.execute(wanted))
        self._made, self._generation = state.made, state.generation

    def _take(self, changed: Iterable[int], rows: Iterable[Row[Any]]) -> None:
        for page in changed:
            self._titles.drop(page)
            for pages in (*self._seen.values(), *self._kinds.values()):
                pages.discard(page)
        for row in rows:
            self._titles.put(row.id, row.title)
            self._sort(row)

    def _take_all(self, rows: Iterable[Row[Any]]) -> None:
        held = list(rows)
        self._titles = Beginnings((row.id, row.title) for row in held)
        self._seen.clear()
        self._kinds.clear()
        for row in held:
            self._sort(row)

    def _sort(self, row: Row[Any]) -> None:
        self._kinds[row.kind].add(row.id)
        for word in row.audience:
            self._seen[word].add(row.id)


def _union(pages: Mapping[str, set[int]], keys: Iterable[str]) -> Set[int]:
    held = [pages[key] for key in keys if key in pages]
    return held[0] if len(held) == 1 else set[int]().union(*held)
