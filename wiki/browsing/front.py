"""What the front page shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from wiki.browsing.model import Counted
from wiki.kinds.model import Term
from wiki.pages.queries import PageRef


@dataclass(frozen=True, slots=True)
class Event:
    """The event shown on the front page. `starts` and `ends` are dates as the page holds them, or empty."""

    slug: str
    title: str
    starts: str
    ends: str
    place: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that did not work, with its outcome."""

    page: PageRef
    outcome: str
    label: str


@dataclass(frozen=True, slots=True)
class Start:
    """Where one of the three readers begins; either may be missing from a library."""

    collection: PageRef | None
    first: PageRef | None


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the front page shows, within what its reader sees."""

    cases: int
    how_tos: int
    pages: int
    tries: tuple[str, ...]
    starts: Mapping[str, Start]
    org_types: tuple[Counted, ...]
    areas: tuple[Term, ...]
    changed: tuple[PageRef, ...]
    failed: tuple[Failure, ...]
    event: Event | None
    ready: bool
