"""Entries: what somebody tells, kept from question to question, with or without an account."""

import hashlib
import json
import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth.errors import TooMany
from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.jobs import Payload, enqueue
from wiki.errors import Invalid, Problem, marked
from wiki.sharing.model import KEPT_FOR, SHOWN_FOR, Entry, Form, Kept

PURGE = "purge_entries"
LARGEST = 300_000  # characters of one entry: more than a page can hold
MOST = 20_000  # entries without an account at a time: the disk must not fill up with them
LATER = 3600  # seconds
TOO_LONG = marked("This is too long to keep: an entry holds %(most)s characters in all. Nothing of it is lost yet.")


class Entries:
    """Keeps, finds and forgets entries; an entry exists for its writer alone."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def find(self, actor: Actor, token: str) -> Kept | None:
        """The entry this browser began, or else the newest this account did; sent ones only by their token."""
        with self._database.read() as session:
            entry = mine(session, actor, token) or _newest(session, actor)
        return None if entry is None or entry.updated < self._clock() - KEPT_FOR else _kept(entry, token)

    def keep(
        self, actor: Actor, token: str, typed: Form, names: Collection[str], *, version: int = 0, window: str = ""
    ) -> Kept:
        """Keep what was typed into these inputs; begins an entry, with all that was typed, when the token is nobody's.

        What another window changed after `version` is not overwritten: both are in the answer. What was sent already
        stays as it was sent. Raises `Invalid` when it grows too long, `TooMany` when more is kept for nobody than
        people can have typed.
        """
        require(actor, Permission.PAGE_SUGGEST)
        try:
            return self._keep(actor, token, typed, names, version, window)
        except IntegrityError:  # the same form, sent twice at the same moment: now there is its entry
            return self._keep(actor, token, typed, names, version, window)

    def _keep(self, actor: Actor, token: str, typed: Form, names: Collection[str], version: int, window: str) -> Kept:
        now = self._clock()
        with self._database.write() as session:
            entry = mine(session, actor, token)
            if entry is not None and entry.proposal_id is not None:
                return _kept(entry, token)
            if entry is None and session.scalar(select(Entry.id).where(Entry.token_hash == hash_token(token))):
                token = secrets.token_urlsafe(24)  # an account's, whose session ended: it stays theirs
            entry = entry or _newest(session, actor)
            if entry is None:
                entry, names = self._begin(session, now), typed.keys()
            entry.token_hash, entry.account_id = hash_token(token), actor.id
            clashes = _fill(entry, typed, names, version, window)
            if len(json.dumps(entry.form, ensure_ascii=False)) > LARGEST:
                longest = max(typed, key=lambda name: sum(map(len, typed[name])), default="")
                raise Invalid([Problem(longest, TOO_LONG, {"most": LARGEST})])
            entry.updated = now
        return _kept(entry, token, clashes)

    def discard(self, actor: Actor, token: str) -> None:
        """Throw the entry of this browser away, and what this account began elsewhere."""
        with self._database.write() as session:
            entry = mine(session, actor, token)
            if entry is not None:
                session.delete(entry)
            if actor.id is not None:
                session.execute(delete(Entry).where(Entry.account_id == actor.id, Entry.proposal_id.is_(None)))

    def purge(self, _payloads: Sequence[Payload]) -> None:
        """Job: forget entries that nobody went on with, and what is left of those that were sent."""
        now = self._clock()
        with self._database.write() as session:
            session.execute(delete(Entry).where(Entry.updated < now - KEPT_FOR))
            session.execute(delete(Entry).where(Entry.proposal_id.is_not(None), Entry.updated < now - SHOWN_FOR))

    def _begin(self, session: Session, now: datetime) -> Entry:
        waiting = session.scalar(select(func.count(Entry.id)).where(Entry.account_id.is_(None))) or 0
        if waiting >= MOST:
            raise TooMany(LATER)
        entry = Entry(form={}, stamps={}, version=0, created=now)
        session.add(entry)
        enqueue(session, PURGE, {}, due=now + KEPT_FOR + timedelta(minutes=1))
        return entry


def mine(session: Session, actor: Actor, token: str) -> Entry | None:
    """The entry of this token, locked while a change is under way; an account's own is that account's alone."""
    if not token:
        return None
    held = select(Entry).where(Entry.token_hash == hash_token(token))
    return session.scalar(held.where(Entry.account_id.is_(None) | (Entry.account_id == actor.id)).with_for_update())


def _newest(session: Session, actor: Actor) -> Entry | None:
    """What this account began last, in whichever browser."""
    own = select(Entry).where(Entry.account_id == actor.id, Entry.proposal_id.is_(None))
    return session.scalar(own.order_by(Entry.updated.desc()).limit(1)) if actor.id is not None else None


def hash_token(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _fill(entry: Entry, typed: Form, names: Collection[str], version: int, window: str) -> dict[str, list[str]]:
    """Put what was typed into the entry, but not over what another window typed later; returns that."""
    form, stamps, clashes = dict(entry.form), dict(entry.stamps), {}
    for name in names:
        new, old = list(typed.get(name, ())), form.get(name, [])
        if new == old or (not any(new) and not any(old)):
            continue
        at, by = stamps.get(name, (0, ""))
        if at > version and by != window and any(old):
            if any(new):
                clashes[name] = old
            continue
        form[name], stamps[name] = new, [entry.version + 1, window]
    if form != entry.form:
        entry.form, entry.stamps, entry.version = form, stamps, entry.version + 1
    return clashes


def _kept(entry: Entry, token: str, clashes: Form | None = None) -> Kept:
    return Kept(token, entry.form, entry.version, entry.updated, entry.proposal_id, clashes or {})
