"""Checks, tasks that readers open, what they said with it, and who agreed to be named as looking after a page."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base, UtcDateTime
from wiki.kinds.reviewing import Every
from wiki.pages.checking import is_overdue
from wiki.pages.model import NAMED, Signature

OPEN, DONE, CLOSED = "open", "done", "closed"
BY_CHECK, BY_EDIT, BY_WORD = "check", "edit", "word"  # how a task came to its end


class PageCheck(Base):
    """Somebody followed the page on this day, against this version, and it was right; no edit says so by itself."""

    __tablename__ = "page_check"
    __table_args__ = (Index("ix_page_check_page_checked", "page_id", "checked_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    number: Mapped[int]
    checked_on: Mapped[date] = mapped_column(Date)
    against: Mapped[str] = mapped_column(String(120))
    word: Mapped[str] = mapped_column(String(500), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    signed: Mapped[str] = mapped_column(String(10), default=NAMED)
    pen_name: Mapped[str] = mapped_column(String(80), default="")
    created: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def signature(self) -> Signature:
        """How whoever checked signed it."""
        return Signature(self.signed, self.pen_name)


class Task(Base):
    """Readers say that a page no longer matches their screen. A page has one open task.

    `count` is how often it was said, `number` the page's revision when it was opened. Nothing is kept of who said it.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_state_updated", "state", "updated"),
        Index(
            "uq_task_open", "page_id", unique=True,
            sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    count: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    ended_how: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    opened: Mapped[datetime] = mapped_column(UtcDateTime)
    updated: Mapped[datetime] = mapped_column(UtcDateTime)


class TaskNote(Base):
    """What a reader said with it: at which step (0: none named), and a word. Shown to those who work on tasks alone."""

    __tablename__ = "task_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    step: Mapped[int] = mapped_column(default=0)
    word: Mapped[str] = mapped_column(Text, default="")
    created: Mapped[datetime] = mapped_column(UtcDateTime)


class PageCare(Base):
    """Whether the page's owner agreed to be named on it; it counts only while the page has this owner."""

    __tablename__ = "page_care"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    shown: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class Standing:
    """How fresh a page is and who looks after it, as its reader may know it.

    `checked_by` and `owner` are names to show ("" for none); `handle` leads to the owner's page. `flagged` says that
    readers found that it no longer matches; `is_mine` that the actor owns it.
    """

    slug: str
    title: str
    kind: str
    published: bool
    every: Every | None
    checked_on: date | None
    against: str
    due_on: date | None
    checked_by: str
    word: str
    flagged: bool
    has_owner: bool
    owner: str
    handle: str
    is_mine: bool
    is_shown: bool
    steps: int = 0

    def is_overdue(self, today: date) -> bool:
        """Whether the day of the next check has gone by."""
        return is_overdue(self.due_on, today)


@dataclass(frozen=True, slots=True)
class Check:
    """What somebody says of a check: the day, against which version, a word, and how it is signed."""

    day: date | None
    against: str
    word: str = ""
    signature: Signature = Signature()  # noqa: RUF009  # frozen, so sharing it is safe


@dataclass(frozen=True, slots=True)
class Job:
    """One open task in a list, with what readers said."""

    id: int
    slug: str
    title: str
    kind: str
    count: int
    opened: datetime
    claimed_by: str
    is_mine: bool
    is_changed: bool
    notes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A page in a list of those that want a check or an owner."""

    slug: str
    title: str
    kind: str
    checked_on: date | None
    due_on: date | None
    owner: str = ""
