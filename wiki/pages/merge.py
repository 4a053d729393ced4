"""Merge a writer's page with what someone saved meanwhile, field by field; nothing anyone wrote is dropped unseen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wiki.kinds.model import FieldType, Kind, Values
from wiki.pages.merge_text import Settled, merge_text, settle, three_way


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field both changed in ways that touch. The values are the whole field's, None where it is not filled in.

    `together` is a suggestion of the same type: texts and records hold theirs and then mine where they clash with all
    else merged, lists of terms or pages hold both sides' items, everything else is mine.
    """

    key: str
    base: Any
    theirs: Any
    mine: Any
    together: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged values, mine wherever both clash; `fitted` counts the writer's own changes that needed no choice."""

    values: Values
    conflicts: tuple[Conflict, ...]
    fitted: int

    @property
    def clean(self) -> bool:
        """Whether nothing needs a choice."""
        return not self.conflicts


def merge(kind: Kind, base: Values, theirs: Values, mine: Values) -> Merge:
    """Merge by field; texts by paragraph and list item, records by row, terms and pages as ordered sets, else whole.

    Values of fields the kind no longer declares are carried along whole. Conflicts come in the kind's field order.
    """
    types = {field.key: field.type for field in kind.fields}
    undeclared = sorted({*base, *theirs, *mine} - types.keys())
    values: Values = {}
    conflicts: list[Conflict] = []
    fitted = 0
    for key in [*types, *undeclared]:
        before, other, own = base.get(key), theirs.get(key), mine.get(key)
        settled = _settled(types.get(key), before, other, own)
        fitted += settled.fitted
        if settled.clashes:
            conflicts.append(Conflict(key, before, other, own, settled.together))
        if settled.merged not in (None, "", []):
            values[key] = settled.merged
    return Merge(values, tuple(conflicts), fitted)


def _settled(type_: FieldType | None, base: Any, theirs: Any, mine: Any) -> Settled[Any]:
    if theirs == mine:
        return Settled(mine, mine, 0, 0)
    if mine == base:
        return Settled(theirs, theirs, 0, 0)
    if _are(str, base, theirs, mine) and type_ in (FieldType.SECTION, FieldType.TEXT):
        settled = _texts(type_, base or "", theirs or "", mine or "")
    elif _are(list, base, theirs, mine) and type_ is FieldType.RECORDS:
        settled = _rows(base or [], theirs or [], mine or [])
    elif _are(list, base, theirs, mine) and type_ in (FieldType.TERMS, FieldType.PAGES):
        settled = _ordered_sets(base or [], theirs or [], mine or [])
    else:
        settled = _whole(base, theirs, mine)
    if theirs == base:  # what only the writer changed is kept to the letter, blank lines and all
        return Settled(mine, mine, max(settled.fitted, 1), 0)
    return settled


def _are(wanted: type, *values: Any) -> bool:
    """Whether all that is filled in has this type; an old version may hold what the field once was."""
    return all(value is None or isinstance(value, wanted) for value in values)


def _whole(base: Any, theirs: Any, mine: Any) -> Settled[Any]:
    clashes = int(theirs != base)
    return Settled(mine, mine, 1 - clashes, clashes)


def _texts(type_: FieldType, base: str, theirs: str, mine: str) -> Settled[Any]:
    if type_ is FieldType.TEXT and "\n" not in base + theirs + mine:
        return _whole(base, theirs, mine)
    return merge_text(base, theirs, mine)


def _rows(base: list[Any], theirs: list[Any], mine: list[Any]) -> Settled[Any]:
    frozen = ([json.dumps(row, sort_keys=True) for row in rows] for rows in (base, theirs, mine))
    settled = settle(three_way(*frozen))
    merged, together = ([json.loads(row) for row in rows] for rows in (settled.merged, settled.together))
    return Settled(merged, together, settled.fitted, settled.clashes)


def _ordered_sets(base: list[str], theirs: list[str], mine: list[str]) -> Settled[Any]:
    """Both sides' additions and removals; a clash only when both put the items they share in different orders."""
    kept = set(base) & set(theirs) & set(mine)
    orders = [[item for item in items if item in kept] for items in (base, theirs, mine)]
    clashes = int(orders[1] != orders[2] and orders[0] not in orders[1:])
    only_mine_moved = orders[1] == orders[0] != orders[2]
    first, second = (mine, theirs) if only_mine_moved or clashes else (theirs, mine)
    merged = _woven(first, second, gone=(set(base) - set(theirs)) | (set(base) - set(mine)))
    return Settled(merged, merged, 1 - clashes, clashes)


def _woven(first: Sequence[str], second: Sequence[str], gone: set[str]) -> list[str]:
    """The first list's items in order, each new one of the second after the item it follows there."""
    woven = [item for item in first if item not in gone]
    place = 0
    for item in second:
        if item in woven:
            place = woven.index(item) + 1
        elif item not in gone:
            while place < len(woven) and woven[place] not in second:
                place += 1
            woven.insert(place, item)
            place += 1
    return woven
