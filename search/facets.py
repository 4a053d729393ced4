"""Which pages carry which terms of a facet, for counting over any result.

A common term is a set of pages, a rare one a list of them. Where there are many rare ones, which may be ten thousand
tools on two pages each, every page also has the list of its own: what the pages found carry is counted sooner.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, compress

from search.bits import mask

MANY = 256  # a term on more than one of so many pages is common
FEWEST = 16  # pages that make a term common at least
LISTED = 64  # rare terms together on more than one of so many pages are many


class Facet:
    """The terms of all pages by place; not changed once it is made."""

    def __init__(self, size: int = 0) -> None:
        self.size = size
        self.common: dict[str, int] = {}
        self.rare: dict[str, array[int]] = {}
        self.carried: list[tuple[str, ...]] = []  # empty where rare terms are few; may hold common ones too

    @classmethod
    def of(cls, size: int, pages: Mapping[str, Sequence[int]]) -> "Facet":
        """So many pages, with the places of those that carry each term."""
        made = cls(size)
        for term, places in pages.items():
            if len(places) > max(size // MANY, FEWEST):
                made.common[term] = mask(places, size)
            else:
                made.rare[term] = array("I", places)
        if made._has_many():
            made.carried = _lists(size, made.rare)
        return made

    def _has_many(self) -> bool:
        return sum(map(len, self.rare.values())) > self.size // LISTED

    @classmethod
    def joined(cls, several: Sequence["Facet"]) -> "Facet":
        """All of these, one behind the other."""
        made = cls()
        for one in several:
            start, made.size = made.size, made.size + one.size
            for term, pages in one.common.items():
                made.common[term] = made.common.get(term, 0) | pages << start
            for term, places in one.rare.items():
                moved = array("I", map(start.__add__, places)) if start else places
                made.rare[term] = made.rare[term] + moved if term in made.rare else moved
        for term in made.common.keys() & made.rare.keys():
            made.common[term] |= mask(made.rare.pop(term), made.size)
        if made._has_many():
            made.carried = list(chain.from_iterable(one.carried or _lists(one.size, one.rare) for one in several))
        return made

    def after(self, size: int, pages: Mapping[int, Sequence[str]]) -> "Facet":
        """The same with these pages, by place, that carry these terms now, where there are so many places."""
        made = Facet(size)
        stays = ~mask(pages, size)
        made.common = {term: held & stays for term, held in self.common.items()}
        for term in made.common:
            made.common[term] |= mask((place for place, terms in pages.items() if term in terms), size)
        made.rare = dict(self.rare)
        if self.carried:
            made.carried = [*self.carried, *[()] * (size - self.size)]
        for place, terms in pages.items():
            made._carry(place, tuple(term for term in terms if term not in made.common))
        return made

    def _carry(self, place: int, terms: tuple[str, ...]) -> None:
        for term in self.carried[place] if self.carried else list(self.rare):
            if place in self.rare.get(term, ()):
                self.rare[term] = array("I", (one for one in self.rare[term] if one != place))
        for term in terms:
            self.rare[term] = self.rare.get(term, array("I")) + array("I", [place])
        if self.carried:
            self.carried[place] = terms

    def carrying(self, term: str) -> int:
        """The places of the pages that carry a term."""
        return self.common[term] if term in self.common else mask(self.rare.get(term, ()), self.size)

    def counts(self, within: int, flagged: bytes) -> dict[str, int]:
        """How many of these places carry each term, without those that none does; `flagged` are their flags."""
        counted: dict[str, int]
        if self.carried:
            counted = Counter(chain.from_iterable(compress(self.carried, flagged)))
        else:
            rare = self.rare.items()
            counted = {term: count for term, places in rare if (count := sum(map(flagged.__getitem__, places)))}
        for term, pages in self.common.items():
            if count := (within & pages).bit_count():
                counted[term] = count
            else:
                counted.pop(term, None)
        return counted


def _lists(size: int, rare: Mapping[str, Sequence[int]]) -> list[tuple[str, ...]]:
    """The terms of each page."""
    carried: dict[int, list[str]] = {}
    for term, places in rare.items():
        for place in places:
            carried.setdefault(place, []).append(term)
    return [tuple(carried.get(place, ())) for place in range(size)]
