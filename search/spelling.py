"""A better spelling for a word nobody has written, out of the words somebody has."""

from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

MIN_LENGTH = 3
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


def _slips(word: str) -> int:
    return 1 if len(word) <= _SURE else 2
