"""Keeping one snapshot open a process, and noticing when the index moved, was swapped, or was damaged."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.whoosh_folder import POINTER, Broken, Stamp, read_pointer, stamp, verify
from search.whoosh_schema import schema
from search.whoosh_segment import Segment
from search.whoosh_snapshot import Snapshot

NAME = "MAIN"
_TRIES = 5


class Reader:
    """The snapshot in use. One search at a time: the segments' files have one reading position each."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = RLock()
        self._schema = schema()
        self._forget()

    def _forget(self) -> None:
        self._process = os.getpid()
        self._snapshot: Snapshot | None = None
        self._segments: dict[Path, tuple[Segment, Stamp | None]] = {}
        self._watched: dict[Path, Stamp | None] = {}
        self._failed: tuple[Broken, tuple[Any, ...]] | None = None

    @contextmanager
    def use(self) -> Iterator[Snapshot]:
        """The newest snapshot, for the block alone; raises `Broken` when the index cannot be used."""
        with self._lock:
            yield self._current()

    def doubt(self) -> None:
        """Something read wrong: check every file again before the next answer."""
        with self._lock:
            self._forget()

    def _current(self) -> Snapshot:
        if self._process != os.getpid():
            self._forget()  # a forked child shares its parent's reading positions
        if self._snapshot and all(stamp(path) == seen for path, seen in self._watched.items()):
            return self._snapshot
        self._snapshot = None
        if self._failed and self._failed[1] == self._signature():
            raise self._failed[0]
        self._snapshot = self._load()
        return self._snapshot

    def _signature(self) -> tuple[Any, ...]:
        """Everything there is, by name and stamp: while it stays, a broken index stays broken."""
        files = sorted(self._root.glob("index-*/*")) if self._root.is_dir() else []
        return (stamp(self._root / POINTER), *((path, stamp(path)) for path in files))

    def _load(self) -> Snapshot:
        """Read the index; tries again when a writer or a swap came between."""
        for _ in range(_TRIES):
            before = self._signature()
            try:
                return self._open()
            except Broken as error:
                problem = error
            except Exception as error:  # damage can surface as any error inside Whoosh or pickle
                problem = Broken(f"the index cannot be read: {type(error).__name__}: {error}")
            if self._signature() == before:
                break
        self._close(set())
        self._failed = problem, before
        raise problem

    def _open(self) -> Snapshot:
        watched = {self._root / POINTER: stamp(self._root / POINTER)}
        pointer = read_pointer(self._root)
        folder = self._root / pointer.folder
        if not folder.is_dir():
            raise Broken(f"{pointer.folder} is missing")
        storage = FileStorage(str(folder), supports_mmap=False)  # a mapped file that is cut short kills the process
        newest = TOC._latest_generation(storage, NAME)
        if newest < 0:
            raise Broken(f"{pointer.folder} holds no index")
        contents = folder / TOC._filename(NAME, newest)
        watched[contents] = stamp(contents)
        verify(folder, contents.name, pointer.sums.get(contents.name))
        segments: list[tuple[Segment, frozenset[int]]] = []
        for one in TOC.read(storage, NAME, gen=newest, schema=self._schema).segments:
            path = folder / f"{one.segment_id()}.seg"
            watched[path] = stamp(path)
            segments.append((self._segment(storage, one, path, pointer.sums), frozenset(one.deleted_docs())))
        self._close(set(watched))
        self._watched = watched
        return Snapshot(segments, pointer.generation)

    def _segment(self, storage: Any, one: Any, path: Path, sums: Any) -> Segment:
        """The open segment when its file is still the same, else opened anew after its sum is checked."""
        seen = stamp(path)
        held = self._segments.get(path)
        if held and held[1] == seen:
            return held[0]
        verify(path.parent, path.name, sums.get(path.name))
        opened = Segment(storage, self._schema, one)
        self._segments[path] = opened, seen
        return opened

    def _close(self, keep: set[Path]) -> None:
        for path in [path for path in self._segments if path not in keep]:
            self._segments.pop(path)[0].close()
