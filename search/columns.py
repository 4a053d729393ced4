"""What every keeper holds in memory of all pages, each at one place from 0: sets of places, dates, lengths, numbers."""

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import compress

from search.bits import flags, mask, places
from search.facets import Facet
from search.model import Range

READERS = 8  # audiences remembered; every account is one of its own


class Columns(ABC):
    """All pages of the index as it is at one moment; whoever fills it does so before anybody asks.

    `live` holds the places of pages that are not deleted; `stated` the numbers by name and place.
    """

    def __init__(self) -> None:
        self.size = self.live = 0
        self.ids, self.lengths, self.changed = array("Q"), array("I"), array("d")
        self.overdue = bytearray()
        self.audience: dict[str, int] = defaultdict(int)
        self.facets: dict[str, Facet] = {}
        self.stated: dict[str, dict[int, float]] = defaultdict(dict)
        self._readers: dict[frozenset[str], tuple[int, float]] = {}

    @property
    def documents(self) -> int:
        """How many pages there are."""
        return self.live.bit_count()

    def visible(self, audience: frozenset[str]) -> int:
        """The places of all pages somebody in these audiences may see."""
        return self._seen(audience)[0]

    def mean_length(self, audience: frozenset[str]) -> float:
        """How many words the pages have at the mean that this audience may see."""
        return self._seen(audience)[1]

    def _seen(self, audience: frozenset[str]) -> tuple[int, float]:
        if (known := self._readers.get(audience)) is None:
            seen = 0
            for word in audience:
                seen |= self.audience.get(word, 0)
            seen &= self.live
            total = sum(compress(self.lengths, flags(seen, self.size)))
            known = seen, total / max(seen.bit_count(), 1)
            if len(self._readers) >= READERS:
                self._readers.clear()
            self._readers[audience] = known
        return known

    @cached_property
    def stale(self) -> int:
        """The places of pages whose last check is too long ago."""
        return self.mask(compress(range(self.size), self.overdue))

    def mask(self, places: Iterable[int]) -> int:
        """The set of these places."""
        return mask(places, self.size)

    def places(self, mask: int) -> list[int]:
        """The places in a set, in order."""
        return places(mask, self.size)

    def carrying(self, name: str, terms: Iterable[str]) -> int:
        """The places of pages that carry one of these terms of a facet."""
        found = 0
        if facet := self.facets.get(name):
            for term in terms:
                found |= facet.carrying(term)
        return found

    def carried(self, terms: Iterable[tuple[str, str]], audience: frozenset[str]) -> frozenset[tuple[str, str]]:
        """Those of these terms that a page in the audience carries."""
        visible = self.visible(audience)
        return frozenset((name, term) for name, term in terms if self.carrying(name, [term]) & visible)

    def numbered(self, name: str, wanted: Range) -> int:
        """The places of pages whose number of this name lies in the range; none that states no such number."""
        found = self._sorted_numbers.get(name, [])
        low = bisect_left(found, (wanted.low, -1)) if wanted.low is not None else 0
        high = bisect_right(found, (wanted.high, self.size)) if wanted.high is not None else len(found)
        return self.mask(at for _, at in found[low:high])

    @cached_property
    def _sorted_numbers(self) -> dict[str, list[tuple[float, int]]]:
        return {name: sorted((number, at) for at, number in found.items()) for name, found in self.stated.items()}

    def numbers(self, place: int) -> dict[str, float]:
        """What the page at this place states in numbers."""
        return {name: number for name, stated in self.stated.items() if (number := stated.get(place)) is not None}

    @property
    @abstractmethod
    def folded_titles(self) -> Sequence[str]:
        """The titles as titles are sorted, by place."""

    @cached_property
    def by_title(self) -> "array[int]":
        """All places in the order of their titles."""
        titles = self.folded_titles
        return array("I", sorted(range(self.size), key=lambda at: (titles[at], self.ids[at])))

    @cached_property
    def by_change(self) -> "array[int]":
        """All places, the latest change first."""
        return array("I", sorted(range(self.size), key=lambda at: (-self.changed[at], self.ids[at])))
