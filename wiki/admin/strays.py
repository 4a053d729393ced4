"""Strays: what people without an account sent and nobody decided yet, with those that say the same side by side."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from wiki.errors import Invalid, Problem, marked
from wiki.pages import queries, recording
from wiki.pages.model import ARCHIVED, DECLINED, OPEN, SUBMITTED, Page, Proposal

MOST = 200
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Stray:
    """One proposal without an account; `twins` is how many more say the very same, `is_first` the first of them."""

    id: int
    title: str
    slug: str
    at: datetime
    twins: int
    is_first: bool


class Strays:
    """Declines many at once. Nothing is known of where they came from, so an editor chooses by what they say."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def waiting(self, actor: Actor) -> Sequence[Stray]:
        """The newest two hundred, those that say the same together; raises `Forbidden`."""
        require(actor, Permission.PAGE_ARCHIVE)
        rows = select(Proposal, Page).join(Page, Page.id == Proposal.page_id).where(queries.visible(actor))
        rows = rows.where(Proposal.author_id.is_(None), Proposal.state.in_(OPEN)).order_by(Proposal.id.desc())
        groups: dict[str, list[tuple[Proposal, Page]]] = {}
        with self._database.read() as session:
            for proposal, page in session.execute(rows.limit(MOST)):
                said = json.dumps(proposal.values, sort_keys=True).casefold()
                groups.setdefault(said, []).append((proposal, page))
        return [
            Stray(proposal.id, str(proposal.values.get("title", page.title)), page.slug, proposal.created,
                  len(group) - 1, number == 0)
            for group in groups.values() for number, (proposal, page) in enumerate(group)
        ]  # fmt: skip

    def decline(self, actor: Actor, numbers: Sequence[int], reason: str) -> int:
        """Decline these with one reason; new pages among them leave the shelves. How many were still open.

        Raises `Forbidden`, `Invalid`.
        """
        require(actor, Permission.PAGE_ARCHIVE)
        words = " ".join(reason.split())[:LONGEST]
        problems = [] if numbers else [Problem("numbers", marked("Choose at least one."))]
        if not words:
            problems.append(Problem("reason", marked("Say why; whoever holds the code reads it.")))
        if problems:
            raise Invalid(problems)
        mine = select(Proposal, Page).join(Page, Page.id == Proposal.page_id).where(queries.visible(actor))
        mine = mine.where(Proposal.id.in_(numbers[:MOST]), Proposal.author_id.is_(None), Proposal.state.in_(OPEN))
        with self._database.write() as session:
            found = session.execute(mine.order_by(Proposal.id)).all()
            for proposal, page in found:
                now = self._clock()
                recording.decide(session, now, actor, proposal.id, DECLINED, words)
                if page.state == SUBMITTED and page.number == 0:
                    page.state = ARCHIVED
                    recording.touch(session, now, actor, page, "page.archived")
        return len(found)
