"""The order of what matches: exact title, every clause, then BM25, word order, freshness, and who asks."""

from collections.abc import Sequence
from heapq import nlargest
from itertools import compress, islice

from search.analysis import title_key
from search.bits import flags
from search.plan import in_order, titled
from search.ranking import LOOKED_OVER, ORDERED, STALE, TITLED, gain
from search.stems import stem
from search.whoosh_match import Match

Key = tuple[bool, bool, float, float, int]


def page_of(match: Match, start: int, size: int) -> list[int]:
    """The places of the hits from `start` on, in the order asked for."""
    query, snapshot = match.query, match.snapshot
    if query.sort == "title":
        return _in_order(match, snapshot.by_title, start, size)
    if query.sort == "newest" or not match.held:
        return _in_order(match, snapshot.by_change, start, size)
    return _best(match, start, size)


def _in_order(match: Match, order: Sequence[int], start: int, size: int) -> list[int]:
    """The hits in an order that is known for all pages; those like who asks lead it."""
    kept = flags(match.found, match.snapshot.size)
    if not match.points:
        return list(islice(compress(order, map(kept.__getitem__, order)), start, start + size))
    whole = list(compress(order, map(kept.__getitem__, order)))
    return sorted(whole, key=lambda place: -match.points.get(place, 0.0))[start : start + size]


def _best(match: Match, start: int, size: int) -> list[int]:
    """The hits by exact title, then those with every clause, then by score, then by latest change."""
    snapshot = match.snapshot
    found = snapshot.places(match.found)
    scores = _scores(match, found)
    named = _named(match)
    whole = flags(match.complete, snapshot.size)

    def key(place: int) -> Key:
        last = -snapshot.changed[place], snapshot.ids[place]
        return place not in named, not whole[place], -scores[place], *last

    # Only what can reach the page is put in order: comparing plain numbers is five times cheaper.
    wanted = max(start + size, LOOKED_OVER)
    first = sorted(_near(found, scores, named, whole, wanted), key=key)
    _add_title(match, first[:LOOKED_OVER], scores)
    _add_order(match, first[:LOOKED_OVER], scores)
    return sorted(first[:LOOKED_OVER], key=key)[start : start + size] + first[max(start, LOOKED_OVER) : start + size]


def _near(
    found: Sequence[int], scores: dict[int, float], named: frozenset[int], whole: bytes, wanted: int
) -> list[int]:
    """Everything that can be among the first `wanted`, and little more."""
    if len(found) <= wanted:
        return list(found)
    complete = [place for place in found if whole[place]]
    others = [place for place in found if not whole[place]]
    kept: list[int] = []
    for group in (complete, others):
        if len(group) > wanted:
            least = nlargest(wanted, (scores[place] for place in group))[-1]
            group = [place for place in group if scores[place] >= least or place in named]
        kept += group
    return kept


def _scores(match: Match, found: Sequence[int]) -> dict[int, float]:
    """The score of each of these places, before word order."""
    norms = match.snapshot.norms(match.audience)
    scores = dict.fromkeys(found, 0.0)
    for one in match.held:
        for place in scores.keys() & one.weights.keys():
            scores[place] += one.telling * gain(one.weights[place], norms[place])
    overdue = match.snapshot.overdue
    for place in found:
        if overdue[place]:
            scores[place] *= STALE
        if match.points:
            scores[place] *= 1 + match.points.get(place, 0.0)
    return scores


def _add_title(match: Match, places: Sequence[int], scores: dict[int, float]) -> None:
    """Add to the scores of those of these pages whose titles hold something of every clause."""
    more = TITLED * sum(held.telling for held in match.held)
    for place in places:
        segment, at = match.snapshot.locate(place)
        if titled(match.plan, segment.title(at)):
            scores[place] += more


def _add_order(match: Match, places: Sequence[int], scores: dict[int, float]) -> None:
    """Add to the scores of these pages what they say in the order it was typed."""
    snapshot = match.snapshot
    telling = {one.words[0]: held.telling for several, held in zip(match.plan, match.held, strict=True)
               for one in several[:1]}  # fmt: skip
    within = snapshot.mask(places)
    for one, two in in_order(match.query):
        more = ORDERED * (telling.get(stem(one), 0.0) + telling.get(stem(two), 0.0))
        for place in snapshot.places(snapshot.phrase((one, two), within)):
            scores[place] += more


def _named(match: Match) -> frozenset[int]:
    """The pages whose title or other name is exactly what was typed."""
    key = title_key(match.query.text)
    return frozenset(match.snapshot.postings("named", key)[0]) if key else frozenset()
