"""Looking contributions up: by the account that wrote them or the code that opens them, and by nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auth.model import Account, Actor
from wiki.errors import NotFound
from wiki.kinds.model import Kind, Values
from wiki.pages import queries
from wiki.pages.codes import fingerprint
from wiki.pages.model import Page, Proposal, ProposalRound, Remark
from wiki.pages.preparing import own_words
from wiki.sharing.model import CODE_LASTS, Consent, Holder


@dataclass(frozen=True, slots=True)
class Found:
    """One proposal its holder may come for, and its page. `ends` is when its code runs out; None for an account."""

    proposal: Proposal
    page: Page
    ends: datetime | None


def find(session: Session, holder: Holder, number: int, now: datetime, *, lock: bool = False) -> Found:
    """The proposal of this number, for whoever wrote it; raises `NotFound` for everybody else.

    Its writer reaches it wherever its page stands: they see their own words, never more of the page than they may.
    """
    wanted = select(Proposal, Page).join(Page, Page.id == Proposal.page_id).where(Proposal.id == number)
    row = session.execute(wanted.with_for_update() if lock else wanted).first()
    if row is None:
        raise NotFound(f"contribution {number}")
    proposal, page = row
    if holder.actor.id is not None and proposal.author_id == holder.actor.id:
        return Found(proposal, page, None)
    ends = last_word(session, proposal) + CODE_LASTS
    if not holder.mark or fingerprint(proposal.code_hash) != holder.mark or ends <= now:
        raise NotFound(f"contribution {number}")
    return Found(proposal, page, ends)


def by_code(session: Session, code_hash: str, now: datetime) -> Proposal | None:
    """The proposal that this code opens; None for a code that is wrong, or ran out."""
    if not code_hash:
        return None
    proposal = session.scalar(select(Proposal).where(Proposal.code_hash == code_hash))
    return None if proposal is None or last_word(session, proposal) + CODE_LASTS <= now else proposal


def last_word(session: Session, proposal: Proposal) -> datetime:
    """When something was last said or done about it."""
    said = session.scalar(select(func.max(Remark.created)).where(Remark.proposal_id == proposal.id))
    given = select(func.max(Consent.given), func.max(Consent.withdrawn)).where(Consent.proposal_id == proposal.id)
    return max(at for at in (proposal.updated, said, *session.execute(given).one()) if at is not None)


def is_open_to(session: Session, actor: Actor, page: Page) -> bool:
    """Whether its page can be read by this reader, so that a link to it leads somewhere."""
    return (
        page.number > 0
        and session.scalar(select(Page.id).where(Page.id == page.id, queries.visible(actor))) is not None
    )


def rounds(session: Session, proposal: Proposal) -> Sequence[ProposalRound]:
    """What it said, round by round."""
    mine = select(ProposalRound).where(ProposalRound.proposal_id == proposal.id)
    return session.scalars(mine.order_by(ProposalRound.number)).all()


def remarks(session: Session, proposal: Proposal) -> Sequence[Remark]:
    """What was said about it, oldest first."""
    return session.scalars(select(Remark).where(Remark.proposal_id == proposal.id).order_by(Remark.id)).all()


def consents(session: Session, *, proposal: int | None = None, page: int | None = None) -> Sequence[Consent]:
    """The consents of a proposal or of a page, newest first; the first is the one that holds."""
    which = Consent.proposal_id == proposal if page is None else Consent.page_id == page
    return session.scalars(select(Consent).where(which).order_by(Consent.id.desc())).all()


def written(session: Session, kind: Kind, found: Found, values: Values) -> Values:
    """These values of the proposal without what was put back from a version that withholds it from its writer."""
    numbers = {found.proposal.base_number, found.page.number} if found.proposal.base_number else set()
    versions = [revision.values for number in numbers if (revision := queries.revision(session, found.page, number))]
    return own_words(kind, versions, values, sees_all=False)


def actor_of(session: Session, account_id: int | None) -> Actor | None:
    """Who this account is now; None when it is gone."""
    account = session.get(Account, account_id) if account_id is not None else None
    return account.actor if account else None
