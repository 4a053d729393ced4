"""Steps: roughly how much a page holds of a stem, as one more word beside the stem, so that an index can tell it.

The exact weight lies in the page's row, and reading thirty thousand rows takes a second. The pages that reach a step
are found as fast as those with a word, so adding up steps puts all matches in an order that is close to the exact one.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from search.ranking import K1, gain, norm

# What a stem brings to a score, before its idf. More steps where the best pages are told apart.
STEPS = (1.15, 1.35, 1.5, 1.65, 1.8, 1.95, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6)
BELOW = 0.9  # what a page is taken to reach that has the stem and no step
_MARK = "\x1f"


def step_word(stem: str, step: int) -> str:
    """The word that stands for a stem's step, counted from 1."""
    return f"{stem}{_MARK}{step:x}"


def stepped(stems: Mapping[str, float], length: int, usual_length: float) -> Iterator[str]:
    """The step each stem reaches on a page of this length, beside pages that are usually so long."""
    cost = norm(length, usual_length)
    for stem, weight in stems.items():
        if step := bisect_right(STEPS, gain(weight, cost)):
            yield step_word(stem, step)


def reached(step: int) -> float:
    """What a page that reaches this step, and not the next, brings at the mean; 0 is below the first."""
    return (STEPS[step - 1] + (STEPS[step] if step < len(STEPS) else K1 + 1)) / 2 if step else BELOW
