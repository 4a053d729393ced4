"""A field's value in words, for the table of changed fields."""

from collections.abc import Mapping
from typing import Any

from wiki.kinds.display import parts_of
from wiki.kinds.model import Field, FieldType, Library

_LISTS = (FieldType.TERMS, FieldType.PAGES, FieldType.RECORDS)


def value_words(field: Field, library: Library, value: Any) -> str:
    """A value in plain words, "" when it is not filled in; a list's items are joined by commas.

    What an old version kept in a form the kind no longer has is shown as it was kept.
    """
    if field.type in _LISTS:
        return ", ".join(item_words(field, library, value))
    try:
        return ", ".join(str(part.text) for part in parts_of(field, library, value))
    except (TypeError, ValueError, KeyError):
        return str(value)


def text_of(value: Any) -> str:
    """A text as it is; "" for none, and what is no text as it was kept."""
    return "" if value is None else str(value)


def item_words(field: Field, library: Library, value: Any) -> list[str]:
    """Each item of a list of terms, pages or records in words, a record's columns with their labels."""
    if not isinstance(value, list):
        return [str(value)] if value else []
    if field.type is FieldType.RECORDS:
        return [_record(field, library, row) for row in value]
    return [library.label(field.vocabulary, str(item)) for item in value]


def _record(field: Field, library: Library, row: Any) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    cells = ((column, value_words(column, library, row.get(column.key))) for column in field.columns)
    return " · ".join(f"{column.label}: {cell}" for column, cell in cells if cell)
