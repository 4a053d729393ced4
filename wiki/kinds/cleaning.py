"""Brings values into their one canonical form, whoever sent them."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from wiki.kinds.model import Field, FieldType, Kind, Library, Values
from wiki.kinds.successors import current_terms

MONEY_KEYS = ("amount", "currency", "year", "estimate")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile("[\t\n\u2028\u2029]+")
_BLANK_START = re.compile(r"\A(?:[ \t]*\n)+")


def clean(kind: Kind, library: Library, values: Mapping[str, Any]) -> Values:
    """The values in canonical form: declared fields only and in their order, stripped, empty ones dropped.

    Text is NFC with line feeds at line ends and without control characters or lone surrogates. A value of the wrong
    type stays as it is, for `problems` to name. A term that was merged is the one it became.
    `clean(clean(x)) == clean(x)`.
    """
    return current_terms(kind, library, _clean_fields(kind.fields, values))


def clean_line(text: str) -> str:
    """One line of canonical text."""
    return _SPACES.sub(" ", _plain(text)).strip()


def clean_section(text: str) -> str:
    """Canonical Markdown: no blank lines around it; the first line keeps its indent, since that makes it code."""
    return _BLANK_START.sub("", _plain(text).rstrip())


def _plain(text: str) -> str:
    ended = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", _LONE_SURROGATES.sub("", ended)))


def _clean_fields(fields: tuple[Field, ...], values: Mapping[str, Any]) -> Values:
    cleaned = {field.key: _clean_value(field, values[field.key]) for field in fields if field.key in values}
    return {key: value for key, value in cleaned.items() if value not in (None, "", [], {})}


def _clean_value(field: Field, value: Any) -> Any:
    clean_one = _CLEANERS.get(field.type, _line)
    return _records(field, value) if field.type is FieldType.RECORDS else clean_one(value)


def _line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _section(value: Any) -> Any:
    return clean_section(value) if isinstance(value, str) else value


def _lines(value: Any) -> Any:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        return value
    return [item for item in dict.fromkeys(map(clean_line, value)) if item]


def _number(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return int(value) if value.is_integer() else round(value, 6)


def _money(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    amount = _number(value.get("amount"))
    if amount in (None, ""):
        return None
    money: Values = {"amount": amount, "currency": str(_line(value.get("currency")) or "USD").upper()}
    if (year := _number(value.get("year"))) not in (None, ""):
        money["year"] = year
    if value.get("estimate"):
        money["estimate"] = True if value["estimate"] is True else value["estimate"]
    return money


def _records(field: Field, value: Any) -> Any:
    if not isinstance(value, list | tuple) or not all(isinstance(item, Mapping) for item in value):
        return value
    return [row for row in (_clean_fields(field.columns, item) for item in value) if row]


_CLEANERS: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.SECTION: _section,
    FieldType.TERMS: _lines,
    FieldType.PAGES: _lines,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
}
