"""Reads that several services of this room share; each runs inside the caller's session."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from auth.errors import Forbidden, Missing
from auth.identity import to_handle
from auth.model import Account, Actor, Permission, Role
from auth.policy import LOWEST, require

PAGE_SIZE = 50


def by_email(session: Session, email: str) -> Account | None:
    """The account with this address (in the form it is kept in)."""
    return session.scalar(select(Account).where(Account.email == email))


def account_of(session: Session, account_id: int | None) -> Account:
    """The account; raises `Missing`."""
    account = session.get(Account, account_id) if account_id is not None else None
    if account is None:
        raise Missing("no such account")
    return account


def acting(session: Session, actor: Actor, permission: Permission) -> Actor:
    """The actor as the database knows them now, who must hold the permission; raises `Forbidden`.

    A request may have begun before somebody took the role away.
    """
    if actor.id is None:
        require(actor, permission)
        return actor
    account = session.get(Account, actor.id)
    if account is None or not account.active:
        raise Forbidden(permission, LOWEST[permission])
    require(account.actor, permission)
    return account.actor


def has_admin(session: Session) -> bool:
    """Whether there is an active admin."""
    found = select(Account.id).where(Account.role == Role.ADMIN, Account.active).limit(1)
    return session.scalar(found) is not None


def locked_admins(session: Session) -> frozenset[int]:
    """The ids of all active admins, held until the transaction ends, so that the last one stays the last one.

    Must come first in a transaction: what was read before may be stale once the lock is given.
    """
    held = select(Account.id).where(Account.role == Role.ADMIN, Account.active).order_by(Account.id)
    return frozenset(session.scalars(held.with_for_update()))


def free_handle(session: Session, name: str, mine: int | None = None) -> str:
    """A handle made of the name that nobody else has: `ana`, `ana-2`, …"""
    base = to_handle(name)
    near = select(Account.handle).where(or_(Account.handle == base, Account.handle.startswith(f"{base}-")))
    taken = set(session.scalars(near if mine is None else near.where(Account.id != mine)))
    number = 1
    while (handle := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return handle


def matching(words: str, role: Role | None, *, by_address: bool) -> Select[Account]:
    """Accounts whose name or handle (and e-mail address, where that may be seen) holds the words."""
    wanted = select(Account)
    if words:
        fields = [Account.name, Account.handle] + ([Account.email] if by_address else [])
        wanted = wanted.where(or_(*(field.icontains(words, autoescape=True) for field in fields)))
    return wanted if role is None else wanted.where(Account.role == role)


def counted(session: Session, wanted: Select[Account], page: int) -> tuple[Sequence[Account], int]:
    """One page of the accounts by name (pages count from 1), and how many there are in all."""
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    start = (max(page, 1) - 1) * PAGE_SIZE
    rows = session.scalars(wanted.order_by(func.lower(Account.name), Account.id).limit(PAGE_SIZE).offset(start))
    return rows.all(), total
