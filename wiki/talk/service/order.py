"""Keeping order: resolve a thread and open it again, hide a comment and show it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from auth import audit
from auth.errors import Forbidden
from auth.model import Actor, Permission
from auth.policy import LOWEST, may, require
from storage.database import Database
from storage.generation import bump
from wiki.errors import Invalid, NotFound, Problem
from wiki.pages import queries as pages
from wiki.pages import signing
from wiki.pages.model import PUBLISHED, TALK, Page
from wiki.talk import policy, queries
from wiki.talk.model import HIDDEN, LONGEST_REASON, SHOWN, WAITS, Comment
from wiki.talk.service import changes, finding, telling


class Order:
    """What writers, owners, reviewers and editors do to threads and comments of a page they see."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def resolve(self, actor: Actor, slug: str, number: int) -> bool:
        """Say that a thread is done with; False when somebody else said so just before."""
        with self._thread(actor, slug, number) as (session, head):
            if head.resolved is not None:
                return False
            head.resolved, head.resolved_by = self._clock(), actor.id
            telling.resolved(session, self._clock(), head, actor.id)
            self._log(session, actor, head, "comment.resolved")
        return True

    def reopen(self, actor: Actor, slug: str, number: int) -> bool:
        """Open a resolved thread again; False when it is open."""
        with self._thread(actor, slug, number) as (session, head):
            if head.resolved is None:
                return False
            head.resolved, head.resolved_by = None, None
            self._log(session, actor, head, "comment.reopened")
        return True

    def hide(self, actor: Actor, slug: str, number: int, reason: str) -> bool:
        """Take a comment out of sight, with a reason its writer can read; False when it is hidden already."""
        with self._database.write() as session:
            _page, comment = self._find(session, actor, slug, number)
            _require(may(actor, Permission.PROPOSAL_REVIEW), Permission.PROPOSAL_REVIEW)
            if comment.state == HIDDEN:
                return False
            _require(policy.may_hide(actor, comment), Permission.COMMENT_MODERATE)
            words = reason.strip()[:LONGEST_REASON]
            if not words:
                raise Invalid([Problem("reason", "Say why, so that the writer can understand it.")])
            comment.state, comment.reason = HIDDEN, words
            finding.follow(session, self._clock(), comment)
            telling.hidden(session, self._clock(), comment, actor.id)
            self._log(session, actor, comment, "comment.hidden", reason=words)
        return True

    def show(self, actor: Actor, slug: str, number: int) -> bool:
        """Show what waits, or show again what was hidden; False when it is shown already."""
        with self._database.write() as session:
            _page, comment = self._find(session, actor, slug, number)
            _require(may(actor, Permission.PROPOSAL_REVIEW), Permission.PROPOSAL_REVIEW)
            if comment.state == SHOWN:
                return False
            _require(policy.may_show(actor, comment), Permission.PROPOSAL_REVIEW)
            waited, comment.state, comment.reason = comment.state == WAITS, SHOWN, ""
            finding.follow(session, self._clock(), comment)
            session.flush()
            if waited:
                telling.added(session, self._clock(), comment)
            self._log(session, actor, comment, "comment.shown")
        return True

    def became(self, actor: Actor, slug: str, number: int) -> bool:
        """Tie what the actor has just saved to the comment that its reason names; False when neither is there."""
        with self._database.write() as session:
            page, comment = self._find(session, actor, slug, number)
            if comment.state != SHOWN:
                return False
            proposal = pages.latest_proposal(session, page, actor.id)
            if proposal is not None and number in changes.named(proposal.note):
                proposal.via, comment.proposal_id, comment.became = TALK, proposal.id, 0
            else:
                revision = pages.revision(session, page, page.number)
                if revision is None or revision.author_id != actor.id or number not in changes.named(revision.note):
                    return False
                comment.became, comment.proposal_id = page.number, None
            bump(session)
        return True

    @contextmanager
    def _thread(self, actor: Actor, slug: str, number: int) -> Iterator[tuple[Session, Comment]]:
        require(actor, Permission.COMMENT_WRITE)
        with self._database.write() as session:
            page, head = self._find(session, actor, slug, number)
            if head.thread_id is not None or page.state != PUBLISHED:
                raise NotFound(f"thread {number}")
            _require(policy.may_resolve(actor, head, page.owner_id), Permission.PROPOSAL_REVIEW)
            yield session, head

    def _find(self, session: Session, actor: Actor, slug: str, number: int) -> tuple[Page, Comment]:
        page = queries.find_page(session, actor, slug)
        comment = queries.find(session, actor, page, number, lock=True) if page is not None else None
        if page is None or comment is None:
            raise NotFound(f"comment {number}")
        return page, comment

    def _log(self, session: Session, actor: Actor, comment: Comment, action: str, **detail: object) -> None:
        """The deed, by its comment's writer as they signed it."""
        shown = signing.signer(actor, comment.signature) if policy.is_own(actor, comment) else actor
        audit.record(session, self._clock(), shown, action, str(comment.id), **detail)
        bump(session)


def _require(allowed: bool, permission: Permission) -> None:
    if not allowed:
        raise Forbidden(permission, LOWEST[permission])
