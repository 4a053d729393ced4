"""Results made of matches: hits with passages, and suggestions."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from search.answering import alike, results, why
from search.beginnings import first, typed_words
from search.bits import places
from search.model import Fragment, Hit, Part, Query, Results
from search.plan import marks
from search.snippets import Wanted, best
from search.whoosh_match import Weights
from search.whoosh_order import page_of
from search.whoosh_schema import parts_of
from search.whoosh_snapshot import Snapshot


def answer(snapshot: Snapshot, query: Query, audience: frozenset[str]) -> Results:
    """The page of results asked for."""
    weights = Weights(snapshot, query, audience)
    wanted = Wanted(*marks(weights.match.plan))

    def hits(start: int, size: int) -> list[Hit]:
        return [_hit(snapshot, place, wanted, query) for place in page_of(weights, start, size)]

    return results(weights.match, hits, snapshot.spellings)


def suggest(
    snapshot: Snapshot, prefix: str, audience: frozenset[str], limit: int, kinds: Sequence[str]
) -> tuple[Hit, ...]:
    """Pages whose titles hold words beginning like these; titles beginning so first, then short ones."""
    begin, wanted = typed_words(prefix)
    if not wanted:
        return ()
    visible = found = snapshot.visible(audience)
    for word in wanted:
        found &= snapshot.near_titled(word, visible)
    if kinds:
        found &= snapshot.carrying("kind", kinds)
    best = first(begin, places(found, snapshot.size), snapshot.folded_titles, limit, lambda at: snapshot.ids[at])
    return tuple(_hit(snapshot, at, Wanted(()), Query()) for at in best)


def _hit(snapshot: Snapshot, place: int, wanted: Wanted, query: Query) -> Hit:
    segment, at = snapshot.locate(place)
    slug, kind, summary, terms, names = json.loads(segment.facts(at))
    title = segment.title(at)
    snippet: tuple[Fragment, ...] = ()
    part: Part | None = None
    if wanted:
        snippet, part = best(summary, [one for one in parts_of(segment.parts(at)) if one.weight > 0], wanted)
    return Hit(
        id=snapshot.ids[place],
        slug=slug,
        kind=kind,
        title=title,
        summary=summary,
        changed=datetime.fromtimestamp(snapshot.changed[place], UTC),
        terms={name: tuple(keys) for name, keys in terms.items()},
        snippet=snippet,
        part=part,
        near=alike(query, terms),
        why=why(title, snippet, names, wanted) if wanted else "",
        numbers=snapshot.numbers(place),
        overdue=bool(snapshot.overdue[place]),
    )
