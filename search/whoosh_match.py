"""Which pages match and in which order: all words, else most; masks decide, BM25 orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import compress, islice

from search.analysis import title_key
from search.bits import flags, places
from search.model import Query
from search.ranking import gain, idf
from search.whoosh_analysis import stem
from search.whoosh_snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Term:
    """A word to look up: a stem, or a word as written when stems would leave nothing."""

    field: str
    text: str


def terms(query: Query) -> tuple[Term, ...]:
    """What the words and phrases of a query are looked up as, for matching and for scoring."""
    looked = [*query.words, *(word for phrase in query.phrases for word in phrase)]
    stems = dict.fromkeys(root for word in looked if (root := stem(word)))
    if stems:
        return tuple(Term("stems", root) for root in stems)
    return tuple(Term("exact", word) for word in dict.fromkeys(looked))


class Match:
    """One query against one snapshot, under one audience."""

    def __init__(self, snapshot: Snapshot, query: Query, audience: frozenset[str]) -> None:
        self._snapshot, self._query, self._audience = snapshot, query, audience
        self._visible = snapshot.visible(audience)
        self.terms = terms(query)
        self._postings = [snapshot.postings(term.field, term.text) for term in self.terms]
        self._masks = [snapshot.mask(ids) & self._visible for ids, _ in self._postings]
        self.partial = False
        self.worded = self._worded() & ~self._excluded()
        self._chosen = {
            name: self._any_term(snapshot.facets.get(name, {}), chosen)
            for name, chosen in query.filters.items()
            if chosen
        }
        self.found = self._filtered("")

    def _worded(self) -> int:
        """Pages with every word and phrase; when there is none, pages with some of the words."""
        query = self._query
        if not query.words and not query.phrases:
            # What was typed holds no word at all ("???"): nothing matches, unlike an empty box.
            return self._visible if query.excluded or not query.text else 0
        every = self._visible
        for mask in self._masks:
            every &= mask
        for phrase in query.phrases:
            every = self._snapshot.phrase(phrase, every) if every else 0
        if every:
            return every
        some = 0
        for mask in self._masks:
            some |= mask
        self.partial = bool(some)
        return some

    def _excluded(self) -> int:
        out = 0
        for entry in self._query.excluded:
            out |= self._without(entry.split())
        return out

    def _without(self, words: Sequence[str]) -> int:
        """Pages an excluded word or phrase stands on."""
        if len(words) > 1:
            return self._snapshot.phrase(words, self._visible)
        return self._snapshot.with_term("stems", root) if (root := stem(words[0])) else 0

    @staticmethod
    def _any_term(facet: dict[str, int], chosen: Sequence[str]) -> int:
        found = 0
        for term in chosen:
            found |= facet.get(term, 0)
        return found

    def _filtered(self, but: str) -> int:
        """The matches under all chosen filters except one facet's."""
        found = self.worded
        for name, mask in self._chosen.items():
            if name != but:
                found &= mask
        return found

    def facets(self) -> dict[str, dict[str, int]]:
        """Exact counts, each facet as if it had no filter of its own; terms without pages are left out."""
        counted: dict[str, dict[str, int]] = {}
        for name in self._snapshot.facet_names:
            base = self._filtered(name) if name in self._chosen else self.found
            counts = {term: n for term, mask in self._snapshot.facets[name].items() if (n := (base & mask).bit_count())}
            if counts:
                counted[name] = counts
        return counted

    def _scores(self, found: Sequence[int]) -> dict[int, float]:
        """The score of each of these places."""
        pages, norms = self._visible.bit_count(), self._snapshot.norms(self._audience)
        scores = dict.fromkeys(found, 0.0)
        for (ids, weights), mask in zip(self._postings, self._masks, strict=True):
            telling = idf(pages, mask.bit_count())
            weight_at = dict(zip(ids, weights, strict=True))
            for place in scores.keys() & weight_at.keys():
                scores[place] += telling * gain(weight_at[place], norms[place])
        return scores

    def page(self, start: int, size: int) -> list[int]:
        """The places of the hits from `start` on, in the order asked for."""
        if self._query.sort == "title":
            return self._in_order(self._snapshot.by_title, start, size)
        if self._query.sort == "newest" or not self.terms:
            return self._in_order(self._snapshot.by_change, start, size)
        return self._best(start, size)

    def _in_order(self, order: Sequence[int], start: int, size: int) -> list[int]:
        """The hits in an order that is known for all pages."""
        kept = flags(self.found, self._snapshot.size)
        return list(islice(compress(order, map(kept.__getitem__, order)), start, start + size))

    def _best(self, start: int, size: int) -> list[int]:
        """The hits by exact title, then score, then latest change."""
        found = places(self.found, self._snapshot.size)
        ids, changed = self._snapshot.ids, self._snapshot.changed
        named, scores = self._named(), self._scores(found)
        # Only what can reach the page is put in order: comparing plain numbers is five times cheaper.
        least = nlargest(start + size, scores.values())[-1] if found else 0.0
        near = [at for at in found if scores[at] >= least or at in named]
        return sorted(near, key=lambda at: (at not in named, -scores[at], -changed[at], ids[at]))[start : start + size]

    def _named(self) -> frozenset[int]:
        """The pages whose title or other name is exactly what was typed."""
        key = title_key(self._query.text)
        return frozenset(self._snapshot.postings("named", key)[0]) if key else frozenset()
