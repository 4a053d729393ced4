"""What changed between two versions of a page: short fields as words, long texts by line."""

from dataclasses import dataclass
from typing import Any

from wiki.kinds.model import Field, FieldType, Kind, Library, Values
from wiki.pages.alignment import Budget
from wiki.pages.diff_lines import Item, folded, line_rows
from wiki.pages.diff_values import item_words, text_of, value_words
from wiki.pages.diff_words import Run, Runs, plain, word_runs

LONG_TEXT = 300


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A short field before and after; no runs where it was not filled in."""

    key: str
    label: str
    before: Runs
    after: Runs


@dataclass(frozen=True, slots=True)
class Part:
    """A long text or list of records that changed, by line. `coarse`: too large to mark words inside lines."""

    key: str
    label: str
    items: tuple[Item, ...]
    coarse: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed, in the kind's field order; `unchanged` has the labels of filled-in fields that did not.

    An empty difference is false.
    """

    fields: tuple[FieldChange, ...]
    parts: tuple[Part, ...]
    unchanged: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.parts)

    @property
    def coarse(self) -> bool:
        """Whether any part was too large to compare by words."""
        return any(part.coarse for part in self.parts)


def diff(kind: Kind, library: Library, old: Values, new: Values) -> Difference:
    """Compare two versions by field. Values are given as the reader may see them: nothing is hidden here."""
    fields: list[FieldChange] = []
    parts: list[Part] = []
    unchanged: list[str] = []
    budget = Budget()
    for field in kind.fields:
        before, after = old.get(field.key), new.get(field.key)
        if before == after:
            unchanged.extend([field.label] if before is not None else [])
        elif _is_long(field, before, after):
            parts.append(_part(field, library, before, after, budget))
        else:
            fields.append(FieldChange(field.key, field.label, *_short(field, library, before, after, budget)))
    return Difference(tuple(fields), tuple(parts), tuple(unchanged))


def diff_field(field: Field, library: Library, old: Any, new: Any) -> FieldChange | Part:
    """Compare one field's two values, as for a conflict over it."""
    if _is_long(field, old, new):
        return _part(field, library, old, new, Budget())
    return FieldChange(field.key, field.label, *_short(field, library, old, new, Budget()))


def _is_long(field: Field, old: Any, new: Any) -> bool:
    if field.type is FieldType.TEXT:
        return any("\n" in text or len(text) > LONG_TEXT for text in (text_of(old), text_of(new)))
    return field.type in (FieldType.SECTION, FieldType.RECORDS)


def _part(field: Field, library: Library, old: Any, new: Any, budget: Budget) -> Part:
    before, after = (_text(field, library, value) for value in (old, new))
    spent = Budget(budget.left)
    items = folded(line_rows(before, after, spent))
    budget.left = spent.left
    return Part(field.key, field.label, items, spent.spent_out)


def _text(field: Field, library: Library, value: Any) -> str:
    if field.type is FieldType.RECORDS:
        return "\n".join(" ".join(words.split()) for words in item_words(field, library, value))
    return text_of(value)


def _short(field: Field, library: Library, old: Any, new: Any, budget: Budget) -> tuple[Runs, Runs]:
    if field.type in (FieldType.TERMS, FieldType.PAGES):
        before, after = (item_words(field, library, value) for value in (old, new))
        return _items(before, after), _items(after, before)
    before_words, after_words = (value_words(field, library, value) for value in (old, new))
    if field.type is FieldType.TEXT:
        return word_runs(before_words, after_words, budget)
    return plain(before_words, True), plain(after_words, True)


def _items(items: list[str], others: list[str]) -> Runs:
    """Items joined by commas, those the other side lacks marked; all of them when only the order differs."""
    only_moved = sorted(items) == sorted(others)
    runs: list[Run] = []
    for item in items:
        runs.extend([Run(", ")] if runs else [])
        runs.append(Run(item, only_moved or item not in others))
    return tuple(runs)
