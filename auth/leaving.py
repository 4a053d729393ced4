"""Leaving: a person closes their own account for good; what they wrote stays, with or without their name."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from auth import audit, queries, tokens
from auth.audit import AuditEntry
from auth.errors import Invalid, Problem, marked
from auth.model import Actor, Attribution, Role
from auth.passwords import Passwords
from auth.service import Accounts, end_sign_ins
from storage.database import Database
from storage.generation import bump

FORMER = marked("A former member")
LAST_ADMIN = Problem("leave", "You are the only admin. Make somebody else admin first, then leave.")
Farewell = Callable[[Session, int], None]
"""What another room does when this account leaves, inside the same transaction."""


class Leaving:
    """Nothing that leads to the person is kept: no address, no password, no profile; their name only if they wish."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], passwords: Passwords, accounts: Accounts,
        farewells: Sequence[Farewell] = (),
    ) -> None:  # fmt: skip
        self._database = database
        self._clock = clock
        self._passwords = passwords
        self._accounts = accounts
        self._farewells = farewells

    def leave(self, actor: Actor, password: str, address: str, *, keep_name: bool) -> None:
        """Close the account for good; raises `Invalid` for a wrong password and the last admin, `TooMany`.

        What was signed with a pen name or withheld stays so. Without the name, what was signed by name is by "A former
        member", in the audit log too.
        """
        self._accounts.confirm(actor, password, address, field="password")
        lost = self._passwords.hash(tokens.fresh())
        with self._database.write() as session:
            admins = queries.locked_admins(session)
            account = queries.account_of(session, actor.id)
            if admins == {account.id}:
                raise Invalid([LAST_ADMIN])
            end_sign_ins(session, account.id)
            account.email, account.password_hash = f"left-{account.id}@invalid", lost
            account.active, account.role, account.org_type, account.languages = False, int(Role.MEMBER), "", []
            if not keep_name:
                account.name, account.attribution = FORMER, Attribution.PEN_NAME.value
                account.handle = queries.free_handle(session, FORMER, account.id)
                mine = update(AuditEntry).where(AuditEntry.actor_id == account.id)
                session.execute(mine.values(actor_name=FORMER))
            for farewell in self._farewells:
                farewell(session, account.id)
            audit.record(session, self._clock(), account.actor, "account.left", f"account:{account.id}")
            bump(session)
