"""Writing the index: one writer at a time, in batches, and a new index beside the old one."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from search.model import Document
from search.whoosh_codec import Codec, blocks, merge
from search.whoosh_folder import Pointer, clear, new_folder, read_pointer, sums, write_pointer
from search.whoosh_pool import Pool
from search.whoosh_reader import NAME
from search.whoosh_schema import fields, schema

_MANY = 8  # segments of about the same size that make it worth merging them


def change(root: Path, fresh: Mapping[int, Document], gone: Collection[int]) -> None:
    """Replace and delete pages in the index in use; the caller holds the lock and knows the index is whole."""
    if not (wanted := {*fresh, *gone}):
        return
    pointer = read_pointer(root)
    with _writing(FileIndex(_storage(root / pointer.folder), schema(), NAME)) as writer:
        _forget(writer, wanted)
        for document in fresh.values():
            writer.add_document(**fields(document))
        writer.commit(mergetype=_tidy)
    _point(root, pointer.folder, pointer.generation + 1, pointer)


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
def _writing(index: Any) -> Iterator[Any]:
    """Whoosh's writer for the block, which commits it; after an error nothing of it stays open or locked."""
    writer = index.writer(timeout=10.0, codec=Codec())
    writer.pool = Pool(Path(index.storage.folder))
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


def _tidy(writer: Any, segments: list[Any]) -> list[Any]:
    """Drop segments without living pages; merge many of about the same size, and those with more dead than living.

    So each page is copied a few times in its life, however many there are. A segment without pages must never be
    written: Whoosh cannot open its columns again.
    """
    kept = [one for one in segments if _living(one)]
    sizes = Counter(_size(one) for one in kept)
    merged = [one for one in kept if sizes[_size(one)] >= _MANY or _living(one) * 2 < one.doc_count_all()]
    for one in merged:
        merge(writer, one)
    return [one for one in kept if one not in merged]


def _living(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


def _size(segment: Any) -> int:
    """The power of eight a segment's living pages come to."""
    return (_living(segment).bit_length() - 1) // 3
