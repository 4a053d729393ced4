"""Entries that are being written, consents that were given, and the values that go with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from auth.model import ANONYMOUS, Actor
from storage.database import Base, UtcDateTime
from wiki.pages.model import (
    ACCEPTED,
    CONSENT,
    HELD,
    NAMED,
    OPEN,
    PEN_NAME,
    PUBLIC,
    SHARE,
    SIGNED,
    VISIBILITIES,
    WITHDRAWN,
    WITHHELD,
    Page,
    Proposal,
    Signature,
)

__all__ = [
    "ACCEPTED",
    "CONSENT",
    "HELD",
    "NAMED",
    "OPEN",
    "PEN_NAME",
    "PUBLIC",
    "SHARE",
    "SIGNED",
    "VISIBILITIES",
    "WITHDRAWN",
    "WITHHELD",
    "Page",
    "Proposal",
    "Signature",
]

Form = Mapping[str, Sequence[str]]
KEPT_FOR = timedelta(days=14)  # an entry that nobody goes on with
SHOWN_FOR = timedelta(hours=1)  # the code, in the browser that sent the entry: phones load a page again at will
CODE_LASTS = timedelta(days=400)  # after the last word


class Entry(Base):
    """A case that somebody is telling, as typed: `form` maps input names to lists of strings.

    Whoever has no account holds a token in their browser, of which only the hash is kept. `stamps` says for each input
    in which version and which window it was typed last. Once sent, nothing is left in it but the number of the
    proposal, so that sending twice makes one.
    """

    __tablename__ = "share_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    form: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    stamps: Mapped[dict[str, list[Any]]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=0)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    updated: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Consent(Base):
    """That a contributor agreed to the text of one round, for these readers; the newest of a page holds.

    `account_id` is None for whoever agreed by their code, or has left. `reviewer_id` is who had made the text ready.
    `took_offline`: when it was withdrawn, the page stood and was taken off the shelves for it.
    """

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), index=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    by_code: Mapped[bool] = mapped_column(default=False)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    round: Mapped[int]
    visibility: Mapped[str] = mapped_column(String(12))
    held_until: Mapped[date | None] = mapped_column(Date)
    given: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn: Mapped[datetime | None] = mapped_column(UtcDateTime)
    took_offline: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as its writer goes on with it, under this key; `clashes` are inputs that another window changed."""

    key: str
    form: Form
    version: int
    updated: datetime
    sent: int | None = None
    clashes: Form = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may see a page: everybody, members, or nobody but its owner and editors until a date."""

    visibility: str = PUBLIC
    held_until: date | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Who comes for a contribution: an account, or whoever showed its code in this browser (`mark` is of its hash)."""

    actor: Actor = ANONYMOUS
    mark: str = ""
