"""Reviews: the list of what waits, one proposal with its difference, accept or return."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem
from wiki.kinds.model import Kind, Values
from wiki.pages import policy, queries, recording
from wiki.pages.model import ARCHIVED, RETURNED, SUBMITTED, Page, Proposal, Saved
from wiki.pages.preparing import keep_hidden, shareable
from wiki.pages.recording import Change
from wiki.pages.service import Pages

LONGEST_ANSWER = 5000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One proposal in the list."""

    id: int
    title: str
    slug: str
    kind: str
    author: str
    note: str
    created: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One proposal to decide on: what the page said when its writer began, and what it should say.

    Both as the reviewer may see them: a withheld name stays withheld from those who are not editors.
    """

    proposal: Proposal
    page: Page
    kind: Kind
    before: Values
    after: Values
    author: str


class Reviews:
    """Decides about proposals; trainers, editors and admins."""

    def __init__(self, database: Database, pages: Pages, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._pages = pages
        self._clock = clock

    def waiting(self, actor: Actor, limit: int = 200) -> Sequence[Waiting]:
        """What waits for a decision, oldest first."""
        require(actor, Permission.PROPOSAL_REVIEW)
        rows = select(Proposal, Page).join(Page, Page.id == Proposal.page_id)
        rows = rows.where(*_waits(actor)).order_by(Proposal.id).limit(limit)
        with self._database.read() as session:
            found = session.execute(rows).all()
            names = queries.people(session, (proposal.author_id for proposal, _page in found))
        return [
            Waiting(proposal.id, str(proposal.values.get("title", page.title)), page.slug, page.kind,
                    names.get(proposal.author_id or 0, ""), proposal.note, proposal.created, page.number == 0)
            for proposal, page in found
        ]  # fmt: skip

    def case(self, actor: Actor, number: int) -> Case:
        """One proposal that waits; raises `NotFound` when it was decided, or its page is hidden from this actor."""
        require(actor, Permission.PROPOSAL_REVIEW)
        with self._database.read() as session:
            proposal, page = self._find(session, actor, number)
            base = queries.revision(session, page, proposal.base_number)
            names = queries.people(session, [proposal.author_id])
            now = queries.revision(session, page, page.number)
        kind, sees_all = self._pages.kind(page.kind), policy.sees_withheld(actor)
        before, after = (
            shareable(kind, now.values if now else values, values, sees_all=sees_all)
            for values in (base.values if base else {}, proposal.values)
        )
        return Case(proposal, page, kind, before, after, names.get(proposal.author_id or 0, ""))

    def accept(self, actor: Actor, number: int) -> Saved:
        """Publish the proposal with credit to both; raises `EditConflict` when the page moved on where it touches."""
        case = self.case(actor, number)
        proposal = case.proposal
        change = _accepted(proposal, proposal.values)
        return self._pages.publish_change(actor, case.page.id, proposal.base_number, change)

    def accept_mended(self, actor: Actor, number: int, base_number: int, values: Values) -> Saved:
        """Publish what the reviewer put together after a conflict, still as the writer's change."""
        case = self.case(actor, number)
        sees_all = policy.sees_withheld(actor)
        whole = keep_hidden(case.kind, case.proposal.values, values, sees_all=sees_all)
        change = _accepted(case.proposal, whole)
        return self._pages.publish_change(actor, case.page.id, base_number, change)

    def send_back(self, actor: Actor, number: int, answer: str) -> None:
        """Return the proposal to its writer with a comment; every word of it stays theirs to go on with."""
        require(actor, Permission.PROPOSAL_REVIEW)
        words = answer.strip()[:LONGEST_ANSWER]
        if not words:
            raise Invalid([Problem("answer", "Say what should change, so that the writer can go on.")])
        with self._database.write() as session:
            proposal, _page = self._find(session, actor, number)
            recording.decide(session, self._clock(), actor, proposal.id, RETURNED, words)

    def _find(self, session: Session, actor: Actor, number: int) -> tuple[Proposal, Page]:
        wanted = select(Proposal, Page).join(Page, Page.id == Proposal.page_id)
        wanted = wanted.where(Proposal.id == number, *_waits(actor))
        found = session.execute(wanted).first()
        if found is None:
            raise NotFound(f"proposal {number}")
        return found


def _accepted(proposal: Proposal, values: Values) -> Change:
    """The proposal as a change to publish, in the round that was looked at."""
    return Change(
        values, proposal.note, proposal.author_id, proposal.id, round=proposal.round, signature=proposal.signature
    )


def _waits(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """What can be decided on now; proposals for an archived page wait until it is back."""
    return Proposal.state == SUBMITTED, Page.state != ARCHIVED, queries.visible(actor)
