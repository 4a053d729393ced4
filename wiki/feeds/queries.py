"""The newest versions of pages; every question carries the reader's audience."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from auth.model import Account, Actor
from wiki.feeds.model import Entry
from wiki.names import to_slug
from wiki.pages.model import PUBLISHED, Page, PageTerm, Revision, Signature
from wiki.pages.queries import find, find_by_name, visible
from wiki.pages.reading import Moved

MOST = 40


def newest(session: Session, actor: Actor, kinds: Collection[str]) -> Sequence[Entry]:
    """The newest versions of pages of these kinds."""
    return _entries(session, _versions(actor).where(Page.kind.in_(kinds)))


def carrying(session: Session, actor: Actor, facet: str, term: str) -> Sequence[Entry]:
    """The newest versions of pages that carry this term now."""
    carries = select(PageTerm.page_id).where(PageTerm.facet == facet, PageTerm.term == term)
    return _entries(session, _versions(actor).where(Page.id.in_(carries)))


def current(session: Session, actor: Actor, slugs: Collection[str]) -> Sequence[Entry]:
    """What these pages say now, last changed first."""
    return _entries(session, _versions(actor).where(Page.slug.in_(slugs), Revision.number == Page.number))


def history(session: Session, actor: Actor, slug: str) -> tuple[str, Sequence[Entry]] | None:
    """A page's title and newest versions; None when it is not there for this actor. Raises `Moved`."""
    page = find(session, actor, slug)
    if page is None:
        other = find_by_name(session, actor, to_slug(slug))
        if other is None:
            return None
        raise Moved(other.slug)
    return page.title, _entries(session, _versions(actor, state="").where(Page.id == page.id))


def _versions(actor: Actor, state: str = PUBLISHED) -> Select[*tuple[Any, ...]]:
    columns = (Page.id, Page.slug, Page.title, Page.summary, Page.kind, Page.created)
    written = (Revision.number, Revision.note, Revision.created, Revision.signed, Revision.pen_name, Account.name)
    rows = (
        select(*columns, *written)
        .join(Revision, Revision.page_id == Page.id)
        .outerjoin(Account, Account.id == Revision.author_id)
        .where(visible(actor))
        .order_by(Revision.id.desc())
        .limit(MOST)
    )
    return rows.where(Page.state == state) if state else rows


def _entries(session: Session, rows: Select[*tuple[Any, ...]]) -> Sequence[Entry]:
    return [_entry(*row) for row in session.execute(rows)]


def _entry(
    page: int, slug: str, title: str, summary: str, kind: str, first: Any,
    number: int, note: str, at: Any, signed: str, pen_name: str, name: str | None,
) -> Entry:  # fmt: skip
    author = Signature(signed, pen_name).name(name or "")
    return Entry(page, number, slug, title, summary, note, kind, author, at, first)
