"""One immutable segment of the index, read once: its numbers, masks and words; texts stay on disk."""

import json
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from whoosh.reading import SegmentReader

from search.analysis import fold, words
from search.bits import mask
from search.describing import facet_of
from search.facets import Facet
from search.model import BY
from search.whoosh_codec import blocks, values

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
        self.overdue = bytes(self._column("overdue"))
        self.numbers = self._numbers()
        self.audience = {key: mask(self.postings("audience", key)[0], self.size) for key in self.lexicon("audience")}
        self.facets = self._facets()
        self._titles, self._facts, self._parts = (self._column(name) for name in ("title", "facts", "parts"))
        self.said = values(self._column("said"))
        """Gives the words of the page at a place in their order, as `search.sequence` writes them."""

    def _numbers(self) -> dict[str, list[tuple[float, int]]]:
        """Each number by name, with the places of the pages that state it."""
        found: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for at, stored in enumerate(self._column("numbers")):
            for name, number in json.loads(stored).items() if stored else ():
                found[name].append((number, at))
        return found

    def _facets(self) -> dict[str, Facet]:
        """Every facet by name; who signed is asked too rarely to be kept in memory."""
        pages: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for key in self.lexicon("facet"):
            name, term = facet_of(key)
            if name != BY:
                pages[name][term] = self.postings("facet", key)[0]
        return {name: Facet.of(self.size, terms) for name, terms in pages.items()}

    def close(self) -> None:
        """Let go of the segment's file."""
        self._reader.close()

    def _column(self, name: str) -> Any:
        return self._reader.column_reader(name, translate=False)

    def postings(self, field: str, term: str) -> tuple[list[int], list[float]]:
        """The places of the pages with this term, in order, and its weight in each."""
        ids: list[int] = []
        weights: list[float] = []
        for at, weight, _ in blocks(self._reader, field, term.encode()):
            ids += at
            weights += weight
        return ids, weights

    def lexicon(self, field: str) -> Iterator[str]:
        """Every term of a field, in byte order."""
        for name, term in self._reader._terms.terms_from(field, b""):
            if name != field:
                return
            yield term.decode()

    def beginning(self, prefix: str) -> Iterator[str]:
        """Every word as written that begins like this."""
        for name, term in self._reader._terms.terms_from("exact", prefix.encode()):
            word = term.decode()
            if name != "exact" or not word.startswith(prefix):
                return
            yield word

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

    @property
    def title_words(self) -> list[str]:
        """The words of all titles, in order."""
        return self._title_words[0]

    @cached_property
    def vocabulary(self) -> dict[int, str]:
        """The words as written, by length, joined by spaces: a tenth of the memory of a list, split when needed."""
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in self.lexicon("exact"):
            if len(word) >= MIN_SPELLED and not word.isdigit():
                by_length[len(word)].append(word)
        return {length: " ".join(found) for length, found in by_length.items()}
