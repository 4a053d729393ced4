"""What search learns about a page: facets, parts with their weights, labels; only what every reader may see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from search.model import Part
from wiki.kinds.display import parts_of, visible_values
from wiki.kinds.model import Field, FieldType, Kind, Library, Values, facet_vocabulary, lead_column
from wiki.names import to_slug

SINCE = "since"
_APART = ("title", "summary", "aliases")


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter readers are offered: its name in addresses, its label, and its vocabulary ("" when terms are slugs)."""

    name: str
    label: str
    vocabulary: str


def facet_terms(kind: Kind, values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Facet name to term keys; page references and free words as slugs, numbers and amounts as their bands.

    Amounts in other currencies than US dollars are in no band: the bands are dollars.
    """
    seen = visible_values(kind, values, sees_all=False)
    found: dict[str, dict[str, None]] = {}
    for field in kind.fields:
        if field.facet and field.key in seen:
            found.setdefault(field.facet, {}).update(dict.fromkeys(_terms(field, seen[field.key])))
    return {name: tuple(terms) for name, terms in found.items() if terms}


def _terms(field: Field, value: Any) -> Iterator[str]:
    if field.band:
        if term := _band(field, value):
            yield term
    elif field.type is FieldType.RECORDS:
        column = lead_column(field)
        yield from (_key(column, row[column.key]) for row in value if column.key in row)
    elif isinstance(value, list):
        yield from (_key(field, item) for item in value)
    elif isinstance(value, str):
        yield _key(field, value)


def numbers(kind: Kind, values: Mapping[str, Any]) -> dict[str, float]:
    """What ranges ask for: each number that is counted in bands, by its facet's name, and `since`, the year it began.

    Amounts in other currencies than US dollars are left out, as they are in no band; March 2018 is 2018.17.
    """
    seen = visible_values(kind, values, sees_all=False)
    found: dict[str, float] = {}
    for field in kind.fields:
        if field.key not in seen:
            continue
        if field.band and field.facet and (number := _amount(seen[field.key])) is not None:
            found.setdefault(field.facet, number)
        elif field.type in (FieldType.MONTH, FieldType.DATE) and field.sortable:
            found.setdefault(SINCE, _year(seen[field.key]))
    return found


def _amount(value: Any) -> float | None:
    if not isinstance(value, dict):
        return float(value)
    return float(value["amount"]) if value.get("currency", "USD") == "USD" else None


def _year(value: str) -> float:
    """A month or day as a year with its twelfths: years compare as numbers."""
    year, month = value.split("-")[:2]
    return round(int(year) + (int(month) - 1) / 12, 2)


def _key(field: Field, value: str) -> str:
    return value if field.vocabulary or field.type is FieldType.YESNO else to_slug(value)


def _band(field: Field, value: Any) -> str:
    amount = _amount(value)
    if amount is None:
        return ""
    return max(((least, term) for term, least in field.bands if least <= amount), default=(0.0, ""))[1]


def parts(kind: Kind, library: Library, values: Mapping[str, Any]) -> tuple[Part, ...]:
    """The searchable parts of a page beside its title, summary and other names, each with its key on the page."""
    seen = visible_values(kind, values, sees_all=False)
    return tuple(
        Part(field.key, field.label, text, field.weight)
        for field in kind.fields
        if field.weight
        and field.key in seen
        and field.key not in _APART
        and (text := _text(field, library, seen[field.key]))
    )


def _text(field: Field, library: Library, value: Any) -> str:
    if field.type in (FieldType.TERM, FieldType.TERMS):
        return ""  # `labels` gives these
    if field.type is FieldType.RECORDS:
        return "\n".join(_row(field, library, row) for row in value)
    return value if isinstance(value, str) else ", ".join(part.text for part in parts_of(field, library, value))


def _row(field: Field, library: Library, row: Values) -> str:
    columns = (column for column in field.columns if column.type is not FieldType.YESNO and column.format != "url")
    return ". ".join(part.text for column in columns for part in parts_of(column, library, row.get(column.key)))


def labels(kind: Kind, library: Library, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The words of all terms chosen, as readers see them, each once."""
    seen = visible_values(kind, values, sees_all=False)
    chosen = (
        part.text
        for field in kind.fields
        if field.facet and field.type in (FieldType.TERM, FieldType.TERMS)
        for part in parts_of(field, library, seen.get(field.key))
    )
    return tuple(dict.fromkeys(chosen))


def aliases(kind: Kind, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Other names of the page, as its `aliases` field lists them with commas between."""
    written = values.get("aliases", "") if "aliases" in kind.by_key else ""
    return tuple(name for part in str(written).split(",") if (name := part.strip()))


def facets(library: Library, kind: Kind | None = None) -> tuple[Facet, ...]:
    """The filters offered on a kind's list in declared order, or all of them, each once, when no kind is given."""
    found: dict[str, Facet] = {}
    for each in [kind] if kind else library.kinds.values():
        by_facet = {field.facet: field for field in reversed(each.fields) if field.facet}
        for name in each.facets:
            found.setdefault(name, _facet(library, by_facet[name]))
    return tuple(found.values())


def _facet(library: Library, field: Field) -> Facet:
    vocabulary = facet_vocabulary(field)
    label = library.vocabularies[vocabulary].label if vocabulary else lead_column(field).label
    return Facet(field.facet, label, vocabulary)
