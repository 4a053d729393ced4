"""The titles that are offered while people type, in the memory of each process."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime
from typing import Any, NamedTuple

from search.beginnings import Beginnings
from search.model import Hit

READERS = 8  # audiences remembered


class _Known(NamedTuple):
    slug: str
    kind: str
    title: str
    changed: float
    audience: Sequence[str]


class Titles:
    """Every title with who may see it, from rows of `search.postgres_schema.PAGES`. Not for several threads."""

    def __init__(self, rows: Sequence[Any] = ()) -> None:
        self._begin = Beginnings((row.id, row.title) for row in rows)
        self._pages: dict[int, _Known] = {}
        self._seen: dict[str, set[int]] = defaultdict(set)
        self._kinds: dict[str, set[int]] = defaultdict(set)
        self._readers: dict[frozenset[str], Set[int]] = {}
        for row in rows:
            self._add(row)

    def change(self, rows: Sequence[Any], gone: Iterable[int]) -> None:
        """Take up pages that came or changed, and forget those that went."""
        self._readers.clear()
        for page in (*gone, *(row.id for row in rows)):
            self._drop(page)
        for row in rows:
            self._begin.put(row.id, row.title)
            self._add(row)

    def best(self, prefix: str, audience: frozenset[str], limit: int, kinds: Sequence[str]) -> tuple[Hit, ...]:
        """The pages whose titles begin like this, best first, without passages."""
        if audience not in self._readers:
            if len(self._readers) >= READERS:
                self._readers.clear()
            self._readers[audience] = _union(self._seen, audience)
        among = _union(self._kinds, kinds) if kinds else None
        found = self._begin.best(prefix, limit, self._readers[audience], among)
        return tuple(self._hit(page) for page in found)

    def _hit(self, page: int) -> Hit:
        slug, kind, title, changed, _ = self._pages[page]
        return Hit(page, slug, kind, title, "", datetime.fromtimestamp(changed, UTC), {}, (), None)

    def _drop(self, page: int) -> None:
        self._begin.drop(page)
        if known := self._pages.pop(page, None):
            self._kinds[known.kind].discard(page)
            for word in known.audience:
                self._seen[word].discard(page)

    def _add(self, row: Any) -> None:
        self._pages[row.id] = _Known(row.slug, row.kind, row.title, row.changed, row.audience)
        self._kinds[row.kind].add(row.id)
        for word in row.audience:
            self._seen[word].add(row.id)


def _union(pages: Mapping[str, set[int]], keys: Iterable[str]) -> Set[int]:
    held = [pages[key] for key in keys if key in pages]
    return held[0] if len(held) == 1 else set[int]().union(*held)
