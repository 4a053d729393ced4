"""The inbox: what happened, newest first, by day and page, as its reader may see it now."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import update

from auth.model import Actor
from storage.database import Database
from wiki.watching import queries
from wiki.watching.model import Line, Notice
from wiki.watching.queries import Commenters, nobody

PER_PAGE = 50
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Group:
    """What happened to one page on one day, newest first."""

    lines: Sequence[Line]

    @property
    def first(self) -> Line:
        """The newest of it."""
        return self.lines[0]

    @property
    def unread(self) -> Sequence[Line]:
        """What was not read yet."""
        return [line for line in self.lines if not line.is_read]


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the inbox. `unread` counts the whole inbox, up to a hundred; `newest` is the last notice there is."""

    lines: Sequence[Line]
    unread: int
    newest: int
    page: int
    pages: int

    def days(self) -> Iterator[tuple[date, Sequence[Group]]]:
        """What happened by day, in UTC, and by page within the day."""
        for day, lines in groupby(self.lines, key=lambda line: line.at.date()):
            pages: dict[int | None, list[Line]] = {}
            for line in lines:
                pages.setdefault(line.page, []).append(line)
            yield day, [Group(tuple(those)) for those in pages.values()]


class Inbox:
    """Shows and marks the notices of one account; those of a page that is hidden from it now are not there."""

    def __init__(self, database: Database, clock: Callable[[], datetime], commenters: Commenters = nobody) -> None:
        self._database = database
        self._clock = clock
        self._commenters = commenters

    def part(self, actor: Actor, page: int) -> Part:
        """Fifty notices; a page past the end is the first."""
        with self._database.read() as session:
            total = queries.count(session, actor)
            pages = max(1, -(-total // PER_PAGE))
            page = page if 1 <= page <= pages else 1
            lines = queries.lines(session, actor, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
            lines = queries.named(session, lines, self._commenters)
            newest = lines[:1] if page == 1 else queries.lines(session, actor, limit=1)
            unread = queries.count(session, actor, unread=True, most=MOST_COUNTED)
        return Part(tuple(lines), unread, newest[0].id if newest else 0, page, pages)

    def unread(self, actor: Actor) -> int:
        """How many notices were not read yet, counted up to a hundred."""
        if actor.id is None:
            return 0
        with self._database.read() as session:
            return queries.count(session, actor, unread=True, most=MOST_COUNTED)

    def mark_read(self, actor: Actor, ids: Sequence[int]) -> None:
        """These were read, as far as they are the actor's."""
        self._mark(actor, Notice.id.in_(list(ids)[:PER_PAGE]))

    def mark_all_read(self, actor: Actor, newest: int) -> None:
        """Everything up to this notice was read; what came since was not seen yet and stays unread."""
        self._mark(actor, Notice.id <= newest)

    def _mark(self, actor: Actor, which: object) -> None:
        mine = update(Notice).where(Notice.account_id == actor.id, Notice.read.is_(None))
        with self._database.write() as session:
            session.execute(mine.where(which).values(read=self._clock()))  # type: ignore[arg-type]  # a condition
