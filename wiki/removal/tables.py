"""Texts wherever they are kept: every table of every room, found by what the models say and not by a list."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, Column, String, Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from storage.database import Base

# Kept by name elsewhere (`wiki.removal.pages`), or never free words: keys, settings, who may sign in.
APART = frozenset(
    {"page", "revision", "page_name", "page_link", "page_term", "proposal", "proposal_round", "draft", "account",
     "sign_in", "rule", "counter"}
)  # fmt: skip
BATCH = 500


def texts() -> Iterator[tuple[Table, list[Column[Any]]]]:
    """Every table with the columns that may hold somebody's words."""
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if _holds_words(column)]
        if table.name not in APART and columns and table.primary_key.columns:
            yield table, columns


def rewrite(session: Session, change: Callable[[Any], Any], *, counting: bool) -> dict[str, int]:
    """Put every text of these tables through `change`; returns how many rows of which table it alters.

    With `counting` nothing is written.
    """
    found: dict[str, int] = {}
    for table, columns in texts():
        keys = list(table.primary_key.columns)
        altered = []
        for row in session.execute(select(*keys, *columns).execution_options(yield_per=BATCH)):
            old = dict(zip((column.name for column in columns), row[len(keys) :], strict=True))
            new = {name: _fitting(table.c[name], change(value)) for name, value in old.items()}
            if new != old:
                altered.append((row[: len(keys)], new))
        if altered:
            found[table.name] = len(altered)
        if not counting:
            for key, new in altered:
                same = [column == value for column, value in zip(keys, key, strict=True)]
                session.execute(update(table).where(*same).values(**new))
    return found


def belonging(session: Session, page_id: int) -> dict[str, int]:
    """How many rows of which table go with a page."""
    found: dict[str, int] = {}
    for table in Base.metadata.sorted_tables:
        column = next((key.parent for key in table.foreign_keys if key.column.table.name == "page"), None)
        if column is not None:
            rows = select(func.count()).select_from(table).where(column == bindparam("page_id"))
            count = session.scalar(rows, {"page_id": page_id}) or 0
            if count:
                found[table.name] = count
    return found


def _holds_words(column: Column[Any]) -> bool:
    free = isinstance(column.type, String | JSON) and not column.primary_key and not column.foreign_keys
    return free and not column.name.endswith(("hash", "email", "state", "kind", "purpose"))


def _fitting(column: Column[Any], value: Any) -> Any:
    """The text cut to what its column holds."""
    length = getattr(column.type, "length", None)
    return value[:length] if isinstance(value, str) and length else value


def summed(*found: Mapping[str, int]) -> dict[str, int]:
    """Counts added up by table."""
    whole: dict[str, int] = {}
    for one in found:
        for name, count in one.items():
            whole[name] = whole.get(name, 0) + count
    return whole
