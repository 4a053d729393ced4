"""One-time tokens: made of 256 random bits, kept as a hash, good once and for a while."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from auth.errors import UsedUp
from storage.database import Base, UtcDateTime


class Purpose(StrEnum):
    """What a one-time link is for."""

    JOIN = "join"
    RESET = "reset"
    SETUP = "setup"


LASTS = {
    Purpose.JOIN: timedelta(hours=24),
    Purpose.RESET: timedelta(hours=1),
    Purpose.SETUP: timedelta(days=7),
}


class OneTimeToken(Base):
    """A link that works once. `detail` holds what is to be done when it is followed."""

    __tablename__ = "one_time_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    expires: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def fresh() -> str:
    """A new secret for a link or a session, 43 letters of 256 random bits."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is kept of a token. A plain hash will do: the token is random, so there is nothing to guess."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def issue(session: Session, purpose: Purpose, now: datetime, *, account_id: int | None = None) -> str:
    """A new token that replaces every earlier one of its purpose and account."""
    revoke(session, purpose, account_id=account_id)
    token = fresh()
    expires = now + LASTS[purpose]
    session.add(OneTimeToken(purpose=purpose, token_hash=hashed(token), account_id=account_id, expires=expires))
    session.flush()
    return token


def revoke(session: Session, purpose: Purpose, *, account_id: int | None = None) -> None:
    """End every token of this purpose and account; tokens without an account are those of the site itself."""
    mine = OneTimeToken.account_id.is_(None) if account_id is None else OneTimeToken.account_id == account_id
    session.execute(delete(OneTimeToken).where(OneTimeToken.purpose == purpose, mine))


def reserve(session: Session, purpose: Purpose, now: datetime, detail: dict[str, Any]) -> int:
    """Keep what a letter will ask about; nobody has its token until `deliver`. Also sweeps out what is too old."""
    session.execute(delete(OneTimeToken).where(OneTimeToken.expires <= now))
    row = OneTimeToken(purpose=purpose, token_hash=hashed(fresh()), expires=now + LASTS[purpose], detail=detail)
    session.add(row)
    session.flush()
    return row.id


def deliver(row: OneTimeToken) -> str:
    """A token for a reserved row, the one and only time it is in the clear; earlier ones of the row end."""
    token = fresh()
    row.token_hash = hashed(token)
    return token


def find(session: Session, purpose: Purpose, token: str, now: datetime) -> OneTimeToken:
    """The row of a token that could be redeemed now; raises `UsedUp`."""
    row = session.scalar(select(OneTimeToken).where(*_usable(purpose, token, now)))
    if row is None:
        raise UsedUp("this link is used or too old")
    return row


def is_good(session: Session, purpose: Purpose, token: str, now: datetime) -> bool:
    """Whether the token could be redeemed now."""
    return session.scalar(select(OneTimeToken.id).where(*_usable(purpose, token, now))) is not None


def redeem(session: Session, purpose: Purpose, token: str, now: datetime) -> OneTimeToken:
    """Use the token up and give its row; raises `UsedUp` when it is unknown, too old or used."""
    used = update(OneTimeToken).where(*_usable(purpose, token, now)).values(used_at=now)
    row: OneTimeToken | None = session.scalar(used.returning(OneTimeToken))
    if row is None:
        raise UsedUp("this link is used or too old")
    return row


def _usable(purpose: Purpose, token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    mine = OneTimeToken.token_hash == hashed(token)
    return (OneTimeToken.purpose == purpose, mine, OneTimeToken.used_at.is_(None), OneTimeToken.expires > now)
