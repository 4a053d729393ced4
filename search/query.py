"""What somebody typed, understood once: words, "phrases" and -not; whatever cannot be understood is words."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from search.analysis import STOP_WORDS, composed, words
from search.model import SORTS, Query

MAX_TEXT = 200
MAX_TERMS = 10
MAX_SIZE = 100
MAX_PAGE = 10_000
MAX_FILTERS = 20

_PIECE = re.compile(r'(?P<no>(?<!\S)-)?"(?P<phrase>[^"]*)"|(?<!\S)-(?P<out>\w[^\s"]*)|(?P<word>[^\s"]+|")')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def parse(
    text: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: str = "best",
    page: int = 1,
    size: int = 10,
) -> Query:
    """Understand what was typed; never raises. Text is cut at 200 characters and 10 words, the rest brought in range.

    Words come out folded and in order, phrases as tuples of words; an excluded entry of several words is a phrase.
    """
    typed = _clean(text)
    found = _within_limit(list(_pieces(typed)))
    plain = [word for kind, several in found if kind == "word" for word in several]
    return Query(
        text=typed,
        words=tuple(dict.fromkeys(plain)),
        phrases=tuple(dict.fromkeys(tuple(several) for kind, several in found if kind == "phrase")),
        excluded=tuple(dict.fromkeys(" ".join(several) for kind, several in found if kind == "out")),
        filters=_filters(filters or {}),
        sort=sort if sort in SORTS else SORTS[0],
        page=min(max(page, 1), MAX_PAGE),
        size=min(max(size, 1), MAX_SIZE),
    )


def _pieces(typed: str) -> Iterator[tuple[str, list[str]]]:
    """Each piece as its kind (`word`, `phrase`, `out`) and its words."""
    for match in _PIECE.finditer(typed.translate(_QUOTES)):
        if match["phrase"] is not None:
            yield "out" if match["no"] else "phrase", words(match["phrase"])
        elif match["out"] is not None:
            yield "out", words(match["out"])
        else:
            yield "word", words(match["word"])


def _within_limit(pieces: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """The pieces up to the limit, without empty ones; a long question loses the words that say nothing first."""
    if sum(len(found) for _, found in pieces) > MAX_TERMS:
        pieces = [
            (kind, [word for word in found if kind != "word" or word not in STOP_WORDS]) for kind, found in pieces
        ]
    kept: list[tuple[str, list[str]]] = []
    left = MAX_TERMS
    for kind, found in pieces:
        if taken := found[:left]:
            kept.append((kind, taken))
            left -= len(taken)
    return kept


def _clean(text: str) -> str:
    """One line of at most 200 characters without control characters and lone surrogates."""
    head = text[: MAX_TEXT * 5]  # normalizing and splitting megabytes would be the attack itself
    kept = "".join(
        " " if c.isspace() else c for c in head if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs")
    )
    return " ".join(composed(kept).split())[:MAX_TEXT].strip()


def _filters(filters: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The chosen terms by facet, without empty ones and doubles, in the order given."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name, terms in list(filters.items())[:MAX_FILTERS]:
        kept = tuple(dict.fromkeys(cleaned for term in terms if (cleaned := _clean(term))))[:MAX_FILTERS]
        if kept:
            chosen[_clean(name)] = kept
    return chosen
