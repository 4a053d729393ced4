"""Results made of matches: hits with passages, suggestions, and a better spelling."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import ceil

from search.answering import replaced, spelled, why
from search.beginnings import first, typed_words
from search.bits import places
from search.model import Fragment, Hit, Part, Query, Results
from search.plan import marks
from search.snippets import Wanted, best
from search.spelling import MIN_LENGTH, lengths, nearest
from search.stems import stem
from search.whoosh_match import Match
from search.whoosh_order import page_of
from search.whoosh_schema import parts_of
from search.whoosh_snapshot import Snapshot


def answer(snapshot: Snapshot, query: Query, audience: frozenset[str]) -> Results:
    """The page of results asked for; a page past the end gives the first."""
    match = Match(snapshot, query, audience)
    total = match.found.bit_count()
    pages = ceil(total / query.size)
    page = query.page if 1 <= query.page <= pages else 1
    wanted = Wanted(*marks(match.plan))
    places = page_of(match, (page - 1) * query.size, query.size)
    return Results(
        hits=tuple(_near(match, at, _hit(snapshot, at, wanted)) for at in places),
        total=total,
        facets=match.facets(),
        page=page,
        pages=pages,
        corrected=corrected(snapshot, query, audience) if match.partial or not match.worded else "",
        partial=match.partial,
        complete=(match.complete & match.found).bit_count(),
    )


def _near(match: Match, place: int, hit: Hit) -> Hit:
    """The hit with the facets in which its page is like who asks."""
    liked = match.query.like
    if not liked:
        return hit
    return replace(hit, near=tuple(name for name in liked if set(liked[name]) & set(hit.terms.get(name, ()))))


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
    return tuple(_hit(snapshot, at, Wanted(())) for at in best)


def carried(
    snapshot: Snapshot, terms: Iterable[tuple[str, str]], audience: frozenset[str]
) -> frozenset[tuple[str, str]]:
    """Those of these terms that a page in the audience carries."""
    visible = snapshot.visible(audience)
    return frozenset(one for one in terms if snapshot.carrying(one[0], one[1:]) & visible)


def corrected(snapshot: Snapshot, query: Query, audience: frozenset[str]) -> str:
    """What was typed with each unknown word replaced by a near one this reader may see; empty without any."""
    visible = snapshot.visible(audience)
    fixed: dict[str, str] = {}
    for word in dict.fromkeys(spelled(query)):
        root = stem(word)
        if len(word) < MIN_LENGTH or not root or snapshot.with_term("stems", root) & visible:
            continue
        known = [other for length in lengths(word) for other in snapshot.spellings(length)]
        other = nearest(word, known, lambda near: (snapshot.with_term("exact", near) & visible).bit_count())
        if other:
            fixed[word] = other
    return replaced(query.text, fixed) if fixed else ""


def _hit(snapshot: Snapshot, place: int, wanted: Wanted) -> Hit:
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
        why=why(title, snippet, names, wanted) if wanted else "",
        numbers=snapshot.numbers(place),
        overdue=bool(snapshot.overdue[place]),
    )
