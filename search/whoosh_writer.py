"""Writing the index: one writer at a time, in batches, and a new index beside the old one."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from search.model import Document
from search.whoosh_codec import Codec, blocks, merge
from search.whoosh_folder import Pointer, clear, new_folder, read_pointer, rested, sums, write_pointer
from search.whoosh_pool import Pool
from search.whoosh_reader import NAME
from search.whoosh_schema import fields, schema
from search.whoosh_tidying import Sizes, Stop, Stopped, too_many, untidy


def change(root: Path, fresh: Mapping[int, Document], gone: Collection[int]) -> None:
    """Replace and delete pages in the index in use; the caller holds the lock and knows the index is whole."""
    if not (wanted := {*fresh, *gone}):
        return
    pointer = read_pointer(root)
    with _writing(FileIndex(_storage(root / pointer.folder), schema(), NAME)) as writer:
        _forget(writer, wanted)
        for document in fresh.values():
            writer.add_document(**fields(document))
        writer.commit(mergetype=_mending(too_many, lambda: False))
    _point(root, pointer.folder, pointer.generation + 1, pointer)


def tidy(root: Path, stop: Stop) -> bool:
    """Merge what a rest of this length is long enough for; the caller holds the lock. Whether anything was merged."""
    pointer = read_pointer(root)
    folder, choose = root / pointer.folder, partial(untidy, rested=rested(root))
    before = set(folder.iterdir())
    try:
        with _writing(FileIndex(_storage(folder), schema(), NAME), stop) as writer:
            if not choose(_sizes(writer.segments)):
                raise Stopped
            writer.commit(mergetype=_mending(choose, stop))
    except Stopped:  # always before the contents are written: nothing leads to what was begun
        for begun in set(folder.iterdir()) - before:
            begun.unlink(missing_ok=True)
        return False
    _point(root, pointer.folder, pointer.generation + 1, pointer)
    return True


def create(root: Path, documents: Iterable[Document], generation: int) -> int:
    """Make the index anew beside whatever is there and swap it in; returns its number of pages."""
    name = new_folder(root)
    try:
        with _writing(FileIndex.create(_storage(root / name), schema(), NAME)) as writer:
            seen: set[int] = set()
            for document in documents:
                if document.id not in seen:
                    seen.add(document.id)
                    writer.add_document(**fields(document))
            writer.commit(merge=False)
        _point(root, name, generation, None)
    except BaseException:
        rmtree(root / name, ignore_errors=True)
        raise
    clear(root, keep=name)
    return len(seen)


def _storage(folder: Path) -> Any:
    return FileStorage(str(folder), supports_mmap=False)


@contextmanager
def _writing(index: Any, stop: Stop = lambda: False) -> Iterator[Any]:
    """Whoosh's writer for the block, which commits it; after an error nothing of it stays open or locked."""
    writer = index.writer(timeout=10.0, codec=Codec())
    writer.pool = Pool(Path(index.storage.folder), stop=stop)
    try:
        yield writer
    except BaseException:
        # A commit that failed halfway (a full disk) fails again in each of these; its lock must go all the same.
        for step in (writer._close_segment, writer._tempstorage.destroy, writer.writelock.release):
            with suppress(Exception):
                step()
        raise


def _point(root: Path, folder: str, generation: int, old: Pointer | None) -> None:
    """Tell readers what is there now."""
    write_pointer(root, Pointer(folder, generation, sums(root / folder, old.sums if old else {})))


def _forget(writer: Any, ids: Iterable[int]) -> None:
    """Mark these pages as deleted, segment by segment."""
    keys = [str(number).encode() for number in ids]
    for segment in writer.segments:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        try:
            for key in keys:
                for places, _, _ in blocks(reader, "id", key):
                    segment.delete_document(places[0])
        finally:
            reader.close()


def _mending(choose: Callable[[Sizes], list[int]], stop: Stop) -> Callable[[Any, list[Any]], list[Any]]:
    """What Whoosh asks at a commit: merges what is chosen and drops segments without living pages.

    A segment without pages must never be written: Whoosh cannot open its columns again.
    """

    def mend(writer: Any, segments: list[Any]) -> list[Any]:
        chosen = choose(_sizes(segments))
        for at in chosen:
            if _living(segments[at]):
                merge(writer, segments[at], stop)
        return [one for at, one in enumerate(segments) if at not in chosen and _living(one)]

    return mend


def _sizes(segments: Iterable[Any]) -> list[tuple[int, int]]:
    return [(_living(one), int(one.doc_count_all())) for one in segments]


def _living(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())
