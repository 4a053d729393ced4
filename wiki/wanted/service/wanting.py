"""Wanted pages: made by editors of what nobody found, taken up by whoever writes, settled once they are written."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auth import audit
from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.generation import bump
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.names import to_slug
from wiki.pages.recording import nobody
from wiki.wanted import policy, queries
from wiki.wanted.model import (
    LONGEST_ABOUT,
    LONGEST_TITLE,
    LONGEST_WORDS,
    OPEN,
    Card,
    Done,
    Wanted,
    WantedWords,
)
from wiki.wanted.service.telling import Telling
from wiki.wanted.service.tidying import tidy_later

MOST_SEARCHES = 40  # that one wanted page answers
NO_TITLE = Problem("title", marked("Say what the page is to be called."))
TOO_LONG = marked("Use at most %(most)s characters.")
THERE = Problem("title", marked("There is a page of this name already."))
ASKED_FOR = Problem("title", marked("A page of this name is wanted already. Add the searches to that one."))
TAKEN = Problem("wanted", marked("Somebody else took this up a moment ago."))
NO_PAGE = Problem("page", marked("There is no published page at this address."))


class WantedPages:
    """Keeps the list of wanted pages. A claim names nobody, so that a page may be published without a name."""

    def __init__(self, database: Database, telling: Telling, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._telling = telling
        self._clock = clock

    def cards(self, actor: Actor) -> Sequence[Card]:
        """The wanted pages, oldest first, but those that are written already as far as this actor sees."""
        with self._database.read() as session:
            rows = queries.unwritten(session, actor, queries.wanted(session))
            words = queries.words_of(session, [one.id for one in rows]) if policy.may_manage(actor) else {}
        return [self._card(one, actor, words) for one in rows]

    def written(self, actor: Actor) -> Sequence[Done]:
        """What was wanted and written lately, as far as this actor sees."""
        with self._database.read() as session:
            return queries.done(session, actor)

    def card(self, actor: Actor, number: int) -> Card:
        """One of them, for those who manage the list; raises `Forbidden` and `NotFound`."""
        require(actor, Permission.WANTED_MANAGE)
        with self._database.read() as session:
            wanted = _find(session, number)
            return self._card(wanted, actor, queries.words_of(session, [number]))

    def make(self, actor: Actor, title: str, about: str, words: Sequence[str]) -> int:
        """Say that a page is wanted, for everybody to read; raises `Forbidden` and `Invalid`. Returns its number."""
        require(actor, Permission.WANTED_MANAGE)
        title, about = _checked(title, about)
        now = self._clock()
        with self._database.write() as session:
            self._refuse_known(session, actor, title)
            wanted = Wanted(title=title, about=about, state=OPEN, since=now.date())
            session.add(wanted)
            session.flush()
            _add_words(session, wanted, words)
            _record(session, now, actor, "wanted.made", wanted)
            tidy_later(session, now)
            return wanted.id

    def change(self, actor: Actor, number: int, title: str, about: str) -> None:
        """Call it something else; raises `Forbidden`, `NotFound` and `Invalid`."""
        require(actor, Permission.WANTED_MANAGE)
        title, about = _checked(title, about)
        with self._database.write() as session:
            wanted = _find(session, number)
            if to_slug(title) != to_slug(wanted.title):
                self._refuse_known(session, actor, title)
            wanted.title, wanted.about = title, about
            _record(session, self._clock(), actor, "wanted.changed", wanted)

    def add(self, actor: Actor, number: int, words: Sequence[str]) -> None:
        """Have it answer these searches too; raises `Forbidden` and `NotFound`."""
        require(actor, Permission.WANTED_MANAGE)
        with self._database.write() as session:
            wanted = _find(session, number)
            _add_words(session, wanted, words)
            _record(session, self._clock(), actor, "wanted.changed", wanted)

    def merge(self, actor: Actor, number: int, into: int) -> None:
        """Make one of two: the other answers what this one was to answer. Raises `Forbidden` and `NotFound`."""
        require(actor, Permission.WANTED_MANAGE)
        if number == into:
            raise NotFound(f"wanted {into}")
        with self._database.write() as session:
            gone, stays = _find(session, number), _find(session, into)
            words = queries.words_of(session, [number]).get(number, ())
            _add_words(session, stays, [*words, gone.title])
            if policy.claim_ends(stays.claimed_on, self._clock().date()) is None:
                stays.claimed_by, stays.claimed_on = gone.claimed_by, gone.claimed_on
            _record(session, self._clock(), actor, "wanted.merged", stays, gone=number)
            session.delete(gone)

    def drop(self, actor: Actor, number: int) -> None:
        """Take it off the list; raises `Forbidden` and `NotFound`."""
        require(actor, Permission.WANTED_MANAGE)
        with self._database.write() as session:
            wanted = _find(session, number)
            _record(session, self._clock(), actor, "wanted.dropped", wanted)
            session.delete(wanted)

    def claim(self, actor: Actor, number: int) -> None:
        """Take it up for thirty days; raises `Forbidden`, `NotFound`, and `Invalid` when somebody else did."""
        require(actor, Permission.PAGE_SUBMIT)
        now = self._clock()
        with self._database.write() as session:
            wanted = _find(session, number)
            held = policy.claim_ends(wanted.claimed_on, now.date()) is not None
            if held and wanted.claimed_by not in (None, actor.id):
                raise Invalid([TAKEN])
            wanted.claimed_by, wanted.claimed_on = actor.id, now.date()
            _record(session, now, nobody(actor), "wanted.claimed", wanted)

    def let_go(self, actor: Actor, number: int) -> None:
        """Give one's claim back; those who manage the list may end anybody's. Raises `Forbidden` and `NotFound`."""
        require(actor, Permission.PAGE_SUBMIT)
        with self._database.write() as session:
            wanted = _find(session, number)
            if wanted.claimed_on is not None and (wanted.claimed_by == actor.id or policy.may_manage(actor)):
                who = nobody(actor) if wanted.claimed_by == actor.id else actor
                wanted.claimed_by = wanted.claimed_on = None
                _record(session, self._clock(), who, "wanted.let_go", wanted)

    def settle(self, actor: Actor, number: int, address: str) -> None:
        """Say which page answers it: whoever took it up, or who manages the list.

        The page may be called otherwise. Those who asked are told as soon as everybody may read it. Raises `NotFound`,
        and `Invalid` when there is no such page.
        """
        require(actor, Permission.PAGE_SUBMIT)
        with self._database.write() as session:
            wanted = _find(session, number)
            mine = wanted.claimed_by == actor.id
            if not mine:
                require(actor, Permission.WANTED_MANAGE)
            page = queries.page_at(session, actor, to_slug(address.strip().rstrip("/").rpartition("/")[2]))
            if page is None:
                raise Invalid([NO_PAGE])
            who = nobody(actor) if mine else actor
            audit.record(session, self._clock(), who, "wanted.answered", f"wanted:{number}")
            wanted.page_id = page
            self._telling.settle_one(session, wanted, page)

    def _refuse_known(self, session: Session, actor: Actor, title: str) -> None:
        name = to_slug(title)
        if queries.written(session, actor, [name]):
            raise Invalid([THERE])
        if any(to_slug(one.title) == name for one in queries.wanted(session)):
            raise Invalid([ASKED_FOR])

    def _card(self, wanted: Wanted, actor: Actor, words: Mapping[int, tuple[str, ...]]) -> Card:
        until = policy.claim_ends(wanted.claimed_on, self._clock().date())
        is_mine = until is not None and actor.id is not None and wanted.claimed_by == actor.id
        answers = words.get(wanted.id, ())
        return Card(wanted.id, wanted.title, wanted.about, wanted.since, until, is_mine, answers)


def _find(session: Session, number: int) -> Wanted:
    """The open one of this number, held for a change while a transaction writes."""
    waits = select(Wanted).where(Wanted.id == number, Wanted.state == OPEN)
    wanted = session.scalar(waits.with_for_update())
    if wanted is None:
        raise NotFound(f"wanted {number}")
    return wanted


def _checked(title: str, about: str) -> tuple[str, str]:
    title, about = " ".join(title.split()), about.strip()
    problems = [] if title else [NO_TITLE]
    for field, text, most in (("title", title, LONGEST_TITLE), ("about", about, LONGEST_ABOUT)):
        if len(text) > most:
            problems.append(Problem(field, TOO_LONG, {"most": most}))
    if problems:
        raise Invalid(problems)
    return title, about


def _add_words(session: Session, wanted: Wanted, words: Sequence[str]) -> None:
    known = queries.words_of(session, [wanted.id]).get(wanted.id, ())
    fresh = [one[:LONGEST_WORDS] for one in dict.fromkeys(words) if one.strip() and one not in known]
    session.add_all(WantedWords(wanted_id=wanted.id, words=one) for one in fresh[: MOST_SEARCHES - len(known)])
    session.flush()


def _record(session: Session, now: datetime, who: Actor, action: str, wanted: Wanted, **detail: object) -> None:
    """Log the deed, and let the list that all readers share follow."""
    audit.record(session, now, who, action, f"wanted:{wanted.id}", **detail)
    bump(session)
