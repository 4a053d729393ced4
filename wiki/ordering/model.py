"""Why a page is locked, and which pages were merged into which."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base, UtcDateTime


class PageLock(Base):
    """Why a page is locked, and until when; `Page.locked` says whether it is."""

    __tablename__ = "page_lock"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(300))
    until: Mapped[date | None] = mapped_column(Date)
    locked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created: Mapped[datetime] = mapped_column(UtcDateTime)


class PageMerge(Base):
    """One page was merged into another: what it takes to see the old one's history, and to undo it.

    `slug` and `names` are the old page's address and the names that led to it; they lead to the page that stays until
    the merge is undone. `before` and `after` are the numbers of the staying page around the merge.
    """

    __tablename__ = "page_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    stays_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(120))
    names: Mapped[list[Any]] = mapped_column(JSON)
    before: Mapped[int]
    after: Mapped[int]
    merged_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    undone: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock as it is shown."""

    reason: str
    until: date | None
    by: str
    since: datetime
