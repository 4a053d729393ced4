"""Sorting postings by term while an index is written, in little memory: Whoosh's own pool is three times slower."""

import marshal
from collections import defaultdict
from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from search.whoosh_tidying import Stop, Stopped

LIMIT = 100_000  # postings kept in memory, about 20 MB
_CHUNK = 128  # terms read at a time from each sorted run

Key = tuple[str, bytes]
Row = tuple[Key, list[tuple[int, float, bytes]]]


class Pool:
    """Takes postings in the order of pages and gives them back in the order of terms, as Whoosh's writer wants."""

    def __init__(self, folder: Path, limit: int = LIMIT, stop: Stop = lambda: False) -> None:
        self._folder, self._limit, self._stop = folder, limit, stop
        self._rows: dict[Key, list[tuple[int, float, bytes]]] = defaultdict(list)
        self._count = 0
        self._runs: list[IO[bytes]] = []

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting: field, term, page, weight, value."""
        field, term, page, weight, value = item
        self._rows[field, term].append((page, weight, value))
        self._count += 1
        if self._count >= self._limit:
            self._spill()

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """All postings by field, term and page; once. Raises `Stopped` when told to stop."""
        # merge() is stable and runs are in the order of pages, so a term's pages stay in order.
        runs = [*map(_read, self._runs), iter(sorted(self._rows.items(), key=itemgetter(0)))]
        for (field, term), postings in merge(*runs, key=itemgetter(0)):
            if self._stop():
                raise Stopped
            for page, weight, value in postings:
                yield field, term, page, weight, value

    def cleanup(self) -> None:
        """Let go of everything kept."""
        self._rows.clear()
        while self._runs:
            self._runs.pop().close()

    def _spill(self) -> None:
        """Sort what is in memory out to a file that vanishes with the process."""
        rows = sorted(self._rows.items(), key=itemgetter(0))
        run = TemporaryFile(dir=self._folder)  # noqa: SIM115 (open until cleanup)
        for start in range(0, len(rows), _CHUNK):
            marshal.dump(rows[start : start + _CHUNK], run)
        self._runs.append(run)
        self._rows.clear()
        self._count = 0


def _read(run: IO[bytes]) -> Iterator[Row]:
    run.seek(0)
    while True:
        try:
            rows: Any = marshal.load(run)  # noqa: S302 (our own file, never seen by anybody else)
        except EOFError:
            return
        yield from rows
