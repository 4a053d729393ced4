"""What a removal would take and what it took, in numbers and never in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from auth.model import Actor

REMOVED = "content.removed"
PAGE, VERSION, COMMENT, NAME, WORDS = "page", "version", "comment", "name", "words"


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go: how many of what. `titles` are pages it touches, `also` versions that say the same in places."""

    counts: Mapping[str, int]
    titles: Sequence[str] = ()
    also: Sequence[int] = ()
    confirm: str = ""

    @property
    def total(self) -> int:
        """How many entries in all."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Done:
    """One removal in the log: who, when, what sort of thing, and how many of what."""

    at: datetime
    by: str
    sort: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Log:
    """The latest removals, and whether their cleaning still waits (`waiting`) or keeps failing (`failing`)."""

    done: Sequence[Done]
    waiting: bool
    failing: bool


class Comments(Protocol):
    """What a room of comments hands over, so that one can be removed; this room knows no comment."""

    def look(self, session: Session, actor: Actor, slug: str, number: int) -> Mapping[str, int]:
        """What would go with this comment, by table; raises `NotFound`."""

    def erase(self, session: Session, actor: Actor, slug: str, number: int) -> None:
        """Take it out, inside the transaction of the removal."""
