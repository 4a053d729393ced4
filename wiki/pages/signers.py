"""Who signed which page, as the index keeps it: keys instead of names, so that a name can change or go.

Only what the page's history shows counts: an account where somebody signed by name, a pen name where by that. A pen
name leads to no account and an account to no pen name; what is withheld, and what was removed, is signed by nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from auth.identity import to_handle
from auth.model import Account
from search.analysis import title_key
from storage.database import Database
from wiki.pages.model import NAMED, PEN_NAME, Revision, Signature

_NOBODY = "nobody"  # a key that no page has


def signers(session: Session, pages: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Page to the keys of all who signed a version of it that is still there."""
    columns = (Revision.page_id, Revision.author_id, Revision.signed, Revision.pen_name)
    shown = (Revision.removed.is_(False), Revision.signed.in_((NAMED, PEN_NAME)))
    found: dict[int, list[str]] = {}
    rows = session.execute(select(*columns).distinct().where(Revision.page_id.in_(pages), *shown))
    for page, author, signed, pen_name in rows:
        if key := _key(author, Signature(signed, pen_name)):
            found.setdefault(page, []).append(key)
    return {page: tuple(sorted(set(keys))) for page, keys in found.items()}


@dataclass(frozen=True, slots=True)
class Signers:
    """Finds the keys for names that people type."""

    database: Database

    def keys(self, names: Sequence[str]) -> tuple[str, ...]:
        """The keys of whoever goes by one of these names or handles, accounts and pen names; never none at all.

        Somebody who left is found by the name they left, not by their handle: it may tell them from others.
        """
        called = {key: to_handle(key) for name in names if (key := title_key(name))}
        bases = set(called.values())
        near = (Account.handle.startswith(f"{base}-", autoescape=True) for base in bases)
        with self.database.read() as session:
            columns = (Account.id, Account.name, Account.handle, Account.active)
            rows = session.execute(select(*columns).where(or_(Account.handle.in_(bases), *near))).all()
        accounts = [
            _of_account(row.id)
            for row in rows
            if title_key(row.name) in called or (row.active and title_key(row.handle) in called)
        ]
        return (*accounts, *map(_of_pen_name, called)) or (_NOBODY,)


def _key(author: int | None, signature: Signature) -> str:
    if signature.is_by_name:
        return _of_account(author) if author is not None else ""
    name = title_key(signature.pen_name)
    return _of_pen_name(name) if name else ""


def _of_account(number: int) -> str:
    return f"account:{number}"


def _of_pen_name(name: str) -> str:
    return f"pen:{name}"
