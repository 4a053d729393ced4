"""The audit log: who did what to whom, and when; written in the same transaction as the deed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Base, Database, UtcDateTime


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


def latest(database: Database, actor: Actor, *, count: int = 100, before: int | None = None) -> Sequence[AuditEntry]:
    """The newest lines first, at most `count`, older than the line `before`; raises `Forbidden`."""
    require(actor, Permission.AUDIT_READ)
    wanted = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(count)
    with database.read() as session:
        return session.scalars(wanted if before is None else wanted.where(AuditEntry.id < before)).all()
