"""What narrows a list, in words and with the list without it: filters, bounds, and what was typed among the words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from search.language import LITTLE, pieces, plain, without_range, without_terms
from search.model import Range
from search.query import parse
from wiki.browsing.asking import Asking
from wiki.browsing.model import Ask, Chosen
from wiki.errors import marked
from wiki.kinds.indexing import SINCE
from wiki.pages.queries import PageRef

MONEY = ("cost",)
FROM, UP_TO, BETWEEN = marked("from %(low)s"), marked("up to %(high)s"), marked("%(low)s to %(high)s")
OVER, UNDER, BEFORE = marked("over %(low)s"), marked("under %(high)s"), marked("before %(high)s")


class Chips:
    """Says what is in force, in the words of one library."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._filters = asking.filters

    def of(self, ask: Ask, titles: Mapping[str, PageRef]) -> tuple[Chosen, ...]:
        """All that is in force: terms, bounds, then what was typed."""
        terms = (
            Chosen(self._filters.label(name, term, titles), self._filters.facet_label(name), ask.without(name, term))
            for name, terms in ask.filters.items()
            for term in terms
        )
        bounds = (
            Chosen(
                _sides(one.low, one.high),
                self._filters.number(name),
                ask.without_range(name),
                _said(_money(name, one.low), _money(name, one.high)),
            )
            for name, one in ask.ranges.items()
        )
        return (*terms, *bounds, *self._typed(ask, titles))

    def bared(self, ask: Ask) -> Ask:
        """The same list without any of it; the words stay."""
        return replace(ask, text=plain(ask.text, self._asking), filters={}, ranges={}, page=1)

    def _typed(self, ask: Ask, titles: Mapping[str, PageRef]) -> Iterator[Chosen]:
        """Ranges and terms refused that stand among the words."""
        for name, wanted in parse(ask.text, fields=self._asking).ranges.items():
            label, given = _range(name, wanted)
            left = without_range(ask.text, self._asking, name)
            yield Chosen(label, self._filters.number(name), self._saying(ask, left), given)
        refused = (one for one in pieces(ask.text, self._asking) if one.kind == "terms" and one.no)
        for name, terms in dict.fromkeys((one.name, one.terms) for one in refused):
            label = ", ".join(self._filters.label(name, term, titles) for term in terms)
            left = without_terms(ask.text, self._asking, name, terms)
            yield Chosen(label, self._filters.facet_label(name), self._saying(ask, left), no=True)

    def _saying(self, ask: Ask, text: str) -> str:
        return replace(ask, text=text, page=1).address


def _sides(low: str, high: str) -> str:
    return BETWEEN if low and high else FROM if low else UP_TO


def _said(low: str, high: str) -> dict[str, str]:
    return {"low": low, "high": high}


def _range(name: str, wanted: Range) -> tuple[str, Mapping[str, str]]:
    """A range in words: their pattern, and the numbers it takes."""
    low, high = _number(name, wanted.low), _number(name, wanted.high)
    words = _sides(low, high)
    if words == UP_TO and name == SINCE:
        words = BEFORE
    elif words == UP_TO and wanted.high is not None and wanted.high != round(wanted.high, 2):
        words = UNDER
    elif words == FROM and name != SINCE and wanted.low is not None and wanted.low != round(wanted.low, 2):
        words = OVER
    return words, _said(low, high)


def _number(name: str, value: float | None) -> str:
    """A number as people write it; "" for an open side."""
    if value is None:
        return ""
    if name == SINCE:
        year, month = divmod(round((value + LITTLE) * 12), 12)
        return f"{year}-{month + 1:02}" if month else str(year)
    shown = f"{round(value, 2):,.2f}".rstrip("0").rstrip(".")
    return _money(name, shown)


def _money(name: str, amount: str) -> str:
    return f"${amount}" if name in MONEY and amount and not amount.startswith("$") else amount
