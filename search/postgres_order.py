"""The order of what matches, in two steps: the database takes the best few hundred, BM25 puts these in order exactly.

The first step ranks by what each clause tells and `ts_rank` of its words, which is cheap and close; beyond the few
hundred its order stays (a very broad search: nobody reads so far).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, case, cast, desc, func, literal, null, select
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from search.analysis import title_key
from search.plan import PHRASE, PREFIX, STEM, Lookup, in_order, titled
from search.postgres_match import Match, flag, holds, of_words, tsquery
from search.postgres_schema import PAGES, quoted
from search.ranking import LOOKED_OVER, ORDERED, SHORTEST, STALE, TITLED, B, gain, norm
from search.stems import stem

RANKED = 200  # pages that are put in order exactly


def page_of(connection: Connection, match: Match, start: int, size: int, total: int) -> list[int]:
    """The ids of the hits from `start` on, of `total`, in the order asked for."""
    query, last = match.query, (PAGES.c.id,)
    if query.sort == "title":
        return _ids(connection, match, (desc(match.points), PAGES.c.folded.collate("C"), *last), start, size)
    if query.sort == "newest" or not match.clauses:
        return _ids(connection, match, (desc(match.points), desc(PAGES.c.changed), *last), start, size)
    named = PAGES.c.named.overlap(cast([title_key(query.text)], ARRAY(Text)))
    close = (desc(flag(named)), desc(flag(match.complete)), desc(_closeness(match)), desc(PAGES.c.changed), *last)
    first = _exact(connection, match, named, close if total > RANKED else ())
    later = max(start, len(first))
    rest = _ids(connection, match, close, later, start + size - later) if start + size > RANKED < total else []
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
    mean = max(match.mean_length, 1.0)
    length = (1 - B) + B * func.greatest(PAGES.c.length, SHORTEST * mean) / mean
    stale = case((PAGES.c.overdue, STALE), else_=1.0)
    return rank / length * stale * (1 + match.points)


def _exact(
    connection: Connection, match: Match, named: ColumnElement[bool], close: Sequence[ColumnElement[Any]]
) -> list[int]:
    """The first few hundred, in the order of `close`, by exact title, every clause, BM25, then latest change."""
    asked = list(dict.fromkeys(one for alternatives in match.plan for one in alternatives))
    columns = (PAGES.c.id, PAGES.c.title, PAGES.c.length, PAGES.c.overdue, PAGES.c.changed, flag(named).label("named"),
               flag(match.complete).label("complete"), match.points.label("points"),
               _weights(asked).label("weights"), _said(asked).label("said"), _often(asked).label("often"))  # fmt: skip
    rows = connection.execute(select(*columns).where(match.found).order_by(*close).limit(RANKED)).all()
    scores = {row.id: _score(match, row) for row in rows}

    def key(row: Any) -> tuple[Any, ...]:
        return not row.named, not row.complete, -scores[row.id], -row.changed, row.id

    ordered = sorted(rows, key=key)
    more = TITLED * sum(match.telling)
    for row in ordered[:LOOKED_OVER]:
        scores[row.id] += more if titled(match.plan, row.title) else 0.0
    _add_order(connection, match, [row.id for row in ordered[:LOOKED_OVER]], scores)
    return [row.id for row in sorted(ordered[:LOOKED_OVER], key=key) + ordered[LOOKED_OVER:]]


def _weights(asked: Sequence[Lookup]) -> ColumnElement[Any]:
    """The weight of each stem asked for that a page has, by stem."""
    roots = [root for one in asked if one.how in (STEM, PHRASE) for root in _roots(one)]
    each = func.unnest(cast(list(dict.fromkeys(roots)), ARRAY(Text))).table_valued("stem").render_derived()
    weight = func.jsonb_extract_path(PAGES.c.weights, each.c.stem)
    return select(func.jsonb_object_agg(each.c.stem, weight)).select_from(each).correlate(PAGES).scalar_subquery()


def _said(asked: Sequence[Lookup]) -> ColumnElement[Any]:
    """Whether a page holds each phrase asked for, by the phrase."""
    phrases = [of_words(one) for one in asked if one.how == PHRASE]
    each = func.unnest(cast(phrases, ARRAY(Text))).table_valued("phrase").render_derived()
    says = PAGES.c.words.bool_op("@@")(cast(each.c.phrase, TSQUERY))
    return select(func.jsonb_object_agg(each.c.phrase, says)).select_from(each).correlate(PAGES).scalar_subquery()


def _often(asked: Sequence[Lookup]) -> ColumnElement[Any]:
    """How often a page has each word that is asked for as written, or as a beginning; null where nothing is."""
    counted = {of_words(one): one for one in asked if one.how not in (STEM, PHRASE)}
    if not counted:
        return null()
    held = func.unnest(PAGES.c.words).table_valued("lexeme", "positions", "weights")
    word, often = held.c.lexeme, func.coalesce(func.array_length(cast(held.c.positions, ARRAY(Text)), 1), 1)
    pairs: list[ColumnElement[Any]] = []
    for name, one in counted.items():
        mine = func.starts_with(word, one.words[0]) if one.how == PREFIX else word == one.words[0]
        pairs += [literal(name), func.sum(often).filter(mine)]
    return select(func.jsonb_build_object(*pairs)).select_from(held).correlate(PAGES).scalar_subquery()


def _roots(one: Lookup) -> list[str]:
    return list(one.words) if one.how == STEM else [root for word in one.words if (root := stem(word))]


def _weight(one: Lookup, row: Any) -> float | None:
    """How much a page holds of one look-up; None when it holds nothing of it."""
    if one.how == STEM:
        return (row.weights or {}).get(one.words[0])
    if one.how == PHRASE:
        if not row.said[of_words(one)]:
            return None
        return min((row.weights[root] for root in _roots(one)), default=1.0)
    return row.often[of_words(one)]


def _score(match: Match, row: Any) -> float:
    """BM25 as every keeper counts it."""
    cost, score = norm(row.length, match.mean_length), 0.0
    for alternatives, telling in zip(match.plan, match.telling, strict=True):
        held = [(weight, one.worth) for one in alternatives if (weight := _weight(one, row)) is not None]
        if held:
            score += telling * gain(sum(float(weight) * worth for weight, worth in held), cost)
    return score * (STALE if row.overdue else 1.0) * (1 + float(row.points))


def _add_order(connection: Connection, match: Match, ids: Sequence[int], scores: dict[int, float]) -> None:
    """Add to the scores of these pages what they say in the order it was typed."""
    telling = {several[0].words[0]: told for several, told in zip(match.plan, match.telling, strict=True)}
    for one, two in in_order(match.query) if ids else ():
        more = ORDERED * (telling.get(stem(one), 0.0) + telling.get(stem(two), 0.0))
        saying = select(PAGES.c.id).where(PAGES.c.id.in_(ids), holds(Lookup(PHRASE, (one, two))))
        for number in connection.scalars(saying):
            scores[number] += more
