"""The order of hits: BM25 over weighted words, counted only over pages the reader may see."""

from math import log

K1 = 1.8
B = 0.75

# How much a word counts by where it stands; a part brings its own weight.
TITLE, ALIAS, SUMMARY, LABEL = 5.0, 4.0, 3.0, 2.0

ENOUGH = 10  # pages; with fewer that hold everything, pages that hold most of a longer question follow
MOST = 0.5  # of what a question's clauses tell, that is "most"
FEW = 2  # clauses; of so few, a page without one holds no longer what was asked
TITLED = 2.0  # what a title that holds something of every clause adds, of what all of them tell
ORDERED = 0.3  # what two words typed next to each other add where a page says them so, of what both tell
LOOKED_OVER = 100  # the best pages that are looked over for both
SHORTEST = 0.3  # of the mean length: below it a page is no better for being shorter
STALE = 0.9  # of its score keeps a page whose last check is too long ago


def idf(pages: int, with_word: int) -> float:
    """How telling a word is that stands on `with_word` of `pages` pages; always above zero."""
    return log(1 + (pages - with_word + 0.5) / (with_word + 0.5))


def units(telling: float) -> int:
    """The same in thousandths: sums of these do not depend on their order."""
    return round(telling * 1000)


def norm(length: int, mean_length: float) -> float:
    """What a page's length in words costs each of its words."""
    return K1 * (1 - B + B * max(length, SHORTEST * mean_length) / mean_length) if mean_length else K1


def gain(weight: float, norm: float) -> float:
    """What a word with this summed weight brings to a page's score, before its idf."""
    return weight * (K1 + 1) / (weight + norm)
