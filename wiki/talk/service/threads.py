"""Threads: the comments of a page as its reader sees them, cut in the database however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from sqlalchemy.orm import Session

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from wiki.errors import NotFound
from wiki.kinds.display import sections
from wiki.kinds.model import Library
from wiki.pages.model import PUBLISHED, Page
from wiki.talk import policy, queries
from wiki.talk.model import Comment, Person, Said, Talk, Thread
from wiki.talk.service.said import Around, look_around, resolver, say

PER_PART = 20  # threads on a page of comments
REPLIES = 10  # of each thread among others
PER_THREAD = 50  # replies on a page of one thread
HANDFUL, FEW = 3, 2  # threads below the page itself, and replies of each
MOST_WAITING = 100
MOST_PEOPLE = 7


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment in the queue of those that wait."""

    said: Said
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a comment stands: on which part of all comments, or of its thread's when it is far down in one."""

    part: int
    thread: int = 0


class Threads:
    """Looks comments up for readers; those of a hidden page do not exist."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def page(self, actor: Actor, slug: str, part: int = 1, section: str | None = None) -> Talk:
        """A part of the page's comments, or of those on one section; a part past the end is the first."""
        with self._database.read() as session:
            page = self._page(session, actor, slug)
            rows = queries.heads(actor, page, section)
            open_, resolved = queries.count_heads(session, rows)
            parts = max(1, ceil((open_ + resolved) / PER_PART))
            part = part if 1 <= part <= parts else 1
            cut = queries.ordered(rows).offset((part - 1) * PER_PART).limit(PER_PART)
            heads = session.scalars(cut).all()
            return self._talk(session, actor, page, heads, REPLIES, (open_, resolved, part, parts))

    def thread(self, actor: Actor, slug: str, number: int, part: int = 1) -> Talk:
        """One thread with a part of its replies."""
        with self._database.read() as session:
            page = self._page(session, actor, slug)
            head = self._comment(session, actor, page, number)
            if head.thread_id is not None:
                raise NotFound(f"thread {number}")
            rows = queries.thread(actor, head)
            total = queries.count(session, rows)
            parts = max(1, ceil(total / PER_THREAD))
            part = part if 1 <= part <= parts else 1
            replies = session.scalars(rows.offset((part - 1) * PER_THREAD).limit(PER_THREAD)).all()
            around = look_around(session, actor, [head, *replies])
            headings = self._headings(session, page)
            thread = _thread(actor, page, head, [(one, len(replies)) for one in replies], around, headings)
            numbers = (int(head.resolved is None), int(head.resolved is not None), part, parts)
            return _talk(actor, page, [thread], headings, queries.counts(session, actor, page), numbers)

    def brief(self, actor: Actor, slug: str) -> Talk | None:
        """The newest open threads for the page itself; None for a page that cannot be talked about."""
        with self._database.read() as session:
            page = queries.find_page(session, actor, slug)
            if page is None:
                return None
            counts = queries.counts(session, actor, page)
            rows = queries.heads(actor, page)
            open_, resolved = queries.count_heads(session, rows) if counts else (0, 0)
            newest = rows.where(Comment.resolved.is_(None)).order_by(Comment.id.desc()).limit(HANDFUL)
            heads = session.scalars(newest).all()[::-1] if open_ else []
            headings: dict[str, str] | None = None if any(head.section for head in heads) else {}
            return self._talk(session, actor, page, heads, FEW, (open_, resolved, 1, 1), counts, headings)

    def one(self, actor: Actor, slug: str, number: int) -> tuple[Page, Comment, Said]:
        """One comment whose words the actor reads, with its page; raises `NotFound` for any other."""
        with self._database.read() as session:
            page = self._page(session, actor, slug)
            comment = self._comment(session, actor, page, number)
            if not policy.reads(actor, comment):
                raise NotFound(f"comment {number}")
            return page, comment, say(actor, page, comment, look_around(session, actor, [comment]))

    def spot(self, actor: Actor, slug: str, number: int) -> Spot:
        """Where this comment stands today."""
        with self._database.read() as session:
            page = self._page(session, actor, slug)
            comment = self._comment(session, actor, page, number)
            head = comment
            if comment.thread_id is not None:
                head = self._comment(session, actor, page, comment.thread_id)
                earlier = queries.count(session, queries.thread(actor, head).where(Comment.id < comment.id))
                if earlier >= REPLIES:
                    return Spot(earlier // PER_THREAD + 1, head.id)
            return Spot(queries.before(session, queries.heads(actor, page), head) // PER_PART + 1)

    def headings(self, actor: Actor, slug: str) -> tuple[Page, dict[str, str]]:
        """The page, and the sections that can be commented on."""
        with self._database.read() as session:
            page = self._page(session, actor, slug)
            return page, self._headings(session, page)

    def people(self, actor: Actor, slug: str, begun: str) -> Sequence[Person]:
        """Who can be mentioned on this page and begins like this; two letters at least."""
        require(actor, Permission.COMMENT_WRITE)
        with self._database.read() as session:
            page = self._page(session, actor, slug)
            words = begun.strip().lstrip("@")
            if not words.isprintable() or not 2 <= len(words) <= 80:
                return []
            found = queries.people_like(session, page, words, MOST_PEOPLE)
        return [Person(one.name, one.handle) for one in found]

    def waiting(self, actor: Actor) -> tuple[int, Sequence[Waiting]]:
        """How many comments wait until a reviewer shows them, and the oldest of them."""
        require(actor, Permission.PROPOSAL_REVIEW)
        with self._database.read() as session:
            rows = queries.waiting(session, actor, MOST_WAITING)
            around = look_around(session, actor, [comment for comment, _page in rows])
            found = [Waiting(say(actor, page, one, around), page.slug, page.title) for one, page in rows]
            return queries.count_waiting(session, actor), found

    def _talk(
        self,
        session: Session,
        actor: Actor,
        page: Page,
        heads: Sequence[Comment],
        most: int,
        numbers: tuple[int, int, int, int],
        counts: dict[str, int] | None = None,
        headings: dict[str, str] | None = None,
    ) -> Talk:
        replies = queries.replies(session, actor, [head.id for head in heads], most)
        around = look_around(session, actor, [*heads, *(one for one, _every in replies)])
        headings = self._headings(session, page) if headings is None else headings
        threads = [
            _thread(actor, page, head, [pair for pair in replies if pair[0].thread_id == head.id], around, headings)
            for head in heads
        ]
        counts = queries.counts(session, actor, page) if counts is None else counts
        return _talk(actor, page, threads, headings, counts, numbers)

    def _page(self, session: Session, actor: Actor, slug: str) -> Page:
        page = queries.find_page(session, actor, slug)
        if page is None or page.kind not in self._library.kinds:
            raise NotFound(slug)
        return page

    def _comment(self, session: Session, actor: Actor, page: Page, number: int) -> Comment:
        comment = queries.find(session, actor, page, number)
        if comment is None:
            raise NotFound(f"comment {number}")
        return comment

    def _headings(self, session: Session, page: Page) -> dict[str, str]:
        kind = self._library.kinds.get(page.kind)
        if kind is None:
            return {}
        shown = sections(kind, self._library, queries.values(session, page, page.number), sees_all=False)
        return {one.key: one.heading for one in shown if one.heading}


def _thread(
    actor: Actor,
    page: Page,
    head: Comment,
    replies: Sequence[tuple[Comment, int]],
    around: Around,
    headings: dict[str, str],
) -> Thread:
    return Thread(
        head=say(actor, page, head, around),
        replies=tuple(say(actor, page, one, around) for one, _every in replies),
        left=replies[0][1] - len(replies) if replies else 0,
        section=head.section,
        heading=headings.get(head.section, ""),
        lost=bool(head.section) and head.section not in headings,
        number=head.number,
        resolved=head.resolved,
        resolved_by=resolver(head, around.accounts),
    )


def _talk(
    actor: Actor,
    page: Page,
    threads: Sequence[Thread],
    headings: dict[str, str],
    counts: dict[str, int],
    numbers: tuple[int, int, int, int],
) -> Talk:
    open_, resolved, part, parts = numbers
    may_write = policy.may_comment(actor, published=page.state == PUBLISHED)
    return Talk(page, tuple(threads), headings, counts, open_, resolved, part, parts, may_write)
