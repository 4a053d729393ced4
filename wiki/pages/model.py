"""Page, revision, proposal, draft and the names that lead to them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base, UtcDateTime

PUBLISHED, SUBMITTED, ARCHIVED = "published", "submitted", "archived"
PUBLIC, MEMBERS, HELD = "public", "members", "held"
VISIBILITIES = (PUBLIC, MEMBERS, HELD)
CONSENT, RETURNED, ACCEPTED, DECLINED, WITHDRAWN = "consent", "returned", "accepted", "declined", "withdrawn"
OPEN = (SUBMITTED, CONSENT, RETURNED)  # what became of a proposal in one of these is not decided yet
NAMED, PEN_NAME, WITHHELD = "named", "pen_name", "withheld"
SIGNED = (NAMED, PEN_NAME, WITHHELD)
EDIT, SUGGEST, SHARE, TALK = "edit", "suggest", "share", "talk"  # the ways a proposal comes in


@dataclass(frozen=True, slots=True)
class Signature:
    """How somebody signs one contribution: by their account's name, by a pen name, or not at all.

    A withheld name is shown to nobody and leads nowhere: not in lists, feeds, exports, letters or the audit log.
    """

    signed: str = NAMED
    pen_name: str = ""

    def name(self, account_name: str) -> str:
        """The name to show for a contribution from this account; "" when there is none to show."""
        if self.signed == WITHHELD:
            return ""
        return self.pen_name if self.signed == PEN_NAME else account_name

    @property
    def is_by_name(self) -> bool:
        """Whether the account's own name stands there; anything else leads to no account."""
        return self.signed == NAMED


class UsualSignature(Base):
    """How an account signed last: what its next form begins with."""

    __tablename__ = "usual_signature"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    signed: Mapped[str] = mapped_column(String(10), default=NAMED)
    pen_name: Mapped[str] = mapped_column(String(80), default="")


class Page(Base):
    """A page and where it stands. What it says is in its current revision; `number` is that revision's.

    `version` also moves when only its address or its audience changed: it is what the index is compared with.

    `audience` and `also` are words of `auth.policy.audience`: whoever is in one of them sees the page, for everybody
    else it does not exist.

    `agreed` is the visibility its contributor agreed to (with `agreed_until` for a held page), `withdrawn` when they
    took their consent back, "" when nobody had to be asked.

    `checked_on` and `checked_against` tell of the newest check: what the page's own fields say, or an act apart from
    edits, which `meta` keeps under the same names. `due_on` is when the next is due; after that day it is overdue.
    """

    __tablename__ = "page"
    __table_args__ = (Index("ix_page_audience_kind", "audience", "kind"), Index("ix_page_updated", "updated"))

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12))
    visibility: Mapped[str] = mapped_column(String(12), default=PUBLIC)
    held_until: Mapped[date | None] = mapped_column(Date)
    audience: Mapped[str] = mapped_column(String(24))
    also: Mapped[str] = mapped_column(String(24), default="")
    locked: Mapped[bool] = mapped_column(default=False)
    agreed: Mapped[str] = mapped_column(String(12), default="")
    agreed_until: Mapped[date | None] = mapped_column(Date)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    number: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    updated: Mapped[datetime] = mapped_column(UtcDateTime)
    meta: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    checked_on: Mapped[date | None] = mapped_column(Date)
    checked_against: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date | None] = mapped_column(Date, index=True)


class Revision(Base):
    """What a page said from one save to the next. Numbers count from 1 without gaps and rule the order, not times.

    `html` maps section keys to sanitized HTML whose wiki links are not resolved yet, `headings` likewise to
    [level, id, text] rows; both belong to the renderer's version in `renderer`. Whoever shows its author asks
    `signature` which name to show. `removed`: its words were removed for good; only its place in the order is left.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("page_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    number: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    html: Mapped[dict[str, str]] = mapped_column(JSON)
    headings: Mapped[dict[str, list[Any]]] = mapped_column(JSON)
    renderer: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    signed: Mapped[str] = mapped_column(String(10), default=NAMED)
    pen_name: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    size: Mapped[int] = mapped_column(default=0)
    removed: Mapped[bool] = mapped_column(default=False, server_default=false())
    created: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def signature(self) -> Signature:
        """How its author signed it."""
        return Signature(self.signed, self.pen_name)


class Proposal(Base):
    """A change somebody submitted for review; kept whole until somebody decides.

    `values`, `note` and `base_number` are those of its last round; earlier rounds stay in `ProposalRound`. Who wrote it
    without an account holds a code, of which only the hash is kept. `via` says which way it came in.
    """

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_state_created", "state", "created"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)
    base_number: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(500), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    signed: Mapped[str] = mapped_column(String(10), default=NAMED)
    pen_name: Mapped[str] = mapped_column(String(80), default="")
    via: Mapped[str] = mapped_column(String(10), default=EDIT)
    round: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default=SUBMITTED)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    answer: Mapped[str] = mapped_column(Text, default="")
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    updated: Mapped[datetime] = mapped_column(UtcDateTime)
    decided: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def signature(self) -> Signature:
        """How its author signed it."""
        return Signature(self.signed, self.pen_name)


class ProposalRound(Base):
    """What a proposal said in one round: as its writer sent it, or as a reviewer mended it (`mended_by`)."""

    __tablename__ = "proposal_round"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    number: Mapped[int]
    base_number: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(500), default="")
    mended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created: Mapped[datetime] = mapped_column(UtcDateTime)


class Remark(Base):
    """A word between a proposal's writer and those who review it, about one field or ("") about the whole.

    `author_id` is None for a writer without an account; `from_review` says which side speaks.
    """

    __tablename__ = "remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    field: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    from_review: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime] = mapped_column(UtcDateTime)


class PageName(Base):
    """A name that leads to a page: its address, every address it ever had, and the address form of its titles."""

    __tablename__ = "page_name"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), index=True)


class PageLink(Base):
    """A page's current text or fields mention this name."""

    __tablename__ = "page_link"

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    target: Mapped[str] = mapped_column(String(120), primary_key=True, index=True)
    words: Mapped[str] = mapped_column(String(200), default="")


class PageTerm(Base):
    """A facet's term that the current published revision carries; what browsing counts."""

    __tablename__ = "page_term"
    __table_args__ = (Index("ix_page_term_facet_term", "facet", "term"),)

    page_id: Mapped[int] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"), primary_key=True)
    facet: Mapped[str] = mapped_column(String(40), primary_key=True)
    term: Mapped[str] = mapped_column(String(120), primary_key=True)


class Draft(Base):
    """What somebody is writing, kept as typed: `form` maps input names to lists of strings.

    It belongs to an account, or, when it was typed into an ended session, to whoever holds the token and signs in
    again, for two days. A new page's draft is known by the `key` its form carries.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "page_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    key: Mapped[str] = mapped_column(String(40), default="")
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200), default="")
    base_number: Mapped[int] = mapped_column(default=0)
    form: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    updated: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class Saved:
    """The server's word that a save is kept: where, as which revision, when; `published` or waiting for review.

    `merged` says that somebody else had saved in between and both changes fitted; `proposal_id` is what waits.
    """

    slug: str
    number: int
    at: datetime
    published: bool
    merged: bool = False
    proposal_id: int | None = None
