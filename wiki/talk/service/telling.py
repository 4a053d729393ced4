"""Telling: what happens in talk as news, without the name of anybody who did not sign with theirs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from wiki.pages import news
from wiki.pages.model import NAMED
from wiki.pages.news import What
from wiki.talk import queries
from wiki.talk.model import Comment


def added(session: Session, now: datetime, comment: Comment) -> None:
    """A comment can be read from now on: for those who watch, whom it answers, and whom it mentions."""
    answered = queries.by_number(session, [comment.answers_id]).get(comment.answers_id or 0)
    to = [answered.author_id] if answered is not None and answered.author_id not in (None, comment.author_id) else []
    _tell(session, now, What.COMMENT_ADDED, comment, comment.author_id, [one for one in to if one is not None])
    mentioned(session, now, comment, queries.mentioned_in(session, comment.id))


def mentioned(session: Session, now: datetime, comment: Comment, accounts: Sequence[int]) -> None:
    """These are mentioned in a comment that can be read."""
    others = [one for one in accounts if one != comment.author_id]
    if others:
        _tell(session, now, What.COMMENT_MENTIONED, comment, comment.author_id, others)


def resolved(session: Session, now: datetime, comment: Comment, by: int | None) -> None:
    """A thread is done with: for its writer."""
    to = [comment.author_id] if comment.author_id is not None and comment.author_id != by else []
    _tell(session, now, What.COMMENT_RESOLVED, comment, by, to)


def hidden(session: Session, now: datetime, comment: Comment, by: int | None) -> None:
    """A comment is out of sight from now on: for its writer alone, who can read why."""
    if comment.author_id is not None and comment.author_id != by:
        _tell(session, now, What.COMMENT_HIDDEN, comment, by, [comment.author_id])


def _tell(session: Session, now: datetime, what: What, comment: Comment, by: int | None, to: Sequence[int]) -> None:
    """`by` is None for the writer of a comment that is not signed by name; `but` is who need not be told at all."""
    named = by != comment.author_id or comment.signed == NAMED
    news.tell(session, now, what, page=comment.page_id, by=by if named else None, to=to, comment=comment.id, but=by)
