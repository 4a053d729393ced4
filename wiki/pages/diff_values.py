"""Short values of a field in words, for the table of changed fields."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wiki.kinds.model import Field, FieldType, Library

YESNO = {"yes": "Yes", "no": "No", "unknown": "Not known"}


def value_words(field: Field, library: Library, value: Any) -> str:
    """A value in plain words, "" when it is not filled in; a list's items are joined by commas, a record's by dots."""
    if value in (None, "", []):
        return ""
    match field.type:
        case FieldType.TERM:
            return library.label(field.vocabulary, str(value))
        case FieldType.TERMS | FieldType.PAGES:
            return ", ".join(item_words(field, library, value))
        case FieldType.MONTH:
            return _month(str(value))
        case FieldType.DATE:
            return _date(str(value))
        case FieldType.NUMBER:
            return _number(value)
        case FieldType.MONEY:
            return _money(value)
        case FieldType.YESNO:
            return YESNO.get(str(value), str(value))
        case FieldType.RECORDS:
            return "; ".join(item_words(field, library, value))
    return str(value)


def item_words(field: Field, library: Library, value: Any) -> list[str]:
    """Each item of a list of terms, pages or records in words."""
    if field.type is FieldType.RECORDS:
        return [_record(field, library, row) for row in value or []]
    if field.type is FieldType.TERMS:
        return [library.label(field.vocabulary, str(term)) for term in value or []]
    return [str(item) for item in value or []]


def _record(field: Field, library: Library, row: Mapping[str, Any]) -> str:
    cells = ((column, value_words(column, library, row.get(column.key))) for column in field.columns)
    return " · ".join(f"{column.label}: {cell}" for column, cell in cells if cell)


def _month(value: str) -> str:
    try:
        return date.fromisoformat(f"{value}-01").strftime("%B %Y")
    except ValueError:
        return value


def _date(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day:%B} {day.day}, {day.year}"


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _money(value: Mapping[str, Any]) -> str:
    words = f"{_number(value.get('amount'))} {value.get('currency', '')}".strip()
    if value.get("year"):
        words += f" in {value['year']}"
    return f"about {words}" if value.get("estimate") else words
