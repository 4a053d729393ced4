"""Results made of matches in PostgreSQL: hits with their passages."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from search.answering import alike, results, why
from search.model import Fragment, Hit, Part, Query, Results
from search.plan import marks
from search.postgres_columns import Table
from search.postgres_lookup import Lookups
from search.postgres_memory import Memory
from search.postgres_order import page_of
from search.postgres_schema import PAGES, SHOWN
from search.snippets import Wanted, best

_SHOWN = [*(PAGES.c[name] for name in ("id", "slug", "kind", "title", "changed", "overdue", "numbers")),
          SHOWN.c.summary, SHOWN.c.terms]  # fmt: skip
_PASSAGES = [SHOWN.c.parts, SHOWN.c.names]


def answer(connection: Connection, memory: Memory, table: Table, query: Query, audience: frozenset[str]) -> Results:
    """The page of results asked for, of the state that the connection sees and `table` has in memory."""
    lookups = Lookups(connection, table, query, audience)
    wanted = Wanted(*marks(lookups.match.plan))

    def hits(start: int, size: int) -> list[Hit]:
        return _hits(connection, page_of(lookups, start, size), wanted, query)

    return results(lookups.match, hits, partial(memory.words, connection))


def _hits(connection: Connection, ids: Sequence[int], wanted: Wanted, query: Query) -> list[Hit]:
    """The pages with these ids, in this order, each with its best passage."""
    columns = [*_SHOWN, *(_PASSAGES if wanted else ())]
    asked = select(*columns).join(SHOWN, SHOWN.c.id == PAGES.c.id).where(PAGES.c.id.in_(ids))
    rows = {row.id: row for row in connection.execute(asked)}
    return [_hit(rows[page], wanted, query) for page in ids if page in rows]


def _hit(row: Any, wanted: Wanted, query: Query) -> Hit:
    snippet: tuple[Fragment, ...] = ()
    part: Part | None = None
    if wanted:
        snippet, part = best(row.summary, [one for each in row.parts if (one := Part(*each)).weight > 0], wanted)
    return Hit(
        id=row.id,
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        summary=row.summary,
        changed=datetime.fromtimestamp(row.changed, UTC),
        terms={name: tuple(terms) for name, terms in row.terms.items()},
        snippet=snippet,
        part=part,
        near=alike(query, row.terms),
        why=why(row.title, snippet, row.names, wanted) if wanted else "",
        numbers={name: float(number) for name, number in row.numbers.items()},
        overdue=row.overdue,
    )
