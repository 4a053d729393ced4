"""Keeping the index true to the database: page by page, and all at once when it drifted or broke."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.model import Document, SearchIndex

BATCH = 200  # pages written at a time while healing, so that others get their turn


class DocumentSource(Protocol):
    """The truth about every page that can be found; the wiki's pages keep it."""

    def documents(self, ids: Sequence[int] | None) -> Iterator[Document]:
        """The pages with these ids, or all (None), as they are now; an id that is not to be found is left out."""

    def versions(self) -> Mapping[int, int]:
        """Page id to revision for every page that should be found."""


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

    def __bool__(self) -> bool:
        return bool(self.problem) or self.pages > 0


class Upkeep:
    """The index and what it should hold. Any process may call these; one at a time writes."""

    def __init__(self, index: SearchIndex, source: DocumentSource) -> None:
        self.index = index
        self._source = source

    def index_pages(self, ids: Sequence[int]) -> None:
        """Make these pages findable as they are now, or not findable if that is how they are.

        An index that cannot be used is made anew instead. Raises `IndexBusy` when it should be tried again later.
        """
        with self.index.alone():
            if not self.index.health().ready:
                self.rebuild()
                return
            wanted = list(dict.fromkeys(ids))
            there = list(self._source.documents(wanted))
            self.index.put(there)
            if gone := set(wanted) - {document.id for document in there}:
                self.index.delete(gone)

    def heal(self) -> Drift:
        """Repair whatever differs; returns what was found, falsy when all was well.

        Looks again once it is alone: another process may just have healed it.
        """
        if not self.check():
            return Drift()
        with self.index.alone():
            drift = self.check()
            if drift.problem:
                self.rebuild()
                return drift
            stale = sorted({*drift.missing, *drift.outdated, *drift.extra})
            for start in range(0, len(stale), BATCH):
                self.index_pages(stale[start : start + BATCH])
            return drift

    def rebuild(self) -> int:
        """Make the index anew from the truth while the old one goes on answering; returns its number of pages."""
        with self.index.alone():
            return self.index.rebuild(self._source.documents(None))

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
