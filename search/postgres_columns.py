"""What each process keeps in memory of the pages in PostgreSQL: state after state, none of them ever changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from search.analysis import fold
from search.bits import mask
from search.columns import Columns
from search.facets import Facets

MOST_KEPT = 1000  # look-ups whose pages are remembered: at most an eighth of a byte a page for each


class Table(Columns):
    """All pages as they were at one generation; `place_of` leads from a page's id to its place.

    `kept` remembers what was looked up in this very state.
    """

    def __init__(self) -> None:
        super().__init__()
        self.place_of: dict[int, int] = {}
        self.kept: dict[tuple[str, str], int] = {}
        self._folded: list[str] = []

    @property
    def folded_titles(self) -> Sequence[str]:
        """The titles as titles are sorted, by place."""
        return self._folded

    def keep(self, lookup: tuple[str, str], places: int) -> None:
        """Remember the places that a look-up leads to."""
        while len(self.kept) >= MOST_KEPT:
            self.kept.pop(next(iter(self.kept)), None)
        self.kept[lookup] = places

    def after(self, rows: Sequence[Any], gone: Iterable[int]) -> "Table":
        """The state after these pages came or changed, as rows of `search.postgres_schema.PAGES`, and those went."""
        new = self._copy()
        old = [place for page in gone if (place := new.place_of.pop(page, None)) is not None]
        old += [place for row in rows if (place := new.place_of.get(row.id)) is not None]
        places = [new._place(row) for row in rows]
        stays = ~mask(old, new.size)
        new.live = new.live & stays | new.mask(places)
        new.audience = _sets(new, self.audience, stays, zip(places, (row.audience for row in rows), strict=True))
        new.facets = self._facets(new, old, dict(zip(places, (row.facet for row in rows), strict=True)))
        for found in new.stated.values():
            for place in old:
                found.pop(place, None)
        for place, row in zip(places, rows, strict=True):
            for name, number in row.numbers.items():
                new.stated[name][place] = float(number)
        return new

    def _facets(self, new: "Table", old: Sequence[int], carried: Mapping[int, Sequence[str]]) -> Facets:
        if self.size:
            return self.facets.after(new.size, {**dict.fromkeys(old, ()), **carried})
        pages: dict[str, list[int]] = defaultdict(list)
        for place, keys in carried.items():
            for key in keys:
                pages[key].append(place)
        return Facets.of(new.size, pages)

    def _copy(self) -> "Table":
        new = Table()
        new.size, new.live, new.place_of = self.size, self.live, dict(self.place_of)
        new.ids, new.lengths, new.changed = self.ids[:], self.lengths[:], self.changed[:]
        new.overdue, new._folded = self.overdue[:], self._folded[:]
        new.stated = defaultdict(dict, {name: dict(found) for name, found in self.stated.items()})
        return new

    def _place(self, row: Any) -> int:
        """Where a page stands, now with what this row says."""
        place = self.place_of.setdefault(row.id, self.size)
        if place == self.size:
            self.size += 1
            self.ids.append(row.id)
            self.lengths.append(0)
            self.changed.append(0)
            self.overdue.append(0)
            self._folded.append("")
        self.lengths[place], self.changed[place], self.overdue[place] = row.length, row.changed, row.overdue
        self._folded[place] = fold(row.title)
        return place


def _sets(
    table: Table, before: Mapping[str, int], stays: int, held: Iterable[tuple[int, Sequence[str]]]
) -> dict[str, int]:
    """The sets of places by audience, after these places have these and only `stays` of what was before."""
    fresh: dict[str, list[int]] = defaultdict(list)
    for place, keys in held:
        for key in keys:
            fresh[key].append(place)
    sets = {key: kept for key, places in before.items() if (kept := places & stays)}
    for key, places in fresh.items():
        sets[key] = sets.get(key, 0) | table.mask(places)
    return sets
