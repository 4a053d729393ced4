"""Reads one declared field, and refuses what contradicts itself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from wiki.kinds.model import Field, FieldType, ShownIf, Vocabulary
from wiki.kinds.yaml_tree import Entries, SourceError, read_key

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
WIDGETS = ("", "area", "radios", "select", "checks")
FORMATS = ("", "url")
_WITH_TERMS = (FieldType.TERM, FieldType.TERMS)
_WITH_PAGES = (FieldType.PAGE, FieldType.PAGES)
_WITH_BANDS = (FieldType.NUMBER, FieldType.MONEY)
_LISTS = (FieldType.TERMS, FieldType.PAGES, FieldType.RECORDS)
_COLUMNS = (
    FieldType.TEXT,
    FieldType.TERM,
    FieldType.MONTH,
    FieldType.DATE,
    FieldType.NUMBER,
    FieldType.YESNO,
    FieldType.PAGE,
)


def read_field(
    entries: Entries,
    seen: Mapping[str, Field],
    vocabularies: Mapping[str, Vocabulary],
    names: frozenset[str],
    column: bool = False,
) -> Field:
    """One field, or a column of a list of records; raises SourceError naming the line."""
    key = read_key(entries, KEY, seen, "the field")
    written = entries.text("type")
    if written not in tuple(FieldType):
        raise SourceError(entries.line_of("type"), f"field `{key}` has the type `{written}`, which does not exist")
    columns: dict[str, Field] = {}
    for tree in entries.items("columns"):
        inner = read_field(Entries(tree, "the column"), columns, vocabularies, names, column=True)
        columns[inner.key] = inner
    field = replace(_built(entries, key, FieldType(written)), columns=tuple(columns.values()))
    if not column:
        shown_if = _shown_if(entries, seen, vocabularies)
        field = replace(field, group=entries.text("group"), shown_if=shown_if)
    if field.band:
        field = replace(field, bands=_bands(vocabularies.get(field.band)))
    _check(entries, field, vocabularies, names, column)
    entries.finish()
    return field


def _built(entries: Entries, key: str, kind: FieldType) -> Field:
    label = entries.text("label")
    return Field(
        key=key,
        type=kind,
        label=label,
        ask=entries.text("ask", "") or label,
        prompt=entries.text("prompt", ""),
        required=entries.flag("required"),
        quick=entries.flag("quick"),
        max_length=_count(entries, "max_length"),
        max_items=_count(entries, "max_items"),
        vocabulary=entries.text("vocabulary", ""),
        kinds=entries.texts("kinds"),
        weight=entries.number("weight") or 0.0,
        facet=entries.text("facet", ""),
        band=entries.text("band", ""),
        sortable=entries.flag("sortable"),
        shown_as=entries.text("shown_as", ""),
        default=entries.text("default", ""),
        unit=entries.text("unit", ""),
        unit_one=entries.text("unit_one", ""),
        format=entries.text("format", ""),
        widget=entries.text("widget", ""),
        missing=entries.text("missing", ""),
    )


def _bands(vocabulary: Vocabulary | None) -> tuple[tuple[str, float], ...]:
    terms = vocabulary.terms.values() if vocabulary else ()
    return tuple(sorted(((each.key, each.at_least) for each in terms if each.at_least is not None), key=lambda x: x[1]))


def _count(entries: Entries, key: str) -> int:
    given = entries.number(key)
    if given is not None and (given != int(given) or given < 1):
        raise SourceError(entries.line_of(key), f"`{key}` must be a whole number above zero")
    return int(given or 0)


def _shown_if(entries: Entries, seen: Mapping[str, Field], vocabularies: Mapping[str, Vocabulary]) -> ShownIf | None:
    tree = entries.tree("shown_if")
    if tree is None:
        return None
    item = Entries(tree, "`shown_if`")
    for name, field in seen.items():
        if (values := item.texts(name)) and field.type is FieldType.TERM:
            _known_terms(values, vocabularies, field.vocabulary, item.line_of(name))
            item.finish()
            return ShownIf(name, values)
    raise SourceError(tree.line, "`shown_if` must name an earlier term field and a list of its terms")


def _known_terms(values: tuple[str, ...], vocabularies: Mapping[str, Vocabulary], vocabulary: str, line: int) -> None:
    for value in values:
        if value not in vocabularies[vocabulary].terms:
            raise SourceError(line, f"the vocabulary `{vocabulary}` has no term `{value}`")


def _check(
    entries: Entries,
    field: Field,
    vocabularies: Mapping[str, Vocabulary],
    names: frozenset[str],
    column: bool,
) -> None:
    def refuse(key: str, reason: str) -> None:
        raise SourceError(entries.line_of(key), f"field `{field.key}` {reason}")

    if not column and field.key == "kind":
        refuse("key", "has the name by which a document says its kind")
    for key, name in (("vocabulary", field.vocabulary), ("band", field.band)):
        if name and name not in vocabularies:
            refuse(key, f"uses the vocabulary `{name}`, which does not exist")
    if field.type is FieldType.MONEY and "currency" not in vocabularies:
        refuse("type", "is an amount of money, and there is no vocabulary `currency`")
    _check_fit(field, column, refuse)
    for name in field.kinds:
        if name not in names:
            refuse("kinds", f"points to the kind `{name}`, which does not exist")
    if field.default:
        _known_terms((field.default,), vocabularies, field.vocabulary, entries.line_of("default"))


def _check_fit(field: Field, column: bool, refuse: Callable[[str, str], None]) -> None:
    kind = field.type
    if column and kind not in _COLUMNS:
        refuse("type", f"is a column, and a column cannot be of type `{kind}`")
    if (kind in _WITH_TERMS) != bool(field.vocabulary):
        refuse("vocabulary", "needs a vocabulary" if kind in _WITH_TERMS else "has a vocabulary but no terms")
    if (kind is FieldType.RECORDS) != bool(field.columns):
        refuse("columns", "needs columns" if kind is FieldType.RECORDS else "has columns but is no list of records")
    if field.band and kind not in _WITH_BANDS:
        refuse("band", "has bands but is no number or amount")
    if field.band and not field.bands:
        refuse("band", f"uses the vocabulary `{field.band}`, whose terms have no `at_least`")
    if field.facet and kind in _WITH_BANDS and not field.band:
        refuse("facet", "needs a `band` to be a facet")
    if field.kinds and kind not in _WITH_PAGES:
        refuse("kinds", "points to kinds but is no page")
    if field.max_items and kind not in _LISTS:
        refuse("max_items", "limits its items but is no list")
    if field.default and kind is not FieldType.TERM:
        refuse("default", "has a default but is no term")
    if field.widget not in WIDGETS:
        refuse("widget", f"has the widget `{field.widget}`, which does not exist")
    if field.format not in FORMATS:
        refuse("format", f"has the format `{field.format}`, which does not exist")
