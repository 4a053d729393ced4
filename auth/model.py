"""Roles, permissions and the actor: the values every policy speaks in."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


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
    PAGE_ARCHIVE = "page:archive"
    PAGE_CHECK = "page:check"
    PAGE_MOVE = "page:move"
    PAGE_PUBLISH = "page:publish"
    PAGE_READ_MEMBERS = "page:read_members"
    PAGE_READ_PUBLIC = "page:read_public"
    PAGE_RESTRICT = "page:restrict"
    PAGE_SUBMIT = "page:submit"
    PAGE_SUGGEST = "page:suggest"
    PROPOSAL_REVIEW = "proposal:review"
    SITE_CONFIGURE = "site:configure"


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
