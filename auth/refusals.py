"""Refusals: who tried what only those may do who look after accounts, the log, or the site; once an hour each."""

from collections.abc import Callable
from datetime import datetime

from auth import audit
from auth.errors import TooMany
from auth.limits import Limit, Limits
from auth.model import Actor, Permission
from storage.database import Database

LOGGED = frozenset(
    {
        Permission.ACCOUNT_GRANT,
        Permission.ACCOUNT_MANAGE,
        Permission.AUDIT_READ,
        Permission.CONTENT_REMOVE,
        Permission.SITE_CONFIGURE,
    }
)
HOUR = 3600


class Refusals:
    """Writes them into the audit log, for accounts alone: nothing is kept of readers without one."""

    def __init__(self, database: Database, clock: Callable[[], datetime], limits: Limits) -> None:
        self._database = database
        self._clock = clock
        self._limits = limits

    def note(self, actor: Actor, permission: Permission) -> None:
        """Write down that the actor was refused this, if it matters and was not written within the hour."""
        if actor.id is None or permission not in LOGGED:
            return
        once = Limit(f"refused:{actor.id}:{permission}", 1, HOUR)
        try:
            self._limits.hold(once)  # a flood costs no write
            with self._database.write() as session:
                self._limits.check_within(session, once.key, once.count, once.seconds)
                audit.record(session, self._clock(), actor, "permission.refused", str(permission))
        except TooMany:
            return
