"""Who may do what with a comment, one question each; no store, no web."""

from auth.model import Actor, Permission
from auth.policy import may
from wiki.talk.model import GONE, HIDDEN, SHOWN, WAITS, Comment

EDIT, WITHDRAW, REPLY, RESOLVE, REOPEN, HIDE, SHOW, CHANGE, REMOVE = (
    "edit", "withdraw", "reply", "resolve", "reopen", "hide", "show", "change", "remove"
)  # fmt: skip


def may_comment(actor: Actor, *, published: bool) -> bool:
    """Whether the actor may write on a page that they see."""
    return published and may(actor, Permission.COMMENT_WRITE)


def is_own(actor: Actor, comment: Comment) -> bool:
    """Whether the actor wrote it."""
    return actor.id is not None and comment.author_id == actor.id


def reads(actor: Actor, comment: Comment) -> bool:
    """Whether its words are there for this actor, who sees the page: the same as `queries.readable` asks."""
    if comment.state == WAITS:
        return is_own(actor, comment) or may(actor, Permission.PROPOSAL_REVIEW)
    if comment.state == HIDDEN:
        return is_own(actor, comment) or may(actor, Permission.COMMENT_MODERATE)
    return comment.state == SHOWN


def may_edit(actor: Actor, comment: Comment) -> bool:
    """Whether the actor may say it in other words: one's own, unless an editor hid it."""
    return is_own(actor, comment) and comment.state in (SHOWN, WAITS) and may(actor, Permission.COMMENT_WRITE)


def may_withdraw(actor: Actor, comment: Comment) -> bool:
    """Whether the actor may take it back."""
    return is_own(actor, comment) and comment.state != GONE


def may_reply(actor: Actor, comment: Comment) -> bool:
    """Whether the actor may answer it; what waits, is hidden or withdrawn is answered by nobody."""
    return comment.state == SHOWN and may(actor, Permission.COMMENT_WRITE)


def may_resolve(actor: Actor, comment: Comment, owner_id: int | None) -> bool:
    """Whether the actor may resolve a thread or open it again: its writer, the page's owner, reviewers."""
    if comment.thread_id is not None or not may(actor, Permission.COMMENT_WRITE):
        return False
    owns = actor.id is not None and owner_id == actor.id
    return is_own(actor, comment) or owns or may(actor, Permission.PROPOSAL_REVIEW)


def may_hide(actor: Actor, comment: Comment) -> bool:
    """Whether the actor may take it out of sight: what is shown for editors, what waits for reviewers too."""
    if comment.state == WAITS:
        return may(actor, Permission.PROPOSAL_REVIEW)
    return comment.state == SHOWN and may(actor, Permission.COMMENT_MODERATE)


def may_show(actor: Actor, comment: Comment) -> bool:
    """Whether the actor may show what waits, or what was hidden; nobody lets their own first comment pass."""
    if comment.state == WAITS:
        return may(actor, Permission.PROPOSAL_REVIEW) and not is_own(actor, comment)
    return comment.state == HIDDEN and may(actor, Permission.COMMENT_MODERATE)


def abilities(actor: Actor, comment: Comment, owner_id: int | None, *, published: bool) -> frozenset[str]:
    """Everything the actor may do with this comment now."""
    resolve = REOPEN if comment.resolved else RESOLVE
    asked = {
        EDIT: published and may_edit(actor, comment),
        WITHDRAW: may_withdraw(actor, comment),
        REPLY: published and may_reply(actor, comment),
        resolve: published and may_resolve(actor, comment, owner_id),
        HIDE: may_hide(actor, comment),
        SHOW: may_show(actor, comment),
        REMOVE: may(actor, Permission.CONTENT_REMOVE),
        CHANGE: published and comment.state == SHOWN and may(actor, Permission.PAGE_SUBMIT),
    }
    return frozenset(name for name, allowed in asked.items() if allowed)


def is_trusted(actor: Actor, proved: int, least: int) -> bool:
    """Whether comments are shown at once: for those who publish, and after `least` accepted or shown contributions."""
    return may(actor, Permission.PAGE_PUBLISH) or proved >= least
