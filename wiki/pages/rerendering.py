"""Rendering again: when the renderer has learned something new, stored HTML follows in the background."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select

from storage.database import Database
from storage.generation import bump
from storage.jobs import Payload, enqueue
from wiki.kinds.model import Library
from wiki.pages.model import Page, Revision
from wiki.pages.preparing import prepare
from wiki.rendering.pipeline import RENDERER_VERSION

RENDER = "render"
BATCH = 50
_IS_CURRENT = (Revision.page_id == Page.id) & (Revision.number == Page.number)


class Rerendering:
    """Finds current revisions whose HTML an older renderer made, and makes it anew; old versions stay as they were."""

    def __init__(self, database: Database, library: Library, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    def ask(self) -> int:
        """Ask for what is stale, as jobs; returns how many pages that is. Asking twice is harmless."""
        current = select(Page.id).join(Revision, _IS_CURRENT)
        with self._database.read() as session:
            stale = session.scalars(current.where(Revision.renderer != RENDERER_VERSION)).all()
        if stale:
            with self._database.write() as session:
                for start in range(0, len(stale), BATCH):
                    ids = list(stale[start : start + BATCH])
                    enqueue(session, RENDER, {"pages": ids}, due=self._clock(), key=f"{RENDERER_VERSION}:{ids[0]}")
        return len(stale)

    def render(self, payloads: Sequence[Payload]) -> None:
        """Job: render these pages' current words again, each in a transaction of its own."""
        for page_id in [page_id for payload in payloads for page_id in payload["pages"]]:
            self._render(page_id)

    def _render(self, page_id: int) -> None:
        current = select(Page, Revision).join(
            Revision, (Revision.page_id == Page.id) & (Revision.number == Page.number)
        )
        with self._database.read() as session:
            found = session.execute(current.where(Page.id == page_id)).first()
        if found is None or found[1].renderer == RENDERER_VERSION or found[0].kind not in self._library.kinds:
            return
        page, revision = found
        prepared = prepare(self._library.kinds[page.kind], revision.values)
        with self._database.write() as session:
            kept = session.get_one(Revision, revision.id)
            kept.html, kept.headings = dict(prepared.html), dict(prepared.headings)
            kept.renderer = RENDERER_VERSION
            bump(session)
