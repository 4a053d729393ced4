"""Tasks: readers say that a page no longer matches, those who check take it up and bring it to an end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from auth import audit
from auth.model import ANONYMOUS, Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.generation import bump
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.freshness import policy, queries
from wiki.freshness.model import BY_EDIT, BY_WORD, CLOSED, DONE, OPEN, Due, Job, Task, TaskNote
from wiki.kinds.model import Library
from wiki.pages import news
from wiki.pages.model import PUBLISHED, Page
from wiki.pages.news import What
from wiki.pages.queries import people, revision

STEPS = "steps"  # the section of a page that readers may name a step of
LONGEST_WORD, MOST_NOTES, MOST_STEPS = 500, 50, 60
PART = 50
CLAIM_LASTS = timedelta(days=14)
OPEN_TASKS, MINE, OVERDUE, UNCHECKED, POOL, KEPT = "open", "mine", "overdue", "unchecked", "pool", "kept"
LISTS = (OPEN_TASKS, MINE, OVERDUE, UNCHECKED, POOL, KEPT)
TAKEN = marked("%(name)s has taken this up already.")
NO_EDIT = marked("Nobody has changed the page since. Check it, or close this with a reason.")
NO_REASON = marked("Say why this can be closed.")
TOO_LONG = marked("This is too long: at most %(most)s characters.")


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of those who check: tasks or pages, how many each list has, and which part this is."""

    show: str
    counts: dict[str, int]
    jobs: Sequence[Job]
    pages: Sequence[Due]
    part: int
    parts: int


class Tasks:
    """What wants somebody's eyes."""

    def __init__(self, database: Database, library: Library, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    def steps(self, actor: Actor, slug: str) -> int:
        """How many numbered steps the page has; raises `NotFound` where nobody is asked whether it matches."""
        with self._database.read() as session:
            page = self._flaggable(session, actor, slug)
            current = revision(session, page, page.number)
        return _count_steps(str(current.values.get(STEPS, ""))) if current else 0

    def flag(self, actor: Actor, slug: str, step: int = 0, word: str = "", *, counted: bool = False) -> str:
        """Say that the page no longer matches; opens its task or adds to it. Returns the page's address now.

        Nothing is kept of who said it. `counted`: only the word is new. Raises `Invalid`, `NotFound`.
        """
        word = word.strip()
        if len(word) > LONGEST_WORD:
            raise Invalid([Problem("word", TOO_LONG, {"most": LONGEST_WORD})])
        with self._database.write() as session:
            page = self._flaggable(session, actor, slug)
            session.get(Page, page.id, with_for_update=True)  # two who say it at once add to one task
            task = queries.open_task(session, page.id) or self._open(session, page)
            task.count, task.updated = task.count + (0 if counted and task.count else 1), self._clock()
            self._note(session, task, step if 0 < step <= MOST_STEPS else 0, word)
            return page.slug

    def listed(self, actor: Actor, show: str, part: int = 1) -> Listed:
        """One of `LISTS`, fifty at a time; raises `Forbidden`."""
        require(actor, Permission.PAGE_CHECK)
        show = show if show in LISTS else OPEN_TASKS
        with self._database.read() as session:
            which = self._which(actor)
            counts = {name: queries.count_tasks(session, actor, mine=name == MINE) for name in (OPEN_TASKS, MINE)}
            counts |= {name: queries.count_pages(session, actor, rule) for name, rule in which.items()}
            parts = max(1, -(-counts[show] // PART))
            part = part if 1 <= part <= parts else 1
            start = (part - 1) * PART
            if show in which:
                pages = queries.pages(session, actor, which[show], offset=start, limit=PART)
                return Listed(show, counts, (), pages, part, parts)
            found = queries.tasks(session, actor, mine=show == MINE, offset=start, limit=PART)
            return Listed(show, counts, self._jobs(session, actor, found), (), part, parts)

    def claim(self, actor: Actor, number: int) -> None:
        """Take the task up, so that nobody else does the same; raises `Invalid` when somebody has."""
        with self._database.write() as session:
            task, _page = self._task(session, actor, number)
            if task.claimed_by not in (None, actor.id) and not self._is_stale(task):
                name = people(session, [task.claimed_by]).get(task.claimed_by or 0, "")
                raise Invalid([Problem("task", TAKEN, {"name": name})])
            task.claimed_by, task.claimed_at = actor.id, self._clock()

    def let_go(self, actor: Actor, number: int) -> None:
        """Give a task that the actor took up back to all."""
        with self._database.write() as session:
            task, _page = self._task(session, actor, number)
            if task.claimed_by == actor.id:
                task.claimed_by = task.claimed_at = None

    def mended(self, actor: Actor, number: int) -> None:
        """The page was changed so that it matches again; raises `Invalid` when it was not changed since."""
        with self._database.write() as session:
            task, page = self._task(session, actor, number)
            if page.number <= task.number:
                raise Invalid([Problem("task", NO_EDIT)])
            _end(session, self._clock(), actor, task, page, DONE, BY_EDIT)

    def close(self, actor: Actor, number: int, reason: str) -> None:
        """Close the task without a change, with a reason; raises `Invalid` without one."""
        words = reason.strip()
        if not words or len(words) > LONGEST_WORD:
            problem = Problem("reason", TOO_LONG, {"most": LONGEST_WORD}) if words else Problem("reason", NO_REASON)
            raise Invalid([problem])
        with self._database.write() as session:
            task, page = self._task(session, actor, number)
            task.reason = words
            _end(session, self._clock(), actor, task, page, CLOSED, BY_WORD)

    def _flaggable(self, session: Session, actor: Actor, slug: str) -> Page:
        page = queries.page_at(session, actor, slug)
        kind = self._library.kinds.get(page.kind) if page else None
        reviewed = kind is not None and kind.review_every is not None
        if page is None or not policy.may_flag(published=page.state == PUBLISHED, reviewed=reviewed):
            raise NotFound(slug)
        return page

    def _open(self, session: Session, page: Page) -> Task:
        now = self._clock()
        task = Task(page_id=page.id, number=page.number, state=OPEN, count=0, opened=now, updated=now, ended_how="",
                    reason="")  # fmt: skip
        session.add(task)
        session.flush()
        audit.record(session, now, ANONYMOUS, "task.opened", page.slug, task=task.id)
        to = [page.owner_id] if page.owner_id is not None else []
        news.tell(session, now, What.PAGE_MISMATCH, page=page.id, to=to, task=task.id)
        bump(session)
        return task

    def _note(self, session: Session, task: Task, step: int, word: str) -> None:
        if not step and not word:
            return
        kept = session.scalar(select(func.count()).select_from(TaskNote).where(TaskNote.task_id == task.id)) or 0
        if kept < MOST_NOTES:
            session.add(TaskNote(task_id=task.id, step=step, word=word, created=self._clock()))

    def _which(self, actor: Actor) -> dict[str, ColumnElement[bool]]:
        reviewed = [key for key, kind in self._library.kinds.items() if kind.review_every is not None]
        return {
            OVERDUE: queries.is_overdue(self._clock().date()) & queries.of_kinds(reviewed),
            UNCHECKED: queries.is_unchecked(reviewed),
            POOL: queries.is_ownerless() & queries.of_kinds(list(self._library.kinds)),
            KEPT: queries.is_owned_by(actor) & queries.of_kinds(list(self._library.kinds)),
        }

    def _jobs(self, session: Session, actor: Actor, found: Sequence[tuple[Task, Page]]) -> Sequence[Job]:
        names = people(session, (task.claimed_by for task, _page in found))
        said = queries.notes(session, (task.id for task, _page in found))
        return [
            Job(task.id, page.slug, page.title, page.kind, task.count, task.opened,
                "" if self._is_stale(task) else names.get(task.claimed_by or 0, ""), task.claimed_by == actor.id,
                page.number > task.number, tuple(said.get(task.id, ())))
            for task, page in found
        ]  # fmt: skip

    def _is_stale(self, task: Task) -> bool:
        """Whether whoever took it up has had it for so long that others may."""
        return task.claimed_at is None or task.claimed_at < self._clock() - CLAIM_LASTS

    def _task(self, session: Session, actor: Actor, number: int) -> tuple[Task, Page]:
        require(actor, Permission.PAGE_CHECK)
        found = queries.task(session, actor, number)
        if found is None:
            raise NotFound(f"task {number}")
        return found


def end_open(session: Session, now: datetime, actor: Actor, page: Page, how: str) -> None:
    """Bring the page's open task, if it has one, to its end within the caller's transaction."""
    task = queries.open_task(session, page.id)
    if task is not None:
        _end(session, now, actor, task, page, DONE, how)


def _end(session: Session, now: datetime, actor: Actor, task: Task, page: Page, state: str, how: str) -> None:
    task.state, task.ended_how, task.ended_by, task.updated = state, how, actor.id, now
    audit.record(session, now, actor, f"task.{state}", page.slug, task=task.id, how=how)
    bump(session)


def _count_steps(text: str) -> int:
    """How many numbered steps stand at the margin of this Markdown."""
    numbered = [
        line for line in text.splitlines() if line[:1].isdigit() and line.lstrip("0123456789")[:2] in (". ", ") ")
    ]
    return min(len(numbered), MOST_STEPS)
