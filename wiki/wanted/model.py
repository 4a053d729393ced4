"""What was searched for by day, wanted pages with the searches they answer, and who asked to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base

OPEN, WRITTEN = "open", "written"
UNSURE, WAITING, SENDING = "unsure", "waiting", "sending"  # an address is sure once its owner said yes by letter
LONGEST_WORDS, LONGEST_TITLE, LONGEST_ABOUT = 200, 200, 500


class Asked(Base):
    """How often something was searched for on a day: the words alone, and nothing of who, from where or at what hour.

    Searches of one meaning share a row a day; `key_hash` is the keyed hash of that meaning and `words` how it was
    first spelled. `in_vain` counts those that found nothing, `opened` those after which a page was opened.
    """

    __tablename__ = "asked"
    __table_args__ = (UniqueConstraint("day", "key_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    key_hash: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    asked: Mapped[int] = mapped_column(default=0)
    in_vain: Mapped[int] = mapped_column(default=0)
    opened: Mapped[int] = mapped_column(default=0)


class Wanted(Base):
    """A page that editors say is wanted. Who claimed it is kept so that they can let it go, and shown to nobody."""

    __tablename__ = "wanted"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    about: Mapped[str] = mapped_column(String(LONGEST_ABOUT), default="")
    state: Mapped[str] = mapped_column(String(10), default=OPEN, index=True)
    since: Mapped[date] = mapped_column(Date)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    claimed_on: Mapped[date | None] = mapped_column(Date)
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"), index=True)
    settled: Mapped[date | None] = mapped_column(Date)


class WantedWords(Base):
    """A search that a wanted page is to answer."""

    __tablename__ = "wanted_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    wanted_id: Mapped[int] = mapped_column(ForeignKey("wanted.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))


class Asker(Base):
    """Somebody wants to be told once when a page about these words is written: an account, or an address.

    The row goes with that letter or notice, on one click, and after ninety days.
    """

    __tablename__ = "asker"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(254), default="")
    token_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    day: Mapped[date] = mapped_column(Date)


@dataclass(frozen=True, slots=True)
class Group:
    """Searches of one meaning over ninety days, as editors see them: `words` as spelled most often, other spellings.

    `waiting` is how many want to be told; `is_found` says that readers without an account find something now.
    """

    words: str
    others: tuple[str, ...]
    asked: int
    in_vain: int
    opened: int
    last: date
    waiting: int = 0
    is_found: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page of groups, how many there are, and how many searches are too rare to be shown."""

    show: str
    groups: Sequence[Group]
    counts: dict[str, int]
    rare: int
    smallest: int
    page: int
    pages: int
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """A wanted page in the list. `until` is the day a claim lasts to, None for a page that is free."""

    id: int
    title: str
    about: str
    since: date
    until: date | None
    is_mine: bool
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A wanted page that was written lately."""

    slug: str
    title: str
    on: date
