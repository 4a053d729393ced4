"""Due: what follows when a check is late, and pages settled anew when the declared intervals changed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage.database import Database
from storage.jobs import Payload, enqueue
from wiki.kinds.model import Library
from wiki.pages import checking, news, recording
from wiki.pages.model import PUBLISHED, Page, Revision
from wiki.pages.news import What

SETTLE = "settle"
BATCH = 200


class Dues:
    """Tells of late checks, once for all pages of a day, and keeps the days true to the declared kinds."""

    def __init__(self, database: Database, library: Library, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    def overdue(self, payloads: Sequence[Payload]) -> None:
        """Job: the day after these pages were due; caches follow, owners and watchers are told."""
        days = [date.fromisoformat(payload["due_on"]) for payload in payloads]
        late = select(Page).where(Page.due_on.in_(days), Page.state == PUBLISHED)
        with self._database.write() as session:
            now = self._clock()
            pages = session.scalars(late.where(Page.due_on < now.date()).order_by(Page.id)).all()
            for page in pages:
                to = [page.owner_id] if page.owner_id is not None else []
                news.tell(session, now, What.PAGE_CHECK_DUE, page=page.id, to=to)
                recording.show(session, now, page)  # on equal terms the index puts it after fresh pages

    def ask(self) -> None:
        """Ask for `settle` as one job; the server does at every start, since kinds may have changed meanwhile."""
        with self._database.write() as session:
            enqueue(session, SETTLE, {}, due=self._clock(), key=SETTLE)

    def settle(self, _payloads: Sequence[Payload]) -> None:
        """Job: set the days of all pages that differ from what their kinds say now, and see that each has its job."""
        with self._database.read() as session:
            stale = list(self._stale(session))
        for start in range(0, len(stale), BATCH):
            self._settle(stale[start : start + BATCH])
        with self._database.write() as session:
            now = self._clock()
            coming = select(Page.due_on).where(Page.due_on >= now.date()).distinct()
            for due_on in session.scalars(coming.order_by(Page.due_on)).all():
                if due_on is not None:
                    checking.schedule(session, now, due_on)

    def _stale(self, session: Session) -> Iterator[int]:
        """Pages whose columns do not follow from each other, and those that say of no check: their words may."""
        every = {key: kind.review_every for key, kind in self._library.kinds.items() if kind.review_every}
        touched = or_(Page.kind.in_(every), Page.due_on.is_not(None))
        rows = select(Page.id, Page.kind, Page.checked_on, Page.due_on, Page.meta).where(touched, Page.number > 0)
        for number, kind, checked_on, due_on, meta in session.execute(rows):
            own = checking.own_interval(meta, every.get(kind))
            if checked_on is None or own is None or due_on != own.after(checked_on):
                yield number

    def _settle(self, ids: Sequence[int]) -> None:
        rows = select(Page, Revision).join(Revision, (Revision.page_id == Page.id) & (Revision.number == Page.number))
        with self._database.write() as session:
            for page, revision in session.execute(rows.where(Page.id.in_(ids)).with_for_update(of=Page)):
                kind = self._library.kinds.get(page.kind)
                before = page.checked_on, page.checked_against, page.due_on
                checking.settle(session, self._clock(), page, kind.review_every if kind else None, revision.values)
                if before != (page.checked_on, page.checked_against, page.due_on):
                    recording.show(session, self._clock(), page)
