"""Results made of matches: hits with passages, suggestions, and a better spelling."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from heapq import nsmallest
from math import ceil

from search.analysis import composed, fold, spans, words
from search.bits import places
from search.model import Fragment, Hit, Part, Query, Results
from search.snippets import Wanted, best
from search.spelling import MIN_LENGTH, lengths, nearest
from search.whoosh_analysis import stem
from search.whoosh_match import Match, Term
from search.whoosh_schema import parts_of
from search.whoosh_snapshot import Snapshot


def answer(snapshot: Snapshot, query: Query, audience: frozenset[str]) -> Results:
    """The page of results asked for; a page past the end gives the first."""
    match = Match(snapshot, query, audience)
    total = match.found.bit_count()
    pages = ceil(total / query.size)
    page = query.page if 1 <= query.page <= pages else 1
    wanted = _wanted(match.terms)
    return Results(
        hits=tuple(_hit(snapshot, at, wanted) for at in match.page((page - 1) * query.size, query.size)),
        total=total,
        facets=match.facets(),
        page=page,
        pages=pages,
        corrected=corrected(snapshot, query, audience) if match.partial or not match.worded else "",
        partial=match.partial,
    )


def suggest(snapshot: Snapshot, prefix: str, audience: frozenset[str], limit: int) -> tuple[Hit, ...]:
    """Pages whose titles hold words beginning like these; titles beginning so first, then short ones."""
    wanted = words(composed(prefix[:100]))
    if not wanted:
        return ()
    found = snapshot.visible(audience)
    for word in wanted:
        found &= snapshot.titled(word)
    begin = fold(composed(prefix[:100])).strip()
    titled = [(snapshot.folded_title(at), at) for at in places(found, snapshot.size)]
    best_first = nsmallest(
        limit, titled, key=lambda one: (not one[0].startswith(begin), len(one[0]), one[0], snapshot.ids[one[1]])
    )
    return tuple(_hit(snapshot, at, Wanted(())) for _, at in best_first)


def corrected(snapshot: Snapshot, query: Query, audience: frozenset[str]) -> str:
    """What was typed with each unknown word replaced by a near one this reader may see; empty without any."""
    visible = snapshot.visible(audience)
    fixed: dict[str, str] = {}
    for word in dict.fromkeys((*query.words, *(word for phrase in query.phrases for word in phrase))):
        root = stem(word)
        if len(word) < MIN_LENGTH or not root or snapshot.with_term("stems", root) & visible:
            continue
        known = [other for length in lengths(word) for other in snapshot.spellings(length)]
        other = nearest(word, known, lambda near: (snapshot.with_term("exact", near) & visible).bit_count())
        if other:
            fixed[word] = other
    return _replaced(query.text, fixed) if fixed else ""


def _replaced(text: str, fixed: dict[str, str]) -> str:
    """The text with its words replaced, everything between them as typed."""
    out: list[str] = []
    at = 0
    for start, end, word in spans(text):
        if word in fixed:
            out += [text[at:start], fixed[word]]
            at = end
    return "".join([*out, text[at:]])


def _wanted(terms: tuple[Term, ...]) -> Wanted:
    return Wanted(
        [term.text for term in terms if term.field == "stems"], [term.text for term in terms if term.field == "exact"]
    )


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
        why=_why(title, snippet, names, wanted) if wanted else "",
    )


def _why(title: str, snippet: Sequence[Fragment], names: Sequence[str], wanted: Wanted) -> str:
    """The other name or label with the most words looked for that neither title nor passage shows; empty without."""
    shown = wanted.within(title).union(*(wanted.within(run.text) for run in snippet if run.marked))
    hidden = [(len(wanted.within(name) - shown), name) for name in names]
    most = max((count for count, _ in hidden), default=0)
    return next(name for count, name in hidden if count == most) if most else ""
