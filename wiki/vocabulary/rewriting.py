"""The pages behind a change: rewritten in bounded batches, again and again harmless, losing nobody's edit.

A page that carries a term that was merged, or has a new key, gets a revision with the new one. A page whose term only
got another label is put into the index anew.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from auth.model import SYSTEM, Account, Actor
from storage.database import Database
from storage.errors import Busy
from storage.jobs import Payload, enqueue
from wiki.kinds.model import Library
from wiki.kinds.successors import current_terms
from wiki.pages import recording
from wiki.pages.model import Page
from wiki.pages.preparing import prepare
from wiki.pages.queries import revision
from wiki.pages.recording import Change
from wiki.vocabulary import queries
from wiki.vocabulary.changing import TERMS, look_again
from wiki.vocabulary.model import TermChange

BATCH = 50
TRIES = 8


class Rewriting:
    """Does the job `terms`: one batch of one change, then asks for the next."""

    def __init__(self, database: Database, library: Library, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    def rewrite(self, payloads: Sequence[Payload]) -> None:
        """Job: go on with these changes."""
        for payload in payloads:
            with self._database.read() as session:
                change = session.get(TermChange, payload["change"])
                author = session.get(Account, change.by) if change and change.by else None
            if change is not None and change.vocabulary in self._library.vocabularies:
                self._batch(change, author.actor if author else SYSTEM, again=bool(payload.get("again")))

    def _batch(self, change: TermChange, actor: Actor, *, again: bool) -> None:
        with self._database.read() as session:
            found = queries.carriers(
                session, self._library, change.vocabulary, change.key, after=change.cursor, most=BATCH
            )
            ids = [page.id for page, _revision in found]
        for page_id in ids:
            self._page(page_id, change, actor)
        with self._database.write() as session:
            self._note(session, session.get_one(TermChange, change.id), ids, again=again)

    def _note(self, session: Session, change: TermChange, ids: Sequence[int], *, again: bool) -> None:
        """Write down how far it is, and ask for what is left."""
        now = self._clock()
        payload = {"change": change.id, **({"again": True} if again else {})}
        if not again:
            change.done += len(ids)
        if len(ids) == BATCH:
            change.cursor = ids[-1]
            enqueue(session, TERMS, payload, due=now, key=f"{change.id}+" if again else str(change.id))
        elif not again:
            change.cursor, change.finished, change.done = 0, now, change.total
            if change.key in self._library.vocabularies[change.vocabulary].moved:
                look_again(session, change.id, now)

    def _page(self, page_id: int, change: TermChange, actor: Actor) -> None:
        """One page in a transaction of its own; somebody who saves at the same time goes first."""
        for _ in range(TRIES):
            with self._database.read() as session:
                page = session.get(Page, page_id)
                before = revision(session, page, page.number) if page else None
            if page is None or before is None:
                return
            kind = self._library.kinds[page.kind]
            values = current_terms(kind, self._library, before.values)
            prepared = prepare(kind, values, before) if values != before.values else None
            with self._database.write() as session:
                now = session.get(Page, page_id, with_for_update=True)
                if now is None:
                    return
                if prepared is None:
                    recording.show(session, self._clock(), now)
                    return
                if now.number == page.number:
                    said = Change(values, self._note_of(change), change.by, quiet=True)
                    recording.publish(session, self._clock(), actor, now, prepared, said)
                    return
        raise Busy(f"page {page_id} keeps changing")

    def _note_of(self, change: TermChange) -> str:
        known = self._library.vocabularies[change.vocabulary]
        old, new = known.label_of(change.key), known.label_of(known.key_of(change.key))
        return f"“{old}” is “{new}” now" if old != new else f"“{new}” has another address now"
