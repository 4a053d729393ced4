"""What each process keeps in memory of the pages in PostgreSQL: state after state, none of them ever changed."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from search.analysis import fold
from search.bits import mask
from search.columns import Columns
from search.describing import facet_of
from search.facets import Facet
from search.postgres_steps import Reached, of_step

KEPT_STEMS, KEPT_SETS = 24 * 1024 * 1024, 8 * 1024 * 1024  # bytes of what is remembered, at most


class Table(Columns):
    """All pages as they were at one generation; a page stands at its id, so that what the database sends is a place.

    `reached` remembers stems that were looked up, also for the states after this one; `kept` everything else, for this
    state alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reached: dict[str, Reached] = {}
        self.kept: dict[tuple[str, str], int] = {}
        self._folded: list[str] = []

    @property
    def folded_titles(self) -> Sequence[str]:
        """The titles as titles are sorted, by place."""
        return self._folded

    def remember(self, stem: str, reached: Reached) -> None:
        """Remember where a stem stands."""
        _make_room(self.reached, KEPT_STEMS // (1 + len(reached.digits)), self.size)
        self.reached[stem] = reached

    def keep(self, lookup: tuple[str, str], places: int) -> None:
        """Remember the places that another look-up leads to."""
        _make_room(self.kept, KEPT_SETS, self.size)
        self.kept[lookup] = places

    def after(self, rows: Sequence[Any], gone: Iterable[int], stems: Mapping[int, Sequence[str]]) -> "Table":
        """The state after these pages came or changed, as rows of `search.postgres_schema.PAGES`, and those went.

        `stems` are their words for stems; a page without any is taken to have none.
        """
        new = self._copy(max([self.size, *(row.id + 1 for row in rows)]))
        pages = {page: () for page in gone if page < new.size} | {row.id: row for row in rows}
        changed = new.mask(pages)
        new.live = self.live & ~changed | new.mask(row.id for row in rows)
        new.audience = _sets(new, self.audience, ~changed, rows)
        new.facets = self._facets(new, pages)
        for page in pages:
            for found in new.stated.values():
                found.pop(page, None)
        for row in rows:
            new.lengths[row.id], new.changed[row.id], new.overdue[row.id] = row.length, row.changed, row.overdue
            new._folded[row.id] = fold(row.title)
            for name, number in row.numbers.items():
                new.stated[name][row.id] = float(number)
        steps = _steps(new, {page: stems.get(page, ()) for page in pages}) if self.reached else {}
        new.reached = {stem: held.after(changed, steps.get(stem, {})) for stem, held in list(self.reached.items())}
        return new

    def _facets(self, new: "Table", pages: Mapping[int, Any]) -> dict[str, Facet]:
        if not self.facets:
            return _read_facets(new.size, pages)
        carried: dict[str, dict[int, list[str]]] = defaultdict(lambda: {page: [] for page in pages})
        for page, row in pages.items():
            for name, term in map(facet_of, row.facet if row else ()):
                carried[name][page].append(term)
        names = [*self.facets, *(carried.keys() - self.facets.keys())]
        return {name: self.facets.get(name, Facet()).after(new.size, carried[name]) for name in names}

    def _copy(self, size: int) -> "Table":
        more = size - self.size
        new = Table()
        new.size = size
        new.ids = array("Q", range(size))
        new.lengths = self.lengths + array("I", bytes(4 * more))
        new.changed = self.changed + array("d", bytes(8 * more))
        new.overdue = self.overdue + bytes(more)
        new._folded = [*self._folded, *[""] * more]
        new.stated = defaultdict(dict, {name: dict(found) for name, found in self.stated.items()})
        return new


def _make_room(kept: dict[Any, Any], room: int, size: int) -> None:
    """Forget what was remembered first, until one more set of so many places fits into so many bytes."""
    while len(kept) > room // (size // 8 + 32):
        kept.pop(next(iter(kept)), None)


def _read_facets(size: int, pages: Mapping[int, Any]) -> dict[str, Facet]:
    held: dict[str, list[int]] = defaultdict(list)
    for page in sorted(pages):
        for key in pages[page].facet if pages[page] else ():
            held[key].append(page)
    found: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for key, places in held.items():
        name, term = facet_of(key)
        found[name][term] = places
    return {name: Facet.of(size, terms) for name, terms in found.items()}


def _sets(table: Table, before: Mapping[str, int], stays: int, rows: Sequence[Any]) -> dict[str, int]:
    """The pages of each audience, after these rows, with only `stays` of what was before."""
    fresh: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for word in row.audience:
            fresh[word].append(row.id)
    sets = {word: kept for word, places in before.items() if (kept := places & stays)}
    for word, places in fresh.items():
        sets[word] = sets.get(word, 0) | table.mask(places)
    return sets


def _steps(table: Table, words: Mapping[int, Sequence[str]]) -> dict[str, dict[int, int]]:
    """Where each stem stands on these pages, by step."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for page, several in words.items():
        place = mask([page], table.size)
        for stem, step in map(of_step, several):
            found[stem][step] = found[stem].get(step, 0) | place
    return found
