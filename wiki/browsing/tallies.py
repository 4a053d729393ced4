"""Counts that give nobody away: a small group is not counted, and what is left does not tell it by subtraction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wiki.kinds.model import Library

STEP = 5  # what stands in for the next larger count, when the small one could be worked out from it


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pages carry a term: `count`, or, where that is not told, fewer than `under`."""

    count: int = 0
    under: int = 0

    @property
    def size(self) -> int:
        """What lists may be ordered by: never more exact than what is told."""
        return self.under or self.count


class Tallies:
    """Counts of a vocabulary that is declared to be about people are told under the house rule; all others as is."""

    def __init__(self, library: Library, smallest: Callable[[], int]) -> None:
        self._library = library
        self._smallest = smallest

    def smallest(self, vocabulary: str) -> int:
        """From how many pages on a term of this vocabulary is counted."""
        declared = self._library.vocabularies.get(vocabulary)
        return max(1, self._smallest()) if declared is not None and declared.about_people else 1

    def told(self, vocabulary: str, counts: Mapping[str, int], total: int | None = None) -> dict[str, Tally]:
        """Every term that pages carry, as it may be told.

        `total` is how many pages are counted over; None: nobody is told. When one small group alone is left out and
        the rest adds up to the total, the next larger count is told roughly too.
        """
        smallest = self.smallest(vocabulary)
        small = {term for term, count in counts.items() if 0 < count < smallest}
        told = {term: Tally(under=smallest) if term in small else Tally(count) for term, count in counts.items()}
        others = [term for term, count in counts.items() if count >= smallest]
        if len(small) == 1 and others and total == sum(counts.values()):
            next_one = min(others, key=lambda term: (counts[term], term))
            told[next_one] = Tally(under=(counts[next_one] // STEP + 1) * STEP)
        return told

    def nothing(self, vocabulary: str) -> Tally:
        """What a term that no page carries is shown with, so that it looks like a small group."""
        smallest = self.smallest(vocabulary)
        return Tally(under=smallest) if smallest > 1 else Tally()
