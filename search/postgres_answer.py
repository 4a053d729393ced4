"""Results made of matches in PostgreSQL: hits with passages, counts, suggestions, and a better spelling."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from math import ceil
from typing import Any

from sqlalchemy import Connection, Integer, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from search.answering import replaced, spelled, why
from search.describing import facet_of
from search.model import BY, Fragment, Hit, Part, Query, Results
from search.plan import STEM, WORD, Lookup, marks
from search.postgres_match import Match, holds
from search.postgres_order import page_of
from search.postgres_schema import PAGES
from search.postgres_schema import WORD as WORDS
from search.snippets import Wanted, best
from search.spelling import MIN_LENGTH, lengths, nearest
from search.stems import stem

SHOWN = ("id", "slug", "kind", "title", "summary", "changed", "terms", "numbers", "overdue")
PASSAGES = ("parts", "names")


def answer(connection: Connection, query: Query, audience: frozenset[str], seen: tuple[int, float]) -> Results:
    """The page of results asked for, for an audience that sees so much; a page past the end gives the first."""
    match = Match(connection, query, audience, seen)
    total, complete, whole, some = match.totals()
    pages = ceil(total / query.size)
    page = query.page if 1 <= query.page <= pages else 1
    ids = page_of(connection, match, (page - 1) * query.size, query.size, total) if total else []
    return Results(
        hits=tuple(_hits(connection, ids, Wanted(*marks(match.plan)), query)),
        total=total,
        facets=_facets(connection, match),
        page=page,
        pages=pages,
        corrected="" if whole else corrected(connection, match, query),
        partial=bool(some) and not whole,
        complete=complete,
    )


def corrected(connection: Connection, match: Match, query: Query) -> str:
    """What was typed with each unknown word replaced by a near one this reader may see; empty without any."""
    fixed: dict[str, str] = {}
    for word in dict.fromkeys(spelled(query)):
        root = stem(word)
        if len(word) < MIN_LENGTH or not root or match.count(holds(Lookup(STEM, (root,)))):
            continue
        known = select(WORDS.c.word).where(func.length(WORDS.c.word).in_(list(lengths(word))))
        found = nearest(word, list(connection.scalars(known)), lambda near: match.count(holds(Lookup(WORD, (near,)))))
        if found:
            fixed[word] = found
    return replaced(query.text, fixed) if fixed else ""


def _facets(connection: Connection, match: Match) -> dict[str, dict[str, int]]:
    """Exact counts, each facet as if it had no filter of its own; terms without pages are left out."""
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    chosen = [name for name, terms in match.query.filters.items() if terms and name != BY]
    for but in ("", *chosen):
        carried = select(func.unnest(PAGES.c.facet).label("key")).where(match.filtered(but)).subquery()
        rows = select(carried.c.key, func.count()).group_by(carried.c.key)  # a page holds each key once
        for term, count in connection.execute(rows):
            name, of_facet = facet_of(term)
            if name != BY and (name == but if but else name not in chosen):
                counted[name][of_facet] = count
    return dict(counted)


def _hits(connection: Connection, ids: Sequence[int], wanted: Wanted, query: Query) -> list[Hit]:
    """The pages with these ids, in this order, each with its best passage."""
    if not ids:
        return []
    order = func.array_position(cast(list(ids), ARRAY(Integer)), PAGES.c.id)
    columns = [PAGES.c[name] for name in (*SHOWN, *(PASSAGES if wanted else ()))]
    rows = connection.execute(select(*columns).where(PAGES.c.id.in_(ids)).order_by(order))
    return [_hit(row, wanted, query) for row in rows]


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
        why=why(row.title, snippet, row.names, wanted) if wanted else "",
        near=tuple(name for name in query.like if set(query.like[name]) & set(row.terms.get(name, ()))),
        numbers={name: float(number) for name, number in row.numbers.items()},
        overdue=row.overdue,
    )
