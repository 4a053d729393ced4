"""A better spelling for a word nobody has written, out of the words somebody has."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

MIN_LENGTH = 3
MIN_BEGINNING = 4  # letters; shorter ones are forgiven nothing
_SURE = 5  # up to this length only one slip is forgiven


def lengths(word: str) -> range:
    """How long the words are that could be meant."""
    slips = _slips(word)
    return range(max(len(word) - slips, MIN_LENGTH), len(word) + slips + 1)


def nearest(word: str, known: Sequence[str], count: Callable[[str], int]) -> str:
    """The known word with the fewest slips, then the same first letter, then the most pages; empty without one.

    `count` says on how many pages the reader finds a word; words on none are never given.
    """
    near = extract(word, known, scorer=OSA.distance, score_cutoff=_slips(word), limit=None)
    by_distance: dict[int, set[str]] = {}
    for other, distance, _ in near:
        by_distance.setdefault(int(distance), set()).add(other)
    for distance in sorted(by_distance):
        counted = [(other[0] != word[0], -pages, other) for other in by_distance[distance] if (pages := count(other))]
        if counted:
            return min(counted)[2]
    return ""


def beginnings(word: str, known: Sequence[str]) -> set[str]:
    """The beginnings of known words, which are in order, that differ from this one by one slip; none for short words.

    The first letter is believed, as people rarely miss it.
    """
    if len(word) < MIN_BEGINNING:
        return set()
    found: set[str] = set()
    same = known[bisect_left(known, word[0]) : bisect_left(known, word[0] + "\U0010ffff")]
    for length in (len(word) - 1, len(word), len(word) + 1):
        cut = {one[:length] for one in same if len(one) >= length}
        found |= {one for one, _, _ in extract(word, list(cut), scorer=OSA.distance, score_cutoff=1, limit=None)}
    return found


def _slips(word: str) -> int:
    return 1 if len(word) <= _SURE else 2
