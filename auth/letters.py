"""Letters: what the job `mail` writes. Links are made here, so that no token ever waits in the queue."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from auth import queries, tokens
from auth.mail import Mailer
from auth.tokens import OneTimeToken, Purpose
from storage.database import Database

RESET = """Somebody, hopefully you, asked for a new password at {site}.

Set it here within one hour:
{link}

If it was not you, ignore this letter: nothing changes.
"""
JOIN = """Somebody, hopefully you, wants to join {site} with this address.

Confirm it here within 24 hours:
{link}

If it was not you, ignore this letter: no account is made.
"""
KNOWN = """Somebody, hopefully you, wanted to join {site} with this address, but there is an account with it already.

Sign in: {base}/sign-in
Password forgotten: {base}/reset

If it was not you, ignore this letter: nothing changes.
"""


class LetterBox:
    """The handler of `mail` jobs. `base_url` is the configured address of the site, never a request's host."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], mailer: Mailer, *, site: str, base_url: str
    ) -> None:
        self._database = database
        self._clock = clock
        self._mailer = mailer
        self._site = site
        self._base = base_url.rstrip("/")

    def send(self, payloads: Sequence[Mapping[str, Any]]) -> None:
        """Write and post each letter; what does not go out is raised, and tried again later by the runner."""
        for payload in payloads:
            if payload["letter"] == "reset":
                self._reset(str(payload["email"]))
            else:
                self._join(int(payload["token_id"]))

    def _reset(self, email: str) -> None:
        with self._database.write() as session:
            account = queries.by_email(session, email)
            if account is None or not account.active:
                return
            token = tokens.issue(session, Purpose.RESET, self._clock(), account_id=account.id)
        body = RESET.format(site=self._site, link=f"{self._base}/reset/{token}")
        self._mailer.send(email, f"A new password for {self._site}", body)

    def _join(self, token_id: int) -> None:
        with self._database.write() as session:
            row = session.get(OneTimeToken, token_id)
            if row is None or row.used_at is not None or row.expires <= self._clock():
                return
            email = str(row.detail["email"])
            if queries.by_email(session, email) is None:
                body = JOIN.format(site=self._site, link=f"{self._base}/join/confirm/{tokens.deliver(row)}")
            else:
                session.delete(row)
                body = KNOWN.format(site=self._site, base=self._base)
        self._mailer.send(email, f"Joining {self._site}", body)
