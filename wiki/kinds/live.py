"""Vocabularies that follow what editors change while the site runs, and hold still within one request or job.

A change swaps one reference to a frozen mapping, so no thread ever sees half of it.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from wiki.kinds.terms import Vocabulary

Snapshot = Mapping[str, Vocabulary]


class LiveVocabularies(Mapping[str, Vocabulary]):
    """The declared vocabularies until `follow` names where the current ones are read."""

    def __init__(self, declared: Snapshot) -> None:
        self.declared = declared
        self._read: Callable[[], Snapshot] = lambda: declared
        self._held = threading.local()

    def follow(self, read: Callable[[], Snapshot]) -> None:
        """Let `read` say what holds from now on; it has to be cheap while nothing changed."""
        self._read = read

    def begin(self) -> None:
        """From now on the thread sees one moment: the one in which it first looks."""
        self._held.open, self._held.snapshot = True, None

    def end(self, _error: object = None) -> None:
        """From now on the thread sees changes again as they come."""
        self._held.open, self._held.snapshot = False, None

    @contextmanager
    def moment(self) -> Iterator[None]:
        """One moment for the block; within another block, that one's."""
        if getattr(self._held, "open", False):
            yield
            return
        self.begin()
        try:
            yield
        finally:
            self.end()

    def now(self) -> Snapshot:
        """All vocabularies as this thread sees them."""
        if not getattr(self._held, "open", False):
            return self._read()
        if self._held.snapshot is None:
            self._held.snapshot = self._read()
        held: Snapshot = self._held.snapshot
        return held

    def __getitem__(self, key: str) -> Vocabulary:
        return self.now()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.declared)

    def __len__(self) -> int:
        return len(self.declared)

    def __contains__(self, key: object) -> bool:
        return key in self.declared
