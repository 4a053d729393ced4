"""Comments, who is mentioned in them, and comments as their reader sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base, UtcDateTime
from wiki.pages.model import NAMED, SIGNED, Page, Signature

__all__ = ["NAMED", "SIGNED", "Comment", "CommentMention", "Signature", "Words"]
SHOWN, WAITS, HIDDEN, GONE = "shown", "held", "hidden", "withdrawn"
LONGEST = 5000  # characters of a comment
LONGEST_REASON = 500


class Comment(Base):
    """A comment on a page or one of its sections; it begins a thread, or stands in the thread `thread_id`.

    `answers_id` is the comment it replies to. `number` is the revision that was read when it was written. `html` is
    sanitized, its wiki links and mentions not resolved yet; it belongs to the renderer's version in `renderer`. What
    was withdrawn has no words any more. `key` comes with the form, so that sending it twice makes one comment.
    """

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("author_id", "key"),
        Index("ix_comment_page_id_thread_id", "page_id", "thread_id"),
        Index("ix_comment_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="SET NULL"), index=True)
    section: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    renderer: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    signed: Mapped[str] = mapped_column(String(10), default=NAMED)
    pen_name: Mapped[str] = mapped_column(String(80), default="")
    key: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default=SHOWN)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    resolved: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id", ondelete="SET NULL"))
    became: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    edited: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def signature(self) -> Signature:
        """How its writer signed it."""
        return Signature(self.signed, self.pen_name)


class CommentMention(Base):
    """Somebody who could see the page is mentioned in this comment."""

    __tablename__ = "comment_mention"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wants to say: the text, about which section, read at which revision, and how they sign it."""

    text: str
    section: str = ""
    number: int = 0
    signature: Signature = Signature()  # noqa: RUF009  # frozen, so sharing it is safe
    key: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """A comment that is kept: its number, whether it waits until a reviewer shows it, and mentions of nobody."""

    id: int
    waits: bool
    nobody: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as others name them; `handle` is "" where nothing may lead to them."""

    name: str
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One comment as its reader sees it; where `is_stub`, the words are not theirs to read.

    `by` has the name "" when it is withheld. `answers` is the number of the comment it replies to, where that is not
    the thread's first, and `answers_name` whose it is. `may` holds what the reader may do with it. `change` says in
    which state the change is that was made of it ("" for none), and `proposal` is its number for those who may see it.
    """

    id: int
    state: str
    by: Person
    html: str
    created: datetime
    edited: datetime | None
    reason: str
    may: frozenset[str]
    is_stub: bool
    section: str
    answers: int | None = None
    answers_name: str = ""
    change: str = ""
    proposal: int = 0
    became: int = 0


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its replies; `left` is how many more there are, `lost` whether its section is gone meanwhile."""

    head: Said
    replies: tuple[Said, ...]
    left: int
    section: str
    heading: str
    lost: bool
    number: int
    resolved: datetime | None
    resolved_by: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A part of a page's comments, as its reader sees them.

    `headings` are the sections that can be commented on, key to heading; `counts` how many comments stand on each.
    """

    page: Page
    threads: tuple[Thread, ...]
    headings: Mapping[str, str]
    counts: Mapping[str, int]
    open: int
    resolved: int
    part: int = 1
    parts: int = 1
    may_write: bool = False

    @property
    def total(self) -> int:
        """How many comments there are on the page and all its sections."""
        return sum(self.counts.values())
