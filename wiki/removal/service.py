"""Removals: look first, then take out for good; the bytes that are left follow as a job."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auth import audit
from auth.audit import AuditEntry
from auth.model import Account, Actor, Permission
from auth.policy import require
from auth.queries import account_of, acting
from storage.database import Database
from storage.generation import bump
from storage.jobs import Job, enqueue
from storage.scrubbing import overwrite_deleted
from wiki.errors import Invalid, NotFound, Problem
from wiki.kinds.model import Kind, Library
from wiki.pages.forgetting import Doomed, Forgetter
from wiki.removal import names, pages
from wiki.removal.cleaning import CLEAN, EMPTY_CACHE
from wiki.removal.model import COMMENT, NAME, PAGE, REMOVED, VERSION, WORDS, Comments, Done, Log, Preview
from wiki.removal.tables import summed
from wiki.removal.words import Words

LATEST = 50
MOST_TITLES = 20
AFTERWARDS = timedelta(minutes=2)  # by then every answer has ended that was being made during the removal
NOT_TYPED = Problem("confirm", "Type it exactly as it stands above.")
TOO_SHORT = Problem("words", "Write at least three letters, so that other words are left alone.")
OWN = Problem("confirm", "This is your own account. Another admin has to remove its name.")


class Removals:
    """What admins take out for good. Every removal asks for `confirm`, what its preview says has to be typed."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Callable[[], datetime],
        forgetters: Sequence[Forgetter] = (),
        comments: Comments | None = None,
    ) -> None:
        """`forgetters` are the parts of rooms that keep something in a way nobody else knows."""
        self._comments = comments
        self._database = database
        self._library = library
        self._clock = clock
        self._forgetters = tuple(forgetters)

    def look_at_page(self, actor: Actor, slug: str) -> Preview:
        """What would go with a page; raises `NotFound`, `Forbidden`."""
        with self._reading(actor) as session:
            page = pages.find(session, actor, slug)
            counts = summed(pages.count_page(session, page), self._counted(session, Doomed(page.id)))
        return Preview(counts, confirm=page.title)

    def remove_page(self, actor: Actor, slug: str, confirm: str) -> None:
        """Remove a page and everything that belongs to it; raises `Invalid`, `NotFound`, `Forbidden`."""
        with self._writing(actor) as (session, now, admin):
            page = pages.find(session, actor, slug)
            _typed(confirm, page.title)
            doomed = Doomed(page.id)
            counts = summed(pages.count_page(session, page), self._counted(session, doomed))
            self._forget(session, doomed)
            pages.remove_page(session, now, page)
            self._done(session, now, admin, PAGE, counts)

    def look_at_version(self, actor: Actor, slug: str, number: int) -> Preview:
        """What would go with a version; `also` are versions that say the same in places."""
        with self._reading(actor) as session:
            page = pages.find(session, actor, slug)
            revision = pages.find_version(session, page, number)
            others = pages.kept(session, page, revision)
            counts = summed(
                pages.count_version(session, page, revision), self._counted(session, Doomed(page.id, number))
            )
            return Preview(counts, also=pages.says_the_same(page, revision, others), confirm=page.title)

    def remove_version(self, actor: Actor, slug: str, number: int, confirm: str) -> None:
        """Remove the words of one version; raises `Invalid` for the only one, `NotFound`, `Forbidden`."""
        with self._writing(actor) as (session, now, admin):
            page = pages.find(session, actor, slug)
            revision = pages.find_version(session, page, number)
            _typed(confirm, page.title)
            doomed = Doomed(page.id, number)
            counts = summed(pages.count_version(session, page, revision), self._counted(session, doomed))
            self._forget(session, doomed)
            pages.remove_version(session, now, admin, page, revision, self._kind(page.kind))
            self._done(session, now, admin, VERSION, counts)

    def look_at_comment(self, actor: Actor, slug: str, number: int) -> Preview:
        """What would go with a comment; raises `NotFound`, `Forbidden`."""
        with self._reading(actor) as session:
            page = pages.find(session, actor, slug)
            return Preview(self._talk(slug).look(session, actor, slug, number), confirm=page.title)

    def remove_comment(self, actor: Actor, slug: str, number: int, confirm: str) -> None:
        """Remove one comment; raises `Invalid`, `NotFound`, `Forbidden`."""
        with self._writing(actor) as (session, now, admin):
            _typed(confirm, pages.find(session, actor, slug).title)
            counts = dict(self._talk(slug).look(session, actor, slug, number))
            self._talk(slug).erase(session, actor, slug, number)
            bump(session)
            self._done(session, now, admin, COMMENT, counts)

    def look_for_words(self, actor: Actor, typed: str) -> Preview:
        """Where a name stands in texts; raises `Invalid`, `Forbidden`."""
        words = _long_enough(typed)
        with self._reading(actor) as session:
            counts, found = names.take_out_words(session, self._clock(), self._library, words, counting=True)
        titles = sorted(page.title for page in found)[:MOST_TITLES]
        return Preview(counts, titles, confirm=words.typed)

    def account_named(self, actor: Actor, typed: str) -> int | None:
        """The number of an account of this name, whose own name has to be removed by itself."""
        with self._reading(actor) as session:
            account = names.account_named(session, Words(typed))
            return account.id if account else None

    def remove_words(self, actor: Actor, typed: str, confirm: str) -> Preview:
        """Take a name out of every text; returns what was altered. Raises `Invalid`, `Forbidden`."""
        words = _long_enough(typed)
        _typed(confirm, words.typed)
        with self._writing(actor) as (session, now, admin):
            counts, found = names.take_out_words(session, now, self._library, words, counting=False)
            self._done(session, now, admin, WORDS, counts)
        return Preview(counts, [], confirm=str(len(found)))

    def look_at_account(self, actor: Actor, account_id: int) -> tuple[Account, Preview]:
        """What would go with the name of an account; raises `Missing`, `Forbidden`."""
        with self._reading(actor) as session:
            account = account_of(session, account_id)
            counts = names.forget_account(session, account, counting=True)
            counts = summed(counts, self._counted(session, Doomed(account_id=account_id)))
            mentions, _ = self._mentions(session, account, counting=True, everywhere=False)
            return account, Preview(summed(counts, mentions), confirm=account.name)

    def remove_name(self, actor: Actor, account_id: int, confirm: str, *, everywhere: bool) -> None:
        """Remove an account's name; `everywhere` also where texts tell it. Raises `Invalid`, `Missing`, `Forbidden`."""
        with self._writing(actor) as (session, now, admin):
            account = account_of(session, account_id)
            if account.id == admin.id:
                raise Invalid([OWN])
            _typed(confirm, account.name)
            doomed = Doomed(account_id=account_id)
            mentions, _ = self._mentions(session, account, counting=False, everywhere=everywhere)
            counts = summed(mentions, self._counted(session, doomed))
            self._forget(session, doomed)
            counts = summed(counts, names.forget_account(session, account, counting=False))
            self._done(session, now, admin, NAME, counts)

    def log(self, actor: Actor) -> Log:
        """The latest removals, and how their cleaning goes; raises `Forbidden`."""
        with self._reading(actor) as session:
            deeds = select(AuditEntry).where(AuditEntry.action == REMOVED).order_by(AuditEntry.id.desc()).limit(LATEST)
            done = [Done(one.at, one.actor_name, one.subject, one.detail) for one in session.scalars(deeds)]
            states = select(Job.state, func.count()).where(Job.kind == CLEAN).group_by(Job.state)
            jobs = dict(session.execute(states).all())
        return Log(done, waiting=jobs.get("waiting", 0) > 0, failing=jobs.get("parked", 0) > 0)

    def _mentions(
        self, session: Session, account: Account, *, counting: bool, everywhere: bool
    ) -> tuple[dict[str, int], object]:
        """Where texts mention the account by its handle, or tell its name."""
        found: dict[str, int] = {}
        for typed in [f"@{account.handle}", *([account.name] if everywhere else [])]:
            words = Words(typed, whole=typed.startswith("@"))
            counts, _ = names.take_out_words(session, self._clock(), self._library, words, counting=counting)
            found = summed(found, counts)
        return found, None

    def _talk(self, slug: str) -> Comments:
        if self._comments is None:
            raise NotFound(slug)
        return self._comments

    def _counted(self, session: Session, doomed: Doomed) -> dict[str, int]:
        counts = {part.what: part.count(session, doomed) for part in self._forgetters}
        return {what: count for what, count in counts.items() if count}

    def _forget(self, session: Session, doomed: Doomed) -> None:
        for part in self._forgetters:
            part.forget(session, doomed)

    @contextmanager
    def _reading(self, actor: Actor) -> Iterator[Session]:
        require(actor, Permission.CONTENT_REMOVE)
        with self._database.read() as session, session.no_autoflush:
            yield session

    @contextmanager
    def _writing(self, actor: Actor) -> Iterator[tuple[Session, datetime, Actor]]:
        """A transaction whose deletes overwrite what they free, and that asks for the cleaning."""
        require(actor, Permission.CONTENT_REMOVE)
        with self._database.write() as session:
            overwrite_deleted(session)
            yield session, self._clock(), acting(session, actor, Permission.CONTENT_REMOVE)

    def _done(self, session: Session, now: datetime, actor: Actor, sort: str, counts: dict[str, int]) -> None:
        """Say who removed what sort of thing, never in its words, and have the bytes follow."""
        told = {what: count for what, count in counts.items() if count}
        audit.record(session, now, actor, REMOVED, sort, **told)
        enqueue(session, CLEAN, {}, due=now, key=CLEAN)
        enqueue(session, EMPTY_CACHE, {}, due=now + AFTERWARDS)

    def _kind(self, key: str) -> Kind:
        if key not in self._library.kinds:
            raise NotFound(key)
        return self._library.kinds[key]


def _typed(confirm: str, wanted: str) -> None:
    if " ".join(confirm.split()).casefold() != " ".join(wanted.split()).casefold():
        raise Invalid([NOT_TYPED])


def _long_enough(typed: str) -> Words:
    words = Words(typed)
    if not words.is_long_enough:
        raise Invalid([TOO_SHORT])
    return words
