"""Resets: a new password by mail, or by a one-time link from an admin."""

from collections.abc import Callable
from datetime import datetime

from auth import audit, queries, tokens
from auth.errors import Invalid, Missing, UsedUp
from auth.identity import known_form
from auth.limits import Limit, Limits, network
from auth.model import Actor, Permission
from auth.passwords import Passwords, problems_of
from auth.policy import require
from auth.service import set_password
from auth.tokens import Purpose
from storage.database import Database
from storage.jobs import enqueue

ASKS_AN_HOUR = 5  # for one account
ASKS_AN_HOUR_ADDRESS = 30


class Resets:
    """A link is good for an hour and for one new password, which ends every sign-in of the account."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        limits: Limits,
        passwords: Passwords,
        *,
        mail: bool = False,
    ) -> None:
        self._database = database
        self._clock = clock
        self._limits = limits
        self._passwords = passwords
        self.mail = mail

    def request(self, email: str, address: str) -> None:
        """Ask for a link by mail. Does and costs the same for unknown addresses; raises `TooMany`.

        Whether there is an account is looked up when the letter is written, far from whoever asks.
        """
        email = known_form(email)
        by_account = Limit(f"reset:account:{email}", ASKS_AN_HOUR, 3600)
        by_address = Limit(f"reset:address:{network(address)}", ASKS_AN_HOUR_ADDRESS, 3600)
        self._limits.check_all([by_account, by_address])
        if not self.mail:
            return
        with self._database.write() as session:
            enqueue(session, "mail", {"letter": "reset", "email": email}, due=self._clock())

    def link_for(self, actor: Actor, account_id: int) -> str:
        """A one-time token an admin hands to somebody by other means; raises `Forbidden`, `Missing`."""
        require(actor, Permission.ACCOUNT_MANAGE)
        with self._database.write() as session:
            by = queries.acting(session, actor, Permission.ACCOUNT_MANAGE)
            account = queries.account_of(session, account_id)
            if not account.active:
                raise Missing("this account is not active")
            audit.record(session, self._clock(), by, "account.reset_link_made", f"account:{account.id}")
            return tokens.issue(session, Purpose.RESET, self._clock(), account_id=account.id)

    def is_good(self, token: str) -> bool:
        """Whether a new password could be set with this token now."""
        with self._database.read() as session:
            return tokens.is_good(session, Purpose.RESET, token, self._clock())

    def reset(self, token: str, password: str) -> None:
        """Set a new password with the token and use it up; raises `UsedUp`, `Invalid` (the token stays good)."""
        with self._database.read() as session:
            row = tokens.find(session, Purpose.RESET, token, self._clock())
            account = queries.account_of(session, row.account_id)
        problems = problems_of(password, not_like=(account.email, account.name))
        if problems:
            raise Invalid(problems)
        kept = self._passwords.hash(password)
        with self._database.write() as session:
            tokens.redeem(session, Purpose.RESET, token, self._clock())
            account = queries.account_of(session, account.id)
            if not account.active:
                raise UsedUp("this account is not active")
            set_password(session, account, kept)
            audit.record(session, self._clock(), account.actor, "account.password_reset", f"account:{account.id}")
