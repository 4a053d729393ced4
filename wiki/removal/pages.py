"""A page or one version of it, gone for good, with everything that holds its words; inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from auth.audit import AuditEntry
from auth.model import Actor
from storage.generation import bump
from storage.jobs import Job, enqueue
from wiki.errors import Invalid, NotFound, Problem
from wiki.kinds.indexing import aliases
from wiki.kinds.model import Kind
from wiki.names import to_slug
from wiki.pages import queries, recording
from wiki.pages.model import ACCEPTED, Draft, Page, PageName, Proposal, ProposalRound, Remark, Revision
from wiki.pages.preparing import prepare
from wiki.pages.recording import Change
from wiki.removal.tables import belonging

ONLY_VERSION = Problem("title", "This is the only version there is. Remove the whole page instead.")


def find(session: Session, actor: Actor, slug: str) -> Page:
    """The page at this address; raises `NotFound`."""
    page = queries.find(session, actor, slug)
    if page is None:
        raise NotFound(slug)
    return page


def count_page(session: Session, page: Page) -> dict[str, int]:
    """How many rows of which table go with the page."""
    counts = belonging(session, page.id)
    own = select(Proposal.id).where(Proposal.page_id == page.id)
    for table in (ProposalRound, Remark):
        rows = session.scalar(select(func.count()).select_from(table).where(table.proposal_id.in_(own)))
        if rows:
            counts[table.__tablename__] = rows
    waiting = len(_jobs_of(session, page.id))
    return {**counts, "job": waiting} if waiting else counts


def remove_page(session: Session, now: datetime, page: Page) -> None:
    """Delete the page and all that belongs to it; the audit log keeps its lines and forgets what they were about."""
    names = session.scalars(select(PageName.name).where(PageName.page_id == page.id)).all()
    about = AuditEntry.subject.in_([*names, page.slug])
    session.execute(update(AuditEntry).where(about).values(subject="", detail={}))
    session.execute(delete(Job).where(Job.id.in_(_jobs_of(session, page.id))))
    session.execute(delete(Page).where(Page.id == page.id))
    enqueue(session, recording.INDEX, {"page": page.id}, due=now, key=str(page.id))
    bump(session)


def find_version(session: Session, page: Page, number: int) -> Revision:
    """A version whose words are still there; raises `NotFound`."""
    revision = queries.revision(session, page, number)
    if revision is None or revision.removed:
        raise NotFound(f"{page.slug} {number}")
    return revision


def kept(session: Session, page: Page, besides: Revision) -> Sequence[Revision]:
    """The page's other versions whose words are there, newest first."""
    others = select(Revision).where(Revision.page_id == page.id, Revision.removed.is_(False))
    return session.scalars(others.where(Revision.id != besides.id).order_by(Revision.number.desc())).all()


def begun_with(session: Session, page: Page, revision: Revision) -> tuple[Sequence[int], Sequence[int]]:
    """Proposals that led to the version or began with it, and drafts that began with it: they hold its words too."""
    rounds = select(ProposalRound.proposal_id).where(ProposalRound.base_number == revision.number)
    led = (
        (Proposal.state == ACCEPTED)
        & (Proposal.decided == revision.created)
        & (Proposal.author_id == revision.author_id)
    )
    began = (Proposal.base_number == revision.number) | Proposal.id.in_(rounds) | led
    proposals = session.scalars(select(Proposal.id).where(Proposal.page_id == page.id, began)).all()
    drafts = select(Draft.id).where(Draft.page_id == page.id, Draft.base_number == revision.number)
    return proposals, session.scalars(drafts).all()


def count_version(session: Session, page: Page, revision: Revision) -> dict[str, int]:
    """How many rows of which table lose their words with the version."""
    proposals, drafts = begun_with(session, page, revision)
    return {"revision": 1, "proposal": len(proposals), "draft": len(drafts)}


def says_the_same(page: Page, revision: Revision, others: Sequence[Revision]) -> list[int]:
    """The numbers of other versions that hold something this one brought in."""
    before = next((one.values for one in others if one.number < revision.number), {})
    brought = {key: value for key, value in revision.values.items() if before.get(key) != value}
    return sorted(one.number for one in others if any(one.values.get(key) == brought[key] for key in brought))


def remove_version(session: Session, now: datetime, actor: Actor, page: Page, revision: Revision, kind: Kind) -> None:
    """Empty the version; of the current one, the version before becomes current again, as a new one."""
    others = kept(session, page, revision)
    if not others:
        raise Invalid([ONLY_VERSION])
    proposals, drafts = begun_with(session, page, revision)
    session.execute(delete(Proposal).where(Proposal.id.in_(proposals)))
    session.execute(delete(Draft).where(Draft.id.in_(drafts)))
    names = _names(kind, revision.values) - {page.slug}
    is_current = revision.number == page.number
    revision.values, revision.html, revision.headings = {}, {}, {}
    revision.note, revision.size, revision.removed = "", 0, True
    staying = {name for one in others for name in _names(kind, one.values)}
    gone = PageName.name.in_(names - staying)
    session.execute(delete(PageName).where(PageName.page_id == page.id, gone))
    session.flush()
    if is_current:
        _bring_back(session, now, actor, page, others[0], kind)
    else:
        recording.show(session, now, page)


def _bring_back(session: Session, now: datetime, actor: Actor, page: Page, before: Revision, kind: Kind) -> None:
    change = Change(before.values, author_id=before.author_id)
    recording.publish(session, now, actor, page, prepare(kind, before.values, before), change)
    session.flush()
    again = queries.revision(session, page, page.number)
    if again is not None:
        again.signed, again.pen_name, again.accepted_by = before.signed, before.pen_name, before.accepted_by


def _names(kind: Kind, values: Mapping[str, object]) -> set[str]:
    """The names that a version gives its page: of its title and its other titles."""
    return {to_slug(words) for words in (str(values.get("title", "")), *aliases(kind, values)) if words}


def _jobs_of(session: Session, page_id: int) -> list[int]:
    jobs = session.execute(select(Job.id, Job.payload))
    return [number for number, payload in jobs if payload.get("page") == page_id]
