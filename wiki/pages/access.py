"""Who sees a page, as a choice: checked, said in words, and what has to happen when a held page's day comes."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Self

from sqlalchemy.orm import Session

from storage.jobs import enqueue
from wiki.errors import Invalid, Problem
from wiki.pages.model import HELD, PUBLIC, VISIBILITIES, Page

RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Access:
    """Everybody, members, or nobody but editors and its owner until a day."""

    visibility: str = PUBLIC
    held_until: date | None = None

    def checked(self) -> Self:
        """The same choice, with a day only where it counts; raises `Invalid`."""
        if self.visibility not in VISIBILITIES:
            raise Invalid([Problem("visibility", "Choose who may see this page.")])
        if self.visibility == HELD and self.held_until is None:
            raise Invalid([Problem("held_until", "Give the date until which the page is held.")])
        return replace(self, held_until=self.held_until if self.visibility == HELD else None)


def in_words(page: Page) -> str:
    """Who sees the page, as the audit log keeps it."""
    return f"{HELD} until {page.held_until}" if page.visibility == HELD else page.visibility


def release_later(session: Session, page: Page) -> None:
    """Have a held page seen by everybody from its day on."""
    if page.held_until is not None:
        due = datetime.combine(page.held_until, time(), UTC)
        enqueue(session, RELEASE, {"page": page.id}, due=due, key=f"{page.id}:{page.held_until}")
