"""Looking pages up; every question carries the reader's audience in the query itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from auth.invitations import Invitation
from auth.model import Account, Actor, Role
from auth.policy import audience
from wiki.names import to_slug
from wiki.pages.model import OPEN, PUBLISHED, Page, PageLink, PageName, PageTerm, Proposal, Revision

ADDRESSES = 20110213  # the advisory lock on new addresses; any number that nothing else uses


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page in a list: enough to link to it and say what it is."""

    slug: str
    title: str
    kind: str
    summary: str
    updated: datetime
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name that pages link to and nobody has written, with how many ask for it."""

    name: str
    words: str
    asked: int


def visible(actor: Actor) -> ColumnElement[bool]:
    """The one filter of visibility, for every query that touches pages."""
    mine = audience(actor)
    return or_(Page.audience.in_(mine), Page.also.in_(mine))


def find(session: Session, actor: Actor, slug: str) -> Page | None:
    """The page at this address, if it exists for this actor."""
    return session.scalar(select(Page).where(Page.slug == slug, visible(actor)))


def find_by_name(session: Session, actor: Actor, name: str) -> Page | None:
    """The page an old address or a title leads to, if it exists for this actor."""
    named = select(PageName.page_id).where(PageName.name == name)
    return session.scalar(select(Page).where(Page.id.in_(named), visible(actor)))


def revision(session: Session, page: Page, number: int) -> Revision | None:
    """One revision of a page that was looked up for its reader before."""
    return session.scalar(select(Revision).where(Revision.page_id == page.id, Revision.number == number))


def before(session: Session, page: Page, number: int) -> int:
    """The number of the version before this one whose words are still there; 1 when there is none."""
    older = select(func.max(Revision.number)).where(Revision.page_id == page.id, Revision.number < number)
    return session.scalar(older.where(Revision.removed.is_(False))) or 1


def history(session: Session, page: Page, *, offset: int = 0, limit: int = 50) -> Sequence[Revision]:
    """A page's revisions, newest first."""
    ordered = select(Revision).where(Revision.page_id == page.id).order_by(Revision.number.desc())
    return session.scalars(ordered.offset(offset).limit(limit)).all()


def latest_proposal(session: Session, page: Page, author_id: int | None) -> Proposal | None:
    """The newest thing this account submitted on the page that is not decided yet; None without an account."""
    if author_id is None:
        return None
    mine = select(Proposal).where(Proposal.page_id == page.id, Proposal.author_id == author_id)
    mine = mine.where(Proposal.state.in_(OPEN))
    return session.scalar(mine.order_by(Proposal.id.desc()).limit(1))


def is_new_here(session: Session, actor: Actor, first: int) -> bool:
    """Whether a practitioner is so by an invitation alone, with fewer than `first` contributions published so far.

    Whoever got the role from a person who knows their work is not new, and whoever reviews would review themselves.
    """
    if actor.id is None or actor.role != Role.PRACTITIONER or first <= 0:
        return False
    invited = select(Invitation.id).where(Invitation.used_by == actor.id, Invitation.role >= Role.PRACTITIONER)
    if session.scalar(invited.limit(1)) is None:
        return False
    published = select(Revision.id).where(Revision.author_id == actor.id).limit(first)
    return len(session.scalars(published).all()) < first


def people(session: Session, ids: Iterable[int | None]) -> Mapping[int, str]:
    """Account id to the name its owner chose to show."""
    wanted = {number for number in ids if number is not None}
    if not wanted:
        return {}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return dict(rows.all())


def signed_by(session: Session, revisions: Sequence[Revision]) -> Sequence[tuple[str, str]]:
    """For each revision the name it is signed by and who accepted it; "" where there is no name to show.

    Whoever accepted their own withheld change is not named either.
    """
    names = people(session, [number for one in revisions for number in (one.author_id, one.accepted_by)])
    signed = []
    for one in revisions:
        own = one.accepted_by == one.author_id and not one.signature.is_by_name
        reviewer = "" if own else names.get(one.accepted_by or 0, "")
        signed.append((one.signature.name(names.get(one.author_id or 0, "")), reviewer))
    return signed


def targets(session: Session, actor: Actor, names: Iterable[str]) -> Mapping[str, PageRef]:
    """Name to the page it leads to, for those that exist for this actor."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    rows = session.execute(
        select(PageName.name, *_REF)
        .join(Page, Page.id == PageName.page_id)
        .where(PageName.name.in_(wanted), visible(actor))
    )
    return {row[0]: PageRef(*row[1:]) for row in rows}


def carried(session: Session, actor: Actor, slug: str) -> tuple[str, Sequence[tuple[str, str]]] | None:
    """A page's title and what it carries, as (facet, term); None when the actor sees no such page."""
    found = session.execute(select(Page.id, Page.title).where(Page.slug == slug, visible(actor))).one_or_none()
    if found is None:
        return None
    terms = select(PageTerm.facet, PageTerm.term).where(PageTerm.page_id == found.id).order_by(PageTerm.term)
    return found.title, [(row.facet, row.term) for row in session.execute(terms)]


def linking_here(session: Session, actor: Actor, page: Page) -> Sequence[PageRef]:
    """The pages whose current text mentions this one, by title."""
    names = select(PageName.name).where(PageName.page_id == page.id)
    asks = select(PageLink.page_id).where(PageLink.target.in_(names))
    return refs(
        session, select(*_REF).where(Page.id.in_(asks), Page.id != page.id, visible(actor)).order_by(Page.title)
    )


def wanted(session: Session, actor: Actor, limit: int = 200) -> Sequence[Wanted]:
    """Names that visible pages link to and that lead nowhere for this actor, most asked for first."""
    led = select(PageName.name).join(Page, Page.id == PageName.page_id).where(visible(actor))
    asked = func.count().label("asked")
    rows = session.execute(
        select(PageLink.target, func.min(PageLink.words), asked)
        .join(Page, Page.id == PageLink.page_id)
        .where(visible(actor), PageLink.target.not_in(led))
        .group_by(PageLink.target)
        .order_by(asked.desc(), PageLink.target)
        .limit(limit)
    )
    return [Wanted(*row) for row in rows]


def orphaned(session: Session, actor: Actor, limit: int = 200) -> Sequence[PageRef]:
    """Published pages that no other page visible to this actor links to, by title."""
    source = select(Page.id).where(visible(actor)).correlate(None)
    linked = (
        select(PageName.page_id)
        .join(PageLink, PageLink.target == PageName.name)
        .where(PageLink.page_id != PageName.page_id, PageLink.page_id.in_(source))
        .correlate(None)
    )
    alone = select(*_REF).where(visible(actor), Page.state == PUBLISHED, Page.id.not_in(linked))
    return refs(session, alone.order_by(Page.title).limit(limit))


def newest(session: Session, actor: Actor, limit: int = 10, kinds: Sequence[str] = ()) -> Sequence[PageRef]:
    """What changed last among what this actor sees."""
    rows = select(*_REF).where(visible(actor), Page.state == PUBLISHED)
    rows = rows.where(Page.kind.in_(kinds)) if kinds else rows
    return refs(session, rows.order_by(Page.updated.desc(), Page.id.desc()).limit(limit))


def counts(session: Session, actor: Actor, facet: str, kind: str = "") -> Mapping[str, int]:
    """Term to number of pages this actor sees."""
    rows = select(PageTerm.term, func.count()).join(Page, Page.id == PageTerm.page_id)
    rows = rows.where(PageTerm.facet == facet, visible(actor), Page.state == PUBLISHED)
    rows = rows.where(Page.kind == kind) if kind else rows
    return dict(session.execute(rows.group_by(PageTerm.term)).all())


def count_by_kind(session: Session, actor: Actor) -> Mapping[str, int]:
    """Kind to number of published pages this actor sees."""
    rows = select(Page.kind, func.count()).where(visible(actor), Page.state == PUBLISHED).group_by(Page.kind)
    return dict(session.execute(rows).all())


def titles(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """Every (title, slug) this actor sees; for the nearest titles of a wrong address."""
    rows = session.execute(select(Page.title, Page.slug).where(visible(actor)))
    return [(title, slug) for title, slug in rows]


def free_slug(session: Session, title: str) -> str:
    """An address for a new page of this title that no page has or ever had.

    On PostgreSQL whoever asks next waits until this transaction ends; on SQLite writers wait for each other anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(ADDRESSES)))
    stem = to_slug(title)
    taken = set(session.scalars(select(PageName.name).where(PageName.name.startswith(stem, autoescape=True))))
    number = 1
    slug = stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def refs(session: Session, statement: Select[*tuple[Any, ...]]) -> Sequence[PageRef]:
    """Run a selection of `_REF` columns."""
    return [PageRef(*row) for row in session.execute(statement)]


_REF = (Page.slug, Page.title, Page.kind, Page.summary, Page.updated, Page.due_on)
