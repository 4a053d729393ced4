"""Which pages carry which terms of a facet, for counting over any result.

A common term is a set of pages. Of the others, which may be ten thousand tools on two pages each, every page has a
list: what the pages found carry is counted sooner than ten thousand sets.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, compress

from search.bits import mask

MANY = 256  # a term on more than one of so many pages is common
FEWEST = 16  # pages that make a term common at least


class Facet:
    """The terms of all pages by place; not changed once it is made."""

    def __init__(self, size: int = 0) -> None:
        self.size = size
        self.common: dict[str, int] = {}
        self.rare: dict[str, array[int]] = {}
        self.carried: list[tuple[str, ...]] = []  # empty where no term is rare

    @classmethod
    def of(cls, size: int, pages: Mapping[str, Sequence[int]]) -> "Facet":
        """So many pages, with the places of those that carry each term."""
        made = cls(size)
        carried: dict[int, list[str]] = {}
        for term, places in pages.items():
            if len(places) > max(size // MANY, FEWEST):
                made.common[term] = mask(places, size)
            else:
                made.rare[term] = array("I", places)
                for place in places:
                    carried.setdefault(place, []).append(term)
        if carried:
            made.carried = [tuple(carried.get(place, ())) for place in range(size)]
        return made

    @classmethod
    def joined(cls, several: Sequence["Facet"]) -> "Facet":
        """All of these, one behind the other."""
        made = cls()
        listed = any(one.carried for one in several)
        for one in several:
            start, made.size = made.size, made.size + one.size
            if listed:
                made.carried += one.carried or [()] * one.size
            for term, pages in one.common.items():
                made.common[term] = made.common.get(term, 0) | pages << start
            for term, places in one.rare.items():
                moved = array("I", map(start.__add__, places)) if start else places
                made.rare[term] = made.rare[term] + moved if term in made.rare else moved
        for term in made.common.keys() & made.rare.keys():
            made.common[term] |= mask(made.rare.pop(term), made.size)
        return made

    def after(self, size: int, pages: Mapping[int, Sequence[str]]) -> "Facet":
        """The same with these pages, by place, that carry these terms now, where there are so many places."""
        made = Facet(size)
        stays = ~mask(pages, size)
        made.common = {term: held & stays for term, held in self.common.items()}
        for term in made.common:
            made.common[term] |= mask((place for place, terms in pages.items() if term in terms), size)
        made.rare = dict(self.rare)
        rare = {place: tuple(term for term in terms if term not in made.common) for place, terms in pages.items()}
        if self.carried or any(rare.values()):
            made.carried = [*(self.carried or [()] * self.size), *[()] * (size - self.size)]
            for place, terms in rare.items():
                made._carry(place, terms)
        return made

    def _carry(self, place: int, terms: tuple[str, ...]) -> None:
        for term in self.carried[place]:
            self.rare[term] = array("I", (one for one in self.rare[term] if one != place))
        for term in terms:
            self.rare[term] = self.rare.get(term, array("I")) + array("I", [place])
        self.carried[place] = terms

    def carrying(self, term: str) -> int:
        """The places of the pages that carry a term."""
        return self.common[term] if term in self.common else mask(self.rare.get(term, ()), self.size)

    def counts(self, within: int, flagged: Iterable[int]) -> dict[str, int]:
        """How many of these places carry each term, without those that none does; `flagged` are their flags."""
        counted: dict[str, int] = Counter(chain.from_iterable(compress(self.carried, flagged)))
        for term, pages in self.common.items():
            if count := (within & pages).bit_count():
                counted[term] = count
            else:
                counted.pop(term, None)
        return counted
