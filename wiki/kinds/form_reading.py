"""Turns what a form sent into values, and keeps everything typed so that it can be shown again."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from wiki.errors import Problem
from wiki.kinds.amounts import is_year, number_words, parse_number
from wiki.kinds.cleaning import clean
from wiki.kinds.model import Field, FieldType, Kind, Library, Values
from wiki.kinds.validation import most_items

Raw = dict[str, tuple[str, ...]]
"""Form names to what was typed: `title`, `areas` (several), `cost_setup.amount`, `tools_used.0.tool`."""

MONEY_PARTS = ("amount", "currency", "year", "estimate")
LARGEST_ROW = 9999
_ROW = re.compile(r"([a-z0-9_]+)\.(\d{1,4})\.([a-z0-9_]+)")


class Reading(NamedTuple):
    """What a form said: values in canonical form, what could not be understood, and what was typed, rows renumbered."""

    values: Values
    problems: tuple[Problem, ...]
    raw: Raw


def read_form(kind: Kind, library: Library, form: Mapping[str, Sequence[str]]) -> Reading:
    """The values a form sent; names that are no field of the kind are ignored, so nothing else can be set."""
    raw = _known(kind, form)
    problems: list[Problem] = []
    values: Values = {}
    for field in kind.fields:
        value = _value(field, field.key, raw, problems)
        if value not in (None, "", [], {}):
            values[field.key] = value
    return Reading(clean(kind, library, values), tuple(problems), raw)


def to_raw(kind: Kind, values: Mapping[str, Any]) -> Raw:
    """What a form holds that shows these values; `read_form` of it gives them back."""
    raw: Raw = {}
    for field in kind.fields:
        if field.key in values:
            raw.update(_written(field, field.key, values[field.key]))
    return raw


def _known(kind: Kind, form: Mapping[str, Sequence[str]]) -> Raw:
    raw: Raw = {}
    for field in kind.fields:
        if field.type is FieldType.RECORDS:
            raw.update(_rows(field, form))
            continue
        for name in _names(field, field.key):
            if name in form:
                raw[name] = tuple(form[name])
    return raw


def _names(field: Field, name: str) -> Iterable[str]:
    return [f"{name}.{part}" for part in MONEY_PARTS] if field.type is FieldType.MONEY else [name]


def _rows(field: Field, form: Mapping[str, Sequence[str]]) -> Raw:
    columns = {column.key for column in field.columns}
    rows: dict[int, dict[str, tuple[str, ...]]] = {}
    for name, sent in form.items():
        found = _ROW.fullmatch(name)
        if found and found[1] == field.key and found[3] in columns and any(each.strip() for each in sent):
            rows.setdefault(int(found[2]), {})[found[3]] = tuple(sent)
    kept = (rows[number] for number in sorted(rows))
    return {f"{field.key}.{row}.{key}": sent for row, cells in enumerate(kept) for key, sent in cells.items()}


def _first(raw: Raw, name: str) -> str:
    return raw.get(name, ("",))[0] if raw.get(name) else ""


def _value(field: Field, name: str, raw: Raw, problems: list[Problem]) -> Any:
    match field.type:
        case FieldType.TERMS:
            return list(raw.get(name, ()))
        case FieldType.PAGES:
            return [line for typed in raw.get(name, ()) for line in re.split(r"[\r\n]+", typed)]
        case FieldType.NUMBER:
            return _number(name, name, raw, problems)
        case FieldType.MONEY:
            return _money(name, raw, problems)
        case FieldType.RECORDS:
            return _records(field, raw, problems)
    return _first(raw, name)


def _number(name: str, at: str, raw: Raw, problems: list[Problem]) -> int | float | None:
    typed = _first(raw, at).strip()
    number = parse_number(typed) if typed else None
    if typed and number is None:
        problems.append(Problem(name, "“%(text)s” is not a number, zero or more.", {"text": typed[:40]}))
    return number


def _money(name: str, raw: Raw, problems: list[Problem]) -> Values | None:
    amount = _number(name, f"{name}.amount", raw, problems)
    money: Values = {"amount": amount, "currency": _first(raw, f"{name}.currency") or "USD"}
    year = _first(raw, f"{name}.year").strip()
    if year:
        number = parse_number(year)
        if is_year(number):
            money["year"] = number
        else:
            problems.append(Problem(name, "“%(text)s” is not a year.", {"text": year[:40]}))
        if amount is None and not _first(raw, f"{name}.amount").strip():
            problems.append(Problem(name, "A year is given, but no amount."))
    if _first(raw, f"{name}.estimate"):
        money["estimate"] = True
    return money if amount is not None else None


def _records(field: Field, raw: Raw, problems: list[Problem]) -> list[Values]:
    rows: list[Values] = []
    while any(f"{field.key}.{len(rows)}.{column.key}" in raw for column in field.columns):
        at = f"{field.key}.{len(rows)}"
        row = {column.key: _value(column, f"{at}.{column.key}", raw, problems) for column in field.columns}
        rows.append({key: value for key, value in row.items() if value not in (None, "", [])})
    if len(rows) > most_items(field):
        counts = {"most": most_items(field), "count": len(rows)}
        problems.append(Problem(field.key, "At most %(most)s rows fit here, not %(count)s.", counts))
    return rows


def _written(field: Field, name: str, value: Any) -> Raw:
    if field.type is FieldType.RECORDS:
        raw: Raw = {}
        for row, record in enumerate(value):
            for column in field.columns:
                if column.key in record:
                    raw.update(_written(column, f"{name}.{row}.{column.key}", record[column.key]))
        return raw
    if field.type is FieldType.MONEY:
        shown = {"amount": _typed(value["amount"]), "currency": value["currency"], "year": str(value.get("year", ""))}
        shown["estimate"] = "yes" if value.get("estimate") else ""
        return {f"{name}.{part}": (text,) for part, text in shown.items() if text}
    if field.type is FieldType.NUMBER:
        return {name: (_typed(value),)}
    if field.type is FieldType.PAGES:
        return {name: ("\n".join(value),)}
    return {name: tuple(value) if isinstance(value, list) else (str(value),)}


def _typed(number: float) -> str:
    return number_words(number).replace(",", "")
