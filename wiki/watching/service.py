"""What somebody watches, and how they want to be told: begun, listed, stopped, chosen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from auth import tokens
from auth.errors import Forbidden
from auth.model import Account, Actor, Permission
from auth.policy import LOWEST
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem
from wiki.kinds.model import Library
from wiki.watching import policy, queries
from wiki.watching.model import (
    HOW_OFTEN,
    KIND,
    LONGEST_KEY,
    PAGE,
    SEARCH,
    SORTS,
    TAG,
    Watch,
    Watched,
    Wishes,
    usual,
)

MOST = 500


class Searches(Protocol):
    """What this room asks whoever keeps searches."""

    def spelled(self, query: str) -> str:
        """The query part of a search's address in one spelling; "" when it asks for nothing."""

    def in_words(self, actor: Actor, query: str) -> str:
        """What the search looks for, in words."""

    def holding(self, query: str, audience: frozenset[str], slugs: frozenset[str], since: datetime) -> frozenset[str]:
        """Those of these pages, changed since then, that the search finds for this audience."""


class Watching:
    """Begins and ends watches; a watch is its account's alone."""

    def __init__(self, database: Database, library: Library, searches: Searches, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._searches = searches
        self._clock = clock

    def start(self, actor: Actor, sort: str, name: str) -> None:
        """Watch a page (by its address), a term, a kind or a search; raises `NotFound` for what is not there."""
        account = _account(actor)
        with self._database.write() as session:
            key, page_id = self._key(session, actor, sort, name)
            watch = _find(session, account, sort, key)
            if watch is None:
                mine = select(Watch.id).where(Watch.account_id == account, Watch.on.is_(True)).limit(MOST)
                if len(session.scalars(mine).all()) >= MOST:
                    words = "You watch %(most)s things. Stop watching some first."
                    raise Invalid([Problem("name", words, {"most": MOST})])
                watch = Watch(account_id=account, sort=sort, key=key, page_id=page_id, on=False)
                session.add(watch)
            if not watch.on:
                watch.on, watch.created = True, self._clock()

    def stop(self, actor: Actor, sort: str, name: str) -> None:
        """Watch it no longer; nothing happens when it was not watched."""
        account = _account(actor)
        with self._database.write() as session:
            key, _page = self._key(session, actor, sort, name, gone=True)
            watch = _find(session, account, sort, key)
            if watch is not None and sort == PAGE:
                watch.on = False
            elif watch is not None:
                session.delete(watch)

    def is_watching(self, actor: Actor, sort: str, name: str) -> bool:
        """Whether the actor watches this now."""
        if actor.id is None:
            return False
        with self._database.read() as session:
            try:
                key, _page = self._key(session, actor, sort, name, gone=True)
            except (NotFound, Invalid):  # such as a search of a thousand letters, which nobody can watch
                return False
            watch = _find(session, actor.id, sort, key)
        return watch is not None and watch.on

    def everything(self, actor: Actor) -> Mapping[str, Sequence[Watched]]:
        """What the actor watches, by sort, in words; pages that are hidden from them now are not there."""
        with self._database.read() as session:
            mine = (
                select(Watch).where(Watch.account_id == _account(actor), Watch.on.is_(True)).order_by(Watch.id.desc())
            )
            watches = session.scalars(mine).all()
            seen = queries.pages(session, actor, [one.page_id for one in watches if one.page_id is not None])
        found: dict[str, list[Watched]] = {PAGE: [], TAG: [], KIND: [], SEARCH: []}
        for watch in watches:
            shown = self._watched(actor, watch, seen)
            if shown is not None:
                found[watch.sort].append(shown)
        return {sort: sorted(those, key=lambda one: one.words.casefold()) for sort, those in found.items()}

    def wishes(self, actor: Actor) -> Wishes:
        """How the actor wants to be told."""
        account = _account(actor)
        with self._database.read() as session:
            return queries.wishes(session, [account])[account]

    def is_stopped(self, actor: Actor) -> bool:
        """Whether the actor's address refused so many letters that it gets none any more."""
        account = _account(actor)
        with self._database.read() as session:
            kept = session.get(Account, account)
            return kept is not None and policy.is_stopped(queries.wishes(session, [account])[account], kept.email)

    def choose(self, actor: Actor, watched: str, meant: str, *, watch_own: bool) -> None:
        """Say how often letters come, and whether what one writes on is watched; also tries a stopped address again."""
        problems = [
            Problem(name, "Choose how often letters come.")
            for name, often in (("watched", watched), ("meant", meant))
            if often not in HOW_OFTEN
        ]
        if problems:
            raise Invalid(problems)
        with self._database.write() as session:
            mine = kept(session, _account(actor))
            mine.watched, mine.meant, mine.watch_own = watched, meant, watch_own
            mine.refusals = 0

    def stop_letters(self, account: int, sort: str) -> bool:
        """No more letters of this sort, asked from a letter itself; whether there is such an account."""
        with self._database.write() as session:
            if session.get(Account, account) is None:
                return False
            mine = kept(session, account)
            for name, often in policy.stopped(mine, sort).items():
                setattr(mine, name, often)
        return True

    def new_feed(self, actor: Actor) -> str:
        """A fresh key for the actor's private feed; the one before leads nowhere from now on."""
        key = tokens.fresh()
        with self._database.write() as session:
            kept(session, _account(actor)).feed_hash = tokens.hashed(key)
        return key

    def end_feed(self, actor: Actor) -> None:
        """The actor's private feed leads nowhere from now on."""
        with self._database.write() as session:
            kept(session, _account(actor)).feed_hash = ""

    def reader_of(self, key: str) -> Actor:
        """Whose private feed has this key, with the rights they have now; raises `NotFound`."""
        owner = select(Account).join(Wishes, Wishes.account_id == Account.id)
        with self._database.read() as session:
            found = session.scalar(owner.where(Wishes.feed_hash == tokens.hashed(key), Account.active.is_(True)))
        if found is None:
            raise NotFound("feed")
        return found.actor

    def _key(
        self, session: Session, actor: Actor, sort: str, name: str, *, gone: bool = False
    ) -> tuple[str, int | None]:
        """How this is kept; with `gone`, terms and kinds that are no longer declared can still be stopped."""
        if sort == PAGE:
            number = queries.page_id(session, actor, name)
            if number is None:
                raise NotFound(name)
            return str(number), number
        key = self._searches.spelled(name) if sort == SEARCH else name
        if sort == SEARCH and (not key or len(key) > LONGEST_KEY):
            raise Invalid(
                [Problem("name", "Search for words or choose a filter first. Then this search can be watched.")]
            )
        if sort not in SORTS or len(key) > LONGEST_KEY or not (gone or sort == SEARCH or self._knows(sort, key)):
            raise NotFound(f"{sort} {name[:100]}")
        return key, None

    def _knows(self, sort: str, key: str) -> bool:
        """Whether this library has such a kind or term."""
        if sort == KIND:
            return key in self._library.kinds
        vocabulary, _, term = key.partition("/")
        return vocabulary in self._library.vocabularies and term in self._library.vocabularies[vocabulary].terms

    def _watched(self, actor: Actor, watch: Watch, seen: Mapping[int, tuple[str, str]]) -> Watched | None:
        if watch.sort == PAGE:
            slug, title = seen.get(watch.page_id or 0, ("", ""))
            return Watched(PAGE, slug, title, f"/wiki/{slug}") if slug else None
        if watch.sort == SEARCH:
            words = self._searches.in_words(actor, watch.key)
            return Watched(SEARCH, watch.key, words, f"/search?{watch.key}")
        if watch.sort == KIND:
            kind = self._library.kinds.get(watch.key)
            return Watched(KIND, watch.key, kind.plural, f"/{kind.path}") if kind else None
        vocabulary, _, term = watch.key.partition("/")
        return Watched(TAG, watch.key, self._library.label(vocabulary, term), f"/topics/{watch.key}")


def kept(session: Session, account: int) -> Wishes:
    """The row of an account's wishes, made when there is none."""
    mine = session.get(Wishes, account)
    if mine is None:
        mine = usual(account)
        session.add(mine)
        session.flush()
    return mine


def follow(session: Session, gone: int, stays: int) -> None:
    """Whoever watches a page that was merged into another watches that one too, unless they said no to it."""
    known = select(Watch.account_id).where(Watch.sort == PAGE, Watch.key == str(stays))
    moving = select(Watch).where(Watch.sort == PAGE, Watch.key == str(gone), Watch.account_id.not_in(known))
    for watch in session.scalars(moving).all():
        session.add(
            Watch(
                account_id=watch.account_id,
                sort=PAGE,
                key=str(stays),
                page_id=stays,
                on=watch.on,
                created=watch.created,
            )
        )


def _account(actor: Actor) -> int:
    if actor.id is None:
        raise Forbidden(Permission.PAGE_READ_MEMBERS, LOWEST[Permission.PAGE_READ_MEMBERS])
    return actor.id


def _find(session: Session, account: int, sort: str, key: str) -> Watch | None:
    return session.scalar(select(Watch).where(Watch.account_id == account, Watch.sort == sort, Watch.key == key))
