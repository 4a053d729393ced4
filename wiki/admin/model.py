"""What the front door of editors and admins shows, and what is kept of undoing all that an account did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from auth.model import Actor
from storage.database import Base, UtcDateTime


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the board: in words, how many (None: not counted or not known), and where it leads ("" nowhere)."""

    words: str
    number: int | None = None
    path: str = ""
    hint: str = ""


Source = Callable[[Actor], Sequence[Figure]]
"""What another room adds to the board for this actor; the words come marked and are translated when shown."""


PROPOSAL, PAGE, EDIT, COMMENT, LEFT = "proposal", "page", "edit", "comment", "left"


class Undoing(Base):
    """All that an account did is being undone, or was (`finished`); `restored`: since when it is being put back."""

    __tablename__ = "undoing"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    started: Mapped[datetime] = mapped_column(UtcDateTime)
    finished: Mapped[datetime | None] = mapped_column(UtcDateTime)
    restored: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UndoneThing(Base):
    """One thing that was undone, or (LEFT) that somebody has to look at.

    `subject_id` is the number of the proposal, page or comment. For an edit `number` is the revision that undid it.
    `is_named` is False where its name is withheld: then it is counted, and never listed beside the account.
    """

    __tablename__ = "undone_thing"

    id: Mapped[int] = mapped_column(primary_key=True)
    undoing_id: Mapped[int] = mapped_column(ForeignKey("undoing.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int]
    number: Mapped[int] = mapped_column(default=0)
    is_named: Mapped[bool] = mapped_column(default=True)
    is_back: Mapped[bool] = mapped_column(default=False)
