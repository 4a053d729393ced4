"""Rendering again: when the renderer has learned something new, the HTML of comments follows in the background."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Select, select

from storage.database import Database
from storage.generation import bump
from storage.jobs import Payload, enqueue
from wiki.rendering.pipeline import RENDERER_VERSION
from wiki.talk.model import GONE, Comment
from wiki.talk.service.layout import to_html

RENDER = "render_comments"
BATCH = 200


class CommentRerendering:
    """Finds comments whose HTML an older renderer made, and makes it anew, batch by batch."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def ask(self) -> None:
        """Ask for what is stale, if anything is; asking twice is harmless."""
        with self._database.read() as session:
            if not session.scalars(_stale().limit(1)).first():
                return
        with self._database.write() as session:
            enqueue(session, RENDER, {}, due=self._clock(), key=str(RENDERER_VERSION))

    def render(self, _payloads: Sequence[Payload]) -> None:
        """Job: render a batch again, and ask for the next one."""
        with self._database.read() as session:
            stale = session.execute(_stale().with_only_columns(Comment.id, Comment.text).limit(BATCH)).all()
        made = {number: (text, to_html(text)) for number, text in stale}
        if not made:
            return
        with self._database.write() as session:
            for comment in session.scalars(select(Comment).where(Comment.id.in_(made))):
                text, html = made[comment.id]
                if comment.text == text:  # else it was edited meanwhile, by a renderer that knew better
                    comment.html, comment.renderer = html, RENDERER_VERSION
            bump(session)
            enqueue(session, RENDER, {"after": max(made)}, due=self._clock(), key=f"{RENDERER_VERSION}:{max(made)}")


def _stale() -> Select[Comment]:
    return select(Comment).where(Comment.renderer != RENDERER_VERSION, Comment.state != GONE).order_by(Comment.id)
