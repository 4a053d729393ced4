"""House rules: read in every request, changed by admins."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from auth import audit
from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.generation import Generation, bump
from wiki.rules.model import HouseRules, Rule

KNOWN = frozenset(field.name for field in fields(HouseRules))


class Rules:
    """Keeps the house rules; a process reads them anew once the published generation has moved."""

    def __init__(self, database: Database, generation: Generation, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._generation = generation
        self._clock = clock
        self._read: tuple[int, HouseRules] = (-1, HouseRules())

    def now(self) -> HouseRules:
        """The rules in force."""
        current = self._generation.current()
        if self._read[0] != current:
            with self._database.read() as session:
                chosen = {
                    name: value for name, value in session.execute(select(Rule.name, Rule.value)) if name in KNOWN
                }
            self._read = current, replace(HouseRules(), **chosen)
        return self._read[1]

    def change(self, actor: Actor, wanted: Mapping[str, Any]) -> HouseRules:
        """Put these rules in force from now on; the audit log says what changed. Raises `Forbidden`."""
        require(actor, Permission.SITE_CONFIGURE)
        before = asdict(self.now())
        changed = {name: value for name, value in wanted.items() if name in KNOWN and value != before[name]}
        if changed:
            with self._database.write() as session:
                for name, value in changed.items():
                    session.merge(Rule(name=name, value=value))
                    audit.record(session, self._clock(), actor, "rule.changed", name, before=before[name], after=value)
                bump(session)
        return self.now()
