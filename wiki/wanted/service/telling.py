"""Telling: once a page is written that was wanted, those who asked are told, each as soon as they may read it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from auth import audit
from auth.model import SYSTEM
from auth.policy import audience
from storage.database import Database
from storage.generation import bump
from storage.jobs import Payload, enqueue
from wiki.names import to_slug
from wiki.pages import news
from wiki.pages.model import PUBLIC
from wiki.pages.news import What
from wiki.wanted import queries
from wiki.wanted.model import SENDING, WRITTEN, Asker, Wanted
from wiki.wanted.queries import Subject
from wiki.wanted.service.meaning import Meaning

LETTER = "wanted_letter"


class Telling:
    """Looks at each page that is published: whether it is wanted, and who asked for it.

    A wanted page is written when a page of its name, or of a search it answers, is published; or when whoever took it
    up publishes one whose title holds all of its words; or when somebody says which page it is. Who asked for words is
    told of that, and of every page whose title, or other name, holds all their words.
    """

    def __init__(self, database: Database, meaning: Meaning, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._meaning = meaning
        self._clock = clock

    def heard(self, payloads: Sequence[Payload]) -> None:
        """Job `news`: look at what was published; doing it twice tells nobody twice."""
        self._look(int(one["page"]) for one in payloads if one["what"] == What.PAGE_PUBLISHED and one.get("page"))

    def again(self) -> None:
        """Look again for pages that are wanted: they may have been written by a way that is no news."""
        with self._database.read() as session:
            wanted = queries.wanted(session)
            words = queries.words_of(session, [one.id for one in wanted])
            asked = [one.words for one in queries.askers(session)]
            known = [one for those in words.values() for one in those]
            names = {to_slug(one) for one in (*(one.title for one in wanted), *known, *asked)}
            pages = {*queries.pages_named(session, names), *(one.page_id for one in wanted if one.page_id is not None)}
        self._look(pages)

    def settle_one(self, session: Session, wanted: Wanted, page_id: int) -> None:
        """Within the caller's transaction: this page answers it."""
        page = queries.subject(session, page_id)
        if page is not None:
            self._tell(session, page, self._meant(session, [wanted]))
            self._close(session, page, [wanted])

    def _look(self, pages: Iterable[int]) -> None:
        for number in dict.fromkeys(pages):
            with self._database.read() as session:
                idle = not queries.wanted(session) and not queries.askers(session)
                page = None if idle else queries.subject(session, number)
                if page is None or not self._concerns(session, page):
                    continue
            with self._database.write() as session:
                answered = self._answered(session, page)
                self._tell(session, page, self._meant(session, answered))
                self._close(session, page, answered)

    def _concerns(self, session: Session, page: Subject) -> bool:
        """Whether somebody asked for it; most pages nobody did, and no write lock is taken for them."""
        return bool(self._answered(session, page)) or any(
            self._holds(page, one.words) for one in queries.askers(session)
        )

    def _answered(self, session: Session, page: Subject) -> list[Wanted]:
        """The wanted pages that this one is."""
        names = {self._meaning.key(_words(name)) for name in page.names}
        open_ = queries.wanted(session)
        words = queries.words_of(session, [one.id for one in open_])
        found = []
        for one in open_:
            known = {self._meaning.key(text) for text in (one.title, *words.get(one.id, ()))}
            taken_up = one.claimed_by is not None and one.claimed_by == page.author
            if known & names or one.page_id == page.id or (taken_up and self._holds(page, one.title)):
                found.append(one)
        return found

    def _holds(self, page: Subject, text: str) -> bool:
        """Whether one of the page's names holds all that the text is about."""
        wanted = self._meaning.parts(text)
        return any(wanted <= self._meaning.parts(_words(name)) for name in page.names)

    def _meant(self, session: Session, answered: Sequence[Wanted]) -> frozenset[str]:
        """The meanings that are answered with these."""
        words = queries.words_of(session, [one.id for one in answered])
        texts = (text for one in answered for text in (one.title, *words.get(one.id, ())))
        return frozenset(map(self._meaning.key, texts))

    def _tell(self, session: Session, page: Subject, meant: frozenset[str]) -> None:
        """Tell those who asked and may read the page; an account by a notice, an address by a letter."""
        waiting = [
            one
            for one in queries.askers(session)
            if self._meaning.key(one.words) in meant or self._holds(page, one.words)
        ]
        people = queries.active(session, [one.account_id for one in waiting if one.account_id is not None])
        told: set[int] = set()
        for one in waiting:
            who = people.get(one.account_id) if one.account_id is not None else None
            if who is not None and who.id is not None and not audience(who).isdisjoint(page.audiences):
                told.add(who.id)
                session.delete(one)
            elif one.account_id is None and PUBLIC in page.audiences and one.state != SENDING:
                self._write_to(session, one, page)
        told -= {page.author} - {None}  # whoever wrote it knows
        if told:
            news.tell(session, self._clock(), What.WANTED_WRITTEN, page=page.id, to=sorted(told))

    def _write_to(self, session: Session, one: Asker, page: Subject) -> None:
        payload = {"asker": one.id, "page": page.id}
        enqueue(session, LETTER, payload, due=self._clock(), key=f"{one.id}:{page.id}")

    def _close(self, session: Session, page: Subject, answered: Sequence[Wanted]) -> None:
        """Take what everybody may read now off the list; what only some may read stays on it for the others."""
        if PUBLIC not in page.audiences:
            return
        now = self._clock()
        for one in answered:
            one.state, one.page_id, one.settled = WRITTEN, page.id, now.date()
            one.claimed_by = one.claimed_on = None
            audit.record(session, now, SYSTEM, "wanted.written", page.slug, wanted=one.id)
        if answered:
            bump(session)


def _words(name: str) -> str:
    """The words of an address."""
    return name.replace("-", " ")
