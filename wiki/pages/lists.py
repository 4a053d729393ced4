"""Lists of pages for readers: newest, wanted, orphaned, and what browsing counts."""

from collections.abc import Mapping, Sequence

from auth.model import Actor
from storage.database import Database
from wiki.pages import queries
from wiki.pages.queries import PageRef, Wanted


class Lists:
    """Answers every "which pages" question that is not a search, within what the actor may see."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, actor: Actor, limit: int = 10, kinds: Sequence[str] = ()) -> Sequence[PageRef]:
        """What changed last."""
        with self._database.read() as session:
            return queries.newest(session, actor, limit, kinds)

    def wanted(self, actor: Actor) -> Sequence[Wanted]:
        """Pages that are linked to and not written, most asked for first."""
        with self._database.read() as session:
            return queries.wanted(session, actor)

    def orphaned(self, actor: Actor) -> Sequence[PageRef]:
        """Pages that nothing links to."""
        with self._database.read() as session:
            return queries.orphaned(session, actor)

    def counts(self, actor: Actor, facet: str, kind: str = "") -> Mapping[str, int]:
        """Term to number of pages."""
        with self._database.read() as session:
            return queries.counts(session, actor, facet, kind)

    def count_by_kind(self, actor: Actor) -> Mapping[str, int]:
        """Kind to number of pages."""
        with self._database.read() as session:
            return queries.count_by_kind(session, actor)

    def titles(self, actor: Actor) -> Sequence[tuple[str, str]]:
        """Every (title, address) the actor sees."""
        with self._database.read() as session:
            return queries.titles(session, actor)

    def carried(self, actor: Actor, slug: str) -> tuple[str, Sequence[tuple[str, str]]] | None:
        """A page's title and what it carries, as (facet, term); None when the actor sees no such page."""
        with self._database.read() as session:
            return queries.carried(session, actor, slug)

    def targets(self, actor: Actor, names: Sequence[str]) -> Mapping[str, PageRef]:
        """Name to the page it leads to."""
        with self._database.read() as session:
            return queries.targets(session, actor, names)
