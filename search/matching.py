"""Which pages match: all clauses first, then most; sets decide, and nothing beyond the reader's rights is counted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import compress, islice
from math import ceil

from search.bits import Sums, flags
from search.columns import Columns
from search.model import BY, Query
from search.plan import Alternatives, Lookup, excluded, in_order, loosened, planned
from search.ranking import ENOUGH, FEW, MOST, ORDERED, TITLED, idf, units
from search.stems import stem

Hold = Callable[[Alternatives], int]
"""Finds the places of all pages that hold one of these look-ups; hidden and deleted ones may be among them."""


@dataclass(frozen=True, slots=True)
class Held:
    """One clause: what it is looked up as, the visible pages that hold it, and what it tells."""

    alternatives: Alternatives
    mask: int
    telling: float


class Match:
    """One query against one state of the index, under one audience.

    `complete` are the pages with every clause, `worded` those and what follows them, `found` what the filters leave.
    `signed` finds the pages with one of these signers.
    """

    def __init__(
        self,
        columns: Columns,
        query: Query,
        audience: frozenset[str],
        hold: Hold,
        signed: Callable[[Iterable[str]], int],
    ) -> None:
        self.columns, self.query = columns, query
        self.visible, self.mean_length = columns.visible(audience), columns.mean_length(audience)
        self._hold, self._signed = hold, signed
        self.held = [self._held(alternatives) for alternatives in planned(query)]
        self.complete, self.worded = self._worded()
        out = self._excluded()
        self.complete, self.worded = self.complete & ~out, self.worded & ~out
        self._chosen = {name: self._carrying(name, chosen) for name, chosen in query.filters.items() if chosen}
        self._kept = self._within_ranges() & ~self._refused()
        self.found = self._filtered("")

    @property
    def plan(self) -> tuple[Alternatives, ...]:
        """What the clauses in force are looked up as."""
        return tuple(one.alternatives for one in self.held)

    @property
    def partial(self) -> bool:
        """Whether no page holds everything, and those found hold some of it."""
        return bool(self.worded) and not self.complete

    def pages_with(self, one: Lookup) -> int:
        """How many pages the reader sees that hold this."""
        return (self._hold((one,)) & self.visible).bit_count()

    def _held(self, alternatives: Alternatives) -> Held:
        mask = self._hold(alternatives) & self.visible
        return Held(alternatives, mask, idf(self.visible.bit_count(), mask.bit_count()))

    def _worded(self) -> tuple[int, int]:
        """Pages with every clause, and with them those with most, where those with every one are few."""
        query = self.query
        if not self.held:
            # What was typed holds no word at all ("???"): nothing matches, unlike an empty box.
            asked = query.excluded or query.ranges or query.filters or query.without or not query.text
            return (self.visible, self.visible) if asked else (0, 0)
        every = self.visible
        for one in self.held:
            every &= one.mask
        worded = every
        if len(self.held) > FEW and every.bit_count() < ENOUGH:
            worded |= self._most()
        if not worded or (len(self.held) > FEW and worded.bit_count() < ENOUGH):
            worded |= self._any()
        if not worded and (loose := loosened(self.plan)):
            self.held = [self._held(alternatives) for alternatives in loose]
            worded = self._any()
        return every, worded

    def _any(self) -> int:
        some = 0
        for one in self.held:
            some |= one.mask
        return some

    def _most(self) -> int:
        """Pages whose clauses tell at least half of what all of them tell."""
        told, whole = Sums(), 0
        for one in self.held:
            told.add(one.mask, units(one.telling))
            whole += units(one.telling)
        return told.least(ceil(MOST * whole), self._any())

    def _excluded(self) -> int:
        out = 0
        for one in excluded(self.query):
            out |= self._hold((one,))
        return out

    def _within_ranges(self) -> int:
        kept = self.visible
        for name, wanted in self.query.ranges.items():
            kept &= self.columns.numbered(name, wanted)
        return kept

    def _refused(self) -> int:
        out = 0
        for name, terms in self.query.without.items():
            out |= self._carrying(name, terms)
        return out

    def _carrying(self, name: str, terms: Iterable[str]) -> int:
        # Signers are too many, and too rarely asked for, to be kept in memory.
        return self._signed(terms) if name == BY else self.columns.carrying(name, terms)

    def _filtered(self, but: str) -> int:
        """The matches under all chosen filters except one facet's."""
        found = self.worded & self._kept
        for name, mask in self._chosen.items():
            if name != but:
                found &= mask
        return found

    def facets(self) -> dict[str, dict[str, int]]:
        """Exact counts, each facet as if it had no filter of its own; terms without pages are left out."""
        counted: dict[str, dict[str, int]] = {}
        flagged = flags(self.found, self.columns.size)
        for name, facet in self.columns.facets.items():
            if name in self._chosen:
                base = self._filtered(name)
                counts = facet.counts(base, flags(base, self.columns.size))
            else:
                counts = facet.counts(self.found, flagged)
            if counts:
                counted[name] = counts
        return counted

    def points(self, among: int) -> dict[int, float]:
        """How much each of these places is like who asks: for each facet the points of its best term, summed."""
        points: dict[int, float] = {}
        for mask, more in self.alike():
            for place in self.columns.places(mask & among):
                points[place] = points.get(place, 0.0) + more
        return points

    def alike(self) -> Iterable[tuple[int, float]]:
        """The pages found that are like who asks in one way, with the points of that, way by way."""
        for name, worth in self.query.like.items():
            left = self.found
            for term, more in sorted(worth.items(), key=lambda way: -way[1]):
                carrying = left & self.columns.carrying(name, [term])
                left &= ~carrying
                yield carrying, more

    def in_order(self) -> dict[tuple[str, str], float]:
        """Pairs of words that were typed one after the other, with what a page's score gains that says them so."""
        telling = {held.alternatives[0].words[0]: held.telling for held in self.held}
        return {pair: ORDERED * sum(telling.get(stem(word), 0.0) for word in pair) for pair in in_order(self.query)}

    def titled(self) -> float:
        """What a page's score gains whose title holds something of every clause."""
        return TITLED * sum(held.telling for held in self.held)

    def in_known_order(self, start: int, size: int) -> list[int]:
        """The places of the hits from `start` on by title, or the latest change first; those like who asks lead."""
        order = self.columns.by_title if self.query.sort == "title" else self.columns.by_change
        kept = flags(self.found, self.columns.size)
        among: Iterable[int] = compress(order, map(kept.__getitem__, order))
        if points := self.points(self.found):
            among = sorted(among, key=lambda place: -points.get(place, 0.0))
        return list(islice(among, start, start + size))
