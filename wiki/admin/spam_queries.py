"""What an account did, as conditions for queries, and what was undone of it.

These look at every page whatever its audience: for admins, who see all, and for jobs that act for one.
"""

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from wiki.admin.model import EDIT, LEFT, PAGE, Undoing, UndoneThing
from wiki.pages.model import OPEN, PUBLISHED, SUBMITTED, WITHHELD, Page, Proposal, Revision


def open_proposals(account_id: int) -> tuple[ColumnElement[bool], ...]:
    """What the account sent that nobody decided yet."""
    return Proposal.author_id == account_id, Proposal.state.in_(OPEN)


def own(account_id: int) -> ColumnElement[bool]:
    """Pages that are the account's alone: every revision is its own, or it waits for review and has none."""
    waits = and_(Page.state == SUBMITTED, Page.number == 0, Page.owner_id == account_id)
    alone = and_(Page.state == PUBLISHED, _revised(account_id), ~_others(account_id))
    return or_(waits, alone)


def edited_last(account_id: int) -> ColumnElement[bool]:
    """Pages of others that nobody edited since the account did."""
    last = _revised(account_id, Revision.number == Page.number)
    return and_(Page.state == PUBLISHED, last, ~_revised(account_id, Revision.number == 1))


def left(account_id: int, undoing_id: int = 0) -> ColumnElement[bool]:
    """Published pages the account wrote on that undoing will not touch, or (with its number) did not."""
    wrote = and_(Page.state == PUBLISHED, _revised(account_id))
    if not undoing_id:
        return and_(wrote, ~own(account_id), ~edited_last(account_id))
    gone = select(UndoneThing.subject_id)
    gone = gone.where(UndoneThing.undoing_id == undoing_id, UndoneThing.what.in_((PAGE, EDIT)))
    return and_(wrote, Page.id.not_in(gone))


def signed_by(account_id: int) -> ColumnElement[bool]:
    """Whether some revision of the page shows a name; if none does, the page is not told beside the account."""
    return _revised(account_id, Revision.signed != WITHHELD)


def looked_at(undoing_id: int) -> Select[int]:
    """The pages that undoing has dealt with, or could not."""
    return select(UndoneThing.subject_id).where(
        UndoneThing.undoing_id == undoing_id, UndoneThing.what.in_((PAGE, EDIT, LEFT))
    )


def last_by_others(session: Session, page_id: int, account_id: int) -> Revision | None:
    """The newest revision that somebody else wrote."""
    theirs = or_(Revision.author_id != account_id, Revision.author_id.is_(None))
    found = select(Revision).where(Revision.page_id == page_id, theirs)
    return session.scalar(found.order_by(Revision.number.desc()).limit(1))


def latest(session: Session, account_id: int) -> Undoing | None:
    """The newest time that this account was undone."""
    mine = select(Undoing).where(Undoing.account_id == account_id)
    return session.scalar(mine.order_by(Undoing.id.desc()).limit(1))


def done(session: Session, undoing: Undoing | None) -> dict[str, int]:
    """How many things of each sort were undone."""
    if undoing is None:
        return {}
    rows = select(UndoneThing.what, func.count()).where(UndoneThing.undoing_id == undoing.id)
    return dict(session.execute(rows.group_by(UndoneThing.what)).all())


def _revised(account_id: int, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Revision.id).where(Revision.page_id == Page.id, Revision.author_id == account_id, *more).exists()


def _others(account_id: int) -> ColumnElement[bool]:
    theirs = or_(Revision.author_id != account_id, Revision.author_id.is_(None))
    return select(Revision.id).where(Revision.page_id == Page.id, theirs).exists()
