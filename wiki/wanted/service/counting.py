"""Counting searches: in memory first, by meaning and day, a minute later in the database, of nobody in particular."""

import hashlib
import hmac
import logging
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from search.language import Fields
from search.query import clean, parse
from storage.database import Database
from wiki.rules.service import Rules
from wiki.wanted import policy
from wiki.wanted.model import LONGEST_WORDS, Asked
from wiki.wanted.service.meaning import Meaning
from wiki.wanted.service.tidying import tidy_later

EVERY = 60.0  # seconds between what is counted and what is kept
MOST_A_DAY = 1000  # meanings that are kept of one day
MOST_HELD = 5000  # meanings that a process holds in memory at a time
MOST_EACH = 200  # searches and openings of one connection or account a day
MOST_SEEN = 20_000  # of all of them
AT_ONCE = 100  # rows in a statement
COUNTS = ("asked", "in_vain", "opened")
log = logging.getLogger("fieldbook.wanted")
Slot = tuple[date, str]


@dataclass(slots=True)
class Tally:
    """What is counted of one meaning since the last time it was written down."""

    words: str
    asked: int = 0
    in_vain: int = 0
    opened: int = 0


class Counting:
    """Counts what was searched for. Nobody waits for it, and what a crash takes is at most a minute's numbers.

    So that somebody's repeats count once, a process remembers for the day, in memory alone, hashes under a key that it
    makes anew each day and never tells: who asked cannot be read from them, and nothing of them is written down.
    """

    def __init__(
        self, database: Database, rules: Rules, meaning: Meaning, fields: Fields, clock: Callable[[], datetime],
        secret: bytes,
    ) -> None:  # fmt: skip
        self._database = database
        self._rules = rules
        self._meaning = meaning
        self._fields = fields
        self._clock = clock
        self._secret = hashlib.sha256(b"fieldbook searches\0" + secret).digest()
        self._lock = threading.Lock()
        self._held: dict[Slot, Tally] = {}
        self._seen: set[bytes] = set()
        self._each: dict[bytes, int] = {}
        self._day = date.min
        self._salt = b""
        self._ended = threading.Event()
        self._emptied = False

    def note(self, text: str, who: str, *, found: bool) -> None:
        """Count a search, once for each `who` a day; what looks personal or is narrowed by filters is not counted.

        `who` is a connection, or a connection and more on the next line, or an account.
        """
        self._count(text, who, "asked", asked=1, in_vain=0 if found else 1)

    def opened(self, text: str, who: str) -> None:
        """Count that a page was opened from this search."""
        self._count(text, who, "opened", opened=1)

    def flush(self) -> None:
        """Write down what was counted since the last time; with the rule off, throw it and all that is kept away."""
        with self._lock:
            taken, self._held = self._held, {}
        if not self._rules.now().keep_searches:
            if not self._emptied:
                self._empty()
            return
        self._emptied = False
        if taken:
            with self._database.write() as session:
                self._keep(session, taken)
                tidy_later(session, self._clock())

    def start(self) -> None:
        """From now on write down every minute, beside the answers, until `stop()`."""
        threading.Thread(target=self._run, name="counting", daemon=True).start()

    def stop(self) -> None:
        """Write down what is left."""
        self._ended.set()
        self._try()

    def _count(self, text: str, who: str, what: str, asked: int = 0, in_vain: int = 0, opened: int = 0) -> None:
        if policy.looks_personal(text[: policy.MOST_CHARACTERS + 1]):
            return
        query = parse(text, fields=self._fields)
        if not policy.is_plain(query):
            return
        words = " ".join(query.words)
        day, key = self._clock().date(), self._hashed(self._meaning.key(clean(words)))
        with self._lock:
            if self._is_repeat(day, who, f"{what}\n{key}") or len(self._held) >= MOST_HELD:
                return
            tally = self._held.setdefault((day, key), Tally(words[:LONGEST_WORDS]))
            tally.asked += asked
            tally.in_vain += in_vain
            tally.opened += opened

    def _is_repeat(self, day: date, who: str, what: str) -> bool:
        """Whether this was counted today; beyond what one may add, and what is remembered, everything is."""
        if day != self._day:
            self._day, self._salt, self._seen, self._each = day, secrets.token_bytes(32), set(), {}
        mark, where = self._mark(f"{who}\n{what}"), self._mark(who.partition("\n")[0])
        many = self._each.get(where, 0)
        if mark in self._seen or many >= MOST_EACH or len(self._seen) >= MOST_SEEN:
            return True
        self._seen.add(mark)
        self._each[where] = many + 1
        return False

    def _mark(self, words: str) -> bytes:
        return hmac.new(self._salt, words.encode("utf-8", "replace"), hashlib.sha256).digest()[:12]

    def _keep(self, session: Session, taken: dict[Slot, Tally]) -> None:
        mine = select(Asked.day, Asked.key_hash).where(Asked.day.in_({day for day, _key in taken}))
        known = {(day, key) for day, key in session.execute(mine)}
        rows = Counter(day for day, _key in known)
        kept: list[Slot] = []
        for slot in sorted(taken):  # one order for everybody: no deadlock
            if slot in known or rows[slot[0]] < MOST_A_DAY:
                rows[slot[0]] += slot not in known
                kept.append(slot)
        for start in range(0, len(kept), AT_ONCE):
            self._add(session, {slot: taken[slot] for slot in kept[start : start + AT_ONCE]})

    def _add(self, session: Session, some: Mapping[Slot, Tally]) -> None:
        """Add to the rows in a single statement, so that several processes and servers can at the same time."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        fresh = insert(Asked).values(
            [
                {"day": day, "key_hash": key, "words": one.words, **{name: getattr(one, name) for name in COUNTS}}
                for (day, key), one in some.items()
            ]
        )
        more = {name: getattr(Asked, name) + fresh.excluded[name] for name in COUNTS}
        session.execute(fresh.on_conflict_do_update(index_elements=[Asked.day, Asked.key_hash], set_=more))

    def _empty(self) -> None:
        with self._database.write() as session:
            session.execute(delete(Asked))
        self._emptied = True

    def _run(self) -> None:
        while not self._ended.wait(EVERY):
            self._try()

    def _try(self) -> None:
        try:
            self.flush()
        except Exception as error:  # numbers are no promise: what could not be written is not tried again
            log.warning("searches were not counted: %s", type(error).__name__)

    def _hashed(self, key: str) -> str:
        return hmac.new(self._secret, key.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
