"""What readers ask for and what their lists show: values between search, the database and the templates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from urllib.parse import urlencode

from search.model import Fragment
from search.synonyms import Added
from wiki.browsing.likeness import Ours
from wiki.browsing.ranges import FROM, TO, Between
from wiki.browsing.tallies import Tally
from wiki.kinds.model import Term
from wiki.pages.queries import PageRef

KIND = "kind"


@dataclass(frozen=True, slots=True)
class Ask:
    """One list somebody asks for. `path` is the list's address, `kind` the kind it is fixed to ("" for search).

    `filters` maps facet names to terms that exist; `dropped` holds the terms that were asked for and do not. `ranges`
    maps numbers to what was typed beside them. `as_typed` refuses better spelled and added words.
    """

    path: str
    kind: str = ""
    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, Between] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    as_typed: bool = False
    dropped: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The address of this list, in one spelling."""
        given = [("q", self.text)] if self.text else []
        given += list(self.kept())
        given += [("typed", "1")] if self.as_typed else []
        given += [("page", str(self.page))] if self.page > 1 else []
        return f"{self.path}?{urlencode(given)}" if given else self.path

    def kept(self) -> Iterator[tuple[str, str]]:
        """The chosen filters and the order, as a form's hidden fields carry them."""
        for name, terms in self.filters.items():
            yield from ((name, term) for term in terms)
        for name, chosen in self.ranges.items():
            yield from (pair for pair in ((name + FROM, chosen.low), (name + TO, chosen.high)) if pair[1])
        if self.sort:
            yield "sort", self.sort

    def sorted(self, sort: str) -> "Ask":
        """The first page of the same list in another order."""
        return replace(self, sort=sort, page=1)

    def at(self, page: int) -> str:
        """The address of another page of this list."""
        return replace(self, page=page).address

    def saying(self, text: str) -> str:
        """The address of the same list for other words."""
        return replace(self, text=text, page=1, as_typed=False).address

    @property
    def exactly(self) -> str:
        """The address of the list for the words as they were typed."""
        return replace(self, page=1, as_typed=True).address

    def without(self, name: str, term: str) -> str:
        """The address of the list without this filter."""
        left = {
            facet: tuple(one for one in terms if (facet, one) != (name, term)) for facet, terms in self.filters.items()
        }
        return replace(self, filters={facet: terms for facet, terms in left.items() if terms}, page=1).address

    def without_range(self, name: str) -> str:
        """The address of the list without what was typed beside this number."""
        left = {number: chosen for number, chosen in self.ranges.items() if number != name}
        return replace(self, ranges=left, page=1).address

    @property
    def kept_as(self) -> str:
        """The query part of the search that finds the same: what can be watched and has a feed; "" for a whole list."""
        if not (self.text or self.filters or self.ranges):
            return ""
        filters = {KIND: (self.kind,), **self.filters} if self.kind else self.filters
        same = replace(self, path="/search", kind="", filters=filters, page=1)
        return same.address.partition("?")[2]


@dataclass(frozen=True, slots=True)
class Choice:
    """One term of a facet with how many pages would be listed."""

    term: str
    label: str
    tally: Tally
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: what is shown at once, and what is folded away."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force, and the address of the list without it.

    `given` are the numbers that the label takes; `no`: pages that carry this are left out.
    """

    label: str
    facet: str
    address: str
    given: Mapping[str, str] = field(default_factory=dict)
    no: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number a list can be narrowed by, with what was typed."""

    name: str
    label: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One page in a list. `anchor` and `heading` name the part of the page that matched, if any; `below` is the address
    below the page's of what was said about it, if that matched.

    `facts` are facet, term and label of what is told at a glance; `near` says in what the page is like who asks.


    `overdue` says that the page's next check is late.
    """

    slug: str
    title: str
    kind: str
    org: str
    changed: datetime
    summary: str = ""
    snippet: tuple[Fragment, ...] = ()
    anchor: str = ""
    below: str = ""
    heading: str = ""
    why: str = ""
    facts: tuple[tuple[str, str, str], ...] = ()
    near: tuple[str, ...] = ()
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """An answered `Ask`. `unfiltered` counts what would be found without the filters (0 when none is chosen).

    `words` are what the list is for: what was typed, or, when nothing says that, the better spelling. `added` are the
    words that were looked for as well. `complete` pages have all that was looked for; the rest has most of it.
    `bare` is the address of the list without filters; `past` the page that was asked for and that there is not, else 0.
    `ready` is False while the index is away: the cards come from the database then, by title, without filters.
    """

    ask: Ask
    words: str
    cards: tuple[Card, ...]
    total: int
    page: int
    pages: int
    groups: tuple[Group, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    corrected: str = ""
    partial: bool = False
    complete: int = 0
    added: tuple[Added, ...] = ()
    ours: Ours | None = None
    bounds: tuple[Bounds, ...] = ()
    ready: bool = True
    unfiltered: int = 0
    size: int = 10
    bare: str = ""
    past: int = 0

    @property
    def leads(self) -> bool:
        """Whether organizations like the reader's lead it: not when the reader chose an order."""
        return self.ours is not None and self.ours.counts and not self.ask.sort

    @property
    def small(self) -> int:
        """The size below which some group here is not counted; 0 when all are."""
        every = (choice for group in self.groups for choice in (*group.choices, *group.more))
        return min((choice.tally.under for choice in every if choice.tally.under), default=0)

    @property
    def is_plain(self) -> bool:
        """Whether this is the first page for words alone, narrowed by nothing, and the index could answer."""
        narrowed = self.ask.filters or self.ask.ranges
        return self.ready and bool(self.ask.text) and self.page == 1 and not narrowed

    @property
    def has_all(self) -> bool:
        """Whether some page has everything that was looked for."""
        return self.total > 0 and not self.partial

    @property
    def first(self) -> int:
        """The number of the first card."""
        return (self.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The number of the last card."""
        return self.first + len(self.cards) - 1


@dataclass(frozen=True, slots=True)
class Counted:
    """A term with how many pages carry it."""

    term: Term
    tally: Tally


@dataclass(frozen=True, slots=True)
class Topic:
    """A vocabulary that pages are filtered by, with its facet and its terms in the order they are shown."""

    key: str
    label: str
    description: str
    facet: str
    terms: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class TermPage:
    """A term's own page: what it means, what is above and below it, what to use instead of a retired one, its pages."""

    vocabulary: str
    label: str
    term: Term
    above: Term | None
    below: tuple[Counted, ...]
    instead: Term | None
    listing: Listing


@dataclass(frozen=True, slots=True)
class Change:
    """A page and its last change: when, by whom and why. `handle` is empty when nobody's page is to be linked."""

    page: PageRef
    number: int
    note: str
    name: str
    handle: str


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a long list of changes or contributions."""

    changes: tuple[Change, ...]
    total: int
    page: int
    pages: int

    def days(self) -> Iterator[tuple[date, Sequence[Change]]]:
        """The changes under the day each was made, in UTC."""
        for day, changes in groupby(self.changes, key=lambda change: change.page.updated.date()):
            yield day, tuple(changes)


@dataclass(frozen=True, slots=True)
class Person:
    """What everybody may know of somebody with an account."""

    id: int
    name: str
    handle: str
    role: int
    org_type: str
    since: datetime
