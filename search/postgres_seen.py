"""How much of the index somebody sees: counted when asked first, and remembered until the index is another one."""

from sqlalchemy import ColumnElement, Connection, Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from search.postgres_health import Moment
from search.postgres_schema import PAGES

MOST_KEPT = 50  # audiences; an account with drafts of its own is one


def visible(audience: frozenset[str]) -> ColumnElement[bool]:
    """Whether a page is for somebody of this audience."""
    return PAGES.c.audience.overlap(cast(sorted(audience), ARRAY(Text)))


class Seen:
    """The number of pages an audience sees and their mean length in words; each thread may ask."""

    def __init__(self) -> None:
        self._moment: Moment | None = None
        self._kept: dict[frozenset[str], tuple[int, float]] = {}

    def of(self, connection: Connection, moment: Moment, audience: frozenset[str]) -> tuple[int, float]:
        """As it is at this moment, which is the connection's: to count it reads all pages."""
        if self._moment != moment or len(self._kept) >= MOST_KEPT:
            self._moment, self._kept = moment, {}
        kept, found = self._kept, self._kept.get(audience)
        if found is None:
            counted = select(func.count(), func.coalesce(func.avg(PAGES.c.length), 0)).where(visible(audience))
            pages, mean = connection.execute(counted).one()
            found = kept[audience] = int(pages), float(mean)
        return found
