"""Turns what a list is asked for into a query: names that were typed, ranges, and the field's words that mean the same.

One place for searches that are asked now and those that somebody keeps, so that both find the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from search.model import BY, Query
from search.query import narrowed, parse
from search.synonyms import Added, Synonyms
from wiki.browsing.asking import Asking
from wiki.browsing.model import KIND, Ask
from wiki.browsing.tallies import Tallies
from wiki.kinds.live import LiveVocabularies
from wiki.kinds.model import Library, Vocabulary
from wiki.kinds.synonyms import read_groups

Like = Mapping[str, Mapping[str, float]]
SignedBy = Callable[[Sequence[str]], tuple[str, ...]]


class Understanding:
    """The names and words of one library, as its vocabularies are now."""

    def __init__(self, library: Library, content: Path, tallies: Tallies, signed_by: SignedBy) -> None:
        """`signed_by` gives the keys in the index of whoever goes by one of these names."""
        self._signed_by = signed_by
        self._library = library
        self._groups = read_groups(content)
        self._kept: tuple[Mapping[str, Vocabulary], Synonyms] | None = None
        self.tallies = tallies
        self.asking = Asking(library, tallies)

    def query(
        self, ask: Ask, size: int, sort: str = "", like: Like = MappingProxyType({})
    ) -> tuple[Query, tuple[Added, ...]]:
        """The query for a list, and what was added to the words typed; nothing is when it is asked for as typed.

        `like` says who asks, as `search.model.Query` does.
        """
        filters = {**ask.filters, KIND: (ask.kind,)} if ask.kind else ask.filters
        usual = "best" if ask.text else "title"
        query = parse(ask.text, filters, sort or ask.sort or usual, ask.page, size, self.asking)
        ranges = dict(query.ranges)
        for name, chosen in ask.ranges.items():
            ranges[name] = narrowed(ranges[name], chosen.range) if name in ranges else chosen.range
        filters, without = self._named(query.filters), self._named(query.without)
        query = replace(query, filters=filters, without=without, ranges=ranges, like=like)
        return (query, ()) if ask.as_typed else self._synonyms().widen(query)

    def _named(self, chosen: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """The same with the names of people as the index knows them."""
        return {**chosen, BY: self._signed_by(chosen[BY])} if BY in chosen else chosen

    def _synonyms(self) -> Synonyms:
        """The site's list and every term with what it is also called; made anew when a vocabulary changes."""
        live = self._library.vocabularies
        now = live.now() if isinstance(live, LiveVocabularies) else live
        kept = self._kept
        if kept is None or kept[0] is not now:
            named = (vocabulary.names_of(key) for vocabulary in now.values() for key in vocabulary.terms)
            kept = self._kept = now, Synonyms([*self._groups, *(names for names in named if len(names) > 1)])
        return kept[1]
