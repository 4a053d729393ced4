"""Locks: keep a page as it is for a while; others read why, and may still suggest changes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from auth import audit
from auth.model import SYSTEM, Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.generation import bump
from storage.jobs import Payload, enqueue
from wiki.errors import Invalid, NotFound, Problem
from wiki.ordering.model import Lock, PageLock
from wiki.pages import policy, queries
from wiki.pages.model import Page

UNLOCK = "unlock"
LONGEST_REASON = 300


class Locks:
    """Locks pages and opens them again, by hand or on the day that was named."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def lock(self, actor: Actor, slug: str, reason: str, until: date | None = None) -> None:
        """Lock the page with a reason, for ever or until a day; a page that is locked gets the new reason.

        Raises `Forbidden`, `NotFound`, `Invalid`.
        """
        words, now = " ".join(reason.split()), self._clock()
        problems = [] if words else [Problem("reason", "Say why, so that others understand.")]
        if len(words) > LONGEST_REASON:
            problems.append(Problem("reason", "Use at most %(count)s characters.", {"count": LONGEST_REASON}))
        if until is not None and until <= now.date():
            problems.append(Problem("until", "Give a day that is still to come, or none."))
        with self._page(actor, slug) as (session, page):
            if problems:
                raise Invalid(problems)
            page.locked = True
            row = PageLock(page_id=page.id, reason=words, until=until, locked_by=actor.id, created=now)
            session.merge(row)
            until_words = until.isoformat() if until else ""
            audit.record(session, now, actor, "page.locked", page.slug, reason=words, until=until_words)
            if until is not None:
                due = datetime.combine(until, time(), UTC)
                enqueue(session, UNLOCK, {"page": page.id}, due=due, key=f"{page.id}:{until}")
            bump(session)

    def unlock(self, actor: Actor, slug: str) -> None:
        """Open the page again; harmless when it is open. Raises `Forbidden`, `NotFound`."""
        with self._page(actor, slug) as (session, page):
            self._open(session, actor, page)

    def of(self, actor: Actor, slug: str) -> Lock | None:
        """Why the page is locked, if it is and this actor sees it."""
        asked = select(PageLock).join(Page, Page.id == PageLock.page_id)
        asked = asked.where(Page.slug == slug, Page.locked, queries.visible(actor))
        with self._database.read() as session:
            row = session.scalar(asked)
            if row is None:
                return None
            names = queries.people(session, [row.locked_by])
            return Lock(row.reason, row.until, names.get(row.locked_by or 0, ""), row.created)

    def release(self, payloads: Sequence[Payload]) -> None:
        """Job: open the pages whose day has come; it reads the truth again, so it may run twice."""
        today = self._clock().date()
        due = select(Page).join(PageLock, PageLock.page_id == Page.id)
        due = due.where(Page.id.in_([job["page"] for job in payloads]), PageLock.until <= today)
        with self._database.write() as session:
            for page in session.scalars(due).all():
                self._open(session, SYSTEM, page)

    def _open(self, session: Session, actor: Actor, page: Page) -> None:
        row = session.get(PageLock, page.id)
        if row is not None:
            session.delete(row)
        if page.locked:
            page.locked = False
            audit.record(session, self._clock(), actor, "page.unlocked", page.slug)
            bump(session)

    @contextmanager
    def _page(self, actor: Actor, slug: str) -> Iterator[tuple[Session, Page]]:
        with self._database.write() as session:
            page = queries.find(session, actor, slug)
            if page is None:
                raise NotFound(slug)
            require(actor, Permission.PAGE_LOCK)
            if not policy.may_lock(actor, page):
                raise NotFound(slug)
            yield session, page
