"""Reading and writing what Whoosh keeps in whole blocks, which its own readers and merges do one at a time."""

import os
from collections.abc import Callable, Iterator
from itertools import accumulate, repeat
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher, W3TermInfo
from whoosh.reading import SegmentReader

from search.whoosh_tidying import Stop, Stopped

# Page places, the term's weight in each, and its value in each ("" everywhere where the field has none).
Block = tuple[list[int], list[float], list[bytes]]

_INLINE = 3  # terms on fewer pages than this are kept in the dictionary itself


class _TermInfo(W3TermInfo):  # type: ignore[misc]
    """Whoosh's, mended: its writer calls `set_inline`, which has another name there."""

    def set_inline(self, ids: Any, weights: Any, values: Any) -> None:
        """Keep the postings here; a field without values has one empty value a page."""
        self.set_inlined(ids, weights, values or [b""] * len(ids))


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    def start_term(self, btext: bytes) -> None:
        """Begin a term's postings."""
        self._btext = btext
        self._postwriter.start_postings(self._fieldobj.format, _TermInfo())


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's format without lengths of fields: we keep them in a column, and they cost a stat() a posting."""

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=1024, inlinelimit=_INLINE)

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """The writer of a segment's terms."""
        return _FieldWriter(self, storage, segment)


def blocks(reader: SegmentReader, field: str, term: bytes) -> Iterator[Block]:
    """A term's postings, deleted pages among them."""
    if (field, term) in reader._terms:
        yield from _blocks(reader, field, reader._terms.term_info(field, term))


def _blocks(reader: SegmentReader, field: str, info: Any) -> Iterator[Block]:
    if info.is_inlined():
        ids, weights, values = info.inlined_postings()
        yield list(ids), list(weights), list(values)
        return
    matcher = W3LeafMatcher(reader._terms._postfile, *info.extent(), reader.schema[field].format)
    while matcher.is_active():
        matcher._read_data()
        # What is stored: steps from page to page; one weight, each page's, or None for 1.0; values or None.
        steps, weight, value = matcher._data
        count = len(steps)
        weights = list(weight) if isinstance(weight, tuple) else list(repeat(weight or 1.0, count))
        yield list(accumulate(steps)), weights, list(value) if value else [b""] * count
        matcher._next_block()


def merge(writer: Any, segment: Any, stop: Stop) -> None:
    """Copy a segment's living pages into the one being written; raises `Stopped` when told to stop."""
    reader = SegmentReader(writer.storage, writer.schema, segment)
    try:
        start = writer.docnum
        moved = writer.write_per_doc(set(writer.schema.names()), reader)
        if moved is None:
            moved = range(start, start + reader.doc_count_all())
        kept = set(range(reader.doc_count_all())) - set(reader._perdoc.deleted_docs())
        for (field, term), info in reader._terms.items():
            if stop():
                raise Stopped
            for ids, weights, values in _blocks(reader, field, info):
                for at, weight, value in zip(ids, weights, values, strict=True):
                    if at in kept:
                        writer.pool.add((field, term, moved[at], weight, value))
        writer._added = True
    finally:
        reader.close()


def values(column: Any) -> Callable[[int], bytes]:
    """Reads a column of bytes by place, past three layers of files in Python: a phrase looks at thousands of values."""
    part = column._dbfile.file
    number, start = part._file.fileno(), part._offset + column._basepos
    lengths, offsets = column._lengths, column._offsets
    return lambda at: os.pread(number, lengths[at], start + offsets[at])
