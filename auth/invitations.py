"""Invitations: links an admin hands out, each good for one new account with a given role."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from auth import audit, queries, tokens
from auth.errors import Invalid, Missing, Problem, UsedUp
from auth.identity import printable
from auth.model import Account, Actor, Permission, Role
from auth.policy import may_grant, require
from storage.database import Base, Database, UtcDateTime

LONGEST_DAYS = 90
LONGEST_NOTE = 200


class Invitation(Base):
    """One link for one newcomer. The link itself is shown once; its hash is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[int]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    expires: Mapped[datetime] = mapped_column(UtcDateTime)
    used_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitations:
    """Made, listed and taken back by those who manage accounts."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def invite(self, actor: Actor, role: Role, days: int, note: str = "") -> str:
        """A new invitation's token, good for 1 to 90 days; raises `Forbidden`, `Invalid`."""
        problems = [] if 1 <= days <= LONGEST_DAYS else [_between("days", 1, LONGEST_DAYS)]
        if len(note) > LONGEST_NOTE:
            problems.append(Problem("note", "Use at most %(count)s characters.", {"count": LONGEST_NOTE}))
        if not may_grant(actor, Role.MEMBER, role):
            problems.append(Problem("role", "Choose a role from the list."))
        require(actor, Permission.ACCOUNT_MANAGE)
        if problems:
            raise Invalid(problems)
        token, now = tokens.fresh(), self._clock()
        with self._database.write() as session:
            by = queries.acting(session, actor, Permission.ACCOUNT_MANAGE)
            row = Invitation(token_hash=tokens.hashed(token), role=role, note=printable(note), created_by=by.id)
            row.created, row.expires = now, now + timedelta(days=days)
            session.add(row)
            session.flush()
            audit.record(session, now, by, "invitation.made", f"invitation:{row.id}", role=role.name.lower())
        return token

    def waiting(self, actor: Actor) -> Sequence[Invitation]:
        """Invitations that can still be used, newest first; raises `Forbidden`."""
        require(actor, Permission.ACCOUNT_MANAGE)
        open_ones = select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires > self._clock())
        with self._database.read() as session:
            return session.scalars(open_ones.order_by(Invitation.id.desc())).all()

    def over(self, actor: Actor, most: int = 50) -> Sequence[tuple[Invitation, str]]:
        """Invitations that were used or ran out, newest first, each with the name of who used it ("": nobody did)."""
        require(actor, Permission.ACCOUNT_MANAGE)
        done = or_(Invitation.used_at.is_not(None), Invitation.expires <= self._clock())
        rows = select(Invitation, Account.name).join(Account, Account.id == Invitation.used_by, isouter=True)
        with self._database.read() as session:
            found = session.execute(rows.where(done).order_by(Invitation.id.desc()).limit(most)).all()
        return [(invitation, name or "") for invitation, name in found]

    def revoke(self, actor: Actor, invitation_id: int) -> None:
        """Take an unused invitation back; raises `Forbidden`, `Missing`."""
        require(actor, Permission.ACCOUNT_MANAGE)
        unused = delete(Invitation).where(Invitation.id == invitation_id, Invitation.used_at.is_(None))
        with self._database.write() as session:
            by = queries.acting(session, actor, Permission.ACCOUNT_MANAGE)
            if session.scalar(unused.returning(Invitation.id)) is None:
                raise Missing("no such invitation")
            audit.record(session, self._clock(), by, "invitation.revoked", f"invitation:{invitation_id}")

    def is_good(self, token: str) -> bool:
        """Whether somebody could join with this token now."""
        good = select(Invitation.id).where(*_usable(token, self._clock()))
        with self._database.read() as session:
            return session.scalar(good) is not None


def accept(session: Session, token: str, account_id: int, now: datetime) -> Role:
    """Use an invitation up for a new account, inside the caller's transaction; raises `UsedUp`."""
    used = update(Invitation).where(*_usable(token, now)).values(used_at=now, used_by=account_id)
    role = session.scalar(used.returning(Invitation.role))
    if role is None:
        raise UsedUp("this invitation is used or too old")
    return Role(role)


def _usable(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    mine = Invitation.token_hash == tokens.hashed(token)
    return (mine, Invitation.used_at.is_(None), Invitation.expires > now)


def _between(field: str, least: int, most: int) -> Problem:
    return Problem(field, "Enter a number from %(least)s to %(most)s.", {"least": least, "most": most})
