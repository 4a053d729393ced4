"""Which terms leave something of a search: asked once for the words before a name that somebody begins to type."""

from collections.abc import Callable, Mapping

from auth.model import Actor
from auth.policy import audience
from search.model import SearchIndex
from wiki.browsing.model import Ask
from wiki.browsing.understanding import Understanding

KEPT = 64  # searches; whoever types a name asks the same one again with every letter

Counts = Mapping[str, Mapping[str, int]]


class Narrowing:
    """Counts of terms among what a search finds, kept until what readers can see changes."""

    def __init__(self, index: SearchIndex, understanding: Understanding, generation: Callable[[], int]) -> None:
        self._index = index
        self._understanding = understanding
        self._generation = generation
        self._kept: dict[tuple[int, frozenset[str], str], Counts] = {}

    def counts(self, actor: Actor, typed: str) -> Counts:
        """By facet and term, how many pages the search for these words would list with the term added to it."""
        key = self._generation(), audience(actor), typed
        found = self._kept.get(key)
        if found is None:
            found = self._counted(key[1], typed)
            if len(self._kept) >= KEPT:
                self._kept = {}
            self._kept[key] = found
        return found

    def _counted(self, reader: frozenset[str], typed: str) -> Counts:
        # By the latest change: no page needs a score to be counted.
        query, _ = self._understanding.query(Ask("/search", text=typed), size=1, sort="newest")
        return self._index.search(query, reader).facets
