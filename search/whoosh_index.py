"""The search index kept in a folder by Whoosh: many readers, one writer, healed by making it anew."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import ClassVar

from search.errors import IndexBusy
from search.locks import FileLock
from search.model import Document, Health, Hit, Query, Results
from search.whoosh_answer import answer, suggest
from search.whoosh_folder import Broken, read_pointer, rested, size
from search.whoosh_reader import Reader
from search.whoosh_tidying import Stop, untidy
from search.whoosh_writer import change, create, tidy

log = logging.getLogger(__name__)

_NOTHING = Results(hits=(), total=0, facets={}, page=1, pages=0, ready=False)


class WhooshIndex:
    """`SearchIndex` over a folder of its own; nothing is made there before the first write."""

    AFTERWARDS: ClassVar[float] = 0.75

    def __init__(self, folder: Path, patience: float = 120.0) -> None:
        self._root = folder
        # Beside the folder, not in it: whoever deletes the index must not let a second writer in.
        self._lock = FileLock(folder.with_name(f"{folder.name}.lock"), patience)
        self._reader = Reader(folder)

    def alone(self) -> AbstractContextManager[None]:
        """While held, nobody else changes the index; raises `IndexBusy` when another process does not finish."""
        return self._lock.held()

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace pages; an index that cannot be used is made anew with these pages alone."""
        fresh = {document.id: document for document in documents}
        with self.alone():
            if self.health().ready:
                change(self._root, fresh, ())
            else:
                create(self._root, fresh.values(), self._next_generation())

    def delete(self, ids: Iterable[int]) -> None:
        """Forget pages; an index that cannot be used holds none."""
        with self.alone():
            if gone := self.versions().keys() & set(ids):
                change(self._root, {}, gone)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Make the index anew beside the old one, which answers until the swap; returns its number of pages."""
        with self.alone():
            return create(self._root, documents, self._next_generation())

    def search(self, query: Query, audience: frozenset[str]) -> Results:
        """Answer under the reader's rights; never raises."""
        try:
            with self._reader.use() as snapshot:
                return answer(snapshot, query, audience)
        except Broken:
            return _NOTHING
        except Exception:  # a search that fails must not take the page down with it
            log.exception("search failed for %r", query.text)
            self._reader.doubt()
            return _NOTHING

    def suggest(
        self, prefix: str, audience: frozenset[str], limit: int = 7, kinds: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """Pages whose titles hold a word beginning like this; never raises."""
        try:
            with self._reader.use() as snapshot:
                return suggest(snapshot, prefix, audience, limit, kinds)
        except Broken:
            return ()
        except Exception:
            log.exception("suggesting failed for %r", prefix)
            self._reader.doubt()
            return ()

    def carried(self, terms: Iterable[tuple[str, str]], audience: frozenset[str]) -> frozenset[tuple[str, str]]:
        """Those of these terms that a page in the audience carries; never raises."""
        try:
            with self._reader.use() as snapshot:
                return snapshot.carried(terms, audience)
        except Broken:
            return frozenset()
        except Exception:
            log.exception("looking for terms failed")
            self._reader.doubt()
            return frozenset()

    def versions(self) -> Mapping[int, int]:
        """Page id to revision; empty while the index cannot be used."""
        try:
            with self._reader.use() as snapshot:
                return snapshot.versions()
        except Broken:
            return {}

    def ready(self) -> bool:
        """Whether it can answer; while no file has changed that takes a look at each file's stamp."""
        try:
            with self._reader.use():
                return True
        except Broken:
            return False

    def health(self) -> Health:
        """How the index is; never raises."""
        try:
            with self._reader.use() as snapshot:
                return Health(ready=True, documents=snapshot.documents, generation=snapshot.generation)
        except Broken as error:
            return Health(ready=False, documents=0, generation=0, problem=str(error))

    def size(self) -> int:
        """How many bytes its files hold."""
        return size(self._root)

    def tidy(self, stop: Stop) -> bool:
        """Merge segments after a rest, unless somebody writes or `stop()` says that somebody waits."""
        try:
            with self._reader.use() as snapshot:
                wanted = untidy(snapshot.sizes, rested(self._root))
            if not wanted or stop():
                return False
            with self._lock.held(patience=0):
                return tidy(self._root, stop)
        except (Broken, IndexBusy):
            return False

    def _next_generation(self) -> int:
        try:
            return read_pointer(self._root).generation + 1
        except Broken:
            return 1
