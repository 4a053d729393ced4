"""Sweeping: all comments of one account out of sight and back, when an admin undoes what a spammer did."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from auth import audit
from auth.model import Actor
from storage.generation import bump
from wiki.errors import marked
from wiki.talk.model import HIDDEN, SHOWN, WAITS, Comment
from wiki.talk.service import finding

SWEPT = marked("Undone: the account was closed.")
SWEPT_UNSEEN = marked("Undone: the account was closed. Nobody had looked at this yet.")


class Sweeping:
    """Works inside the caller's transaction, whose policy was asked there; a comment goes back as what it was."""

    def count(self, session: Session, account_id: int) -> int:
        """How many comments of this account are shown or wait."""
        return session.scalar(select(func.count(Comment.id)).where(*_standing(account_id))) or 0

    def hide(self, session: Session, now: datetime, actor: Actor, account_id: int, most: int) -> Sequence[int]:
        """Hide at most so many of them; their numbers."""
        rows = session.scalars(select(Comment).where(*_standing(account_id)).order_by(Comment.id).limit(most)).all()
        for comment in rows:
            comment.reason = SWEPT if comment.state == SHOWN else SWEPT_UNSEEN
            comment.state = HIDDEN
            finding.follow(session, now, comment)
            audit.record(session, now, actor, "comment.hidden", str(comment.id), reason=comment.reason)
        if rows:
            bump(session)
        return [comment.id for comment in rows]

    def show(self, session: Session, now: datetime, actor: Actor, ids: Sequence[int]) -> None:
        """Show these again, as far as they are there and nobody hid them for another reason meanwhile."""
        mine = select(Comment).where(
            Comment.id.in_(ids), Comment.state == HIDDEN, Comment.reason.in_((SWEPT, SWEPT_UNSEEN))
        )
        for comment in session.scalars(mine):
            comment.state, comment.reason = (SHOWN if comment.reason == SWEPT else WAITS), ""
            finding.follow(session, now, comment)
            audit.record(session, now, actor, "comment.shown", str(comment.id))
            bump(session)


def _standing(account_id: int) -> tuple[ColumnElement[bool], ...]:
    return Comment.author_id == account_id, Comment.state.in_((SHOWN, WAITS))
