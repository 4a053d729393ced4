"""What people watch, what they were told, the letters about it, and how each wants to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base, UtcDateTime

PAGE, TAG, KIND, SEARCH = "page", "tag", "kind", "search"
SORTS = (PAGE, TAG, KIND, SEARCH)
AT_ONCE, WEEKLY, NEVER = "once", "weekly", "never"
HOW_OFTEN = (AT_ONCE, WEEKLY, NEVER)
SENDING, NO_MAIL, REFUSED, STOPPED = "sending", "no_mail", "refused", "stopped"  # why a letter did not go out
LONGEST_KEY = 1000


class Watch(Base):
    """Somebody wants to hear of a page, a term (`org_type/local`), a kind, or a search (as its address spells it).

    A page is watched by its id, so that a watch follows it to another address. With `on` false somebody said no, and
    what they do on the page does not make them watch it again.
    """

    __tablename__ = "watch"
    __table_args__ = (UniqueConstraint("account_id", "sort", "key"), Index("ix_watch_sort_key", "sort", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    sort: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    on: Mapped[bool] = mapped_column(default=True)
    created: Mapped[datetime] = mapped_column(UtcDateTime)


class Notice(Base):
    """One thing that happened, for one person. Ids alone, never words: what it says is read anew whenever it is shown.

    `happening` is the same for everybody who is told of one thing, so that nobody is told twice. `meant` says that it
    was meant for them; `via` how it goes out by mail, `mailed` when that was done with.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("account_id", "happening"),
        Index("ix_notice_account_id_id", "account_id", "id"),
        Index("ix_notice_account_id_read", "account_id", "read"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    happening: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(40))
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    number: Mapped[int | None]
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read: Mapped[datetime | None] = mapped_column(UtcDateTime)
    meant: Mapped[bool] = mapped_column(default=False)
    via: Mapped[str] = mapped_column(String(10), default=NEVER)
    mailed: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id", ondelete="SET NULL"), index=True)


class Letter(Base):
    """A letter that was written, as the notices in it; `week` for a digest, at most one a week (`2026-W48`)."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("account_id", "week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    sort: Mapped[str] = mapped_column(String(10))
    week: Mapped[str | None] = mapped_column(String(10))
    written: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    sent: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[str] = mapped_column(String(10), default="")


class Wishes(Base):
    """How somebody wants to be told: by mail how often, and whether what they write on is watched.

    `refusals` counts letters in a row that `refused_address` did not take; `digest_due` is the digest that is asked
    for; `feed_hash` the hash of the key in their private feed's address.
    """

    __tablename__ = "wishes"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    watch_own: Mapped[bool] = mapped_column(default=True)
    watched: Mapped[str] = mapped_column(String(10), default=WEEKLY)
    meant: Mapped[str] = mapped_column(String(10), default=AT_ONCE)
    refusals: Mapped[int] = mapped_column(default=0)
    refused_address: Mapped[str] = mapped_column(String(254), default="")
    digest_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    feed_hash: Mapped[str] = mapped_column(String(64), default="", index=True)


def usual(account_id: int) -> Wishes:
    """What somebody wishes who never said anything."""
    return Wishes(
        account_id=account_id, watch_own=True, watched=WEEKLY, meant=AT_ONCE, refusals=0, refused_address="",
        digest_due=None, feed_hash="",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happening:
    """A job of `wiki.pages.news`, understood. `doer` did it, and need not be told, whoever may be named."""

    what: str
    page: int | None
    doer: int | None
    to: tuple[int, ...]
    at: datetime
    number: int | None = None
    proposal: int | None = None
    comment: int | None = None
    ids: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One notice as its reader may see it now. `who` is the name to show, "" when there is none to show.

    `own`: the proposal it is about is its reader's.
    """

    id: int
    what: str
    at: datetime
    is_read: bool
    meant: bool
    number: int | None
    proposal: int | None
    comment: int | None
    page: int | None
    slug: str
    title: str
    kind: str
    who: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Watched:
    """Something somebody watches: its words, its address, and how it is stopped."""

    sort: str
    key: str
    words: str
    address: str
