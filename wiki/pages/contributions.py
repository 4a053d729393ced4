"""Contributions: what somebody submitted, what reviewers said about it, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auth.model import Actor
from storage.database import Database
from wiki.errors import NotFound
from wiki.pages import queries
from wiki.pages.model import RETURNED, WITHDRAWN, Page, Proposal, Remark


@dataclass(frozen=True, slots=True)
class Told:
    """A remark as its proposal's writer sees it: about a field or ("") the whole, by a reviewer or the writer."""

    field: str
    text: str
    name: str
    from_review: bool
    round: int
    created: datetime


@dataclass(frozen=True, slots=True)
class Contribution:
    """One proposal as its writer sees it; without title and address while its page is hidden from them."""

    id: int
    slug: str
    title: str
    kind: str
    state: str
    note: str
    answer: str
    created: datetime
    reviewer: str
    round: int
    remarks: Sequence[Told]
    is_taken: bool


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
        return found[0], found[1]

    def mine(self, actor: Actor, limit: int = 100) -> Sequence[Contribution]:
        """What the actor submitted, newest first; what they took back is left out."""
        own = select(Proposal, Page, queries.visible(actor)).join(Page, Page.id == Proposal.page_id)
        own = own.where(Proposal.author_id == actor.id, Proposal.state != WITHDRAWN)
        with self._database.read() as session:
            rows = session.execute(own.order_by(Proposal.id.desc()).limit(limit)).all()
            names = queries.people(session, (row[0].reviewer_id for row in rows))
            said = _remarks(session, [row[0].id for row in rows])
        return [
            _contribution(one, page, names.get(one.reviewer_id or 0, ""), said.get(one.id, ()), seen=bool(seen))
            for one, page, seen in rows
        ]

    def remarks(self, actor: Actor, page: Page | None) -> Mapping[str, Sequence[Told]]:
        """What reviewers said about the actor's open proposal on this page, by field, for the form they go on with."""
        if page is None or actor.id is None:
            return {}
        with self._database.read() as session:
            mine = queries.latest_proposal(session, page, actor.id)
            said = _remarks(session, [mine.id]).get(mine.id, ()) if mine is not None else ()
        by_field: dict[str, list[Told]] = {}
        for one in said:
            if one.from_review:
                by_field.setdefault(one.field, []).append(one)
        return by_field


def _remarks(session: Session, proposals: Iterable[int]) -> Mapping[int, Sequence[Told]]:
    """What was said about each of these, oldest first."""
    rows = session.scalars(select(Remark).where(Remark.proposal_id.in_(list(proposals))).order_by(Remark.id)).all()
    names = queries.people(session, (row.author_id for row in rows if row.from_review))
    found: dict[int, list[Told]] = {}
    for row in rows:
        name = names.get(row.author_id or 0, "") if row.from_review else ""
        found.setdefault(row.proposal_id, []).append(
            Told(row.field, row.text, name, row.from_review, row.round, row.created)
        )
    return found


def _contribution(
    proposal: Proposal, page: Page, reviewer: str, remarks: Sequence[Told], *, seen: bool
) -> Contribution:
    return Contribution(
        id=proposal.id,
        slug=page.slug if seen else "",
        title=str(proposal.values.get("title", page.title)) if seen else "",
        kind=page.kind,
        state=proposal.state,
        note=proposal.note if seen else "",
        answer=proposal.answer if seen else "",
        created=proposal.created,
        reviewer=reviewer,
        round=proposal.round,
        remarks=remarks if seen else (),
        is_taken=proposal.claimed_by is not None,
    )
