"""What somebody typed, understood once: clauses, exclusions, filters and ranges; what cannot be understood is words."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from search.analysis import STOP_WORDS, composed
from search.language import Fields, NoFields, Piece, pieces
from search.model import SORTS, Clause, Query, Range, Term

MAX_TEXT = 1000
MAX_TERMS = 32
MAX_SIZE = 100
MAX_PAGE = 10_000
MAX_FILTERS = 20
NO_FIELDS = NoFields()


def parse(
    text: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: str = "best",
    page: int = 1,
    size: int = 10,
    fields: Fields = NO_FIELDS,
) -> Query:
    """Understand what was typed; never raises. Text is cut at 1,000 characters and 32 words, the rest brought in range.

    `fields` are what can be asked for by name; a filter that was typed joins those that were chosen.
    """
    typed = clean(text)
    found = _within_limit(list(pieces(typed, fields)))
    chosen = _filters(filters or {})
    without: dict[str, tuple[str, ...]] = {}
    for piece in found:
        if piece.kind == "terms":
            into = without if piece.no else chosen
            into[piece.name] = tuple(dict.fromkeys((*into.get(piece.name, ()), *piece.terms)))[:MAX_FILTERS]
    return Query(
        text=typed,
        clauses=tuple(_once(_clauses(found))),
        excluded=tuple(dict.fromkeys(Term(one.words, one.kind == "prefix") for one in found if one.no and one.words)),
        filters=chosen,
        without=without,
        ranges=_ranges(found),
        sort=sort if sort in SORTS else SORTS[0],
        page=min(max(page, 1), MAX_PAGE),
        size=min(max(size, 1), MAX_SIZE),
    )


def clean(text: str) -> str:
    """One line of at most 1,000 characters without control characters and lone surrogates."""
    head = text[: MAX_TEXT * 5]  # normalizing and splitting megabytes would be the attack itself
    kept = "".join(
        " " if c.isspace() else c for c in head if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs")
    )
    return " ".join(composed(kept).split())[:MAX_TEXT].strip()


def _clauses(found: Sequence[Piece]) -> Iterator[Clause]:
    """Each piece to be found as a clause; two with OR between them as one."""
    made: list[Clause] = []
    joining = False
    for piece in found:
        if piece.kind == "or":
            joining = bool(made)
            continue
        fresh = [] if piece.no else list(_clause(piece))
        if joining and fresh:
            made[-1] = Clause((*made[-1].any, *fresh[0].any), (*made[-1].typed, *fresh[0].typed))
            fresh = fresh[1:]
        made += fresh
        joining = False
    yield from made


def _clause(piece: Piece) -> Iterator[Clause]:
    if piece.kind == "prefix":
        yield Clause((Term(piece.words, prefix=True),), piece.words)
    elif piece.kind == "phrase" and piece.words:
        yield Clause((Term(piece.words),), piece.words)
    elif piece.kind == "joined":  # "e-mail" is also "email"; pages are indexed with both
        yield Clause((Term(piece.words), Term(("".join(piece.words),))), piece.words)
    elif piece.kind == "word":
        yield from (Clause((Term((word,)),), (word,)) for word in piece.words)


def _once(clauses: Iterable[Clause]) -> Iterator[Clause]:
    return iter(dict.fromkeys(clauses))


def _within_limit(found: list[Piece]) -> list[Piece]:
    """The pieces up to the limit, without empty ones; a long question loses the words that say nothing first."""
    if sum(len(piece.words) for piece in found) > MAX_TERMS:
        found = [one for one in found if one.kind != "word" or not set(one.words) <= STOP_WORDS]
    kept: list[Piece] = []
    left = MAX_TERMS
    for piece in found:
        if piece.kind in ("or", "terms", "range"):
            kept.append(piece)
        elif piece.words and len(piece.words) <= left:
            kept.append(piece)
            left -= len(piece.words)
        elif piece.words and left:
            kept.append(Piece(piece.kind, piece.words[:left], piece.no))
            left = 0
    return kept


def _ranges(found: Sequence[Piece]) -> dict[str, Range]:
    """The ranges by number; two of one number narrow each other."""
    made: dict[str, Range] = {}
    for piece in found:
        if piece.range is not None:
            made[piece.name] = narrowed(made.get(piece.name, Range()), piece.range)
    return made


def narrowed(one: Range, other: Range) -> Range:
    """What lies within both."""
    lows = [bound for bound in (one.low, other.low) if bound is not None]
    highs = [bound for bound in (one.high, other.high) if bound is not None]
    return Range(max(lows, default=None), min(highs, default=None))


def _filters(filters: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The chosen terms by facet, without empty ones and doubles, in the order given."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name, terms in list(filters.items())[:MAX_FILTERS]:
        kept = tuple(dict.fromkeys(cleaned for term in terms if (cleaned := clean(term))))[:MAX_FILTERS]
        if kept:
            chosen[clean(name)] = kept
    return chosen
