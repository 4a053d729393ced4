"""Writing the index: one writer at a time, in batches, and a new index beside the old one."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import rmtree
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from search.model import Document
from search.whoosh_folder import Pointer, clear, new_folder, read_pointer, sums, write_pointer
from search.whoosh_pool import Pool
from search.whoosh_reader import NAME
from search.whoosh_schema import fields, schema

_SMALL = 500  # pages; segments below this are merged once there are too many of them
_MANY = 8


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's format without its lengths of fields: they are kept in a column, and cost a stat() a posting."""

    length_stats = False


def change(root: Path, fresh: Mapping[int, Document], gone: Iterable[int]) -> None:
    """Replace and delete pages in the index in use; the caller holds the lock and knows the index is whole."""
    if not (wanted := {*fresh, *gone}):
        return
    pointer = read_pointer(root)
    index = FileIndex(_storage(root / pointer.folder), schema(), NAME)
    writer = _writer(index)
    try:
        _forget(writer, wanted)
        for document in fresh.values():
            writer.add_document(**fields(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=_tidy)
    _point(root, pointer.folder, pointer.generation + 1, pointer)


def create(root: Path, documents: Iterable[Document], generation: int) -> int:
    """Make the index anew beside whatever is there and swap it in; returns its number of pages."""
    name = new_folder(root)
    try:
        writer = _writer(FileIndex.create(_storage(root / name), schema(), NAME))
        try:
            seen: set[int] = set()
            for document in documents:
                if document.id not in seen:
                    seen.add(document.id)
                    writer.add_document(**fields(document))
        except BaseException:
            writer.cancel()
            raise
        writer.commit(merge=False)
        _point(root, name, generation, None)
    except BaseException:
        rmtree(root / name, ignore_errors=True)
        raise
    clear(root, keep=name)
    return len(seen)


def _storage(folder: Path) -> Any:
    return FileStorage(str(folder), supports_mmap=False)


def _writer(index: Any) -> Any:
    writer = index.writer(timeout=10.0, codec=_Codec(blocklimit=1024))
    writer.pool = Pool(Path(index.storage.folder))
    return writer


def _point(root: Path, folder: str, generation: int, old: Pointer | None) -> None:
    """Tell readers what is there now."""
    write_pointer(root, Pointer(folder, generation, sums(root / folder, old.sums if old else {})))


def _forget(writer: Any, ids: Iterable[int]) -> None:
    """Mark these pages as deleted, segment by segment."""
    wanted = [str(number).encode() for number in ids]
    for segment in writer.segments:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        try:
            for key in wanted:
                if ("id", key) in reader._terms:
                    segment.delete_document(reader._terms.matcher("id", key, writer.schema["id"].format).id())
        finally:
            reader.close()


def _tidy(writer: Any, segments: list[Any]) -> list[Any]:
    """Drop segments without living pages; merge small ones once there are many, and those with more dead than living.

    A segment without pages must never be written: Whoosh cannot open its columns again.
    """
    kept = [one for one in segments if one.deleted_count() < one.doc_count_all()]
    small = [one for one in kept if one.doc_count_all() < _SMALL]
    wasteful = [one for one in kept if one.deleted_count() * 2 > one.doc_count_all()]
    merged = [one for one in kept if one in wasteful or (one in small and len(small) >= _MANY)]
    for one in merged:
        reader = SegmentReader(writer.storage, writer.schema, one)
        writer.add_reader(reader)
        reader.close()
    return [one for one in kept if one not in merged]
