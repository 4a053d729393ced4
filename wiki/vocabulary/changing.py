"""One change of one vocabulary within a transaction: rows before and after, the deed, audit, and the work to do."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auth import audit
from auth.model import Account, Actor
from storage.generation import bump
from storage.jobs import enqueue
from wiki.kinds.model import Library
from wiki.kinds.overlay import WORDS, lay
from wiki.kinds.terms import ACTIVE, MOVED, Term, Vocabulary
from wiki.vocabulary import queries
from wiki.vocabulary.model import RETIRED, Snapshot, TermChange, TermOrder, TermRow, Words

TERMS = "terms"
"""The job that rewrites the pages of a change."""

SECOND_LOOK = timedelta(minutes=5)  # a form sent before the change may have been saved behind the first look

ORDER = "/order"  # no key can be called this
_LOCK = 20110214  # the advisory lock on vocabularies; any number that nothing else uses


class Pen:
    """Holds a vocabulary still while an editor changes it; `vocabulary` is how it stands at this moment."""

    def __init__(self, session: Session, now: datetime, actor: Actor, declared: Vocabulary) -> None:
        if session.get_bind().dialect.name == "postgresql":  # on SQLite writers wait for each other anyway
            session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        self._session, self._now, self._actor, self.declared = session, now, actor, declared
        found = session.scalars(select(TermRow).where(TermRow.vocabulary == declared.key).order_by(TermRow.id))
        self._rows = {row.key: row for row in found}
        self._order = session.get(TermOrder, declared.key)
        self._before: Snapshot = {}
        self.vocabulary = self._laid()

    def change(self, number: int) -> TermChange:
        """A deed of this vocabulary, to be unsaid."""
        return self._session.get_one(TermChange, number)

    def snapshot(self, key: str) -> Any:
        """What is kept about this key now, None when nothing is; of `ORDER`, the order."""
        if key == ORDER:
            return list(self._order.keys) if self._order else None
        row = self._rows.get(key)
        return {name: getattr(row, name) for name in ("label", "state", "replaced_by", "words")} if row else None

    def put(self, key: str, kept: Any) -> None:
        """Keep this about a key, None for nothing: then what the file says holds."""
        self._before.setdefault(key, self.snapshot(key))
        if key == ORDER:
            self._put_order(kept)
        elif kept is None:
            if key in self._rows:
                self._session.delete(self._rows.pop(key))
                self._session.flush()
        else:
            self._put_row(key, kept)
        self.vocabulary = self._laid()

    def word(self, key: str, words: Words) -> None:
        """Let the term say this; what the file says already is left to the file."""
        term = self.declared.terms.get(key)
        now = self.vocabulary.terms.get(key)
        said = {**asdict(words), "also": list(words.also)}
        own = {name: said[name] for name in WORDS if term is None or said[name] != _of_file(term, name)}
        state, instead = (now.state, now.replaced_by) if now else (ACTIVE, "")
        self.put(key, {"label": words.label, "state": state, "replaced_by": instead, "words": own})

    def state(self, key: str, state: str, replaced_by: str = "") -> None:
        """Retire a term, bring it back, or let it lead to another."""
        words = self.snapshot(key)["words"] if key in self._rows else {}
        label = self.vocabulary.label_of(key)
        self.put(key, {"label": label, "state": state, "replaced_by": replaced_by, "words": words})

    def keep(self, key: str) -> None:
        """See to it that this term stays known, whatever a newer file says."""
        if key not in self._rows and key in self.vocabulary.terms:
            term = self.vocabulary.terms[key]
            self.put(key, {"label": term.label, "state": term.state, "replaced_by": term.replaced_by, "words": {}})

    def place(self, keys: Sequence[str]) -> None:
        """Put the terms into this order."""
        self.put(ORDER, list(keys))

    def done(self, act: str, key: str, into: str = "", total: int = 0) -> TermChange:
        """Write the deed down; with a `total` its pages follow as a job."""
        after = {each: self.snapshot(each) for each in self._before}
        change = TermChange(vocabulary=self.declared.key, key=key, into=into, act=act, before=self._before,
                            after=after, by=self._actor.id, at=self._now, total=total, undone=False, cursor=0, done=0,
                            finished=None if total else self._now)  # fmt: skip
        self._session.add(change)
        self._session.flush()
        label = self.vocabulary.label_of(key)
        detail = {"label": label, "into": self.vocabulary.label_of(into)} if into else {"label": label}
        audit.record(self._session, self._now, self._actor, f"term.{act}", f"{self.declared.key}/{key}", **detail)
        if total:
            enqueue(self._session, TERMS, {"change": change.id}, due=self._now, key=str(change.id))
        elif into and act != RETIRED:
            look_again(self._session, change.id, self._now)
        self._move_accounts()
        bump(self._session)
        return change

    def carried(self, library: Library, key: str) -> int:
        """How many pages hold this term."""
        return queries.count_carriers(self._session, library, self.declared.key, key)

    def _put_row(self, key: str, kept: Snapshot) -> None:
        if key not in self._rows:
            self._rows[key] = TermRow(vocabulary=self.declared.key, key=key)
            self._session.add(self._rows[key])
        for name in ("label", "state", "replaced_by", "words"):
            setattr(self._rows[key], name, kept[name])
        self._session.flush()

    def _put_order(self, keys: list[str] | None) -> None:
        if self._order is None:
            self._order = TermOrder(vocabulary=self.declared.key, keys=[])
            self._session.add(self._order)
        self._order.keys = keys or []
        self._session.flush()

    def _laid(self) -> Vocabulary:
        rows = [queries.as_row(row) for row in self._rows.values()]
        return lay(self.declared, rows, self._order.keys if self._order else ())

    def _move_accounts(self) -> None:
        """People say their kind of organization in the same words."""
        if self.declared.key != "org_type":
            return
        moved = {key: self.vocabulary.key_of(key) for key, row in self._rows.items() if row.state == MOVED}
        for account in self._session.scalars(select(Account).where(Account.org_type.in_(moved))):
            account.org_type = moved[account.org_type]


def look_again(session: Session, change: int, now: datetime) -> None:
    """Ask for a second look at the pages of a change that moved a key."""
    payload = {"change": change, "again": True}
    enqueue(session, TERMS, payload, due=now + SECOND_LOOK, key=f"{change}+")


def _of_file(term: Term, name: str) -> object:
    said = getattr(term, name)
    return list(said) if isinstance(said, tuple) else said
