"""Shares: an entry becomes a page that waits for review; the narrow door for those who may only suggest."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.errors import Busy
from storage.jobs import enqueue
from wiki.errors import NotFound
from wiki.kinds.model import Kind, Library, Values
from wiki.pages import recording
from wiki.pages.codes import code_of, hash_code
from wiki.pages.model import SHARE
from wiki.pages.preparing import check
from wiki.pages.recording import Change
from wiki.sharing.model import SHOWN_FOR, Audience, Entry, Signature
from wiki.sharing.service.entries import PURGE, mine

CASE = "case_study"
TRIES = 8


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: its number, and the code that opens it again ("" for an account)."""

    number: int
    code: str


class Shares:
    """Sends entries."""

    def __init__(self, database: Database, library: Library, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    @property
    def kind(self) -> Kind:
        """The kind of page that is shared; raises `NotFound` when the library has no case studies."""
        if CASE not in self._library.kinds:
            raise NotFound(f"no kind {CASE}")
        return self._library.kinds[CASE]

    def send(self, actor: Actor, token: str, values: Values, signature: Signature, audience: Audience) -> Sent:
        """Send the entry of this token for review; sending it twice is sending it once.

        Raises `Invalid` with everything that is missing, and `NotFound` when the entry is gone.
        """
        require(actor, Permission.PAGE_SUGGEST)
        code = "" if actor.is_signed_in else code_of(token)
        change = Change(
            check(self.kind, self._library, values),
            author_id=actor.id,
            signature=signature,
            code_hash=hash_code(code),
            via=SHARE,
        )
        for _ in range(TRIES):
            with suppress(IntegrityError), self._database.write() as session:  # another page took the address just now
                entry = mine(session, actor, token)
                if entry is None:
                    raise NotFound("entry")
                if entry.proposal_id is None:
                    self._submit(session, actor, entry, change, audience)
                return Sent(entry.proposal_id or 0, code)
        raise Busy("the address is taken again and again")

    def sent(self, actor: Actor, token: str) -> Sent:
        """What this browser sent within the hour, with its code; raises `NotFound`."""
        with self._database.read() as session:
            entry = mine(session, actor, token)
        if entry is None or entry.proposal_id is None or entry.updated < self._clock() - SHOWN_FOR:
            raise NotFound("entry")
        return Sent(entry.proposal_id, code_of(token) if entry.account_id is None else "")

    def _submit(self, session: Session, actor: Actor, entry: Entry, change: Change, audience: Audience) -> None:
        now = self._clock()
        page = recording.add_page(session, now, actor, self.kind.key, change.values)
        page.visibility, page.held_until = audience.visibility, audience.held_until
        saved = recording.submit(session, now, actor, page, 0, change)
        entry.proposal_id, entry.updated = saved.proposal_id, now
        entry.form, entry.stamps = {}, {}
        enqueue(session, PURGE, {}, due=now + SHOWN_FOR + timedelta(minutes=1))
