"""Who may do what: the one table, and the one rule of who may see what."""

from auth.errors import Forbidden
from auth.model import Actor, Permission, Role

# The lowest role that holds each permission; the table of the product, one row a permission.
LOWEST: dict[Permission, Role] = {
    Permission.ACCOUNT_GRANT: Role.EDITOR,  # up to trainer; admins grant every role
    Permission.ACCOUNT_MANAGE: Role.ADMIN,
    Permission.AUDIT_READ: Role.ADMIN,
    Permission.COMMENT_MODERATE: Role.EDITOR,
    Permission.COMMENT_WRITE: Role.MEMBER,
    Permission.CONTENT_REMOVE: Role.ADMIN,
    Permission.EVENT_PUBLISH: Role.TRAINER,
    Permission.PAGE_ARCHIVE: Role.EDITOR,
    Permission.PAGE_CHECK: Role.PRACTITIONER,
    Permission.PAGE_LOCK: Role.EDITOR,
    Permission.PAGE_MERGE: Role.EDITOR,
    Permission.PAGE_MOVE: Role.EDITOR,
    Permission.PAGE_PUBLISH: Role.PRACTITIONER,
    Permission.PAGE_READ_MEMBERS: Role.MEMBER,
    Permission.PAGE_READ_PUBLIC: Role.READER,
    Permission.PAGE_RESTRICT: Role.EDITOR,
    Permission.PAGE_SUBMIT: Role.MEMBER,
    Permission.PAGE_SUGGEST: Role.READER,
    Permission.PAGE_TAG: Role.PRACTITIONER,
    Permission.PROPOSAL_REVIEW: Role.TRAINER,
    Permission.SITE_CONFIGURE: Role.ADMIN,
    Permission.VOCABULARY_CHANGE: Role.EDITOR,
    Permission.WANTED_MANAGE: Role.EDITOR,
}


def may(actor: Actor, permission: Permission) -> bool:
    """Whether this actor's role holds the permission."""
    return actor.role >= LOWEST[permission]


def require(actor: Actor, permission: Permission) -> None:
    """Go on only if the actor holds the permission; raises `Forbidden` otherwise."""
    if not may(actor, permission):
        raise Forbidden(permission, LOWEST[permission])


def may_grant(actor: Actor, current: Role, wanted: Role) -> bool:
    """Whether this actor may turn one role into another: editors up to trainer, admins every role but reader."""
    if wanted is Role.READER or not may(actor, Permission.ACCOUNT_GRANT):
        return False
    return may(actor, Permission.ACCOUNT_MANAGE) or max(current, wanted) <= Role.TRAINER


def matrix() -> str:
    """The table of roles and permissions as text: one line a permission, `x` where the role holds it."""
    width = max(len(permission) for permission in Permission)
    lines = [" " * width + "".join(f"  {role.name.lower()}" for role in Role)]
    for permission in Permission:
        marks = ("x" if role >= LOWEST[permission] else "-" for role in Role)
        cells = (f"  {mark:<{len(role.name)}}" for role, mark in zip(Role, marks, strict=True))
        lines.append((f"{permission:<{width}}" + "".join(cells)).rstrip())
    return "\n".join(lines)


def audience(actor: Actor) -> frozenset[str]:
    """Every audience this actor is in: the one rule of visibility, used inside each query.

    A page carries one or two of these words; whoever holds one of them sees it, for all others it does not exist.
    """
    mine = {"public"}
    if may(actor, Permission.PAGE_READ_MEMBERS):
        mine.add("members")
    if may(actor, Permission.PROPOSAL_REVIEW):
        mine.add("reviewers")
    if may(actor, Permission.PAGE_RESTRICT):
        mine.add("editors")
    if actor.id is not None:
        mine.add(f"account:{actor.id}")
    return frozenset(mine)
