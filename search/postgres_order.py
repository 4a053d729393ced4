"""The order of what matches, in two steps: sums of steps choose the best few hundred, BM25 puts these in order exactly.

Beyond the few hundred the order of the first step stays (a very broad search: nobody reads so far).
"""

from collections.abc import Sequence
from functools import cache, reduce
from heapq import nsmallest
from operator import and_
from typing import Any

from sqlalchemy import TextClause, text

from search.analysis import title_key
from search.bits import Sums, flags
from search.plan import PHRASE, PREFIX, STEM, Lookup, titled
from search.postgres_columns import Table
from search.postgres_lookup import Lookups, stems_of
from search.postgres_schema import SAID, TEXTS
from search.postgres_steps import BELOW, brings
from search.ranking import LOOKED_OVER, STALE, gain, norm, units
from search.sequence import in_a_row

RANKED = 200  # pages that are put in order exactly

# What is asked of each page, by the column that is read for it. Each long value is unpacked once, and none that nobody
# asks for: PostgreSQL would do so again for every stem, phrase and word.
_STEMS = """
    (SELECT array_agg(CAST(weights ->> stem AS float8) ORDER BY place)
     FROM unnest(CAST(:stems AS text[])) WITH ORDINALITY AS asked (stem, place))
"""
_PHRASES = """
    (SELECT array_agg(position(phrase IN said) > 0 ORDER BY place)
     FROM unnest(CAST(:phrases AS bytea[])) WITH ORDINALITY AS asked (phrase, place))
"""
_WORDS = """
    (SELECT array_agg((
       SELECT sum(coalesce(cardinality(positions), 1)) FROM unnest(words) AS held
       WHERE CASE WHEN begins THEN starts_with(lexeme, word) ELSE lexeme = word END) ORDER BY place)
     FROM unnest(CAST(:words AS text[]), CAST(:begins AS boolean[])) WITH ORDINALITY AS asked (word, begins, place))
"""


@cache
def _held(*, stems: bool, phrases: bool, words: bool) -> TextClause:
    """Asks how much each page holds of what is asked for in these ways; nothing for the others."""
    read = ["id", *(["weights || '{}' AS weights"] if stems else [])]
    read += ["said"] if phrases else []
    read += ["setweight(words, 'D') AS words"] if words else []
    told = [asked if wanted else "NULL" for asked, wanted in ((_STEMS, stems), (_PHRASES, phrases), (_WORDS, words))]
    whence = f"{TEXTS.fullname} JOIN {SAID.fullname} USING (id)" if phrases else TEXTS.fullname
    rows = f"SELECT {', '.join(read)} FROM {whence} WHERE id = ANY (CAST(:ids AS integer[])) OFFSET 0"  # noqa: S608
    return text(f"SELECT id, {', '.join(told)} FROM ({rows}) AS held")  # noqa: S608 (our own names alone)


_SAYING = text(
    "SELECT id, ARRAY(SELECT asked FROM unnest(CAST(:phrases AS bytea[])) AS asked WHERE position(asked IN said) > 0)"  # noqa: S608
    f" FROM {SAID.fullname} WHERE id = ANY (CAST(:ids AS integer[]))"
)


def page_of(lookups: Lookups, start: int, size: int) -> list[int]:
    """The places of the hits from `start` on, in the order asked for."""
    match = lookups.match
    if match.query.sort != "best" or not match.held:
        return match.in_known_order(start, size)
    first, rest = _near(lookups, start + size)
    return (_exact(lookups, first) + rest)[start : start + size]


def _near(lookups: Lookups, wanted: int) -> tuple[list[int], list[int]]:
    """The places that are put in order exactly; and, if so many are wanted, all others in an order close to it."""
    match, table = lookups.match, lookups.table
    if match.found.bit_count() <= RANKED:
        return table.places(match.found), []
    sums = _sums(lookups)
    named = match.found & lookups.named(title_key(match.query.text))
    whole = match.found & match.complete & ~named
    first, rest = 0, list[int]()
    for group in (named, whole, match.found & ~named & ~whole):
        chosen = _best(table, sums, group, RANKED - first.bit_count())
        first |= chosen
        rest += _in_order(table, sums, group & ~chosen) if wanted > RANKED else []
    return table.places(first), rest


def _sums(lookups: Lookups) -> Sums:
    """For every place what is close to its score."""
    match, sums = lookups.match, Sums()
    roots = {root for held in match.held for one in held.alternatives for root in stems_of(one)}
    lookups.ask_for_stems(roots)
    steps = {root: lookups.reached(root).reaching() for root in roots}
    for held in match.held:
        sums.add(held.mask, units(held.telling * BELOW))
        for one in held.alternatives:
            for step, reaching in enumerate(zip(*(steps[root] for root in stems_of(one)), strict=True), 1):
                more = units(held.telling * one.worth * (brings(step) - brings(step - 1)))
                sums.add(reduce(and_, reaching, held.mask), more)
    # Around the last page that counts, a share of the score is the same number for all.
    _, _, score = sums.best(RANKED, match.found)
    sums.add(match.found & ~match.columns.stale, round(score * (1 - STALE)))
    for places, points in match.alike():
        sums.add(places, round(score * points))
    return sums


def _best(table: Table, sums: Sums, among: int, count: int) -> int:
    """The places with the highest sums; of those with the same one the latest change first."""
    if count <= 0 or among.bit_count() <= count:
        return among if count > 0 else 0
    sure, tied, _ = sums.best(count, among)
    latest = nsmallest(count - sure.bit_count(), table.places(tied), key=lambda at: (-table.changed[at], table.ids[at]))
    return sure | table.mask(latest)


def _in_order(table: Table, sums: Sums, among: int) -> list[int]:
    places = table.places(among)
    about = dict(zip(places, sums.numbers(places, table.size), strict=True))
    return sorted(places, key=lambda at: (-about[at], -table.changed[at], table.ids[at]))


def _exact(lookups: Lookups, places: Sequence[int]) -> list[int]:
    """These places by exact title, every clause, BM25, then latest change; the best are looked over once more."""
    match, table = lookups.match, lookups.table
    named = lookups.named(title_key(match.query.text))
    leading, whole = flags(named, table.size), flags(match.complete, table.size)
    scores = _scores(lookups, places)

    def key(place: int) -> tuple[Any, ...]:
        return not leading[place], not whole[place], -scores[place], -table.changed[place], table.ids[place]

    ordered = sorted(places, key=key)
    more = match.titled()
    for place in ordered[:LOOKED_OVER]:
        scores[place] += more if titled(match.plan, table.folded_titles[place]) else 0.0
    _add_order(lookups, ordered[:LOOKED_OVER], scores)
    return sorted(ordered[:LOOKED_OVER], key=key) + ordered[LOOKED_OVER:]


def _scores(lookups: Lookups, places: Sequence[int]) -> dict[int, float]:
    """BM25 of these places, as every keeper counts it."""
    match, table = lookups.match, lookups.table
    several = list(dict.fromkeys(one for held in match.held for one in held.alternatives))
    held = _weights(lookups, several, places)
    clauses = [(one.telling, [(held[way], way.worth) for way in one.alternatives]) for one in match.held]
    points = match.points(table.mask(places))
    scores: dict[int, float] = {}
    for place in places:
        cost, score = norm(table.lengths[place], match.mean_length), 0.0
        for telling, ways in clauses:
            if weights := [weights[place] * worth for weights, worth in ways if place in weights]:
                score += telling * gain(sum(weights), cost)
        score *= STALE if table.overdue[place] else 1.0
        scores[place] = score * (1 + points.get(place, 0.0))
    return scores


def _weights(lookups: Lookups, several: Sequence[Lookup], places: Sequence[int]) -> dict[Lookup, dict[int, float]]:
    """How much each of these places holds of each look-up; nothing where it holds none of it."""
    stems = list(dict.fromkeys(root for one in several for root in stems_of(one)))
    phrases = [one for one in several if one.how == PHRASE]
    written = [one for one in several if one.how not in (STEM, PHRASE)]
    asked = {
        "ids": list(places),
        "stems": stems,
        "phrases": [in_a_row(one.words) for one in phrases],
        "words": [one.words[0] for one in written],
        "begins": [one.how == PREFIX for one in written],
    }
    found: dict[Lookup, dict[int, float]] = {one: {} for one in several}
    how = _held(stems=bool(stems), phrases=bool(phrases), words=bool(written))
    used = {name: asked[name] for name in how._bindparams}
    for place, weights, said, often in lookups.connection.execute(how, used):
        of_stem = dict(zip(stems, weights or (), strict=True))
        for one, says in zip(phrases, said or (), strict=True):
            if says:
                found[one][place] = min((of_stem[root] for root in stems_of(one)), default=1.0)
        for one, number in zip(written, often or (), strict=True):
            if number is not None:
                found[one][place] = float(number)
        for one in several:
            if one.how == STEM and (weight := of_stem[one.words[0]]) is not None:
                found[one][place] = weight
    return found


def _add_order(lookups: Lookups, places: Sequence[int], scores: dict[int, float]) -> None:
    """Add to the scores of these places what they say in the order it was typed."""
    match = lookups.match
    worth = {in_a_row(pair): more for pair, more in match.in_order().items()}
    if worth and places:
        asked = {"ids": list(places), "phrases": list(worth)}
        for place, said in lookups.connection.execute(_SAYING, asked):
            for phrase in said:
                scores[place] += worth[phrase]
