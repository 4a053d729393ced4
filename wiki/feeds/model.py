"""A feed and its entries, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of a page. `author` is the name its author chose to show, "" when there is none to show."""

    page: int
    number: int
    slug: str
    title: str
    summary: str
    note: str
    kind: str
    author: str
    at: datetime
    first: datetime

    @property
    def path(self) -> str:
        """Where it leads: the page for its first version, else what changed."""
        return f"/wiki/{self.slug}" if self.number == 1 else f"/wiki/{self.slug}/diff?to={self.number}"


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is about: its title, the page it belongs to, its own address, and its entries, newest first."""

    title: str
    page: str
    path: str
    entries: Sequence[Entry]
