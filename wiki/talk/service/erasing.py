"""Erasing: a comment taken out for good, with its words wherever a change quoted them as its reason."""

from collections.abc import Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from auth.model import Actor
from wiki.errors import NotFound
from wiki.pages.model import WITHHELD, Draft, Proposal, ProposalRound, Revision
from wiki.talk import queries
from wiki.talk.model import GONE, Comment, CommentMention
from wiki.talk.service import changes, finding

Noted = Revision | Proposal | ProposalRound


class Erasing:
    """What the room of removals asks of this one, inside its own transaction; it has asked who may."""

    def look(self, session: Session, actor: Actor, slug: str, number: int) -> Mapping[str, int]:
        """What would go with this comment, by table; raises `NotFound`."""
        comment = self._find(session, actor, slug, number)
        counts = {"comment": 1}
        for row in self._quoting(session, comment):
            counts[row.__tablename__] = counts.get(row.__tablename__, 0) + 1
        return counts

    def erase(self, session: Session, actor: Actor, slug: str, number: int) -> None:
        """Take it out; where it was answered, an empty place stays, so that the answers keep theirs."""
        comment = self._find(session, actor, slug, number)
        finding.follow(session, comment.created, comment)  # due at once, as its day is past
        for row in self._quoting(session, comment):
            row.note = ""
        for draft in session.scalars(select(Draft).where(Draft.page_id == comment.page_id)):
            if any(number in changes.named(words) for words in draft.form.get("note", ())):
                draft.form = {**draft.form, "note": [""]}
        session.execute(delete(CommentMention).where(CommentMention.comment_id == number))
        answers = (Comment.thread_id == number) | (Comment.answers_id == number)
        if session.scalar(select(func.count()).select_from(Comment).where(answers)):
            comment.text = comment.html = comment.reason = comment.pen_name = ""
            comment.state, comment.author_id, comment.signed = GONE, None, WITHHELD
        else:
            session.delete(comment)

    def _find(self, session: Session, actor: Actor, slug: str, number: int) -> Comment:
        page = queries.find_page(session, actor, slug)
        comment = queries.find(session, actor, page, number, lock=True) if page is not None else None
        if comment is None:
            raise NotFound(f"comment {number}")
        return comment

    def _quoting(self, session: Session, comment: Comment) -> list[Noted]:
        """Versions, changes and their rounds whose reason names the comment, and so may quote it."""
        words = f"%talk/{comment.id}%"
        mine = select(Proposal.id).where(Proposal.page_id == comment.page_id)
        rows: list[Noted] = [
            *session.scalars(select(Revision).where(Revision.page_id == comment.page_id, Revision.note.like(words))),
            *session.scalars(select(Proposal).where(Proposal.page_id == comment.page_id, Proposal.note.like(words))),
            *session.scalars(
                select(ProposalRound).where(ProposalRound.proposal_id.in_(mine), ProposalRound.note.like(words))
            ),
        ]
        return [row for row in rows if comment.id in changes.named(row.note)]
