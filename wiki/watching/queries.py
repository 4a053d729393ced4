"""What watching asks the database; whatever touches a page is asked under the rights of whoever is to read it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from auth.model import Account, Actor
from wiki.pages.model import Page, PageTerm, Proposal, Revision, Signature
from wiki.pages.queries import visible
from wiki.watching.model import KIND, PAGE, SEARCH, TAG, Line, Notice, Watch, Wishes, usual

Commenters = Callable[[Session, Collection[int]], Mapping[int, str]]
"""Comment id to the name its writer chose to show ("" for none), as the room that keeps comments knows it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The page something happened to, as far as telling people needs it; `audiences` decide who may hear of it."""

    id: int
    slug: str
    kind: str
    audiences: frozenset[str]
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """The contribution a happening is about: who wrote it, and who reviews it."""

    author: int | None
    reviewers: frozenset[int]


def subject(session: Session, page_id: int | None) -> Subject | None:
    """The page with this id, whoever may see it: asked for a job, which checks each recipient by `audiences`."""
    page = session.get(Page, page_id) if page_id is not None else None
    if page is None:
        return None
    terms = session.execute(select(PageTerm.facet, PageTerm.term).where(PageTerm.page_id == page.id)).all()
    words = frozenset(word for word in (page.audience, page.also) if word)
    return Subject(page.id, page.slug, page.kind, words, tuple((facet, term) for facet, term in terms))


def deed(session: Session, page_id: int | None, number: int | None, proposal_id: int | None) -> Deed:
    """The revision or proposal a happening names."""
    if proposal_id is not None:
        proposal = session.get(Proposal, proposal_id)
        if proposal is not None:
            looking = {one for one in (proposal.claimed_by, proposal.reviewer_id) if one is not None}
            return Deed(proposal.author_id, frozenset(looking))
    if page_id is not None and number is not None:
        wanted = select(Revision.author_id).where(Revision.page_id == page_id, Revision.number == number)
        return Deed(session.scalar(wanted), frozenset())
    return Deed(None, frozenset())


def watching(session: Session, sort: str, keys: Collection[str], at: datetime) -> set[int]:
    """The accounts that watched one of these at that time."""
    if not keys:
        return set()
    rows = select(Watch.account_id).where(Watch.sort == sort, Watch.key.in_(keys), Watch.on.is_(True))
    return set(session.scalars(rows.where(Watch.created <= at)))


def watchers(session: Session, about: Subject, tags: Collection[str], at: datetime, *, change: bool) -> set[int]:
    """The accounts that watched this page then, or, for a `change` of it, one of its terms or its kind."""
    found = watching(session, PAGE, [str(about.id)], at)
    if change:
        found |= watching(session, KIND, [about.kind], at) | watching(session, TAG, tags, at)
    return found


def searches(session: Session) -> Sequence[str]:
    """Every search that somebody watches."""
    return session.scalars(select(Watch.key).where(Watch.sort == SEARCH, Watch.on.is_(True)).distinct()).all()


def active(session: Session, ids: Iterable[int]) -> Sequence[Account]:
    """Those of these accounts that are in use."""
    return session.scalars(select(Account).where(Account.id.in_(sorted(ids)), Account.active.is_(True))).all()


def wishes(session: Session, ids: Iterable[int]) -> Mapping[int, Wishes]:
    """How each of these wants to be told; what is usual for who never said."""
    wanted = set(ids)
    kept = {one.account_id: one for one in session.scalars(select(Wishes).where(Wishes.account_id.in_(wanted)))}
    return {one: kept.get(one) or usual(one) for one in wanted}


def readable(actor: Actor) -> ColumnElement[bool]:
    """Notices that are about no page, or about one the actor sees now."""
    return or_(Notice.page_id.is_(None), visible(actor))


def of(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The notices of an account about what it may see now."""
    return _of(select(Notice.id), actor)


def count(session: Session, actor: Actor, *, unread: bool = False, most: int = 0) -> int:
    """How many notices the actor has; at most so many are counted."""
    rows = of(actor).where(Notice.read.is_(None)) if unread else of(actor)
    rows = rows.limit(most) if most else rows
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def lines(session: Session, actor: Actor, *only: ColumnElement[bool], offset: int = 0, limit: int = 1000) -> list[Line]:
    """Notices of the actor about what they may see now, newest first, each with the name its author chose to show."""
    writer, proposer = aliased(Account), aliased(Account)
    page = (Page.slug, Page.title, Page.kind)
    signed = (*_signed(Revision, writer), *_signed(Proposal, proposer))
    rows = (
        _of(select(Notice, *page, Proposal.author_id, *signed), actor)
        .outerjoin(Revision, (Revision.page_id == Notice.page_id) & (Revision.number == Notice.number))
        .outerjoin(Proposal, Proposal.id == Notice.proposal_id)
        .outerjoin(writer, writer.id == Revision.author_id)
        .outerjoin(proposer, proposer.id == Proposal.author_id)
    )
    rows = rows.where(*only).order_by(Notice.id.desc()).offset(offset).limit(limit)
    return [_line(*row) for row in session.execute(rows)]


def nobody(_session: Session, _comments: Collection[int]) -> Mapping[int, str]:
    """While no room keeps comments, nobody wrote any."""
    return {}


def named(session: Session, lines: Sequence[Line], commenters: Commenters) -> list[Line]:
    """The same notices, those of comments with the names their writers chose to show."""
    names = commenters(session, [line.comment for line in lines if line.comment is not None])
    return [replace(line, who=names.get(line.comment or 0, line.who)) for line in lines]


def pages(session: Session, actor: Actor, ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Page id to address and title, for those the actor sees."""
    if not ids:
        return {}
    rows = session.execute(select(Page.id, Page.slug, Page.title).where(Page.id.in_(ids), visible(actor)))
    return {number: (slug, title) for number, slug, title in rows}


def page_id(session: Session, actor: Actor, slug: str) -> int | None:
    """The id of the page at this address, if the actor sees it."""
    return session.scalar(select(Page.id).where(Page.slug == slug, visible(actor)))


def _of(columns: Select[*tuple[Any, ...]], actor: Actor) -> Select[*tuple[Any, ...]]:
    joined = columns.select_from(Notice).outerjoin(Page, Page.id == Notice.page_id)
    return joined.where(Notice.account_id == actor.id, readable(actor))


def _signed(contribution: type[Revision] | type[Proposal], writer: type[Account]) -> tuple[Any, ...]:
    """What it takes to name who wrote it; not its words, which may be long."""
    return contribution.signed, contribution.pen_name, writer.name


def _line(
    notice: Notice, slug: str | None, title: str | None, kind: str | None, author: int | None, *signed: str | None
) -> Line:
    return Line(
        id=notice.id,
        what=notice.what,
        at=notice.at,
        is_read=notice.read is not None,
        meant=notice.meant,
        number=notice.number,
        proposal=notice.proposal_id,
        comment=notice.comment_id,
        page=notice.page_id,
        slug=slug or "",
        title=title or "",
        kind=kind or "",
        who=_who(*signed[:3]) or _who(*signed[3:]),
        own=author is not None and author == notice.account_id,
    )


def _who(signed: str | None, pen_name: str | None, name: str | None) -> str:
    """The name its author chose to show; none when there is nobody, or they withhold it."""
    return Signature(signed, pen_name or "").name(name or "") if signed else ""
