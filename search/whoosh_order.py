"""The order of what matches: exact title, every clause, then BM25, word order, freshness, and who asks."""

from collections.abc import Sequence

from search.analysis import title_key
from search.bits import flags
from search.matching import Match
from search.plan import titled
from search.ranking import K1, LOOKED_OVER, STALE
from search.whoosh_match import Weights
from search.whoosh_snapshot import Snapshot

Key = tuple[bool, bool, float, float, int]


def page_of(weights: Weights, start: int, size: int) -> list[int]:
    """The places of the hits from `start` on, in the order asked for."""
    match = weights.match
    if match.query.sort != "best" or not match.held:
        return match.in_known_order(start, size)
    return _best(weights, start, size)


def _best(weights: Weights, start: int, size: int) -> list[int]:
    """The hits by exact title, then those with every clause, then by score, then by latest change."""
    match, snapshot = weights.match, weights.snapshot
    wanted = max(start + size, LOOKED_OVER)
    named = _named(match, snapshot)
    whole = flags(match.complete, snapshot.size)
    among = match.found
    if (complete := match.complete & among).bit_count() >= wanted:  # nothing else can reach the page
        among = complete | among & snapshot.mask(named)
    found = snapshot.places(among)
    scores = _scores(weights, found)

    def key(place: int) -> Key:
        last = -snapshot.changed[place], snapshot.ids[place]
        return place not in named, not whole[place], -scores[place], *last

    # Only what can reach the page is put in order: comparing plain numbers is five times cheaper.
    first = sorted(_near(found, scores, named, whole, wanted), key=key)
    _add_title(match, snapshot, first[:LOOKED_OVER], scores)
    _add_order(match, snapshot, first[:LOOKED_OVER], scores)
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
            least = sorted(map(scores.__getitem__, group))[-wanted]  # faster than a heap of as many
            group = [place for place in group if scores[place] >= least or place in named]
        kept += group
    return kept


def _scores(weights: Weights, found: Sequence[int]) -> dict[int, float]:
    """The score of each of these places, before word order."""
    match, overdue = weights.match, weights.snapshot.overdue
    norms = weights.snapshot.norms(match.mean_length)
    scores = dict.fromkeys(found, 0.0)
    for one in match.held:
        held, telling = weights.of(one.alternatives), one.telling
        for place in found:
            if place in held:
                weight = held[place]  # search.ranking.gain, without a call for each of a hundred thousand
                scores[place] += telling * (weight * (K1 + 1) / (weight + norms[place]))
    for place in scores:
        if overdue[place]:
            scores[place] *= STALE
    for place, more in match.points(weights.snapshot.mask(found)).items():
        scores[place] *= 1 + more
    return scores


def _add_title(match: Match, snapshot: Snapshot, places: Sequence[int], scores: dict[int, float]) -> None:
    """Add to the scores of those of these pages whose titles hold something of every clause."""
    more = match.titled()
    for place in places:
        segment, at = snapshot.locate(place)
        if titled(match.plan, segment.title(at)):
            scores[place] += more


def _add_order(match: Match, snapshot: Snapshot, places: Sequence[int], scores: dict[int, float]) -> None:
    """Add to the scores of these pages what they say in the order it was typed."""
    within = snapshot.mask(places)
    for pair, more in match.in_order().items():
        for place in snapshot.places(snapshot.phrase(pair, within)):
            scores[place] += more


def _named(match: Match, snapshot: Snapshot) -> frozenset[int]:
    """The pages whose title or other name is exactly what was typed."""
    key = title_key(match.query.text)
    return frozenset(snapshot.postings("named", key)[0]) if key else frozenset()
