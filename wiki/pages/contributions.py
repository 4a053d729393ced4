"""Contributions: what somebody submitted, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from auth.model import Actor
from storage.database import Database
from wiki.errors import NotFound
from wiki.pages import queries
from wiki.pages.model import RETURNED, WITHDRAWN, Page, Proposal


@dataclass(frozen=True, slots=True)
class Contribution:
    """One proposal as its writer sees it."""

    id: int
    slug: str
    title: str
    kind: str
    state: str
    note: str
    answer: str
    created: datetime
    reviewer: str


class Contributions:
    """Lists one's own proposals; nobody else's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def returned(self, actor: Actor, number: int) -> tuple[Proposal, Page]:
        """One's own proposal that came back, with its page; raises `NotFound` for any other."""
        own = select(Proposal, Page).join(Page, Page.id == Proposal.page_id)
        own = own.where(Proposal.id == number, Proposal.author_id == actor.id, Proposal.state == RETURNED)
        with self._database.read() as session:
            found = session.execute(own.where(queries.visible(actor))).first()
        if found is None or actor.id is None:
            raise NotFound(f"proposal {number}")
        return found

    def mine(self, actor: Actor, limit: int = 100) -> Sequence[Contribution]:
        """What the actor submitted, newest first; replaced ones are left out."""
        own = select(Proposal, Page).join(Page, Page.id == Proposal.page_id)
        own = own.where(Proposal.author_id == actor.id, Proposal.state != WITHDRAWN, queries.visible(actor))
        with self._database.read() as session:
            rows = session.execute(own.order_by(Proposal.id.desc()).limit(limit)).all()
            names = queries.people(session, (proposal.reviewer_id for proposal, _page in rows))
        return [_contribution(proposal, page, names.get(proposal.reviewer_id or 0, "")) for proposal, page in rows]


def _contribution(proposal: Proposal, page: Page, reviewer: str) -> Contribution:
    return Contribution(
        id=proposal.id,
        slug=page.slug,
        title=str(proposal.values.get("title", page.title)),
        kind=page.kind,
        state=proposal.state,
        note=proposal.note,
        answer=proposal.answer,
        created=proposal.created,
        reviewer=reviewer,
    )
