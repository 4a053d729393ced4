"""What an address asks for, understood: words, filters that exist, order, page; the rest is dropped and named."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from search.language import apart
from search.model import SORTS
from search.query import parse
from wiki.browsing.asking import NUMBERS, Asking
from wiki.browsing.filters import Filters
from wiki.browsing.model import KIND, Ask
from wiki.browsing.ranges import FROM, LONGEST, TO, Between, between

LONGEST_DROPPED = 60
MOST_TERMS = 20
LAST_PAGE = 99_999


class Given(Protocol):
    """The query part of an address."""

    def getlist(self, key: str, /) -> Sequence[str]:
        """Every value of this name."""


def read_ask(given: Given, asking: Asking, path: str, kind: str = "") -> Ask:
    """The list this address asks for; never raises. A list of one kind knows no filter by kind.

    A filter that was typed among the words is a filter like those that were chosen.
    """
    text, named = apart(parse(_first(given, "q")).text, asking)
    typed = {name: list(given.getlist(name)[:MOST_TERMS]) for name in asking.filters.names()}
    for piece in named:
        typed[piece.name] += piece.terms
    chosen, dropped = _chosen(typed, asking.filters, kind)
    ranges, unknown = _ranges(given)
    return Ask(
        path=path,
        kind=kind,
        text=text,
        filters=chosen,
        ranges=ranges,
        sort=_sort(_first(given, "sort")),
        page=page_number(given),
        as_typed=bool(text) and _first(given, "typed") == "1",
        dropped=tuple(_clean(term) for term in [*dropped, *unknown][:5]),
    )


def _chosen(
    typed: Mapping[str, Sequence[str]], filters: Filters, kind: str
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The terms that exist, by facet, and those that do not."""
    chosen: dict[str, tuple[str, ...]] = {}
    dropped: list[str] = []
    for name, given in typed.items():
        if name == KIND and kind:
            continue
        terms = list(dict.fromkeys(term for one in given if (term := filters.current(name, one.strip()))))
        known = tuple(term for term in terms if filters.knows(name, term))
        dropped += [term[:LONGEST_DROPPED] for term in terms if term not in known]
        if known:
            chosen[name] = known
    return chosen, dropped


def _ranges(given: Given) -> tuple[dict[str, Between], list[str]]:
    """The bounds typed beside each number, and what is no such bound."""
    chosen: dict[str, Between] = {}
    dropped: list[str] = []
    for name in dict.fromkeys(NUMBERS.values()):
        bounds = [_first(given, name + end).strip()[:LONGEST] for end in (FROM, TO)]
        found = between(name, *bounds)
        if found:
            chosen[name] = found
        kept = (found.low, found.high) if found else ()
        dropped += [bound for bound in bounds if bound and bound not in kept]
    return chosen, dropped


def page_number(given: Given) -> int:
    """The page asked for, from 1; whatever is no such number is the first."""
    typed = _first(given, "page")
    return min(max(1, int(typed[:6])), LAST_PAGE) if typed.isascii() and typed.isdigit() else 1


def _sort(typed: str) -> str:
    """The order asked for; empty when it is left to the list: best match with words, else the closest and by title."""
    return typed if typed in SORTS and typed != "best" else ""


def _first(given: Given, name: str) -> str:
    return next(iter(given.getlist(name)), "")


def _clean(term: str) -> str:
    return parse(term).text
