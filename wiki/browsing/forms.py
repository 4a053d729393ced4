"""What an address asks for, understood: words, filters that exist, order, page; the rest is dropped and named."""

from collections.abc import Sequence
from typing import Protocol

from search.model import SORTS
from search.query import parse
from wiki.browsing.filters import Filters
from wiki.browsing.model import KIND, Ask

LONGEST_DROPPED = 60
MOST_TERMS = 20


class Given(Protocol):
    """The query part of an address."""

    def getlist(self, key: str, /) -> Sequence[str]:
        """Every value of this name."""


def read_ask(given: Given, filters: Filters, path: str, kind: str = "") -> Ask:
    """The list this address asks for; never raises. A list of one kind knows no filter by kind."""
    chosen: dict[str, tuple[str, ...]] = {}
    dropped: list[str] = []
    for name in filters.names():
        if name == KIND and kind:
            continue
        typed = list(dict.fromkeys(filters.current(name, one.strip()) for one in given.getlist(name)[:MOST_TERMS]))
        typed = [term for term in typed if term]
        known = tuple(term for term in typed if filters.knows(name, term))
        dropped += [term[:LONGEST_DROPPED] for term in typed if term not in known]
        if known:
            chosen[name] = known
    text = parse(_first(given, "q")).text
    return Ask(
        path=path,
        kind=kind,
        text=text,
        filters=chosen,
        sort=_sort(_first(given, "sort"), text),
        page=page_number(given),
        as_typed=bool(text) and _first(given, "typed") == "1",
        dropped=tuple(_clean(term) for term in dropped[:5]),
    )


def page_number(given: Given) -> int:
    """The page asked for, from 1; whatever is no such number is the first."""
    typed = _first(given, "page")
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _sort(typed: str, text: str) -> str:
    """The order asked for; empty when it is the one the list has anyway: best match with words, else by title."""
    usual = "best" if text else "title"
    return typed if typed in SORTS and typed != usual and (text or typed != "best") else ""


def _first(given: Given, name: str) -> str:
    return next(iter(given.getlist(name)), "")


def _clean(term: str) -> str:
    return parse(term).text
