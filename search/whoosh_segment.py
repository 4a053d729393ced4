"""One immutable segment of the index, read once: its numbers, masks and words; texts stay on disk."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate, repeat
from typing import Any

from whoosh.reading import SegmentReader, TermNotFound

from search.analysis import fold, words
from search.bits import mask
from search.whoosh_schema import facet_of

MIN_SPELLED = 3


class Segment:
    """Postings, columns and lists of one segment, deletions aside; not for several threads at once."""

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        self._reader = SegmentReader(storage, schema, segment)
        self.size: int = self._reader.doc_count_all()
        self.ids = array("Q", self._column("number"))
        self.revisions = array("Q", self._column("revision"))
        self.lengths = array("I", self._column("length"))
        self.changed = array("d", self._column("changed"))
        self.audience = {key: mask(self.postings("audience", key)[0], self.size) for key in self.lexicon("audience")}
        self.facets = {facet_of(key): mask(self.postings("facet", key)[0], self.size) for key in self.lexicon("facet")}
        self._titles, self._facts, self._parts = (self._column(name) for name in ("title", "facts", "parts"))

    def close(self) -> None:
        """Let go of the segment's file."""
        self._reader.close()

    def _column(self, name: str) -> Any:
        return self._reader.column_reader(name, translate=False)

    def _matcher(self, field: str, term: str) -> Any:
        # The reader's own `postings` would filter deletions one by one; masks do that for the whole result at once.
        try:
            return self._reader._terms.matcher(field, term.encode(), self._reader.schema[field].format)
        except TermNotFound:
            return None

    def postings(self, field: str, term: str) -> tuple[list[int], list[float]]:
        """The places of the pages with this term, in order, and its weight in each."""
        ids: list[int] = []
        weights: list[float] = []
        for block in self._blocks(self._matcher(field, term)):
            steps, weight, _ = block._data
            ids.extend(accumulate(steps))
            weights.extend(weight if isinstance(weight, tuple) else repeat(weight or 1.0, len(steps)))
        return ids, weights

    def pages(self, word: str) -> int:
        """On how many pages a word stands as written, deleted ones among them."""
        return int(self._reader.doc_frequency("exact", word))

    def positions(self, word: str, wanted: bytes | bytearray) -> dict[int, "array[int]"]:
        """Where a word stands in each page flagged in `wanted`."""
        found: dict[int, array[int]] = {}
        for block in self._blocks(self._matcher("exact", word), wanted):
            steps, _, values = block._data
            standing = zip(accumulate(steps), values, strict=True)
            found.update((at, array("I", value)) for at, value in standing if wanted[at])
        return found

    @staticmethod
    def _blocks(matcher: Any, wanted: bytes | bytearray = b"") -> Iterator[Any]:
        """A matcher block by block, each read: ten times faster than its `next()`, `id()` and `weight()`.

        A block is (steps from page to page, one weight or each page's or None for 1.0, each page's value or None).
        Blocks without a page flagged in `wanted` are passed over unread.
        """
        start = 0
        while matcher is not None and matcher.is_active():
            end = matcher._maxid + 1
            if not wanted or wanted.find(1, start, end) >= 0:
                matcher._read_data()
                yield matcher
            start = end
            matcher._next_block()

    def lexicon(self, field: str) -> Iterator[str]:
        """Every term of a field, in byte order."""
        for name, term in self._reader._terms.terms_from(field, b""):
            if name != field:
                return
            yield term.decode()

    def title(self, at: int) -> str:
        """The title of the page at this place."""
        return str(self._titles[at].decode())

    def facts(self, at: int) -> bytes:
        """What a hit shows beside its title, as stored."""
        return bytes(self._facts[at])

    def parts(self, at: int) -> bytes:
        """The page's parts, as stored."""
        return bytes(self._parts[at])

    @cached_property
    def folded_titles(self) -> list[str]:
        """All titles folded, by place: what titles are sorted by."""
        return [fold(title.decode()) for title in self._titles]

    @cached_property
    def _title_words(self) -> tuple[list[str], list["array[int]"]]:
        """The words of all titles in order, and the places of the pages with each."""
        found: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for at, title in enumerate(self.folded_titles):
            for word in set(words(title)):
                found[word].append(at)
        ordered = sorted(found)
        return ordered, [found[word] for word in ordered]

    def titled(self, prefix: str) -> int:
        """The mask of pages with a title word beginning like this."""
        ordered, at = self._title_words
        start, end = bisect_left(ordered, prefix), bisect_left(ordered, prefix + "\U0010ffff")
        return mask((place for places in at[start:end] for place in places), self.size)

    @cached_property
    def vocabulary(self) -> dict[int, str]:
        """The words as written, by length, joined by spaces: a tenth of the memory of a list, split when needed."""
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in self.lexicon("exact"):
            if len(word) >= MIN_SPELLED and not word.isdigit():
                by_length[len(word)].append(word)
        return {length: " ".join(found) for length, found in by_length.items()}
