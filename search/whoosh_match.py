"""Which pages match: all clauses first, then most; masks decide, and nothing beyond the reader's rights is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from search.model import Query
from search.plan import PHRASE, PREFIX, STEM, Alternatives, Lookup, excluded, loosened, planned
from search.ranking import ENOUGH, FEW, MOST, idf
from search.stems import stem
from search.whoosh_snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Held:
    """One clause: the visible pages that hold it, what it tells, and its summed weight by place (hidden ones too)."""

    mask: int
    telling: float
    weights: dict[int, float]


class Match:
    """One query against one snapshot, under one audience.

    `complete` are the pages with every clause, `worded` those and what follows them, `found` what the filters leave.
    """

    def __init__(self, snapshot: Snapshot, query: Query, audience: frozenset[str]) -> None:
        self.snapshot, self.query, self.audience = snapshot, query, audience
        self.visible = snapshot.visible(audience)
        self.plan = planned(query)
        self.held = [self._hold(alternatives) for alternatives in self.plan]
        self.complete, self.worded = self._worded()
        out = self._excluded()
        self.complete, self.worded = self.complete & ~out, self.worded & ~out
        self._chosen = {name: snapshot.carrying(name, chosen) for name, chosen in query.filters.items() if chosen}
        self._kept = self._within_ranges() & ~self._refused()
        self.found = self._filtered("")

    @property
    def partial(self) -> bool:
        """Whether no page holds everything, and those found hold some of it."""
        return bool(self.worded) and not self.complete

    def _hold(self, alternatives: Alternatives) -> Held:
        weights = self.weights(alternatives[0]) if len(alternatives) == 1 else {}
        for one in alternatives if not weights else ():
            for place, weight in self.weights(one).items():
                weights[place] = weights.get(place, 0.0) + weight * one.worth
        mask = self.snapshot.mask(weights) & self.visible
        return Held(mask, idf(self.visible.bit_count(), mask.bit_count()), weights)

    def weights(self, one: Lookup) -> dict[int, float]:
        """The places that hold this, each with its weight there; hidden ones may be among them."""
        if one.how == STEM:
            return dict(zip(*self.snapshot.postings("stems", one.words[0]), strict=True))
        if one.how == PHRASE:
            return self._phrase(one.words)
        if one.how == PREFIX:
            return self.snapshot.beginning(one.words[0])
        return dict(zip(*self.snapshot.postings("exact", one.words[0]), strict=True))

    def _phrase(self, words: Sequence[str]) -> dict[int, float]:
        """The pages with the words next to each other; each weighs what the least of them does there."""
        roots = list(dict.fromkeys(root for word in words if (root := stem(word))))
        postings = [dict(zip(*self.snapshot.postings("stems", root), strict=True)) for root in roots]
        within = self.visible
        for held in postings:
            within &= self.snapshot.mask(held)
        found = self.snapshot.places(self.snapshot.phrase(words, within)) if within else []
        return {place: min((held[place] for held in postings), default=1.0) for place in found}

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
            self.plan = loose
            self.held = [self._hold(alternatives) for alternatives in loose]
            worded = self._any()
        return every, worded

    def _any(self) -> int:
        some = 0
        for one in self.held:
            some |= one.mask
        return some

    def _most(self) -> int:
        """Pages whose clauses tell at least half of what all of them tell."""
        told: dict[int, float] = {}
        for one in self.held:
            for place in self.snapshot.places(one.mask):
                told[place] = told.get(place, 0.0) + one.telling
        least = MOST * sum(one.telling for one in self.held)
        return self.snapshot.mask([place for place, telling in told.items() if telling >= least])

    def _excluded(self) -> int:
        out = 0
        for one in excluded(self.query):
            out |= self.snapshot.mask(self.weights(one))
        return out

    def _within_ranges(self) -> int:
        kept = self.visible
        for name, wanted in self.query.ranges.items():
            kept &= self.snapshot.numbered(name, wanted)
        return kept

    def _refused(self) -> int:
        out = 0
        for name, terms in self.query.without.items():
            out |= self.snapshot.carrying(name, terms)
        return out

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
        for name in self.snapshot.facet_names:
            base = self._filtered(name) if name in self._chosen else self.found
            counts = {term: n for term, mask in self.snapshot.facets[name].items() if (n := (base & mask).bit_count())}
            if counts:
                counted[name] = counts
        return counted

    @cached_property
    def points(self) -> dict[int, float]:
        """How much each page found is like who asks: for each facet the points of its best term, summed."""
        points: dict[int, float] = {}
        for name, worth in self.query.like.items():
            best: dict[int, float] = {}
            for term, more in worth.items():
                for place in self.snapshot.places(self.snapshot.carrying(name, [term]) & self.found):
                    best[place] = max(best.get(place, 0.0), more)
            for place, more in best.items():
                points[place] = points.get(place, 0.0) + more
        return points
