"""The index as it is at one generation: all segments side by side, every page at one place from 0."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from search.bits import flags, mask, places
from search.columns import READERS, Columns
from search.describing import facet_key
from search.facets import Facet
from search.model import BY
from search.ranking import norm
from search.sequence import in_a_row, says
from search.spelling import beginnings
from search.whoosh_segment import Segment

BEGUN = 64  # beginnings of titles remembered


class Snapshot(Columns):
    """Postings over all segments, beside what is in memory of every page."""

    def __init__(self, segments: Sequence[tuple[Segment, frozenset[int]]], generation: int) -> None:
        super().__init__()
        self.generation = generation
        self.sizes = [(segment.size - len(deleted), segment.size) for segment, deleted in segments]
        self._segments = [segment for segment, _ in segments]
        self._starts: list[int] = []
        self.revisions = array("Q")
        for segment, deleted in segments:
            self._add(segment, deleted)
        for name in sorted({name for segment in self._segments for name in segment.facets}):
            several = [segment.facets.get(name) or Facet(segment.size) for segment in self._segments]
            self.facets[name] = Facet.joined(several)
        self._norms: dict[float, list[float]] = {}
        self._titled: dict[str, int] = {}

    def _add(self, segment: Segment, deleted: frozenset[int]) -> None:
        start = self.size
        self._starts.append(start)
        self.live |= (mask(range(segment.size), segment.size) & ~mask(deleted, segment.size)) << start
        for word, pages in segment.audience.items():
            self.audience[word] |= pages << start
        self.ids += segment.ids
        self.revisions += segment.revisions
        self.lengths += segment.lengths
        self.changed += segment.changed
        self.overdue += segment.overdue
        for name, found in segment.numbers.items():
            self.stated[name].update((at + start, number) for number, at in found)
        self.size += segment.size

    def versions(self) -> dict[int, int]:
        """Page id to revision."""
        kept = flags(self.live, self.size)
        return {self.ids[at]: self.revisions[at] for at in range(self.size) if kept[at]}

    def norms(self, mean_length: float) -> list[float]:
        """What length costs each page, against this mean length."""
        if mean_length not in self._norms:
            if len(self._norms) >= READERS:
                self._norms.clear()
            by_length: dict[int, float] = {length: norm(length, mean_length) for length in set(self.lengths)}
            self._norms[mean_length] = [by_length[length] for length in self.lengths]
        return self._norms[mean_length]

    def postings(self, field: str, term: str) -> tuple[list[int], list[float]]:
        """Places of pages with the term, deleted ones too, and its weight in each."""
        places: list[int] = []
        weights: list[float] = []
        for segment, start in zip(self._segments, self._starts, strict=True):
            at, weight = segment.postings(field, term)
            places.extend(place + start for place in at) if start else places.extend(at)
            weights.extend(weight)
        return places, weights

    def beginning(self, prefix: str) -> dict[int, float]:
        """Places of pages with a word beginning like this, each with how many such words stand there."""
        found: dict[int, float] = {}
        for segment, start in zip(self._segments, self._starts, strict=True):
            for word in segment.beginning(prefix):
                for at, count in zip(*segment.postings("exact", word), strict=True):
                    found[at + start] = found.get(at + start, 0.0) + count
        return found

    def signed(self, signers: Iterable[str]) -> int:
        """The places of pages with one of these signers."""
        found = 0
        for signer in signers:
            found |= self.with_term("facet", facet_key(BY, signer))
        return found

    def with_term(self, field: str, term: str) -> int:
        """The set of places with the term."""
        return self.mask(self.postings(field, term)[0])

    def phrase(self, words: Sequence[str], within: int) -> int:
        """The places among `within` where these words stand next to each other in this order."""
        wanted, found = in_a_row(words), list[int]()
        for segment, start in zip(self._segments, self._starts, strict=True):
            part = (within >> start) & ((1 << segment.size) - 1)
            found.extend(at + start for at in places(part, segment.size) if says(segment.said(at), wanted))
        return self.mask(found)

    def locate(self, place: int) -> tuple[Segment, int]:
        """The segment a place lies in, and its place there."""
        number = bisect_right(self._starts, place) - 1
        return self._segments[number], place - self._starts[number]

    @cached_property
    def folded_titles(self) -> list[str]:
        """The titles as titles are sorted, by place."""
        return [title for segment in self._segments for title in segment.folded_titles]

    def titled(self, prefix: str) -> int:
        """The places of pages with a title word beginning like this."""
        if prefix not in self._titled:
            if len(self._titled) >= BEGUN:
                self._titled.pop(next(iter(self._titled)))
            found = 0
            for segment, start in zip(self._segments, self._starts, strict=True):
                found |= segment.titled(prefix) << start
            self._titled[prefix] = found
        return self._titled[prefix]

    def near_titled(self, prefix: str, visible: int) -> int:
        """The same within `visible`, and if there are none, for beginnings that are one slip away."""
        found = self.titled(prefix) & visible
        if not found:
            for near in beginnings(prefix, self._title_words):
                found |= self.titled(near) & visible
        return found

    @cached_property
    def _title_words(self) -> list[str]:
        return sorted({word for segment in self._segments for word in segment.title_words})

    def spellings(self, length: int) -> list[str]:
        """Every word of this length as it is written somewhere."""
        return [word for segment in self._segments for word in segment.vocabulary.get(length, "").split()]
