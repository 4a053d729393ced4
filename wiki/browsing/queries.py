"""What browsing asks the database; every question carries the reader's audience."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session

from auth.model import Account, Actor
from wiki.browsing.model import Change, Person
from wiki.pages.model import NAMED, PUBLISHED, Page, PageTerm, Revision, Signature
from wiki.pages.queries import PageRef, visible


def changes(session: Session, actor: Actor, offset: int, limit: int) -> Sequence[Change]:
    """Published pages by their last change, newest first."""
    rows = _changes(actor).order_by(Page.updated.desc(), Page.id.desc()).offset(offset).limit(limit)
    return [_change(row) for row in session.execute(rows)]


def count_pages(session: Session, actor: Actor) -> int:
    """How many published pages this actor sees."""
    return session.scalar(select(func.count(Page.id)).where(visible(actor), Page.state == PUBLISHED)) or 0


def person(session: Session, handle: str) -> Person | None:
    """Somebody with an account in use."""
    found = session.scalar(select(Account).where(Account.handle == handle, Account.active.is_(True)))
    if found is None:
        return None
    return Person(found.id, found.name, found.handle, found.role, found.org_type, found.created)


def contributions(session: Session, actor: Actor, author: int, offset: int, limit: int) -> Sequence[Change]:
    """Published pages this actor sees of which the author signed a revision by name, newest change first."""
    rows = _changes(actor).where(Page.id.in_(_written_by(author)))
    rows = rows.order_by(Page.updated.desc(), Page.id.desc()).offset(offset).limit(limit)
    return [_change(row) for row in session.execute(rows)]


def count_contributions(session: Session, actor: Actor, author: int) -> int:
    """How many pages `contributions` has."""
    rows = select(func.count(distinct(Page.id))).where(
        Page.id.in_(_written_by(author)), visible(actor), Page.state == PUBLISHED
    )
    return session.scalar(rows) or 0


def counts(session: Session, actor: Actor) -> Mapping[str, Mapping[str, int]]:
    """Facet name to term to number of published pages this actor sees."""
    rows = (
        select(PageTerm.facet, PageTerm.term, func.count())
        .join(Page, Page.id == PageTerm.page_id)
        .where(visible(actor), Page.state == PUBLISHED)
        .group_by(PageTerm.facet, PageTerm.term)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, term, count in session.execute(rows):
        found[facet][term] = count
    return found


def current(
    session: Session, actor: Actor, *, slugs: Sequence[str] = (), kind: str = "", limit: int = 50
) -> Sequence[tuple[PageRef, Mapping[str, Any]]]:
    """Published pages with the values of their current revision: those at these addresses, or the newest of a kind."""
    rows = (
        select(Page.slug, Page.title, Page.kind, Page.summary, Page.updated, Revision.values)
        .join(Revision, (Revision.page_id == Page.id) & (Revision.number == Page.number))
        .where(visible(actor), Page.state == PUBLISHED)
        .order_by(Page.updated.desc(), Page.id.desc())
        .limit(limit)
    )
    rows = rows.where(Page.kind == kind) if kind else rows.where(Page.slug.in_(slugs))
    return [(PageRef(*row[:5]), row[5]) for row in session.execute(rows)]


def carrying(
    session: Session, actor: Actor, facet: str, terms: Sequence[str], limit: int
) -> Sequence[tuple[PageRef, str]]:
    """Published pages with one of these terms, newest change first, each with the term it carries."""
    term = func.min(PageTerm.term)
    columns = (Page.slug, Page.title, Page.kind, Page.summary, Page.updated)
    rows = (
        select(*columns, term)
        .join(PageTerm, PageTerm.page_id == Page.id)
        .where(PageTerm.facet == facet, PageTerm.term.in_(terms), visible(actor), Page.state == PUBLISHED)
        .group_by(Page.id, *columns)
        .order_by(Page.updated.desc(), Page.id.desc())
        .limit(limit)
    )
    return [(PageRef(*row[:5]), row[5]) for row in session.execute(rows)]


def _written_by(author: int) -> Select[int]:
    """What somebody signed with their name; anything else leads to no account."""
    return select(Revision.page_id).where(Revision.author_id == author, Revision.signed == NAMED)


def _changes(actor: Actor) -> Select[*tuple[Any, ...]]:
    columns = (Page.slug, Page.title, Page.kind, Page.summary, Page.updated)
    signed = (Revision.signed, Revision.pen_name)
    who = (Revision.number, Revision.note, Account.name, Account.handle, Account.active, *signed)
    return (
        select(*columns, *who)
        .join(Revision, (Revision.page_id == Page.id) & (Revision.number == Page.number))
        .outerjoin(Account, Account.id == Revision.author_id)
        .where(visible(actor), Page.state == PUBLISHED)
    )


def _change(row: Any) -> Change:
    number, note, name, handle, active, *signed = row[5:]
    signature = Signature(*signed)
    leads = active and signature.is_by_name
    return Change(PageRef(*row[:5]), number, note, signature.name(name or ""), handle if leads else "")
