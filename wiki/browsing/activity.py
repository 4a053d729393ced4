"""What happened and who did it: changes, people, the newest event, where readers start."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from auth.model import Actor
from storage.database import Database
from wiki.browsing import queries
from wiki.browsing.front import Event, Start
from wiki.browsing.model import Change, Part, Person
from wiki.errors import NotFound
from wiki.kinds.display import visible_values
from wiki.kinds.fixed import FELL_SHORT
from wiki.kinds.model import Library
from wiki.names import to_slug
from wiki.pages.queries import PageRef

PER_PAGE = 30
EVENT = "event"
STARTS = {
    "starting": "start-here-starting-out",
    "paying": "start-here-paying",
    "pockets": "start-here-strong-in-pockets",
}
CASE = "case_study"
MOST_FAILED = 4


class Activity:
    """Asks the database what lists and the front page show; everything within what the actor sees."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def changes(self, actor: Actor, page: int) -> Part:
        """Published pages by their last change, thirty a page; a page past the end is the first."""
        with self._database.read() as session:
            total = queries.count_pages(session, actor)
            return _part(total, page, lambda offset: queries.changes(session, actor, offset, PER_PAGE))

    def person(self, actor: Actor, handle: str, page: int) -> tuple[Person, Part]:
        """Somebody with an account in use and what they published; raises `NotFound`."""
        with self._database.read() as session:
            found = queries.person(session, handle) if handle.isprintable() else None
            if found is None:
                raise NotFound(handle)
            total = queries.count_contributions(session, actor, found.id)
            part = _part(total, page, lambda offset: queries.contributions(session, actor, found.id, offset, PER_PAGE))
            return found, part

    def counts(self, actor: Actor) -> Mapping[str, Mapping[str, int]]:
        """Facet to term to number of pages."""
        with self._database.read() as session:
            return queries.counts(session, actor)

    def event(self, actor: Actor) -> Event | None:
        """The event that begins last."""
        kind = self._library.kinds.get(EVENT)
        if kind is None:
            return None
        with self._database.read() as session:
            found = queries.current(session, actor, kind=EVENT)
        events = [_event(ref, visible_values(kind, values, sees_all=False)) for ref, values in found]
        return max(events, key=lambda event: event.starts, default=None)

    def failed(self, actor: Actor) -> Sequence[tuple[PageRef, str]]:
        """The newest cases that did not work, each with its outcome's term."""
        with self._database.read() as session:
            return queries.carrying(session, actor, "outcome", FELL_SHORT, MOST_FAILED)

    def starts(self, actor: Actor) -> Mapping[str, Start]:
        """Where each of the three readers begins: the collection made for them and the first case in it."""
        with self._database.read() as session:
            collections = {ref.slug: (ref, values) for ref, values in queries.current(session, actor, slugs=_SLUGS)}
            items = {slug: _items(values) for slug, (_ref, values) in collections.items()}
            slugs = sorted({slug for listed in items.values() for slug in listed})
            pages = {ref.slug: ref for ref, _values in queries.current(session, actor, slugs=slugs, limit=200)}
        taken: set[str] = set()
        made: dict[str, Start] = {}
        for reader, slug in STARTS.items():
            first = next((pages[one] for one in items.get(slug, ()) if _is_new_case(pages, one, taken)), None)
            taken |= {first.slug} if first else set()
            made[reader] = Start(collections[slug][0] if slug in collections else None, first)
        return made


_SLUGS = tuple(STARTS.values())


def _is_new_case(pages: Mapping[str, PageRef], slug: str, taken: set[str]) -> bool:
    return slug in pages and pages[slug].kind == CASE and slug not in taken


def _items(values: Mapping[str, Any]) -> list[str]:
    """The pages a collection lists, in its order."""
    return [to_slug(str(row["page"])) for row in values.get("items", ()) if row.get("page")]


def _event(ref: PageRef, values: Mapping[str, Any]) -> Event:
    words = (str(values.get(key, "")) for key in ("starts", "ends", "place"))
    return Event(ref.slug, ref.title, *words)


def _part(total: int, page: int, ask: Callable[[int], Sequence[Change]]) -> Part:
    pages = max(1, -(-total // PER_PAGE))
    page = page if 1 <= page <= pages else 1
    return Part(tuple(ask((page - 1) * PER_PAGE)), total, page, pages)
