"""Who may check, who works on tasks, who may look after a page; one question each, no store, no web."""

from auth.model import Actor, Permission
from auth.policy import may


def may_check(actor: Actor, *, published: bool, reviewed: bool) -> bool:
    """Whether the actor may say that a page is right: those that are published and of a kind that is checked."""
    return published and reviewed and may(actor, Permission.PAGE_CHECK)


def may_flag(*, published: bool, reviewed: bool) -> bool:
    """Whether anybody who sees the page may say that it no longer matches their screen."""
    return published and reviewed


def may_take(actor: Actor, *, published: bool, has_owner: bool) -> bool:
    """Whether the actor may take the page over: one that nobody looks after, for those who may publish."""
    return published and not has_owner and actor.is_signed_in and may(actor, Permission.PAGE_PUBLISH)


def may_let_go(actor: Actor, *, has_owner: bool, is_mine: bool) -> bool:
    """Whether the actor may give the page to the pool: its owner, or an editor for somebody else."""
    return is_mine or (has_owner and may(actor, Permission.PAGE_RESTRICT))
