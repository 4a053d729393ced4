"""What editors changed about terms, laid over the files; every deed with what was before it; and proposed terms."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base, UtcDateTime
from wiki.kinds.terms import Term, Vocabulary

OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"
ADDED, WORDED, REKEYED, MERGED, RETIRED, REVIVED, ORDERED, UNDONE = (
    "added", "worded", "rekeyed", "merged", "retired", "revived", "ordered", "undone",
)  # fmt: skip
Snapshot = dict[str, Any]


class TermRow(Base):
    """What was changed about one term: its state, and those of its words that differ from the file (`words`).

    `label` is the one it had last, for a term that no file declares any more.
    """

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("vocabulary", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vocabulary: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    replaced_by: Mapped[str] = mapped_column(String(60), default="")
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class TermOrder(Base):
    """The order of a vocabulary's terms, once somebody changed it."""

    __tablename__ = "term_order"

    vocabulary: Mapped[str] = mapped_column(String(40), primary_key=True)
    keys: Mapped[list[str]] = mapped_column(JSON)


class TermChange(Base):
    """One deed of an editor. `before` and `after` map keys to what their rows held, None where there was no row.

    `done` of `total` pages were rewritten so far, up to the page `cursor`; `finished` is None while work is left.
    """

    __tablename__ = "term_change"
    __table_args__ = (Index("ix_term_change_vocabulary", "vocabulary", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vocabulary: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(60))
    into: Mapped[str] = mapped_column(String(60), default="")
    act: Mapped[str] = mapped_column(String(10))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone: Mapped[bool] = mapped_column(default=False)
    cursor: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    finished: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TermProposal(Base):
    """A term that somebody missed while writing, until an editor decides."""

    __tablename__ = "term_proposal"
    __table_args__ = (Index("ix_term_proposal_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vocabulary: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text, default="")
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="SET NULL"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    key: Mapped[str] = mapped_column(String(60), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    decided: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that editors say about a term."""

    label: str
    definition: str = ""
    example: str = ""
    also: tuple[str, ...] = ()
    parent: str = ""

    @property
    def mark(self) -> str:
        """A short sign that differs as soon as one word does: a form carries it to say what its editor began with."""
        whole = json.dumps([self.label, self.definition, self.example, self.also, self.parent])
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Listed:
    """A term in the editors' list. `fixed` says why it can neither go nor change its key, "" when it can."""

    term: Term
    count: int
    fixed: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of a vocabulary's history: the change, who did it, and the terms it names in words."""

    change: TermChange
    by: str
    label: str
    into: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A vocabulary as editors see it."""

    vocabulary: Vocabulary
    terms: tuple[Listed, ...]
    closed: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposed term in the list: its proposal, the vocabulary's label, who asks, and the page it is for."""

    proposal: TermProposal
    vocabulary: str
    by: str
    page: str
    title: str
