"""The order of hits: BM25 over weighted words, counted only over pages the reader may see."""

from math import log

K1 = 1.8
B = 0.75

# How much a word counts by where it stands; a part brings its own weight.
TITLE, ALIAS, SUMMARY, LABEL = 5.0, 4.0, 3.0, 2.0


def idf(pages: int, with_word: int) -> float:
    """How telling a word is that stands on `with_word` of `pages` pages; always above zero."""
    return log(1 + (pages - with_word + 0.5) / (with_word + 0.5))


def norm(length: int, mean_length: float) -> float:
    """What a page's length in words costs each of its words."""
    return K1 * (1 - B + B * length / mean_length) if mean_length else K1


def gain(weight: float, norm: float) -> float:
    """What a word with this summed weight brings to a page's score, before its idf."""
    return weight * (K1 + 1) / (weight + norm)
