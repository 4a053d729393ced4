"""Ranges in words: the two numbers somebody types beside a filter, and the range they mean."""

import re
from dataclasses import dataclass

from search.language import ranged
from search.model import Range
from search.query import narrowed
from wiki.kinds.indexing import SINCE

FROM, TO = "_from", "_to"
LONGEST = 16
_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Between:
    """The bounds as they were typed ("" leaves a side open), both included, and the range they mean."""

    low: str
    high: str
    range: Range


def between(name: str, low: str, high: str) -> Between | None:
    """The range of this number; None when nothing that can be understood was typed."""
    below, above = _low(name, low), _high(name, high)
    if below is None and above is None:
        return None
    meant = narrowed(below or Range(), above or Range())
    return Between(low if below else "", high if above else "", meant)


def _low(name: str, typed: str) -> Range | None:
    return ranged("since", typed) if name == SINCE and _MONTH.fullmatch(typed) else _number(name, ">=", typed)


def _high(name: str, typed: str) -> Range | None:
    if name != SINCE:
        return _number(name, "<=", typed)
    found = _MONTH.fullmatch(typed)
    return ranged("before", _next(int(found[1]), int(found[2] or 0))) if found else None


def _number(name: str, sign: str, typed: str) -> Range | None:
    return ranged(name, f"{sign}{typed}") if name != SINCE and typed and typed[0] in "$0123456789" else None


def _next(year: int, month: int) -> str:
    """The month or year after this one."""
    return f"{year:04}-{month + 1:02}" if 0 < month < 12 else f"{year + 1:04}"
