"""What readers see of a page's values: facts, sections in order, and what nobody has told yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wiki.errors import marked
from wiki.kinds import amounts
from wiki.kinds.amounts import Phrase
from wiki.kinds.messages import number_of
from wiki.kinds.model import FactLine, Field, FieldType, Kind, Library, Values, lead_column
from wiki.names import to_slug

YESNO = {"yes": marked("Yes"), "no": marked("No"), "unknown": marked("Not known")}


@dataclass(frozen=True, slots=True)
class FactPart:
    """A piece of a fact. `before` is the text between it and the piece before; `facet` and `term` give the filtered
    search it leads to ("" for none), `page` the page reference and `url` the address it leads to instead.

    `text` is what people typed or English words of ours; the latter can be translated: by `phrase`, or, when they say
    a month or a day, by `iso`.
    """

    text: str
    facet: str = ""
    term: str = ""
    page: str = ""
    url: str = ""
    before: str = ""
    phrase: Phrase | None = None
    iso: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the facts box; `mark` is the outcome's key when it is one, `level` the level's key."""

    key: str
    label: str
    parts: tuple[FactPart, ...]
    stated: bool
    mark: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of one record; `mark` is the outcome's key when it is one, `key` tells the column."""

    key: str
    label: str
    part: FactPart
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page below its title.

    `shown_as` is "section" (Markdown in `text`, rendered elsewhere), "block" (one plain paragraph in `text`), "pages"
    (`pages`) or, for records, what the kind declares ("line", "table", "list", "sources", "items") with `rows` of
    cells, absent ones left out. A twin without text is not stated. A heading of "" is not shown.
    """

    key: str
    heading: str
    shown_as: str
    text: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    pages: tuple[FactPart, ...] = ()
    twin: bool = False


def visible_values(kind: Kind, values: Mapping[str, Any], *, sees_all: bool) -> Values:
    """The values this reader may see: without those whose `shown_if` is not met, unless the reader sees all."""
    return {
        field.key: values[field.key]
        for field in kind.fields
        if field.key in values and (sees_all or _open(kind, field, values))
    }


def _open(kind: Kind, field: Field, values: Mapping[str, Any]) -> bool:
    rule = field.shown_if
    return rule is None or values.get(rule.field, kind.by_key[rule.field].default) in rule.values


def facts(kind: Kind, library: Library, values: Mapping[str, Any], *, sees_all: bool) -> tuple[Fact, ...]:
    """The facts box in declared order. A line nobody filled in is left out, unless readers ask for it (`missing`)."""
    seen = visible_values(kind, values, sees_all=sees_all)
    lines = (_fact(kind, library, line, seen) for line in kind.facts)
    return tuple(fact for fact in lines if fact is not None)


def _fact(kind: Kind, library: Library, line: FactLine, values: Values) -> Fact | None:
    fields = [kind.by_key[name] for name in line.fields]
    parts: list[FactPart] = []
    for field in fields:
        for number, part in enumerate(parts_of(field, library, values.get(field.key))):
            if parts and part.text == parts[-1].text:
                continue  # an event of one day begins and ends on the same words
            between = line.join if number == 0 else ", "
            if not parts:
                between = line.alone if field is not fields[0] else ""
            parts.append(replace(part, before=between))
    if not parts and not any(field.missing for field in fields):
        return None
    only = values.get(fields[0].key, "") if len(fields) == 1 else ""
    mark = only if fields[0].shown_as == "outcome" else ""
    level = only if fields[0].shown_as == "level" else ""
    return Fact(line.fields[0], line.label, tuple(parts), bool(parts), mark, level)


def parts_of(field: Field, library: Library, value: Any) -> Iterator[FactPart]:
    """A value in words, piece by piece; nothing for an absent one."""
    if value in (None, "", [], {}):
        return
    if field.type in (FieldType.TERM, FieldType.TERMS):
        for term in [value] if isinstance(value, str) else value:
            yield term_part(field, library, term)
    elif field.type in (FieldType.PAGE, FieldType.PAGES):
        for reference in [value] if isinstance(value, str) else value:
            yield _page(reference, field.facet)
    elif field.type is FieldType.RECORDS:
        yield from _records(field, library, value)
    else:
        yield _single(field, library, value)


def term_part(field: Field, library: Library, term: str) -> FactPart:
    """A term by its label, leading to the pages that carry it when the field is a facet."""
    label = library.label(field.vocabulary, term)
    return FactPart(label, field.facet, term if field.facet else "", phrase=Phrase(label))


def _page(reference: str, facet: str) -> FactPart:
    return FactPart(reference, facet, to_slug(reference) if facet else "", reference)


def _records(field: Field, library: Library, rows: list[Values]) -> Iterator[FactPart]:
    """Of records the facts name each page once, or each term where there are no pages."""
    lead = lead_column(field)
    seen: set[str] = set()
    for row in rows:
        for part in parts_of(lead, library, row.get(lead.key)):
            key = to_slug(part.text) if lead.type is FieldType.PAGE else str(row[lead.key])
            if key not in seen:
                seen.add(key)
                yield replace(part, facet=field.facet, term=key if field.facet else "")


def _single(field: Field, library: Library, value: Any) -> FactPart:
    match field.type:
        case FieldType.MONEY:
            return _said(amounts.money_words(value, library))
        case FieldType.NUMBER:
            unit = field.unit_one if value == 1 and field.unit_one else field.unit
            number = amounts.number_words(value)
            return _said(Phrase(number_of(unit), {"number": number})) if unit else FactPart(number)
        case FieldType.MONTH:
            return FactPart(amounts.month_words(value), iso=value if amounts.is_month(value) else "")
        case FieldType.DATE:
            return FactPart(amounts.date_words(value), iso=value if amounts.is_date(value) else "")
        case FieldType.YESNO:
            return replace(_said(Phrase(YESNO.get(value, value))), facet=field.facet, term=value if field.facet else "")
    text = str(value)
    if field.format == "url":
        return FactPart(text, url=text)
    return FactPart(text, field.facet, to_slug(text) if field.facet else "")


def _said(phrase: Phrase) -> FactPart:
    return FactPart(str(phrase), phrase=phrase)


def sections(kind: Kind, library: Library, values: Mapping[str, Any], *, sees_all: bool) -> tuple[Section, ...]:
    """What stands below the title, in declared order, the empty left out; both twins when there is one of them."""
    seen = visible_values(kind, values, sees_all=sees_all)
    in_facts = {name for line in kind.facts for name in line.fields}
    found = (_part(kind, library, field, seen, field.key in in_facts) for field in kind.fields)
    return tuple(section for section in found if section is not None)


def _part(kind: Kind, library: Library, field: Field, values: Values, in_facts: bool) -> Section | None:
    value = values.get(field.key)
    if field.type is FieldType.SECTION:
        twin = field.key in (kind.twins or ())
        if value or (twin and any(name in values for name in kind.twins or ())):
            heading = "" if field.key == kind.body else field.label
            return Section(field.key, heading, "section", text=value or "", twin=twin)
    elif value and field.type is FieldType.RECORDS and field.shown_as != "facts":
        rows = tuple(tuple(_cells(field, library, row)) for row in value)
        return Section(field.key, field.label, field.shown_as or "table", rows=rows)
    elif value and field.type is FieldType.PAGES and not in_facts:
        return Section(field.key, field.label, "pages", pages=tuple(_page(each, "") for each in value))
    elif value and field.shown_as == "block":
        return Section(field.key, field.label, "block", text=value)
    return None


def _cells(field: Field, library: Library, row: Values) -> Iterator[Cell]:
    for column in field.columns:
        value = row.get(column.key)
        for part in parts_of(column, library, value):
            is_outcome = column.vocabulary in ("outcome", "tried_result")
            yield Cell(column.key, column.label, part, str(value) if is_outcome else "")


def completeness(kind: Kind, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What readers will miss, in words ("what it cost", "who decided"), in the order of the fields."""
    return tuple(dict.fromkeys(field.missing for field in kind.fields if field.missing and field.key not in values))


@dataclass(frozen=True, slots=True)
class Outline:
    """A part of the page as its writer sees it: written or not, and for lists how many entries it has."""

    key: str
    label: str
    written: bool
    count: int | None = None


def outline(kind: Kind, values: Mapping[str, Any]) -> tuple[Outline, ...]:
    """The long parts and the lists of a page, in order, for the margin of the edit form."""
    return tuple(
        Outline(
            field.key,
            field.ask,
            field.key in values,
            len(values.get(field.key, [])) if field.type is FieldType.RECORDS else None,
        )
        for field in kind.fields
        if field.type in (FieldType.SECTION, FieldType.RECORDS)
    )
