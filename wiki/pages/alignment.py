"""Where two sequences differ, within a bounded amount of work."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)

MOST_STEPS = 2_000_000


class Hunk(NamedTuple):
    """`old[old_start:old_end]` became `new[new_start:new_end]`; one of the two may be empty, never both."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


class Budget:
    """Comparing steps still to spend (`left`); `spent_out` tells that something was too dear and is shown coarsely."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps
        self.spent_out = False

    def allows(self, steps: int) -> bool:
        """Take this many steps, or answer False and remember it."""
        if steps > self.left:
            self.spent_out = True
            return False
        self.left -= steps
        return True


def align(old: Sequence[T], new: Sequence[T], budget: Budget) -> list[Hunk]:
    """The differing stretches in order, with at least one equal element between two of them.

    Elements found once on both sides anchor the comparison (n log n); only what lies between anchors is compared
    pair by pair, and a stretch the budget does not allow is one whole hunk. Applying the hunks to `old` gives `new`.
    """
    span = _trimmed(old, new, Hunk(0, len(old), 0, len(new)))
    hunks: list[Hunk] = []
    i, j = span.old_start, span.new_start
    for at_old, at_new in [*_anchors(old, new, span), (span.old_end, span.new_end)]:
        hunks.extend(_between(old, new, Hunk(i, at_old, j, at_new), budget))
        i, j = at_old + 1, at_new + 1
    return hunks


def _trimmed(old: Sequence[T], new: Sequence[T], span: Hunk) -> Hunk:
    i, i_end, j, j_end = span
    while i < i_end and j < j_end and old[i] == new[j]:
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    return Hunk(i, i_end, j, j_end)


def _anchors(old: Sequence[T], new: Sequence[T], span: Hunk) -> list[tuple[int, int]]:
    """The longest rising run of pairs of elements that each side has exactly once."""
    old_part, new_part = old[span.old_start : span.old_end], new[span.new_start : span.new_end]
    in_old, in_new = Counter(old_part), Counter(new_part)
    place = {item: span.new_start + at for at, item in enumerate(new_part) if in_new[item] == 1}
    pairs = [
        (span.old_start + at, place[item]) for at, item in enumerate(old_part) if in_old[item] == 1 and item in place
    ]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, value) in enumerate(pairs):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        ends[length : length + 1] = [at]
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _between(old: Sequence[T], new: Sequence[T], gap: Hunk, budget: Budget) -> list[Hunk]:
    span = _trimmed(old, new, gap)
    i, i_end, j, j_end = span
    if i == i_end and j == j_end:
        return []
    if i == i_end or j == j_end:
        return [span]
    old_part, new_part = old[i:i_end], new[j:j_end]
    in_old, in_new = Counter(old_part), Counter(new_part)
    equal_pairs = sum(count * in_new[item] for item, count in in_old.items())
    if not equal_pairs:
        return [span]
    searches = 2 * min(equal_pairs, len(old_part), len(new_part)) + 1
    if not budget.allows((equal_pairs + len(old_part)) * searches):
        return [span]
    # autojunk would drop frequent elements and with them half of a good comparison
    matcher = SequenceMatcher(None, old_part, new_part, autojunk=False)
    return [Hunk(i + a, i + b, j + c, j + d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]
