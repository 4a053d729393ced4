"""The audit log: who did what to whom, and when; written in the same transaction as the deed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Base, Database, UtcDateTime

PAGE_SIZE = 50


class AuditEntry(Base):
    """One deed. The name is kept as it was, so that the line stays readable when the account is gone."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def record(session: Session, at: datetime, actor: Actor, action: str, subject: str, **detail: object) -> None:
    """Add one line inside the caller's transaction; `detail` holds JSON values, never passwords or tokens."""
    session.add(
        AuditEntry(
            at=at, actor_id=actor.id, actor_name=actor.name, action=action, subject=subject[:200], detail=dict(detail)
        )
    )


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines: by whom (part of a name, or an account's number), which deed, about what, and the days between."""

    who: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of lines, how many there are in all, and how many pages."""

    entries: Sequence[AuditEntry]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


class AuditLog:
    """Reads the log for those who may; nothing is withheld from them, since nothing withheld is written into it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, actor: Actor, sought: Sought, page: int = 1) -> Lines:
        """The lines sought, newest first; a page past the end is the first. Raises `Forbidden`."""
        require(actor, Permission.AUDIT_READ)
        wanted = select(AuditEntry).where(*_where(sought))
        with self._database.read() as session:
            total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            page = page if 1 <= page <= -(-total // PAGE_SIZE) else 1
            ordered = wanted.order_by(AuditEntry.id.desc()).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
            return Lines(session.scalars(ordered).all(), total, page)

    def every(self, actor: Actor, sought: Sought, most: int) -> Sequence[AuditEntry]:
        """At most so many lines, newest first, to take along. Raises `Forbidden`."""
        require(actor, Permission.AUDIT_READ)
        wanted = select(AuditEntry).where(*_where(sought)).order_by(AuditEntry.id.desc()).limit(most)
        with self._database.read() as session:
            return session.scalars(wanted).all()

    def actions(self, actor: Actor) -> Sequence[str]:
        """Every deed that stands in the log, by name. Raises `Forbidden`."""
        require(actor, Permission.AUDIT_READ)
        with self._database.read() as session:
            return session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def _where(sought: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sought.who:
        named = AuditEntry.actor_name.icontains(sought.who, autoescape=True)
        digits = sought.who if sought.who.isascii() and sought.who.isdigit() and len(sought.who) <= 9 else ""
        found.append(or_(named, AuditEntry.actor_id == int(digits)) if digits else named)
    if sought.action:
        found.append(AuditEntry.action == sought.action)
    if sought.subject:
        found.append(AuditEntry.subject.icontains(sought.subject, autoescape=True))
    if sought.since:
        found.append(AuditEntry.at >= datetime.combine(sought.since, time(), UTC))
    if sought.until and sought.until < date.max:
        found.append(AuditEntry.at < datetime.combine(sought.until + timedelta(days=1), time(), UTC))
    return found


def latest(database: Database, actor: Actor, *, count: int = 100, before: int | None = None) -> Sequence[AuditEntry]:
    """The newest lines first, at most `count`, older than the line `before`; raises `Forbidden`."""
    require(actor, Permission.AUDIT_READ)
    wanted = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(count)
    with database.read() as session:
        return session.scalars(wanted if before is None else wanted.where(AuditEntry.id < before)).all()
