"""What is offered while people type, in the memory of each process, following the index change by change.

Asking PostgreSQL for word beginnings took tens of milliseconds at 10,000 pages, and a typing slip a hundred more.
"""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Row, select

from search.beginnings import Beginnings
from search.describing import facet_key, facet_of
from search.model import BY, Hit
from search.postgres_schema import CHANGE, KEPT, PAGES, STATE, VERSION

MOST_CHANGED = 1000  # pages; where more changed, all are read anew
FRESH = 0.2  # seconds for which the database is not asked again: the calls of one answer see one state
_WANTED = [PAGES.c[name] for name in ("id", "slug", "kind", "title", "changed", "audience", "facet")]


class Reading(Protocol):
    """Opens the index as it is at one moment."""

    def __call__(self) -> AbstractContextManager[Connection]:
        """A connection that sees one moment."""


class _Known(NamedTuple):
    hit: Hit
    audience: frozenset[str]
    carried: tuple[str, ...]


class Titles:
    """Every title and what its page carries, with who may see it; safe for several threads."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lock = threading.Lock()
        self._made, self._generation, self._looked = "", 0, 0.0
        self._forget()

    def _forget(self) -> None:
        self._titles: Beginnings[int] = Beginnings()
        self._pages: dict[int, _Known] = {}
        self._seen: dict[str, set[int]] = defaultdict(set)
        self._kinds: dict[str, set[int]] = defaultdict(set)
        self._carried: dict[str, Counter[frozenset[str]]] = defaultdict(Counter)
        self._shared: dict[Any, Any] = {}

    def doubt(self) -> None:
        """Ask the database the next time, whenever it was asked last."""
        self._looked = 0.0

    def best(self, prefix: str, audience: frozenset[str], limit: int, kinds: Sequence[str]) -> tuple[Hit, ...]:
        """The pages whose titles begin like this, best first, without passages."""
        with self._lock:
            self._follow()
            among = _union(self._kinds, kinds) if kinds else None
            found = self._titles.best(prefix, limit, _union(self._seen, audience), among)
            return tuple(self._pages[page].hit for page in found)

    def carried(self, terms: Iterable[tuple[str, str]], audience: frozenset[str]) -> frozenset[tuple[str, str]]:
        """Those of these terms that a page in the audience carries."""
        with self._lock:
            self._follow()
            return frozenset(
                one
                for one in terms
                if any(not seen.isdisjoint(audience) for seen in self._carried.get(facet_key(*one), ()))
            )

    def _follow(self) -> None:
        """Take up what changed since; of an index that was made anew, or has left us far behind, everything."""
        if time.monotonic() - self._looked < FRESH:
            return
        with self._reading() as connection:
            state = connection.execute(select(STATE)).first()
            if state is None or state.version != VERSION:
                self._forget()
                self._made = ""
            elif state.made != self._made or state.generation > self._generation:
                self._take(connection, state)
        self._looked = time.monotonic()

    def _take(self, connection: Connection, state: Row[Any]) -> None:
        changed: list[int] = []
        if state.made == self._made and state.generation - self._generation < KEPT:
            since = select(CHANGE.c.page).where(CHANGE.c.generation > self._generation).distinct()
            changed = list(connection.scalars(since.limit(MOST_CHANGED + 1)))
        if changed and len(changed) <= MOST_CHANGED:
            for page in changed:
                self._drop(page)
            for row in connection.execute(select(*_WANTED).where(PAGES.c.id.in_(changed))):
                self._titles.put(row.id, row.title)
                self._add(row)
        else:
            self._forget()
            rows = list(connection.execute(select(*_WANTED)))
            self._titles = Beginnings((row.id, row.title) for row in rows)
            for row in rows:
                self._add(row)
        self._made, self._generation = state.made, state.generation

    def _drop(self, page: int) -> None:
        known = self._pages.pop(page, None)
        self._titles.drop(page)
        if known is None:
            return
        self._kinds[known.hit.kind].discard(page)
        for word in known.audience:
            self._seen[word].discard(page)
        for key in known.carried:
            self._carried[key][known.audience] -= 1
            self._carried[key] += Counter()  # without what is at nothing

    def _add(self, row: Row[Any]) -> None:
        share = self._shared.setdefault
        audience = frozenset(row.audience)
        keys = tuple(share(key, key) for key in row.facet if facet_of(key)[0] != BY)
        changed = datetime.fromtimestamp(row.changed, UTC)
        hit = Hit(row.id, row.slug, row.kind, row.title, "", changed, {}, (), None)
        known = self._pages[row.id] = _Known(hit, share(audience, audience), keys)
        self._kinds[row.kind].add(row.id)
        for word in audience:
            self._seen[word].add(row.id)
        for key in keys:
            self._carried[key][known.audience] += 1


def _union(pages: Mapping[str, set[int]], keys: Iterable[str]) -> Set[int]:
    held = [pages[key] for key in keys if key in pages]
    return held[0] if len(held) == 1 else set[int]().union(*held)
