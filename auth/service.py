"""Accounts: signing in and out, and what people change about themselves."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth import audit, queries, tokens
from auth.errors import Invalid, Problem, marked
from auth.identity import clean_name, known_form
from auth.limits import Limit, Limits, network
from auth.model import Account, Actor, Attribution, SignIn
from auth.passwords import Passwords, problems_of
from storage.database import Database
from storage.errors import Busy
from storage.generation import bump

log = logging.getLogger("fieldbook.auth")
WRONG = marked("The e-mail address or the password is not right.")
MOST_TAGS = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """What people say about themselves; keys of vocabularies come checked by whoever knows them."""

    name: str
    attribution: Attribution = Attribution.NAMED
    org_type: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignInRules:
    """How long a sign-in lasts, and how many wrong passwords are heard.

    `tries`: one account from one address in 15 minutes; `tries_address`: one address in 15 minutes;
    `tries_account`: one account from everywhere in an hour. Right passwords do not count.
    """

    absolute: timedelta = field(default=timedelta(days=60))
    tries: int = 10
    tries_address: int = 20
    tries_account: int = 100


class Accounts:
    """Who is who. Passwords, keys and tokens go in in clear and are kept as hashes only."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        limits: Limits,
        passwords: Passwords,
        rules: SignInRules | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._limits = limits
        self._passwords = passwords
        self._rules = rules or SignInRules()

    def authenticate(self, email: str, password: str, address: str) -> Account:
        """The account with this password; raises `Invalid` (the same for unknown and wrong) or `TooMany`."""
        email = known_form(email)
        tries = self._tries(email, network(address))
        self._limits.check_all(tries)
        with self._database.read() as session:
            account = queries.by_email(session, email)
        right = self._passwords.verify(account.password_hash if account else None, password)
        if account is None or not right or not account.active:
            log.info("sign-in refused for account %s", account.id if account else "unknown")
            raise Invalid([Problem("email", WRONG)])
        self._limits.give_back(*(limit.key for limit in tries))
        if self._passwords.needs_rehash(account.password_hash):
            with self._database.write() as session:
                queries.account_of(session, account.id).password_hash = self._passwords.hash(password)
        return account

    def _tries(self, email: str, where: str) -> list[Limit]:
        rules = self._rules
        return [
            Limit(f"sign-in:both:{where}:{email}", rules.tries, 900),
            Limit(f"sign-in:address:{where}", rules.tries_address, 900),
            Limit(f"sign-in:account:{email}", rules.tries_account, 3600),
        ]

    def open_session(self, account: Account) -> str:
        """Sign one browser in: the random key it will show from now on."""
        key, now = tokens.fresh(), self._clock()
        with self._database.write() as session:
            session.execute(delete(SignIn).where(SignIn.expires <= now))
            ends = now + self._rules.absolute
            session.add(SignIn(key_hash=tokens.hashed(key), account_id=account.id, created=now, expires=ends))
            audit.record(session, now, account.actor, "account.signed_in", f"account:{account.id}")
        return key

    def by_session_key(self, key: str) -> Account | None:
        """Whose browser this is, if the sign-in still holds and the account is active. One read, no write."""
        mine = SignIn.key_hash == tokens.hashed(key)
        known = select(Account).join(SignIn).where(mine, SignIn.expires > self._clock(), Account.active)
        with self._database.read() as session:
            return session.scalar(known)

    def close_session(self, key: str) -> None:
        """Sign one browser out; its key is worth nothing from now on, wherever it was copied."""
        with self._database.write() as session:
            session.execute(delete(SignIn).where(SignIn.key_hash == tokens.hashed(key)))

    def sign_out_everywhere(self, actor: Actor) -> None:
        """Sign every browser of this account out."""
        with self._database.write() as session:
            account = queries.account_of(session, actor.id)
            end_sign_ins(session, account.id)
            audit.record(session, self._clock(), account.actor, "account.signed_out", f"account:{account.id}")

    def get(self, actor: Actor) -> Account:
        """The actor's own account; raises `Missing` for readers without one."""
        with self._database.read() as session:
            return queries.account_of(session, actor.id)

    def people(self, ids: Collection[int]) -> Mapping[int, Account]:
        """Accounts by id, for bylines; unknown ids are left out."""
        with self._database.read() as session:
            rows = session.scalars(select(Account).where(Account.id.in_(set(ids))))
            return {account.id: account for account in rows}

    def confirm(self, actor: Actor, password: str, address: str, *, field: str) -> Account:
        """The actor's own account, if this is its password; raises `Invalid` (about `field`), `TooMany`."""
        account = self.get(actor)
        tries = self._tries(account.email, network(address))
        self._limits.check_all(tries)
        if not self._passwords.verify(account.password_hash, password):
            raise Invalid([Problem(field, "This is not your password.")])
        self._limits.give_back(*(limit.key for limit in tries))
        return account

    def change_password(self, actor: Actor, old: str, new: str, address: str) -> None:
        """Set a new password, which ends every sign-in and reset link of the account; raises `Invalid`, `TooMany`."""
        account = self.confirm(actor, old, address, field="old_password")
        problems = problems_of(new, field="new_password", not_like=(account.email, account.name))
        if problems:
            raise Invalid(problems)
        kept = self._passwords.hash(new)
        with self._database.write() as session:
            set_password(session, queries.account_of(session, account.id), kept)
            audit.record(session, self._clock(), account.actor, "account.password_changed", f"account:{account.id}")

    def update_profile(self, actor: Actor, profile: Profile) -> Account:
        """Change name, pen name, organization type and languages; a new name makes a new handle. Raises `Invalid`."""
        problems: list[Problem] = []
        name = clean_name(profile.name, problems)
        if problems:
            raise Invalid(problems)
        try:
            with self._database.write() as session:
                account = queries.account_of(session, actor.id)
                if account.name != name:  # the old handle would go on telling a name that is now withheld
                    account.handle = queries.free_handle(session, name, account.id)
                fill(account, name, profile)
                audit.record(session, self._clock(), actor, "account.profile_changed", f"account:{account.id}")
                bump(session)  # the name stands on public pages
                return account
        except IntegrityError as error:
            raise Busy("somebody took the same handle at the same moment") from error


def end_sign_ins(session: Session, account_id: int) -> None:
    """End every sign-in and reset link of an account, inside the caller's transaction."""
    session.execute(delete(SignIn).where(SignIn.account_id == account_id))
    tokens.revoke(session, tokens.Purpose.RESET, account_id=account_id)


def set_password(session: Session, account: Account, kept: str) -> None:
    """Keep a new password hash, and end what the old password opened."""
    account.password_hash = kept
    end_sign_ins(session, account.id)


def fill(account: Account, name: str, profile: Profile) -> None:
    """Write a profile into an account."""
    account.name = name
    account.attribution = profile.attribution.value
    account.org_type = profile.org_type[:80]
    account.languages = list(profile.languages[:MOST_TAGS])
