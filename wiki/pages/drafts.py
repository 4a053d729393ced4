"""Drafts: what somebody is writing, kept as typed on the server until it is saved or thrown away."""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth.errors import TooMany
from auth.model import Actor, Permission
from auth.policy import require
from storage.database import LARGEST_ID, Database
from storage.jobs import Payload, enqueue
from wiki.errors import Invalid, NotFound, Problem
from wiki.pages import queries
from wiki.pages.model import Draft, Page, PageName

MOST = 100
MOST_PARKED = 1000  # anybody may send a form without an account: the disk must not fill up with them
PARK_AGAIN = 3600  # seconds
PARKED_FOR = timedelta(days=2)
PURGE = "purge_drafts"


@dataclass(frozen=True, slots=True)
class Writing:
    """What is being written: the form as typed, of which kind, on which page and revision.

    A new page has no `slug`; its draft is known by the `key` that its form carries.
    """

    kind: str
    form: Mapping[str, Sequence[str]]
    slug: str = ""
    base_number: int = 0
    key: str = ""


class Drafts:
    """Keeps, finds and forgets drafts; a draft exists for its writer alone."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def keep(self, actor: Actor, writing: Writing) -> Draft:
        """Keep what is typed so far; one draft a page and writer, any number of new pages up to `MOST`."""
        require(actor, Permission.PAGE_SUBMIT)
        try:
            return self._keep(actor, writing)
        except IntegrityError:  # the same writer's other tab began the page's draft at this very moment
            return self._keep(actor, writing)

    def _keep(self, actor: Actor, writing: Writing) -> Draft:
        with self._database.write() as session:
            page = self._page(session, actor, writing.slug)
            draft = self._existing(session, actor, writing, page)
            if draft is None:
                if len(self._of(session, actor)) >= MOST:
                    raise Invalid(
                        [Problem("title", "You have %(most)s drafts. Save or discard some first.", {"most": MOST})]
                    )
                draft = Draft(account_id=actor.id, token_hash="", created=self._clock())  # no token
                session.add(draft)
            self._fill(draft, writing, page)
        return draft

    def park(self, writing: Writing) -> str:
        """Keep what was typed into an ended session; the token returned brings it back after signing in again.

        Raises `TooMany` when more is kept for nobody than a site's writers can have typed.
        """
        token = secrets.token_urlsafe(24)
        now = self._clock()
        with self._database.write() as session:
            named = select(PageName.page_id).where(PageName.name == writing.slug)
            page = session.scalar(select(Page).where(Page.id.in_(named))) if writing.slug else None
            waiting = select(func.count(Draft.id)).where(Draft.account_id.is_(None))
            if (session.scalar(waiting) or 0) >= MOST_PARKED:
                raise TooMany(PARK_AGAIN)
            draft = Draft(account_id=None, token_hash=_hash(token), created=now)
            self._fill(draft, writing, page)
            session.add(draft)
            enqueue(session, PURGE, {}, due=now + PARKED_FOR + timedelta(minutes=1))
        return token

    def parked(self, actor: Actor, token: str) -> tuple[Draft, str]:
        """What was parked under this token, with its page's address ("" for a new page, or one the actor cannot see).

        Looking changes nothing: it stays until its time is over. Raises `NotFound` when it is gone.
        """
        require(actor, Permission.PAGE_SUBMIT)
        held = select(Draft).where(Draft.token_hash == _hash(token), Draft.account_id.is_(None))
        with self._database.read() as session:
            draft = session.scalar(held)
            if draft is None:
                raise NotFound("draft")
            where = select(Page.slug).where(Page.id == draft.page_id, queries.visible(actor))
            return draft, session.scalar(where) or ""

    def get(self, actor: Actor, draft_id: int) -> Draft:
        """One's own draft; raises `NotFound` for anybody else's."""
        if not 0 < draft_id <= LARGEST_ID:
            raise NotFound(f"draft {draft_id}")
        with self._database.read() as session:
            draft = session.scalar(select(Draft).where(Draft.id == draft_id, Draft.account_id == actor.id))
        if draft is None or actor.id is None:
            raise NotFound(f"draft {draft_id}")
        return draft

    def find(self, actor: Actor, draft_id: int) -> tuple[Draft, str]:
        """One's own draft with its page's address ("" for a new page); raises `NotFound` for anybody else's."""
        draft = self.get(actor, draft_id)
        with self._database.read() as session:
            where = select(Page.slug).where(Page.id == draft.page_id, queries.visible(actor))
            return draft, session.scalar(where) or ""

    def on_page(self, actor: Actor, page: Page) -> Draft | None:
        """One's own draft on this page, if there is one."""
        if actor.id is None:
            return None
        with self._database.read() as session:
            return session.scalar(select(Draft).where(Draft.page_id == page.id, Draft.account_id == actor.id))

    def mine(self, actor: Actor) -> Sequence[tuple[Draft, str]]:
        """One's own drafts, newest first, each with its page's address ("" for a new page)."""
        with self._database.read() as session:
            slugs = dict(
                session.execute(
                    select(Page.id, Page.slug)
                    .join(Draft, Draft.page_id == Page.id)
                    .where(Draft.account_id == actor.id, queries.visible(actor))
                ).all()
            )
            drafts = self._of(session, actor)
        return [(draft, slugs.get(draft.page_id or 0, "")) for draft in drafts]

    def discard(self, actor: Actor, draft_id: int) -> None:
        """Throw one's own draft away; raises `NotFound` for anybody else's."""
        self.get(actor, draft_id)
        with self._database.write() as session:
            session.execute(delete(Draft).where(Draft.id == draft_id, Draft.account_id == actor.id))

    def saved(self, actor: Actor, slug: str, key: str) -> None:
        """The words are in a revision or proposal now: forget the draft they came from."""
        with self._database.read() as session:
            page_id = session.scalar(select(Page.id).where(Page.slug == slug))
            done = (Draft.page_id == page_id) if not key else ((Draft.page_id == page_id) | (Draft.key == key))
            mine = session.scalars(select(Draft.id).where(Draft.account_id == actor.id, done)).all()
        if mine:
            with self._database.write() as session:
                session.execute(delete(Draft).where(Draft.id.in_(mine)))

    @staticmethod
    def forget(session: Session, account_id: int) -> None:
        """Throw away every draft of somebody who leaves, inside the caller's transaction."""
        session.execute(delete(Draft).where(Draft.account_id == account_id))

    def purge(self, _payloads: Sequence[Payload]) -> None:
        """Job: forget parked drafts whose time is over."""
        with self._database.write() as session:
            late = Draft.updated < self._clock() - PARKED_FOR
            session.execute(delete(Draft).where(Draft.account_id.is_(None), late))

    def _of(self, session: Session, actor: Actor) -> Sequence[Draft]:
        return session.scalars(select(Draft).where(Draft.account_id == actor.id).order_by(Draft.updated.desc())).all()

    def _existing(self, session: Session, actor: Actor, writing: Writing, page: Page | None) -> Draft | None:
        mine = select(Draft).where(Draft.account_id == actor.id)
        if page is not None:
            return session.scalar(mine.where(Draft.page_id == page.id))
        if writing.key:
            return session.scalar(mine.where(Draft.key == writing.key, Draft.page_id.is_(None)))
        return None

    def _page(self, session: Session, actor: Actor, slug: str) -> Page | None:
        page = (queries.find(session, actor, slug) or queries.find_by_name(session, actor, slug)) if slug else None
        if slug and page is None:
            raise NotFound(slug)
        return page

    def _fill(self, draft: Draft, writing: Writing, page: Page | None) -> None:
        draft.kind, draft.base_number, draft.updated = writing.kind, writing.base_number, self._clock()
        draft.key = writing.key[:40]
        draft.page_id = page.id if page else None
        draft.form = {name: list(values) for name, values in writing.form.items()}
        draft.title = (list(writing.form.get("title", ())) or [""])[0].strip()[:200]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
