"""Looking up checks, tasks and owners; each question carries the reader's audience through its page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from auth.model import Account, Actor
from wiki.freshness.model import OPEN, Due, PageCare, PageCheck, Task, TaskNote
from wiki.names import to_slug
from wiki.pages import queries
from wiki.pages.model import PUBLISHED, Page


@dataclass(frozen=True, slots=True)
class Found:
    """A page with its owner's account, if that is open; `shown` when the owner agreed to be named."""

    page: Page
    owner: Account | None
    shown: bool
    flagged: bool


def page_at(session: Session, actor: Actor, address: str) -> Page | None:
    """The page at this address or at one it had before, if it exists for this actor."""
    return queries.find(session, actor, address) or queries.find_by_name(session, actor, to_slug(address))


def found(session: Session, actor: Actor, slug: str) -> Found | None:
    """The page at this address, or at one it had before, with what this room knows of it."""
    is_open = select(Task.id).where(Task.page_id == Page.id, Task.state == OPEN).exists()
    agreed = (PageCare.page_id == Page.id) & (PageCare.account_id == Page.owner_id)
    asked = select(Page, Account, PageCare.shown, is_open)
    asked = asked.outerjoin(Account, (Account.id == Page.owner_id) & Account.active).outerjoin(PageCare, agreed)
    row = session.execute(asked.where(Page.slug == slug, queries.visible(actor))).first()
    if row is None and (moved := queries.find_by_name(session, actor, to_slug(slug))) is not None:
        row = session.execute(asked.where(Page.id == moved.id)).first()
    return Found(row[0], row[1], bool(row[1] and row[2]), bool(row[3])) if row else None


def newest_check(session: Session, page: Page) -> tuple[PageCheck, str] | None:
    """The act behind the check that the page shows, with its account's name; None when its own words say it."""
    rows = select(PageCheck, Account.name).outerjoin(Account, Account.id == PageCheck.account_id)
    same = (PageCheck.checked_on == page.checked_on) & (PageCheck.against == page.checked_against)
    row = session.execute(rows.where(PageCheck.page_id == page.id, same).order_by(PageCheck.id.desc())).first()
    return (row[0], row[1] or "") if row else None


def open_task(session: Session, page_id: int) -> Task | None:
    """The page's one open task."""
    return session.scalar(select(Task).where(Task.page_id == page_id, Task.state == OPEN))


def task(session: Session, actor: Actor, number: int) -> tuple[Task, Page] | None:
    """An open task on a page that the actor sees and that stands on its shelf."""
    row = session.execute(_tasks(actor).where(Task.id == number)).first()
    return (row[0], row[1]) if row else None


def tasks(
    session: Session, actor: Actor, *, mine: bool = False, offset: int = 0, limit: int = 50
) -> Sequence[tuple[Task, Page]]:
    """Open tasks on pages the actor sees, oldest first; `mine`: those the actor took up."""
    rows = _tasks(actor).where(Task.claimed_by == actor.id) if mine else _tasks(actor)
    return [(row[0], row[1]) for row in session.execute(rows.order_by(Task.id).offset(offset).limit(limit))]


def count_tasks(session: Session, actor: Actor, *, mine: bool = False) -> int:
    """How many there are."""
    rows = _tasks(actor).where(Task.claimed_by == actor.id) if mine else _tasks(actor)
    return session.scalar(select(func.count()).select_from(rows.with_only_columns(Task.id).subquery())) or 0


def notes(session: Session, ids: Iterable[int]) -> Mapping[int, Sequence[tuple[int, str]]]:
    """Task id to what readers said with it, oldest first, as (step, word)."""
    said: dict[int, list[tuple[int, str]]] = {}
    rows = select(TaskNote.task_id, TaskNote.step, TaskNote.word).where(TaskNote.task_id.in_(list(ids)))
    for task_id, step, word in session.execute(rows.order_by(TaskNote.id)):
        said.setdefault(task_id, []).append((step, word))
    return said


def is_overdue(today: date) -> ColumnElement[bool]:
    """Pages whose next check is late."""
    return Page.due_on < today


def is_unchecked(kinds: Sequence[str]) -> ColumnElement[bool]:
    """Pages of these kinds of which nobody said when they were checked."""
    return Page.kind.in_(kinds) & Page.checked_on.is_(None)


def of_kinds(kinds: Sequence[str]) -> ColumnElement[bool]:
    """Pages of these kinds: what is declared no longer waits unseen."""
    return Page.kind.in_(kinds)


def is_ownerless() -> ColumnElement[bool]:
    """Pages that nobody looks after: never had an owner, or the owner's account is closed."""
    return or_(Page.owner_id.is_(None), Page.owner_id.in_(select(Account.id).where(Account.active.is_(False))))


def is_owned_by(actor: Actor) -> ColumnElement[bool]:
    """Pages that the actor looks after."""
    return Page.owner_id == actor.id


def pages(session: Session, actor: Actor, which: ColumnElement[bool], *, offset: int, limit: int) -> Sequence[Due]:
    """Published pages that the actor sees, those due first on top, with their owner's name."""
    columns = (Page.slug, Page.title, Page.kind, Page.checked_on, Page.due_on, Account.name)
    rows = select(*columns).outerjoin(Account, (Account.id == Page.owner_id) & Account.active)
    rows = rows.where(which, Page.state == PUBLISHED, queries.visible(actor))
    rows = rows.order_by(Page.due_on.is_(None), Page.due_on, Page.title, Page.id).offset(offset).limit(limit)
    return [Due(*row[:5], row[5] or "") for row in session.execute(rows)]


def count_pages(session: Session, actor: Actor, which: ColumnElement[bool]) -> int:
    """How many there are."""
    rows = select(func.count()).select_from(Page).where(which, Page.state == PUBLISHED, queries.visible(actor))
    return session.scalar(rows) or 0


def _tasks(actor: Actor) -> Select[*tuple[Any, ...]]:
    rows = select(Task, Page).join(Page, Page.id == Task.page_id)
    return rows.where(Task.state == OPEN, Page.state == PUBLISHED, queries.visible(actor))
