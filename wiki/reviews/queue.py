"""The queue: what waits for those who review, filtered and in parts, and what of it lies before and after a case."""

from collections.abc import Callable, Sequence
from datetime import datetime
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from wiki.kinds.model import Kind, Library, Values
from wiki.pages import queries as pages
from wiki.pages.model import OPEN, PUBLISHED, SHARE, Page, Proposal
from wiki.pages.preparing import shareable
from wiki.reviews import policy, queries
from wiki.reviews.cases import author_of
from wiki.reviews.model import Filters, Listed, Waiting

PART = 25
MOST_ON_PAGE = 20


class Queue:
    """Lists proposals; a page that is hidden from the actor brings none."""

    def __init__(self, database: Database, library: Library, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    def find(self, actor: Actor, filters: Filters, part: int = 1) -> Listed:
        """Twenty-five proposals under these filters, oldest first; a part past the end is the first."""
        require(actor, Permission.PROPOSAL_REVIEW)
        now = self._clock()
        rows = queries.listed(actor, self._library, filters, now)
        with self._database.read() as session:
            counts = queries.counts(session, actor, self._library, filters, now)
            total = counts[filters.show]
            parts = max(1, ceil(total / PART))
            part = part if 1 <= part <= parts else 1
            found = [(row[0], row[1]) for row in session.execute(rows.offset((part - 1) * PART).limit(PART))]
            return Listed(self._drawn(session, actor, found, now), counts, total, part, parts)

    def count(self, actor: Actor) -> int:
        """How many wait for somebody who reviews; 0 for those who do not."""
        if not policy.may_review(actor):
            return 0
        with self._database.read() as session:
            return queries.count_waiting(session, actor)

    def around(self, actor: Actor, number: int, filters: Filters) -> tuple[int | None, int | None]:
        """The proposals before and after this one under these filters."""
        require(actor, Permission.PROPOSAL_REVIEW)
        rows = queries.listed(actor, self._library, filters, self._clock()).order_by(None).with_only_columns(
            func.max(Proposal.id)
        )  # fmt: skip
        with self._database.read() as session:
            before = session.scalar(rows.where(Proposal.id < number))
            after = session.scalar(rows.with_only_columns(func.min(Proposal.id)).where(Proposal.id > number))
        return before, after

    def on_page(self, actor: Actor, slug: str) -> tuple[bool, Sequence[Waiting]]:
        """Whether the page takes suggestions from this actor, and what waits on it as far as they may know of it:
        reviewers of all of it, writers of their own.
        """
        with self._database.read() as session:
            page = pages.find(session, actor, slug)
            if page is None:
                return False, ()
            takes = page.state == PUBLISHED and policy.may_suggest(actor, page)
            if actor.id is None:
                return takes, ()
            rows = select(Proposal).where(Proposal.page_id == page.id, Proposal.state.in_(OPEN))
            if not policy.may_review(actor):
                rows = rows.where(Proposal.author_id == actor.id)
            found = [(one, page) for one in session.scalars(rows.order_by(Proposal.id).limit(MOST_ON_PAGE))]
            return takes, self._drawn(session, actor, found, self._clock()) if found else ()

    def _drawn(self, session: Session, actor: Actor, found: queries.Found, now: datetime) -> list[Waiting]:
        names = pages.people(session, [id_ for one, _page in found for id_ in (one.author_id, one.claimed_by)])
        bases = queries.bases(session, found)
        reviewers = {one.claimed_by: queries.reviewer_of(session, one.claimed_by) for one, _page in found}
        drawn = []
        for one, page in found:
            claimer = reviewers[one.claimed_by]
            holds = policy.claim_holds(one, claimer, now)
            touches, answered = self._touched(actor, one, page, bases.get((page.id, one.base_number), {}))
            drawn.append(
                Waiting(
                    one.id, str(one.values.get("title", page.title)), page.slug, page.kind, author_of(one, names),
                    one.note, one.created, page.number == 0, one.state, one.round, one.via,
                    claimer.name if holds and claimer else "", holds and one.claimed_by == actor.id, touches, answered,
                )
            )  # fmt: skip
        return drawn

    def _touched(
        self, actor: Actor, one: Proposal, page: Page, base: Values
    ) -> tuple[tuple[str, ...], tuple[int, int]]:
        """The labels of what a change touches, or how many of the quick questions a five-minute entry answers."""
        kind = self._library.kinds.get(page.kind)
        if kind is None:
            return (), (0, 0)
        if one.via == SHARE and not base:
            quick = [field.key for field in kind.fields if field.quick]
            return (), (sum(key in one.values for key in quick), len(quick))
        return _labels(kind, base, one.values, sees_all=policy.sees_withheld(actor)) if base else (), (0, 0)


def _labels(kind: Kind, base: Values, values: Values, *, sees_all: bool) -> tuple[str, ...]:
    before, after = (shareable(kind, base, version, sees_all=sees_all) for version in (base, values))
    return tuple(field.label for field in kind.fields if before.get(field.key) != after.get(field.key))
