"""Roles, permissions, the actor, and the accounts behind them."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base, UtcDateTime


class Role(IntEnum):
    """Who somebody is here; each role may do what the one before may, and more."""

    READER = 0
    MEMBER = 1
    PRACTITIONER = 2
    TRAINER = 3
    EDITOR = 4
    ADMIN = 5


class Permission(StrEnum):
    """Everything that is guarded, in alphabetical order, as `resource:action`."""

    ACCOUNT_GRANT = "account:grant"
    ACCOUNT_MANAGE = "account:manage"
    AUDIT_READ = "audit:read"
    COMMENT_MODERATE = "comment:moderate"
    COMMENT_WRITE = "comment:write"
    CONTENT_REMOVE = "content:remove"
    EVENT_PUBLISH = "event:publish"
    PAGE_ARCHIVE = "page:archive"
    PAGE_CHECK = "page:check"
    PAGE_LOCK = "page:lock"
    PAGE_MERGE = "page:merge"
    PAGE_MOVE = "page:move"
    PAGE_PUBLISH = "page:publish"
    PAGE_READ_MEMBERS = "page:read_members"
    PAGE_READ_PUBLIC = "page:read_public"
    PAGE_RESTRICT = "page:restrict"
    PAGE_SUBMIT = "page:submit"
    PAGE_SUGGEST = "page:suggest"
    PAGE_TAG = "page:tag"
    PROPOSAL_REVIEW = "proposal:review"
    SITE_CONFIGURE = "site:configure"
    VOCABULARY_CHANGE = "vocabulary:change"
    WANTED_MANAGE = "wanted:manage"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks for something. `id` is None for a reader without an account."""

    id: int | None
    role: Role
    name: str
    handle: str

    @property
    def is_signed_in(self) -> bool:
        """Whether an account stands behind this actor."""
        return self.id is not None


ANONYMOUS = Actor(None, Role.READER, "", "")
SYSTEM = Actor(None, Role.ADMIN, "Fieldbook", "")


class JoinMode(StrEnum):
    """Who may make an account without being added by an admin; a setting."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


class Attribution(StrEnum):
    """Whether the name shown is somebody's own or a pen name."""

    NAMED = "named"
    PEN_NAME = "pen_name"


class Account(Base):
    """Somebody with a name here. The e-mail address is kept in lower case and shown to admins only."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    handle: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[int] = mapped_column(default=int(Role.MEMBER), index=True)
    org_type: Mapped[str] = mapped_column(String(80), default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    attribution: Mapped[str] = mapped_column(String(10), default=Attribution.NAMED.value)
    active: Mapped[bool] = mapped_column(default=True)
    created: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def actor(self) -> Actor:
        """The value every policy speaks in."""
        return Actor(self.id, Role(self.role), self.name, self.handle)


class SignIn(Base):
    """One signed-in browser. The browser holds the key; only its hash is kept here."""

    __tablename__ = "sign_in"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    expires: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
