"""Shelves: give pages another address, say who sees them, take them off and put them back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.errors import Busy
from storage.jobs import Payload
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.names import to_slug
from wiki.pages import access, news, policy, queries, recording
from wiki.pages.access import Access
from wiki.pages.model import ARCHIVED, PUBLISHED, Page, PageName

BEYOND = marked(
    "Its contributor agreed to fewer readers than that. They alone can agree to more, from their contribution."
)


class Shelves:
    """What editors do to whole pages; nothing here changes what a page says."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def move(self, actor: Actor, slug: str, address: str) -> str:
        """Give the page another address; the old ones lead to it for ever. Returns the new slug."""
        new = to_slug(address, fallback="")
        if not new:
            raise Invalid([Problem("address", "Write the new address in letters or digits.")])
        with self._page(actor, slug, Permission.PAGE_MOVE, policy.may_move) as (session, page):
            taken = session.get(PageName, new)
            if taken is not None and taken.page_id != page.id:
                raise Invalid([Problem("address", "Another page has or had this address. Choose a different one.")])
            if taken is None:
                session.add(PageName(name=new, page_id=page.id))
            page.slug = new
            recording.touch(session, self._clock(), actor, page, "page.moved", before=slug)
        return new

    def archive(self, actor: Actor, slug: str) -> None:
        """Take the page off the shelves: only editors see it until it is put back."""
        with self._page(actor, slug, Permission.PAGE_ARCHIVE, policy.may_archive) as (session, page):
            page.state = ARCHIVED
            now = self._clock()
            recording.touch(session, now, actor, page, "page.archived")
            news.tell(session, now, news.What.PAGE_ARCHIVED, page=page.id, by=actor.id)

    def unarchive(self, actor: Actor, slug: str) -> None:
        """Put an archived page back for those who saw it before."""
        with self._page(actor, slug, Permission.PAGE_ARCHIVE, policy.may_unarchive) as (session, page):
            page.state = PUBLISHED
            recording.touch(session, self._clock(), actor, page, "page.restored")

    def restrict(self, actor: Actor, slug: str, visibility: str, held_until: date | None = None) -> None:
        """Say who sees the page: everybody, members, or nobody but editors until a date."""
        chosen = Access(visibility, held_until).checked()
        with self._page(actor, slug, Permission.PAGE_RESTRICT, policy.may_restrict) as (session, page):
            if policy.is_beyond_consent(page, chosen.visibility, chosen.held_until, self._clock().date()):
                raise Invalid([Problem("visibility", BEYOND)])
            before = access.in_words(page)
            page.visibility, page.held_until = chosen.visibility, chosen.held_until
            after = access.in_words(page)
            recording.touch(session, self._clock(), actor, page, "page.restricted", before=before, after=after)
            access.release_later(session, page)

    def release(self, payloads: Sequence[Payload]) -> None:
        """Job: pages whose day has come become public; it reads the truth again, so it may run twice."""
        with self._database.write() as session:
            for page in session.scalars(select(Page).where(Page.id.in_([job["page"] for job in payloads]))):
                recording.show(session, self._clock(), page)

    @contextmanager
    def _page(
        self, actor: Actor, slug: str, permission: Permission, allowed: Callable[[Actor, Page], bool]
    ) -> Iterator[tuple[Session, Page]]:
        require(actor, permission)
        try:
            with self._database.write() as session:
                page = queries.find(session, actor, slug)
                if page is None or not allowed(actor, page):
                    raise NotFound(slug)
                yield session, page
        except IntegrityError as error:
            raise Busy("another page took the address at the same moment") from error
