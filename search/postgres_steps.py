"""Steps: roughly how much a page holds of a stem, told in the word that stands for the stem, so that an index tells it.

The exact weight lies in the page's row, and reading thirty thousand rows takes a second. The pages that reach a step
are found as fast as those with a word, so adding up steps puts all matches in an order that is close to the exact one.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import accumulate
from operator import or_
from typing import NamedTuple

from search.ranking import K1, gain, norm

# What a stem brings to a score, before its idf; close to each other where the best pages are told apart. Each one more
# costs every look-up as much as a rare word.
STEPS = (1.2, 1.5, 1.8, 2.05, 2.25, 2.45, 2.6)
BELOW = 0.9  # what a page is taken to bring that has the stem and reaches no step
_MARK = "\x1f"


def step_words(stem: str) -> list[str]:
    """The words that stand for a stem on pages that reach no step, the first one, and so on."""
    return [f"{stem}{_MARK}{step:x}" for step in range(len(STEPS) + 1)]


def of_step(word: str) -> tuple[str, int]:
    """The stem and the step that a word stands for."""
    stem, _, step = word.rpartition(_MARK)
    return stem, int(step, 16)


def stepped(stems: Mapping[str, float], length: int, usual_length: float) -> Iterator[str]:
    """What stands for each stem on a page of this length, beside pages that are usually so long."""
    cost = norm(length, usual_length)
    return (f"{stem}{_MARK}{bisect_right(STEPS, gain(weight, cost)):x}" for stem, weight in stems.items())


def brings(step: int) -> float:
    """What a page that reaches this step, and not the next, brings at the mean; 0 is below the first."""
    return (STEPS[step - 1] + (STEPS[step] if step < len(STEPS) else K1 + 1)) / 2 if step else BELOW


class Reached(NamedTuple):
    """The places of all pages with a stem, and the step of each: one set for each binary digit of its number."""

    held: int
    digits: tuple[int, ...]

    @classmethod
    def of(cls, several: Sequence[int]) -> "Reached":
        """From the places that reach no step, the first one, and so on."""
        digits = range(len(STEPS).bit_length())
        return cls(
            reduce(or_, several),
            tuple(reduce(or_, (some for step, some in enumerate(several) if step >> digit & 1)) for digit in digits),
        )

    def steps(self) -> list[int]:
        """The places that reach no step and no higher one, the first, and so on."""
        found = []
        for step in range(len(STEPS) + 1):
            at = self.held
            for digit, places in enumerate(self.digits):
                at &= places if step >> digit & 1 else ~places
            found.append(at)
        return found

    def reaching(self) -> list[int]:
        """Step by step from the first, the places that reach it or a higher one."""
        return list(accumulate(reversed(self.steps()[1:]), or_))[::-1]

    def after(self, changed: int, several: Mapping[int, int]) -> "Reached":
        """The same with the changed places only where they are now, by step."""
        held = self.held & ~changed
        digits = [places & ~changed for places in self.digits]
        for step, places in several.items():
            held |= places
            for digit in range(len(digits)):
                if step >> digit & 1:
                    digits[digit] |= places
        return Reached(held, tuple(digits))
