"""The roster: what those who look after accounts do: find, change roles, deactivate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auth import audit, queries
from auth.errors import Forbidden, Invalid, Problem
from auth.identity import known_form, printable
from auth.model import Account, Actor, Permission, Role
from auth.policy import LOWEST, may, may_grant, require
from auth.service import end_sign_ins
from storage.database import Database
from storage.generation import bump

LAST_ADMIN = Problem("role", "This is the only admin. Make somebody else admin first.")


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of accounts, how many there are in all, and how many pages."""

    accounts: Sequence[Account]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // queries.PAGE_SIZE))


class Roster:
    """Every change ends the sign-ins of the account it changes, and is written to the audit log."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def find(self, actor: Actor, words: str = "", role: Role | None = None, page: int = 1) -> Listing:
        """Accounts by name or handle; admins find them by e-mail address too. Raises `Forbidden`."""
        require(actor, Permission.ACCOUNT_GRANT)
        by_address = may(actor, Permission.ACCOUNT_MANAGE)
        page = min(max(page, 1), 100_000)
        wanted = queries.matching(printable(words[:200]), role, by_address=by_address)
        with self._database.read() as session:
            rows, total = queries.counted(session, wanted, page)
        return Listing(rows, total, page)

    def by_email(self, actor: Actor, email: str) -> Account | None:
        """The account with this address; raises `Forbidden`."""
        require(actor, Permission.ACCOUNT_MANAGE)
        with self._database.read() as session:
            return queries.by_email(session, known_form(email))

    def get(self, actor: Actor, account_id: int) -> Account:
        """One account; raises `Forbidden`, `Missing`."""
        require(actor, Permission.ACCOUNT_GRANT)
        with self._database.read() as session:
            return queries.account_of(session, account_id)

    def grant(self, actor: Actor, account_id: int, role: Role) -> Account:
        """Give an account another role: editors up to trainer, admins any. Raises `Forbidden`, `Missing`, `Invalid`."""
        require(actor, Permission.ACCOUNT_GRANT)
        with self._database.write() as session:
            admins = queries.locked_admins(session)
            by = queries.acting(session, actor, Permission.ACCOUNT_GRANT)
            account = queries.account_of(session, account_id)
            before = Role(account.role)
            if role is Role.READER:
                raise Invalid([Problem("role", "Choose a role from the list.")])
            if not may_grant(by, before, role):
                raise Forbidden(Permission.ACCOUNT_MANAGE, LOWEST[Permission.ACCOUNT_MANAGE])
            if role is not before:
                _keep_an_admin(admins, account, stays=role is Role.ADMIN)
                account.role = role
                self._changed(
                    session, by, account, "account.granted", before=before.name.lower(), after=role.name.lower()
                )
            return account

    def deactivate(self, actor: Actor, account_id: int) -> Account:
        """Close an account without removing it; raises `Forbidden`, `Missing`, `Invalid` for the last admin."""
        return self._switch(actor, account_id, active=False)

    def reactivate(self, actor: Actor, account_id: int) -> Account:
        """Open a closed account again; raises `Forbidden`, `Missing`."""
        return self._switch(actor, account_id, active=True)

    def _switch(self, actor: Actor, account_id: int, *, active: bool) -> Account:
        require(actor, Permission.ACCOUNT_MANAGE)
        with self._database.write() as session:
            admins = queries.locked_admins(session)
            by = queries.acting(session, actor, Permission.ACCOUNT_MANAGE)
            account = queries.account_of(session, account_id)
            if account.active is not active:
                _keep_an_admin(admins, account, stays=active)
                account.active = active
                self._changed(session, by, account, "account.reactivated" if active else "account.deactivated")
            return account

    def _changed(self, session: Session, by: Actor, account: Account, deed: str, **detail: str) -> None:
        end_sign_ins(session, account.id)
        audit.record(session, self._clock(), by, deed, f"account:{account.id}", **detail)
        bump(session)  # role and page of a person are public


def _keep_an_admin(admins: frozenset[int], account: Account, *, stays: bool) -> None:
    if not stays and admins == {account.id}:
        raise Invalid([LAST_ADMIN])
