"""Keeping the index true to the database: page by page, and all at once when it drifted or broke."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from search.model import Document, SearchIndex

BATCH = 200  # pages written at a time while healing, so that others get their turn

Progress = Callable[[int, int], object]
"""Told how many pages of how many are done."""


class DocumentSource(Protocol):
    """The truth about every page that can be found; the wiki's pages keep it."""

    def documents(self, ids: Sequence[int] | None) -> Iterator[Document]:
        """The pages with these ids, or all (None), as they are now; an id that is not to be found is left out."""

    def versions(self) -> Mapping[int, int]:
        """Page id to revision for every page that should be found."""

    def changed_since(self, ids: Sequence[int]) -> datetime | None:
        """Since when the one of these pages that waits longest is as it is now; None without any."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Where the index differs from the truth; `problem` says why it cannot answer at all, else empty."""

    missing: tuple[int, ...] = ()
    outdated: tuple[int, ...] = ()
    extra: tuple[int, ...] = ()
    problem: str = ""

    @property
    def pages(self) -> int:
        """How many pages differ."""
        return len(self.missing) + len(self.outdated) + len(self.extra)

    @property
    def ids(self) -> list[int]:
        """The pages that differ, in order."""
        return sorted({*self.missing, *self.outdated, *self.extra})

    def __bool__(self) -> bool:
        return bool(self.problem) or self.pages > 0


@dataclass(frozen=True, slots=True)
class Lag:
    """How many pages the index does not hold as they are now, and since when the oldest of them waits.

    While the index cannot answer, all pages wait, and `since` is None.
    """

    pages: int = 0
    since: datetime | None = None


class Upkeep:
    """The index and what it should hold. Any process may call these; one at a time writes."""

    def __init__(self, index: SearchIndex, source: DocumentSource, moved: Callable[[], object] = lambda: None) -> None:
        """`moved` is called after the index has changed: whatever was kept of its answers is stale."""
        self.index = index
        self._source = source
        self._moved = moved

    def index_pages(self, ids: Sequence[int]) -> None:
        """Make these pages findable as they are now, or not findable if that is how they are.

        An index that cannot be used is made anew instead. Raises `IndexBusy` when it should be tried again later.
        """
        with self.index.alone():
            if self.index.health().ready:
                self._follow(ids)
            else:
                self._remake()
        self._moved()

    def heal(self) -> Drift:
        """Repair whatever differs; returns what was found, falsy when all was well.

        Looks again once it is alone: another process may just have healed it.
        """
        if not self.check():
            return Drift()
        with self.index.alone():
            drift = self.check()
            if drift.problem:
                self._remake()
            for start in range(0, 0 if drift.problem else drift.pages, BATCH):
                self._follow(drift.ids[start : start + BATCH])
        self._moved()
        return drift

    def rebuild(self, progress: Progress = lambda _done, _of: None) -> int:
        """Make the index anew from the truth while the old one goes on answering; returns its number of pages."""
        with self.index.alone():
            pages = self._remake(progress)
        self._moved()
        return pages

    def check(self) -> Drift:
        """How the index differs from the truth; changes nothing."""
        health = self.index.health()
        truth = self._source.versions()
        if not health.ready:
            return Drift(missing=tuple(sorted(truth)), problem=health.problem or "the index cannot answer")
        held = self.index.versions()
        return Drift(
            missing=tuple(sorted(truth.keys() - held.keys())),
            outdated=tuple(sorted(number for number in truth.keys() & held.keys() if truth[number] != held[number])),
            extra=tuple(sorted(held.keys() - truth.keys())),
        )

    def lag(self) -> Lag:
        """How far the index is behind the truth."""
        drift = self.check()
        return Lag(drift.pages, None if drift.problem or not drift else self._source.changed_since(drift.ids))

    def _follow(self, ids: Sequence[int]) -> None:
        """Write these pages into an index that is whole."""
        wanted = list(dict.fromkeys(ids))
        there = list(self._source.documents(wanted))
        self.index.put(there)
        if gone := set(wanted) - {document.id for document in there}:
            self.index.delete(gone)

    def _remake(self, progress: Progress = lambda _done, _of: None) -> int:
        pages = len(self._source.versions())

        def told() -> Iterator[Document]:
            for done, document in enumerate(self._source.documents(None), 1):
                yield document
                progress(done, max(done, pages))

        return self.index.rebuild(told())
