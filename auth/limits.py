"""Rate limits that all workers share, counted in the database.

A table of our own rather than a storage for the library `limits`: that one wants seven methods, a scheme in its
global registry and a key in clear; a fixed window needs one upsert, and here the key is never stored.
"""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from math import ceil

from sqlalchemy import String, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from auth.errors import TooMany
from storage.database import Base, Database, UtcDateTime


class RateCount(Base):
    """How often something was tried in the window that ends at `expires`. The key is a keyed hash."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    expires: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` tries of `key` in `seconds`."""

    key: str
    count: int
    seconds: int


class Limits:
    """Counts tries by key. Whatever stands in a key (an address, an e-mail) is stored only as a keyed hash."""

    def __init__(self, database: Database, clock: Callable[[], datetime], secret: bytes) -> None:
        self._database = database
        self._clock = clock
        self._secret = secret

    def check(self, key: str, limit: int, seconds: int) -> None:
        """Count one try; raises `TooMany` when there were `limit` in the last `seconds`."""
        self.check_all([Limit(key, limit, seconds)])

    def check_all(self, limits: Sequence[Limit]) -> None:
        """Count one try against each limit, or against none and raise `TooMany` when one is reached."""
        now = self._clock()
        keys = {self._hashed(limit.key): limit for limit in limits}
        with self._database.read() as session:  # a flood is turned away without a write
            self._refuse(session, keys, now)
        with self._database.write() as session:
            self._take(session, keys, now)

    def hold(self, limit: Limit) -> None:
        """Raise `TooMany` when the limit is reached, without counting a try."""
        with self._database.read() as session:
            self._refuse(session, {self._hashed(limit.key): limit}, self._clock())

    def check_within(self, session: Session, key: str, limit: int, seconds: int) -> None:
        """The same inside the caller's own transaction, for what is written anyway: it costs no second commit.

        `TooMany` then has to leave the caller's block, so that its changes and the count are rolled back together.
        """
        self._take(session, {self._hashed(key): Limit(key, limit, seconds)}, self._clock())

    def give_back(self, *keys: str) -> None:
        """Take one try of each key back: it was a good one."""
        mine = RateCount.key.in_([self._hashed(key) for key in keys])
        with self._database.write() as session:
            session.execute(update(RateCount).where(mine, RateCount.count > 0).values(count=RateCount.count - 1))

    def _refuse(self, session: Session, keys: dict[str, Limit], now: datetime) -> None:
        rows = session.scalars(select(RateCount).where(RateCount.key.in_(keys), RateCount.expires > now))
        waits = [row.expires - now for row in rows if row.count >= keys[row.key].count]
        if waits:
            raise TooMany(max(1, ceil(max(waits).total_seconds())))

    def _take(self, session: Session, keys: dict[str, Limit], now: datetime) -> None:
        session.execute(delete(RateCount).where(RateCount.expires <= now))
        for key, limit in sorted(keys.items()):  # one order for everybody: no deadlock
            if not self._count(session, key, limit, now):
                raise TooMany(limit.seconds)

    def _count(self, session: Session, key: str, limit: Limit, now: datetime) -> bool:
        """Count one more in a single statement; False when somebody else was quicker and the limit is reached."""
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        fresh = insert(RateCount).values(key=key, count=1, expires=now + timedelta(seconds=limit.seconds))
        more = fresh.on_conflict_do_update(
            index_elements=[RateCount.key], set_={"count": RateCount.count + 1}, where=RateCount.count < limit.count
        )
        return session.scalar(more.returning(RateCount.count)) is not None

    def _hashed(self, key: str) -> str:
        return hmac.new(self._secret, key.encode("utf-8", "surrogatepass"), sha256).hexdigest()


def network(address: str) -> str:
    """The part of a network address that stands for one connection: all of IPv4, the first 64 bits of IPv6."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)
