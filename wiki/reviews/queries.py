"""Reads of the queue and its cases; every question carries the reader's audience in the query itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from auth.model import Account, Actor, Permission, Role
from auth.policy import LOWEST
from storage.database import LARGEST_ID
from wiki.kinds.model import Library, Values
from wiki.pages import queries
from wiki.pages.model import (
    ACCEPTED,
    ARCHIVED,
    CONSENT,
    OPEN,
    RETURNED,
    SHARE,
    SUBMITTED,
    Page,
    Proposal,
    ProposalRound,
    Remark,
    Revision,
)
from wiki.reviews.model import AGES, CLAIM_LASTS, SHOWS, Filters, Promotion

Found = Sequence[tuple[Proposal, Page]]


def found(session: Session, actor: Actor, number: int, *, lock: bool = False) -> tuple[Proposal, Page] | None:
    """The proposal of this number with its page, if the page exists for this actor; locked to be decided on."""
    if not 0 < number <= LARGEST_ID:
        return None
    wanted = select(Proposal, Page).join(Page, Page.id == Proposal.page_id)
    wanted = wanted.where(Proposal.id == number, queries.visible(actor))
    if lock:
        wanted = wanted.with_for_update(of=Proposal).execution_options(populate_existing=True)
    row = session.execute(wanted).first()
    return (row[0], row[1]) if row else None


def waiting(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """What is not decided; proposals for an archived page wait until it is back."""
    return Proposal.state.in_(OPEN), Page.state != ARCHIVED, queries.visible(actor)


def held(now: datetime) -> ColumnElement[bool]:
    """Proposals that somebody has taken: within the last days, and still reviewing."""
    reviews = Account.role >= LOWEST[Permission.PROPOSAL_REVIEW]
    claimer = exists().where(Account.id == Proposal.claimed_by, Account.active, reviews).correlate(Proposal)
    return and_(Proposal.claimed_at.is_not(None), Proposal.claimed_at > now - CLAIM_LASTS, claimer)


def shown(actor: Actor, show: str, now: datetime) -> ColumnElement[bool]:
    """The rows of one sort of the queue."""
    sorts: dict[str, ColumnElement[bool]] = {
        "waiting": Proposal.state == SUBMITTED,
        "mine": and_(Proposal.claimed_by == (actor.id or 0), held(now)),
        "unclaimed": and_(Proposal.state == SUBMITTED, ~held(now)),
        "quick": and_(Proposal.state == SUBMITTED, Proposal.via == SHARE),
        "new": and_(Proposal.state == SUBMITTED, Page.number == 0),
        "consent": Proposal.state == CONSENT,
        "returned": Proposal.state == RETURNED,
    }
    return sorts[show]


def narrowed(library: Library, filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions of the other filters."""
    conditions: list[ColumnElement[bool]] = []
    if filters.kind:
        conditions.append(Page.kind == filters.kind)
    if filters.age:
        conditions.append(Proposal.created < now - AGES[filters.age])
    if filters.area:
        term = f'"{filters.area}"'
        keys = {field.key for kind in library.kinds.values() for field in kind.fields if field.facet == "area"}
        conditions.append(
            or_(*(cast(Proposal.values[key], String).contains(term, autoescape=True) for key in sorted(keys)))
        )
    return conditions


def counts(session: Session, actor: Actor, library: Library, filters: Filters, now: datetime) -> dict[str, int]:
    """How many there are of each sort, under the other filters; one question."""
    sums = [func.coalesce(func.sum(case((shown(actor, show, now), 1), else_=0)), 0) for show in SHOWS]
    rows = select(*sums).select_from(Proposal).join(Page, Page.id == Proposal.page_id)
    sums_found = session.execute(rows.where(*waiting(actor), *narrowed(library, filters, now))).one()
    return dict(zip(SHOWS, map(int, sums_found), strict=True))


def listed(actor: Actor, library: Library, filters: Filters, now: datetime) -> Select[Proposal, Page]:
    """The queue under these filters, oldest first."""
    rows = select(Proposal, Page).join(Page, Page.id == Proposal.page_id)
    rows = rows.where(*waiting(actor), shown(actor, filters.show, now), *narrowed(library, filters, now))
    return rows.order_by(Proposal.id)


def count_waiting(session: Session, actor: Actor) -> int:
    """How many proposals wait for a reviewer."""
    rows = select(func.count(Proposal.id)).join(Page, Page.id == Proposal.page_id)
    return session.scalar(rows.where(Proposal.state == SUBMITTED, Page.state != ARCHIVED, queries.visible(actor))) or 0


def bases(session: Session, rows_found: Found) -> dict[tuple[int, int], Values]:
    """What the pages said when these proposals were begun, by page and revision."""
    wanted = {(page.id, proposal.base_number) for proposal, page in rows_found if proposal.base_number}
    if not wanted:
        return {}
    rows = select(Revision.page_id, Revision.number, Revision.values)
    rows = rows.where(tuple_(Revision.page_id, Revision.number).in_(sorted(wanted)))
    return {(page_id, number): values for page_id, number, values in session.execute(rows)}


def rounds(session: Session, proposal: Proposal) -> Sequence[ProposalRound]:
    """Everything the proposal said so far, oldest first."""
    mine = select(ProposalRound).where(ProposalRound.proposal_id == proposal.id)
    return session.scalars(mine.order_by(ProposalRound.number)).all()


def remarks(session: Session, proposal: Proposal) -> Sequence[Remark]:
    """What writer and reviewers said about it, oldest first."""
    return session.scalars(select(Remark).where(Remark.proposal_id == proposal.id).order_by(Remark.id)).all()


def reviewer_of(session: Session, account_id: int | None) -> Actor | None:
    """The active account behind a claim."""
    account = session.get(Account, account_id) if account_id is not None else None
    return account.actor if account is not None and account.active else None


def same_suggestion(session: Session, page: Page, base: int, values: Values) -> bool:
    """Whether somebody without an account sent these very words already, and nobody has decided about them."""
    open_here = select(Proposal.values).where(Proposal.page_id == page.id, Proposal.base_number == base)
    rows = session.scalars(open_here.where(Proposal.author_id.is_(None), Proposal.state.in_(OPEN)))
    return any(sent == values for sent in rows)


def accepted(session: Session, account_id: int) -> int:
    """How many contributions of this account were accepted, however they are signed."""
    mine = select(func.count(Proposal.id)).where(Proposal.author_id == account_id, Proposal.state == ACCEPTED)
    return session.scalar(mine) or 0


def latest_promotion(session: Session, account_id: int) -> Promotion | None:
    """The last time this account was proposed."""
    mine = select(Promotion).where(Promotion.account_id == account_id).order_by(Promotion.id.desc())
    return session.scalar(mine.limit(1))


def candidates(session: Session, state: str) -> Sequence[tuple[Promotion, Account]]:
    """Members who are proposed and wait, or were told "not yet", oldest first; those with a role are done with."""
    rows = select(Promotion, Account).join(Account, Account.id == Promotion.account_id)
    rows = rows.where(Promotion.state == state, Account.active, Account.role == int(Role.MEMBER))
    return [(row[0], row[1]) for row in session.execute(rows.order_by(Promotion.id))]


def editors(session: Session) -> list[int]:
    """The accounts that give roles."""
    grants = Account.role >= LOWEST[Permission.ACCOUNT_GRANT]
    return list(session.scalars(select(Account.id).where(grants, Account.active).order_by(Account.id)))
