"""Which pages carry which terms, for counting over any result: sets of pages for common terms, lists for the others.

Ten thousand tools on two pages each are ten thousand sets to count in, or a look at what the pages found carry.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, compress

from search.bits import flags, mask

MANY = 256  # a term on more than one of so many pages is common
FEWEST = 16  # pages that make a term common at least


class Facets:
    """The terms of all pages by place, under keys of `search.describing.facet_key`; not changed once it is made."""

    def __init__(self) -> None:
        self.size = 0
        self.common: dict[str, int] = {}
        self.rare: dict[str, array[int]] = {}
        self.carried: list[tuple[str, ...]] = []

    @classmethod
    def of(cls, size: int, pages: Mapping[str, Sequence[int]]) -> "Facets":
        """So many pages, with the places of those that carry each term."""
        made = cls()
        made.size = size
        carried: list[list[str]] = [[] for _ in range(size)]
        for key, places in pages.items():
            if len(places) > max(size // MANY, FEWEST):
                made.common[key] = mask(places, size)
            else:
                made.rare[key] = array("I", places)
                for place in places:
                    carried[place].append(key)
        made.carried = list(map(tuple, carried))
        return made

    @classmethod
    def joined(cls, several: Sequence["Facets"]) -> "Facets":
        """All of these, one behind the other."""
        made = cls()
        for one in several:
            start, made.size = made.size, made.size + one.size
            made.carried += one.carried
            for key, pages in one.common.items():
                made.common[key] = made.common.get(key, 0) | pages << start
            for key, places in one.rare.items():
                moved = array("I", map(start.__add__, places)) if start else places
                made.rare[key] = made.rare[key] + moved if key in made.rare else moved
        for key in made.common.keys() & made.rare.keys():
            made.common[key] |= mask(made.rare.pop(key), made.size)
        return made

    def after(self, size: int, pages: Mapping[int, Sequence[str]]) -> "Facets":
        """The same with these pages, by place, that carry these terms now, where there are so many places."""
        made = Facets()
        made.size = size
        stays = ~mask(pages, size)
        made.common = {key: held & stays for key, held in self.common.items()}
        made.rare, made.carried = dict(self.rare), [*self.carried, *[()] * (size - self.size)]
        for place, keys in pages.items():
            for key in made.carried[place]:
                made.rare[key] = array("I", (one for one in made.rare[key] if one != place))
            made.carried[place] = tuple(key for key in keys if key not in made.common)
            for key in made.carried[place]:
                made.rare[key] = made.rare.get(key, array("I")) + array("I", [place])
        for key in made.common:
            made.common[key] |= mask((place for place, keys in pages.items() if key in keys), size)
        return made

    def carrying(self, key: str) -> int:
        """The places of the pages that carry a term."""
        return self.common[key] if key in self.common else mask(self.rare.get(key, ()), self.size)

    def counts(self, within: int) -> dict[str, int]:
        """How many of these places carry each term; without those that none does."""
        counted: dict[str, int] = Counter(chain.from_iterable(compress(self.carried, flags(within, self.size))))
        for key, pages in self.common.items():
            if count := (within & pages).bit_count():
                counted[key] = count
            else:
                counted.pop(key, None)
        return counted
