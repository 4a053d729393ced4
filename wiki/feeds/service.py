"""What each feed holds; hidden and absent are the same to it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from auth.model import Actor
from storage.database import Database
from wiki.errors import NotFound
from wiki.feeds import queries
from wiki.feeds.model import Entry
from wiki.kinds.indexing import facets
from wiki.kinds.model import Library


class Searches(Protocol):
    """What this room asks whoever keeps searches."""

    def spelled(self, query: str) -> str:
        """The query part of a search's address in one spelling; "" when it asks for nothing."""

    def in_words(self, actor: Actor, query: str) -> str:
        """What the search looks for, in words."""

    def newest(self, actor: Actor, query: str, most: int) -> Sequence[str]:
        """The addresses of what the search finds, last changed first."""


class Feeds:
    """Looks up the entries of feeds."""

    def __init__(self, database: Database, library: Library, searches: Searches) -> None:
        self._database = database
        self._library = library
        self._searches = searches

    def changes(self, actor: Actor, kind: str = "") -> Sequence[Entry]:
        """The newest versions of all pages, or of those of one kind."""
        with self._database.read() as session:
            return queries.newest(session, actor, [kind] if kind else list(self._library.kinds))

    def term(self, actor: Actor, vocabulary: str, term: str) -> Sequence[Entry]:
        """The newest versions of pages that carry a term; raises `NotFound` for one that is not declared."""
        terms = self._library.vocabularies[vocabulary].terms if vocabulary in self._library.vocabularies else {}
        facet = self._by_vocabulary().get(vocabulary)
        if facet is None or term not in terms:
            raise NotFound(f"{vocabulary} {term}")
        with self._database.read() as session:
            return self._declared(queries.carrying(session, actor, facet, term))

    def search(self, actor: Actor, query: str) -> tuple[str, str, Sequence[Entry]]:
        """A search as its address spells it, in words, and what it finds, last changed first."""
        spelled = self._searches.spelled(query)
        if not spelled:
            raise NotFound("search")
        slugs = self._searches.newest(actor, spelled, queries.MOST)
        with self._database.read() as session:
            found = self._declared(queries.current(session, actor, slugs))
        return spelled, self._searches.in_words(actor, spelled), found

    def history(self, actor: Actor, slug: str) -> tuple[str, Sequence[Entry]]:
        """A page's title and its newest versions; raises `NotFound`, and `Moved` from an old address."""
        with self._database.read() as session:
            found = queries.history(session, actor, slug)
        if found is None or len(self._declared(found[1])) < len(found[1]):
            raise NotFound(slug)
        return found

    def _by_vocabulary(self) -> Mapping[str, str]:
        return {facet.vocabulary: facet.name for facet in reversed(facets(self._library)) if facet.vocabulary}

    def _declared(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Without pages of a kind that is no longer declared: they wait unseen."""
        return [entry for entry in entries if entry.kind in self._library.kinds]
