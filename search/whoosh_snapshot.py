"""The index as it is at one generation: all segments side by side, every page at one place from 0."""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import compress

from search.bits import flags, mask, places
from search.describing import facet_key
from search.model import BY, Range
from search.ranking import norm
from search.spelling import beginnings
from search.whoosh_segment import Segment

READERS = 8  # audiences remembered; every account is one of its own
BEGUN = 64  # beginnings of titles remembered


class Snapshot:
    """Postings, masks and numbers over all segments; `live` holds the places of pages that are not deleted."""

    def __init__(self, segments: Sequence[tuple[Segment, frozenset[int]]], generation: int) -> None:
        self.generation = generation
        self.sizes = [(segment.size - len(deleted), segment.size) for segment, deleted in segments]
        self._segments = [segment for segment, _ in segments]
        self._starts: list[int] = []
        self.ids, self.revisions = array("Q"), array("Q")
        self.lengths, self.changed = array("I"), array("d")
        self.overdue = bytearray()
        self._numbers: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self.live = self.size = 0
        self._audience: dict[str, int] = defaultdict(int)
        self.facets: dict[str, dict[str, int]] = defaultdict(dict)
        for segment, deleted in segments:
            self._add(segment, deleted)
        self._readers: dict[frozenset[str], int] = {}
        self._norms: dict[frozenset[str], list[float]] = {}
        self._titled: dict[str, int] = {}

    def _add(self, segment: Segment, deleted: frozenset[int]) -> None:
        start = self.size
        self._starts.append(start)
        self.live |= (mask(range(segment.size), segment.size) & ~mask(deleted, segment.size)) << start
        for word, pages in segment.audience.items():
            self._audience[word] |= pages << start
        for (name, term), pages in segment.facets.items():
            self.facets[name][term] = self.facets[name].get(term, 0) | pages << start
        self.ids += segment.ids
        self.revisions += segment.revisions
        self.lengths += segment.lengths
        self.changed += segment.changed
        self.overdue += segment.overdue
        for name, found in segment.numbers.items():
            self._numbers[name] += [(number, at + start) for number, at in found]
        self.size += segment.size

    @property
    def documents(self) -> int:
        """How many pages there are."""
        return self.live.bit_count()

    def versions(self) -> dict[int, int]:
        """Page id to revision."""
        kept = flags(self.live, self.size)
        return {self.ids[at]: self.revisions[at] for at in range(self.size) if kept[at]}

    def visible(self, audience: frozenset[str]) -> int:
        """The places of all pages somebody in these audiences may see."""
        if audience not in self._readers:
            if len(self._readers) >= READERS:
                self._norms.pop(next(iter(self._readers)), None)
                self._readers.pop(next(iter(self._readers)))
            seen = 0
            for word in audience:
                seen |= self._audience.get(word, 0)
            self._readers[audience] = seen & self.live
        return self._readers[audience]

    def norms(self, audience: frozenset[str]) -> list[float]:
        """What length costs each page, against the mean length of the pages this audience may see."""
        seen = self.visible(audience)
        if audience not in self._norms:
            total = sum(compress(self.lengths, flags(seen, self.size)))
            mean = total / max(seen.bit_count(), 1)
            by_length: dict[int, float] = {length: norm(length, mean) for length in set(self.lengths)}
            self._norms[audience] = [by_length[length] for length in self.lengths]
        return self._norms[audience]

    def postings(self, field: str, term: str) -> tuple[list[int], list[float]]:
        """Places of pages with the term, deleted ones too, and its weight in each."""
        places: list[int] = []
        weights: list[float] = []
        for segment, start in zip(self._segments, self._starts, strict=True):
            at, weight = segment.postings(field, term)
            places.extend(place + start for place in at) if start else places.extend(at)
            weights.extend(weight)
        return places, weights

    def mask(self, places: Iterable[int]) -> int:
        """The set of these places."""
        return mask(places, self.size)

    def places(self, mask: int) -> list[int]:
        """The places in a set, in order."""
        return places(mask, self.size)

    def numbered(self, name: str, wanted: Range) -> int:
        """The places of pages whose number of this name lies in the range; none that states no such number."""
        found = self._sorted_numbers.get(name, [])
        low = bisect_left(found, (wanted.low, -1)) if wanted.low is not None else 0
        high = bisect_right(found, (wanted.high, self.size)) if wanted.high is not None else len(found)
        return self.mask(at for _, at in found[low:high])

    @cached_property
    def _sorted_numbers(self) -> dict[str, list[tuple[float, int]]]:
        return {name: sorted(found) for name, found in self._numbers.items()}

    def numbers(self, place: int) -> dict[str, float]:
        """What the page at this place states in numbers."""
        return {name: number for name, stated in self._stated.items() if (number := stated.get(place)) is not None}

    @cached_property
    def _stated(self) -> dict[str, dict[int, float]]:
        return {name: {at: number for number, at in found} for name, found in self._numbers.items()}

    def beginning(self, prefix: str) -> dict[int, float]:
        """Places of pages with a word beginning like this, each with how many such words stand there."""
        found: dict[int, float] = {}
        for segment, start in zip(self._segments, self._starts, strict=True):
            for word in segment.beginning(prefix):
                for at, count in zip(*segment.postings("exact", word), strict=True):
                    found[at + start] = found.get(at + start, 0.0) + count
        return found

    def carrying(self, name: str, terms: Iterable[str]) -> int:
        """The places of pages that carry one of these terms of a facet."""
        found = 0
        for term in terms:
            if name == BY:  # too many, and too rarely asked for, to be kept in memory
                found |= self.with_term("facet", facet_key(BY, term))
            else:
                found |= self.facets.get(name, {}).get(term, 0)
        return found

    def with_term(self, field: str, term: str) -> int:
        """The set of places with the term."""
        return self.mask(self.postings(field, term)[0])

    def phrase(self, words: Sequence[str], within: int) -> int:
        """The places among `within` where these words stand next to each other in this order."""
        found: list[int] = []
        for segment, start in zip(self._segments, self._starts, strict=True):
            part = (within >> start) & ((1 << segment.size) - 1)
            if part:
                found.extend(place + start for place in _phrase(segment, words, part))
        return self.mask(found)

    def locate(self, place: int) -> tuple[Segment, int]:
        """The segment a place lies in, and its place there."""
        number = bisect_right(self._starts, place) - 1
        return self._segments[number], place - self._starts[number]

    @cached_property
    def folded_titles(self) -> list[str]:
        """The titles as titles are sorted, by place."""
        return [title for segment in self._segments for title in segment.folded_titles]

    @cached_property
    def by_title(self) -> "array[int]":
        """All places in the order of their titles."""
        return array("I", sorted(range(self.size), key=lambda at: (self.folded_titles[at], self.ids[at])))

    @cached_property
    def by_change(self) -> "array[int]":
        """All places, the latest change first."""
        return array("I", sorted(range(self.size), key=lambda at: (-self.changed[at], self.ids[at])))

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

    @cached_property
    def facet_names(self) -> tuple[str, ...]:
        """The facets there are, in order."""
        return tuple(sorted(self.facets))


def _phrase(segment: Segment, words: Sequence[str], within: int) -> list[int]:
    """The places in one segment where the words follow each other; the rarest word is looked at first."""
    rare, *others = sorted(range(len(words)), key=lambda step: segment.pages(words[step]))
    standing = segment.positions(words[rare], flags(within, segment.size))
    begins = {place: set(map((-rare).__add__, at)) for place, at in standing.items()}
    for step in others:
        standing = segment.positions(words[step], flags(mask(begins, segment.size), segment.size))
        begins = {
            place: kept
            for place, at in standing.items()
            if (kept := begins[place].intersection(map((-step).__add__, at)))
        }
    return list(begins)
