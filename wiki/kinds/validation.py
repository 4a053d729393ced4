"""What is wrong with a page's values, in plain words bound to each field."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from wiki.errors import Problem, marked
from wiki.kinds import amounts
from wiki.kinds.amounts import Phrase
from wiki.kinds.cleaning import clean
from wiki.kinds.front_matter import LARGEST_VALUES, values_size
from wiki.kinds.model import Field, FieldType, Kind, Library

__all__ = ["clean", "problems"]

LONGEST_TEXT = 200
LONGEST_SECTION = 100_000
LARGEST_PAGE = 240_000
MOST_ITEMS = 50
_LISTS = (FieldType.TERMS, FieldType.PAGES, FieldType.RECORDS)
_WORDS = (FieldType.TEXT, FieldType.SECTION, FieldType.PAGE, FieldType.TERM, FieldType.MONTH, FieldType.DATE)
_ADDRESSES = ("http", "https", "mailto")


def longest(field: Field) -> int:
    """How many characters the field takes."""
    return field.max_length or (LONGEST_SECTION if field.type is FieldType.SECTION else LONGEST_TEXT)


def most_items(field: Field) -> int:
    """How many entries the list takes."""
    return field.max_items or MOST_ITEMS


def problems(kind: Kind, library: Library, values: Mapping[str, Any], *, publishing: bool) -> list[Problem]:
    """Everything wrong with cleaned values, in the order of the fields; empty when they can be kept.

    A draft is refused only for values of the wrong type or size; publishing also needs every required field, known
    terms, real dates and safe addresses.
    """
    found = [problem for field in kind.fields for problem in _field(field, field.key, library, values, publishing)]
    if publishing:
        found += [
            Problem(names[0], "Give at least one of these: %(labels)s.", {"labels": _labels(kind, names)})
            for names in kind.one_of
            if not any(name in values for name in names)
        ]
    return found or list(_sizes(kind, values))


def _labels(kind: Kind, names: tuple[str, ...]) -> str:
    return ", ".join(kind.by_key[name].ask for name in names)


def _sizes(kind: Kind, values: Mapping[str, Any]) -> Iterator[Problem]:
    sections = sum(len(values.get(field.key, "").encode()) for field in kind.sections())
    if sections > LARGEST_PAGE:
        yield Problem("title", "The page is too long: %(size)s KB of %(most)s KB.", _kilobytes(sections, LARGEST_PAGE))
    short = values_size(kind, values)
    if short > LARGEST_VALUES:
        message = marked("The short fields and lists hold too much together: %(size)s KB of %(most)s KB.")
        yield Problem("title", message, _kilobytes(short, LARGEST_VALUES))


def _kilobytes(size: int, most: int) -> dict[str, object]:
    return {"size": -(-size // 1000), "most": most // 1000}


def _field(field: Field, name: str, library: Library, values: Mapping[str, Any], publishing: bool) -> Iterator[Problem]:
    if field.key not in values:
        if publishing and field.required:
            yield Problem(name, "“%(label)s” is needed before publishing.", {"label": Phrase(field.ask)})
        return
    value = values[field.key]
    if (wrong := _shape(field, value)) is not None:
        yield Problem(name, wrong)
        return
    yield from _size(field, name, value)
    if publishing:
        yield from _content(field, name, library, value)
    if field.type is FieldType.RECORDS:
        for row, record in enumerate(value):
            for column in field.columns:
                yield from _field(column, f"{name}.{row}.{column.key}", library, record, publishing)


def _shape(field: Field, value: Any) -> str | None:
    if field.type in _WORDS:
        return None if isinstance(value, str) else marked("This must be text.")
    if field.type is FieldType.YESNO:
        return None if value in ("yes", "no", "unknown") else marked("Choose yes, no or unknown.")
    if field.type is FieldType.NUMBER:
        return None if amounts.is_number(value) else marked("This must be a number, zero or more.")
    if field.type is FieldType.MONEY:
        return None if _is_money(value) else marked("The amount must be a number, zero or more, and the year a year.")
    item = dict if field.type is FieldType.RECORDS else str
    return (
        None
        if isinstance(value, list) and all(isinstance(each, item) for each in value)
        else marked("This must be a list.")
    )


def _is_money(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and amounts.is_number(value.get("amount"))
        and isinstance(value.get("currency"), str)
        and amounts.is_year(value.get("year", 2000))
        and value.get("estimate", True) is True
    )


def _size(field: Field, name: str, value: Any) -> Iterator[Problem]:
    texts = [value] if isinstance(value, str) else value if field.type in (FieldType.TERMS, FieldType.PAGES) else []
    for text in texts:
        if len(text) > longest(field):
            message = marked("This is %(count)s characters long; at most %(most)s fit.")
            yield Problem(name, message, {"count": len(text), "most": longest(field)})
    if field.type in _LISTS and len(value) > most_items(field):
        yield Problem(name, "Choose at most %(most)s here, not %(count)s.", _counts(field, value))


def _counts(field: Field, value: Any) -> dict[str, object]:
    return {"most": most_items(field), "count": len(value)}


def _content(field: Field, name: str, library: Library, value: Any) -> Iterator[Problem]:
    if field.type in (FieldType.TERM, FieldType.TERMS):
        known = library.vocabularies[field.vocabulary].terms
        for key in [value] if isinstance(value, str) else value:
            if key not in known:
                yield Problem(name, "“%(term)s” is not one of the choices.", {"term": key})
    if field.type is FieldType.MONTH and not amounts.is_month(value):
        yield Problem(name, "Give a month like 2018-03, not “%(text)s”.", {"text": value})
    if field.type is FieldType.DATE and not amounts.is_date(value):
        yield Problem(name, "Give a real day like 2018-03-06, not “%(text)s”.", {"text": value})
    if field.type is FieldType.MONEY and value["currency"] not in library.vocabularies["currency"].terms:
        yield Problem(name, "“%(term)s” is not one of the currencies.", {"term": value["currency"]})
    if field.format == "url" and not is_address(value):
        yield Problem(name, "Give a full address that begins with https:// or http://, or mailto:.")


def is_address(text: str) -> bool:
    """Whether this is a web or mail address that is safe to link to."""
    if any(character.isspace() or character in "<>\"'`\\" for character in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme not in _ADDRESSES:
        return False
    return "@" in parts.path if parts.scheme == "mailto" else bool(parts.hostname)
