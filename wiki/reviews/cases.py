"""Cases: one proposal with everything it takes to decide about it, as its reviewer may see it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from wiki.errors import NotFound
from wiki.kinds.model import Kind, Values
from wiki.pages import queries as pages
from wiki.pages.merge import Merge, merge
from wiki.pages.model import ARCHIVED, OPEN, SUBMITTED, WITHHELD, Page, Proposal, ProposalRound, Revision
from wiki.pages.preparing import shareable
from wiki.pages.service import Pages
from wiki.reviews import policy, queries
from wiki.reviews.model import CLAIM_LASTS, Author, Case, Claim, Round, Said


def author_of(proposal: Proposal, names: Mapping[int, str]) -> Author:
    """Who wrote a proposal, as it may be shown to anybody."""
    withheld = proposal.signed == WITHHELD
    return Author(proposal.signature.name(names.get(proposal.author_id or 0, "")), withheld)


class Cases:
    """Reads proposals for those who review."""

    def __init__(self, database: Database, writing: Pages, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._pages = writing
        self._clock = clock

    def get(self, actor: Actor, number: int) -> Case:
        """One proposal, decided or not; raises `NotFound` when there is none on a page that this actor sees."""
        require(actor, Permission.PROPOSAL_REVIEW)
        with self._database.read() as session:
            row = queries.found(session, actor, number)
            if row is None:
                raise NotFound(f"proposal {number}")
            return self._drawn(session, actor, *row)

    def rounds(self, actor: Actor, number: int, old: int, new: int) -> tuple[Case, Values, Values]:
        """What the proposal said in two of its rounds; round 0 is the page it was begun on. Raises `NotFound`."""
        case = self.get(actor, number)
        with self._database.read() as session:
            known = {one.number: one for one in queries.rounds(session, case.proposal)}
            if new not in known or (old and old not in known):
                raise NotFound(f"round {new} of proposal {number}")
            base = pages.revision(session, case.page, known[new].base_number)
            now = pages.revision(session, case.page, case.page.number)
        before: Values = known[old].values if old else base.values if base else {}
        sees_all, current = policy.sees_withheld(actor), now.values if now else {}
        seen = [
            shareable(case.kind, current or values, values, sees_all=sees_all) for values in (before, known[new].values)
        ]
        return case, seen[0], seen[1]

    def merged(self, actor: Actor, number: int) -> tuple[Case, Values, int]:
        """The proposal's words for a form that mends it, put together with the page as it is where they fit, and the
        version of the page they are based on.
        """
        case = self.get(actor, number)
        with self._database.read() as session:
            _now, outcome = self._merge(session, case.kind, case.page, case.proposal)
        fits = outcome.clean
        values = outcome.values if fits else case.proposal.values
        seen = shareable(case.kind, values, values, sees_all=policy.sees_withheld(actor))
        return case, seen, case.page.number if fits else case.proposal.base_number

    def _drawn(self, session: Session, actor: Actor, proposal: Proposal, page: Page) -> Case:
        kind = self._pages.kind(page.kind)
        now, outcome = self._merge(session, kind, page, proposal)
        is_open = proposal.state in OPEN
        rounds, remarks = queries.rounds(session, proposal), queries.remarks(session, proposal)
        people = [one.mended_by for one in rounds] + [one.author_id for one in remarks if one.from_review]
        names = pages.people(session, [proposal.author_id, proposal.reviewer_id, *people])
        base = pages.revision(session, page, proposal.base_number)
        before, after = self._compared(actor, kind, proposal, base, now, outcome)
        claim = self._claim(session, actor, proposal)
        decides = is_open and page.state != ARCHIVED and (claim is None or claim.is_mine)
        return Case(
            proposal=proposal, page=page, kind=kind, before=before, after=after, author=author_of(proposal, names),
            rounds=_rounds(rounds, names),
            remarks=[
                Said(names.get(one.author_id or 0, "") if one.from_review else "", _label(kind, one.field), one.text,
                     one.round, one.created)
                for one in remarks
            ],
            claim=claim, reviewer=names.get(proposal.reviewer_id or 0, ""),
            moved_on=is_open and page.number > proposal.base_number,
            clashes=[_label(kind, one.key) for one in outcome.conflicts] if is_open else (),
            is_archived=page.state == ARCHIVED, is_open=is_open, may_decide=decides,
            may_publish=decides and proposal.state == SUBMITTED and policy.may_publish(actor, kind, page),
            base_created=base.created if base else None,
        )  # fmt: skip

    def _merge(self, session: Session, kind: Kind, page: Page, proposal: Proposal) -> tuple[Revision | None, Merge]:
        base = pages.revision(session, page, proposal.base_number)
        now = pages.revision(session, page, page.number)
        return now, merge(kind, base.values if base else {}, now.values if now else {}, proposal.values)

    def _compared(
        self, actor: Actor, kind: Kind, one: Proposal, base: Revision | None, now: Revision | None, outcome: Merge
    ) -> tuple[Values, Values]:
        """The page now and as it would be; of a decided proposal, what it was begun on and what it said."""
        is_open, sees_all = one.state in OPEN, policy.sees_withheld(actor)
        before: Values = (now.values if now else {}) if is_open else (base.values if base else {})
        after = outcome.values if is_open else one.values
        hides = now.values if now else None
        return (
            shareable(kind, hides or before, before, sees_all=sees_all),
            shareable(kind, hides or after, after, sees_all=sees_all),
        )

    def _claim(self, session: Session, actor: Actor, proposal: Proposal) -> Claim | None:
        claimer = queries.reviewer_of(session, proposal.claimed_by)
        if claimer is None or proposal.claimed_at is None or not policy.claim_holds(proposal, claimer, self._clock()):
            return None
        return Claim(claimer.name, claimer.id == actor.id, proposal.claimed_at + CLAIM_LASTS)


def _rounds(found: Sequence[ProposalRound], names: Mapping[int, str]) -> list[Round]:
    return [Round(one.number, one.note, names.get(one.mended_by or 0, ""), one.created) for one in found]


def _label(kind: Kind, key: str) -> str:
    return kind.by_key[key].label if key in kind.by_key else ""
