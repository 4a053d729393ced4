"""When segments are merged: while nobody waits, and not on the way of a save unless they grow too many.

So each page is copied a few times in its life, however many there are.
"""

from collections import Counter
from collections.abc import Callable, Sequence

MANY = 8  # segments of about the same size that make it worth merging them
REST = 2.0  # seconds without a change before anything is merged
PAGES_A_SECOND = 100  # so much longer the rest has to be, for merging many pages takes long
MOST_SMALL, SMALL = 16, 64  # segments of so few pages that merging them takes a few tenths of a second
MOST = 64  # segments at all: each keeps a file open

Stop = Callable[[], bool]
Sizes = Sequence[tuple[int, int]]
"""Of each segment, how many pages live and how many there are, deleted ones among them."""


class Stopped(Exception):
    """Somebody waits: the merging is left off."""


def untidy(sizes: Sizes, rested: float) -> list[int]:
    """Which segments to merge after so many seconds of rest: many of a size, or more dead than living pages."""
    if rested < REST:
        return []
    powers = Counter(_power(living) for living, _ in sizes if living)
    found = [at for at, (living, _) in enumerate(sizes) if living and powers[_power(living)] >= MANY]
    found += [at for at, (living, pages) in enumerate(sizes) if living * 2 < pages and at not in found]
    found.sort(key=lambda at: sizes[at])
    while sum(sizes[at][0] for at in found) > rested * PAGES_A_SECOND:
        found.pop()  # the largest wait for a longer rest
    return found if len(found) > 1 or any(sizes[at][0] * 2 < sizes[at][1] for at in found) else []


def too_many(sizes: Sizes) -> list[int]:
    """Which segments have to be merged although somebody waits: the smallest."""
    small = [at for at, (living, _) in enumerate(sizes) if living <= SMALL]
    if len(small) > MOST_SMALL:
        return small
    return sorted(range(len(sizes)), key=lambda at: sizes[at])[: MOST // 2] if len(sizes) > MOST else []


def _power(living: int) -> int:
    """The power of eight that many pages come to."""
    return (living.bit_length() - 1) // 3
