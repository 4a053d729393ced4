"""Documents, queries and results: what the index promises to take and to give."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol


@dataclass(frozen=True, slots=True)
class Part:
    """One readable part of a page: a section or a long field, with its own address on the page.

    `text` is plain words, without markup; `heading` is shown with a passage and not searched; `weight` is how much a
    word counts here (a title's counts 5, a summary's 3), 0 keeps the part out of search.
    """

    key: str
    heading: str
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """A page as the index knows it: only the current published words, with who may see them.

    `terms` maps a facet's name (`org_type`, `area`, `tool`, `level`, `outcome`, `kind`, ...) to term keys.
    `audience` holds the words of `auth.policy.audience` that open the page; it is visible to whoever has one of them.
    `numbers` are what ranges ask for (`cost` in US dollars, `hours` a week, `since` a year), absent where not stated.
    `overdue`: its last check is too long ago; on equal terms it comes after fresh pages. `signers` are keys of who
    signed it; the filter `BY` finds them, and no count, hit or suggestion ever shows one.
    """

    id: int
    revision: int
    slug: str
    kind: str
    title: str
    summary: str
    audience: frozenset[str]
    parts: tuple[Part, ...]
    terms: Mapping[str, tuple[str, ...]]
    labels: tuple[str, ...]
    changed: datetime
    aliases: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)
    overdue: bool = False
    signers: tuple[str, ...] = ()


BY = "by"  # the filter by signers
SORTS = ("best", "newest", "title")


@dataclass(frozen=True, slots=True)
class Term:
    """What a page may hold: one word, found in all its forms; a phrase, as written; or, with `prefix`, a beginning.

    `worth` is what it counts beside a word that was typed: less for a synonym that we added.
    """

    words: tuple[str, ...]
    prefix: bool = False
    worth: float = 1.0


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing a page should hold: any of these terms. `typed` are the words it stands for, as they were typed."""

    any: tuple[Term, ...]
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` to `high`, both included; None leaves a side open."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for. `text` is what was typed; the rest is what we understood.

    Pages with every clause come first, then those with most of them. Filters: OR within a facet, AND between facets and
    ranges; `without` are terms that no page may carry. `like` says who asks, as facet to term to points: pages of such
    organizations lead, none is left out. `page` counts from 1; `size` is hits a page.
    """

    text: str = ""
    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Term, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    like: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    sort: str = "best"
    page: int = 1
    size: int = 10

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that was typed to be found, once, in order; phrases fallen apart."""
        return tuple(dict.fromkeys(word for clause in self.clauses for word in clause.typed))


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of a snippet; `marked` when it is one of the words looked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One page that matches, with its best passage and the part it stands in (None: the summary, or no passage).

    `why` is the alias or label that holds a word looked for which neither title nor passage shows, else empty. `near`
    names the facets in which the page is like who asks. `numbers` are those of its document.
    """

    id: int
    slug: str
    kind: str
    title: str
    summary: str
    changed: datetime
    terms: Mapping[str, tuple[str, ...]]
    snippet: tuple[Fragment, ...]
    part: Part | None
    why: str = ""
    near: tuple[str, ...] = ()
    numbers: Mapping[str, float] = field(default_factory=dict)
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, the exact total, and exact counts under the reader's rights.

    `facets[name][term]` counts the pages that would be listed with that term, each group counted as if it had no
    filter of its own, so that counts within a group stay useful after choosing one. `corrected` is a better spelling
    made from words this reader may see, or empty. `ready` is False while the index is missing or being made.
    `partial` is True when no page holds everything looked for and the hits hold only some of the words, best first;
    `complete` counts the pages that hold everything, which come first.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    page: int
    pages: int
    corrected: str = ""
    ready: bool = True
    partial: bool = False
    complete: int = 0


@dataclass(frozen=True, slots=True)
class Health:
    """How the index is: whether it can answer, how many documents, which generation, what is wrong."""

    ready: bool
    documents: int
    generation: int
    problem: str = ""


class SearchIndex(Protocol):
    """The promise every keeper of the index makes; `tests/contracts/test_search_index.py` holds them to it."""

    AFTERWARDS: ClassVar[float]
    """How long `rebuild` works after it took the last page, as part of the time until then; for an estimate."""

    def alone(self) -> AbstractContextManager[None]:
        """While held, nobody else changes the index; raises `IndexBusy` when another process does not finish."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace these pages by id, all visible to searches when this returns."""

    def delete(self, ids: Iterable[int]) -> None:
        """Forget these pages; unknown ids are fine."""

    def search(self, query: Query, audience: frozenset[str]) -> Results:
        """Answer under the reader's rights; never raises for any words, and a broken index gives `ready=False`."""

    def suggest(
        self, prefix: str, audience: frozenset[str], limit: int = 7, kinds: Sequence[str] = ()
    ) -> tuple[Hit, ...]:
        """Pages whose titles hold a word beginning like each one typed, best first; of these kinds if any are named.

        A word that no title within the reader's rights begins with may be one slip away. Of a page only its id,
        slug, kind and title are told.
        """

    def carried(self, terms: Iterable[tuple[str, str]], audience: frozenset[str]) -> frozenset[tuple[str, str]]:
        """Those of these terms (a facet's name and a key) that some page within the reader's rights carries."""

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Make the index anew beside the old one and swap it in; returns how many pages it holds."""

    def versions(self) -> Mapping[int, int]:
        """Page id to the revision number the index holds: what drift is measured against."""

    def ready(self) -> bool:
        """Whether it can answer, at a glance: asked often, also by readers; never raises."""

    def health(self) -> Health:
        """How the index is, looked at closely; never raises."""

    def size(self) -> int:
        """How many bytes it takes where it is kept; 0 while there is none. Never raises."""

    def tidy(self, stop: Callable[[], bool]) -> bool:
        """Put in order what answers would be faster for, unless somebody writes; whether anything was done.

        Only after a while without changes. Left off without a trace once `stop()` says that somebody waits.
        """
