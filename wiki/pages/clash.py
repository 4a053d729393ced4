"""What a writer needs to see of a conflict: their change and mine, short, and both put together to edit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wiki.kinds.model import Field, FieldType, Kind, Library
from wiki.pages.alignment import Budget
from wiki.pages.diff import FieldChange, diff_field
from wiki.pages.diff_lines import Fold, Row
from wiki.pages.diff_values import text_of
from wiki.pages.diff_words import Piece, Runs, inline
from wiki.pages.merge import Conflict

# One line of a change; a line without pieces stands for lines that stayed as they were.
Lines = tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """One conflict, drawn. `is_text`: `together` and `mine_text` are strings for a text area; otherwise `together` is
    a value for the field's own control and `mine_text` is empty.
    """

    key: str
    label: str
    theirs: Lines
    mine: Lines
    together: Any
    is_text: bool
    mine_text: str


def clashes(kind: Kind, library: Library, conflicts: Sequence[Conflict]) -> tuple[Clash, ...]:
    """Each conflict with both changes since the version the writer began with."""
    fields = {field.key: field for field in kind.fields}
    return tuple(
        _clash(fields.get(conflict.key) or _undeclared(conflict.key), library, conflict) for conflict in conflicts
    )


def _undeclared(key: str) -> Field:
    return Field(key, FieldType.TERM, key)  # a term of no vocabulary is shown as it is


def _clash(field: Field, library: Library, conflict: Conflict) -> Clash:
    is_text = field.type in (FieldType.TEXT, FieldType.SECTION)
    return Clash(
        field.key,
        field.label,
        _lines(field, library, conflict.base, conflict.theirs),
        _lines(field, library, conflict.base, conflict.mine),
        text_of(conflict.together) if is_text else conflict.together,
        is_text,
        text_of(conflict.mine) if is_text else "",
    )


def _lines(field: Field, library: Library, old: Any, new: Any) -> Lines:
    change = diff_field(field, library, old, new)
    budget = Budget()
    if isinstance(change, FieldChange):
        return (_short(field, _joined(change.before), _joined(change.after), budget),)
    return tuple(() if isinstance(item, Fold) else _line(item, budget) for item in change.items)


def _short(field: Field, old: str, new: str, budget: Budget) -> tuple[Piece, ...]:
    if field.type in (FieldType.TEXT, FieldType.TERMS, FieldType.PAGES):
        return inline(old, new, budget)
    return tuple(piece for piece in (Piece(old, "removed"), Piece(new, "added")) if piece.text)


def _line(row: Row, budget: Budget) -> tuple[Piece, ...]:
    return inline(_joined(row.old), _joined(row.new), budget)


def _joined(runs: Runs) -> str:
    return "".join(run.text for run in runs)
