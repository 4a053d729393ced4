"""What Whoosh says of a look-up: the pages that hold it, and how much of it each of them holds."""

from collections.abc import Sequence

from search.matching import Match
from search.model import Query
from search.plan import PHRASE, PREFIX, STEM, Alternatives, Lookup
from search.stems import stem
from search.whoosh_snapshot import Snapshot


class Weights:
    """The look-ups of one query in one snapshot; `match` says which pages they lead to."""

    def __init__(self, snapshot: Snapshot, query: Query, audience: frozenset[str]) -> None:
        self.snapshot = snapshot
        self._visible = snapshot.visible(audience)
        self._of: dict[Alternatives, dict[int, float]] = {}
        self.match = Match(snapshot, query, audience, self.holding, snapshot.signed)

    def holding(self, alternatives: Alternatives) -> int:
        """The places that hold one of these; hidden ones may be among them."""
        return self.snapshot.mask(self.of(alternatives))

    def of(self, alternatives: Alternatives) -> dict[int, float]:
        """The summed weight of these by place; hidden places may be among them."""
        if alternatives not in self._of:
            weights = self._one(alternatives[0]) if len(alternatives) == 1 else {}
            for one in alternatives if not weights else ():
                for place, weight in self._one(one).items():
                    weights[place] = weights.get(place, 0.0) + weight * one.worth
            self._of[alternatives] = weights
        return self._of[alternatives]

    def _one(self, one: Lookup) -> dict[int, float]:
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
        within = self._visible
        for held in postings:
            within &= self.snapshot.mask(held)
        found = self.snapshot.places(self.snapshot.phrase(words, within)) if within else []
        return {place: min((held[place] for held in postings), default=1.0) for place in found}
