"""The order of what matches, in two steps: the database takes the best few hundred, BM25 puts these in order exactly.

The first step ranks by what each clause tells and `ts_rank` of its words, which is cheap and close; beyond the few
hundred its order stays (a very broad search: nobody reads so far).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, case, cast, desc, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from search.analysis import title_key
from search.plan import PHRASE, PREFIX, STEM, Lookup, in_order
from search.postgres_match import Match, flag, holds, tsquery
from search.postgres_schema import PAGES, quoted
from search.ranking import LOOKED_OVER, ORDERED, STALE, B, gain, norm
from search.stems import stem

RANKED = 400  # pages that are put in order exactly


def page_of(connection: Connection, match: Match, start: int, size: int) -> list[int]:
    """The ids of the hits from `start` on, in the order asked for."""
    query, last = match.query, (PAGES.c.id,)
    if query.sort == "title":
        return _ids(connection, match, (desc(match.points), PAGES.c.folded.collate("C"), *last), start, size)
    if query.sort == "newest" or not match.clauses:
        return _ids(connection, match, (desc(match.points), desc(PAGES.c.changed), *last), start, size)
    named = PAGES.c.named.overlap(cast([title_key(query.text)], ARRAY(Text)))
    close = (desc(flag(named)), desc(flag(match.complete)), desc(_closeness(match)), desc(PAGES.c.changed), *last)
    first = _exact(connection, match, named, close)
    later = max(start, len(first))
    rest = _ids(connection, match, close, later, start + size - later) if start + size > RANKED <= len(first) else []
    return first[start : start + size] + rest


def _ids(connection: Connection, match: Match, order: Sequence[ColumnElement[Any]], start: int, size: int) -> list[int]:
    found = select(PAGES.c.id).where(match.found).order_by(*order).offset(start).limit(max(size, 0))
    return list(connection.scalars(found))


def _closeness(match: Match) -> ColumnElement[float]:
    """Close to the score, from what the database counts fast."""
    rank: ColumnElement[float] = literal(0.0)
    for alternatives, clause, telling in zip(match.plan, match.clauses, match.telling, strict=True):
        stems = [quoted(one.words[0]) for one in alternatives if one.how == STEM]
        much = func.ts_rank(PAGES.c.stems, tsquery(" | ".join(stems))) if stems else literal(0.1)
        rank = rank + case((clause, telling * (1 + much)), else_=0.0)
    length = (1 - B) + B * PAGES.c.length / max(match.mean_length, 1.0)
    stale = case((PAGES.c.overdue, STALE), else_=1.0)
    return rank / length * stale * (1 + match.points)


def _exact(
    connection: Connection, match: Match, named: ColumnElement[bool], close: Sequence[ColumnElement[Any]]
) -> list[int]:
    """The first few hundred by exact title, every clause, BM25, then latest change."""
    asked = [one for alternatives in match.plan for one in alternatives]
    weights = [_weight(one).label(f"w{number}") for number, one in enumerate(asked)]
    columns = (PAGES.c.id, PAGES.c.length, PAGES.c.overdue, PAGES.c.changed, flag(named).label("named"),
               flag(match.complete).label("complete"), match.points.label("points"), *weights)  # fmt: skip
    rows = connection.execute(select(*columns).where(match.found).order_by(*close).limit(RANKED)).all()
    scores = {row.id: _score(match, row) for row in rows}

    def key(row: Any) -> tuple[Any, ...]:
        return not row.named, not row.complete, -scores[row.id], -row.changed, row.id

    ordered = sorted(rows, key=key)
    _add_order(connection, match, [row.id for row in ordered[:LOOKED_OVER]], scores)
    return [row.id for row in sorted(ordered[:LOOKED_OVER], key=key) + ordered[LOOKED_OVER:]]


def _weight(one: Lookup) -> ColumnElement[Any]:
    """How much a page holds of one look-up; null when it holds nothing of it."""
    if one.how == STEM:
        return PAGES.c.weights[one.words[0]].as_float()
    if one.how == PHRASE:
        roots = dict.fromkeys(root for word in one.words if (root := stem(word)))
        least = func.least(*(PAGES.c.weights[root].as_float() for root in roots)) if roots else literal(1.0)
        return case((holds(one), least), else_=None)
    held = func.unnest(PAGES.c.words).table_valued("lexeme", "positions", "weights")
    word = held.c.lexeme
    mine = func.starts_with(word, one.words[0]) if one.how == PREFIX else word == one.words[0]
    return (
        select(func.sum(func.coalesce(func.array_length(cast(held.c.positions, ARRAY(Text)), 1), 1)))
        .where(mine)
        .scalar_subquery()
    )


def _score(match: Match, row: Any) -> float:
    """BM25 as every keeper counts it."""
    cost = norm(row.length, match.mean_length)
    score, number = 0.0, 0
    for alternatives, telling in zip(match.plan, match.telling, strict=True):
        weight = None
        for one in alternatives:
            held = getattr(row, f"w{number}")
            number += 1
            if held is not None:
                weight = (weight or 0.0) + float(held) * one.worth
        if weight is not None:
            score += telling * gain(weight, cost)
    return score * (STALE if row.overdue else 1.0) * (1 + float(row.points))


def _add_order(connection: Connection, match: Match, ids: Sequence[int], scores: dict[int, float]) -> None:
    """Add to the scores of these pages what they say in the order it was typed."""
    telling = {several[0].words[0]: told for several, told in zip(match.plan, match.telling, strict=True)}
    for one, two in in_order(match.query) if ids else ():
        more = ORDERED * (telling.get(stem(one), 0.0) + telling.get(stem(two), 0.0))
        saying = select(PAGES.c.id).where(PAGES.c.id.in_(ids), holds(Lookup(PHRASE, (one, two))))
        for number in connection.scalars(saying):
            scores[number] += more
