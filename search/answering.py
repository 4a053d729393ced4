"""What every keeper answers in the same way: counts, why a page matched, and a better spelling."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil

from search.analysis import spans
from search.matching import Match
from search.model import Fragment, Hit, Query, Results
from search.plan import STEM, WORD, Lookup
from search.snippets import Wanted
from search.spelling import MIN_LENGTH, lengths, nearest
from search.stems import stem

Known = Callable[[int], Sequence[str]]
"""Gives every word of one length as it is written somewhere."""


def results(match: Match, hits: Callable[[int, int], Sequence[Hit]], known: Known) -> Results:
    """The page of results asked for, of which `hits` gives those from a number on; a page past the end is the first."""
    query, total = match.query, match.found.bit_count()
    pages = ceil(total / query.size)
    page = query.page if 1 <= query.page <= pages else 1
    return Results(
        hits=tuple(hits((page - 1) * query.size, query.size)) if total else (),
        total=total,
        facets=match.facets(),
        page=page,
        pages=pages,
        corrected=corrected(match, known) if match.partial or not match.worded else "",
        partial=match.partial,
        complete=(match.complete & match.found).bit_count(),
    )


def corrected(match: Match, known: Known) -> str:
    """What was typed with each unknown word replaced by a near one this reader may see; empty without any."""
    fixed: dict[str, str] = {}
    for word in dict.fromkeys(spelled(match.query)):
        root = stem(word)
        if len(word) < MIN_LENGTH or not root or match.pages_with(Lookup(STEM, (root,))):
            continue
        written = [other for length in lengths(word) for other in known(length)]
        if other := nearest(word, written, lambda near: match.pages_with(Lookup(WORD, (near,)))):
            fixed[word] = other
    return replaced(match.query.text, fixed) if fixed else ""


def alike(query: Query, terms: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The facets in which a page with these terms is like who asks."""
    return tuple(name for name in query.like if set(query.like[name]) & set(terms.get(name, ())))


def why(title: str, snippet: Sequence[Fragment], names: Sequence[str], wanted: Wanted) -> str:
    """The other name or label with the most words looked for that neither title nor passage shows; empty without."""
    shown = wanted.within(title).union(*(wanted.within(run.text) for run in snippet if run.marked))
    hidden = [(len(wanted.within(name) - shown), name) for name in names]
    most = max((count for count, _ in hidden), default=0)
    return next(name for count, name in hidden if count == most) if most else ""


def spelled(query: Query) -> Iterator[str]:
    """The words that may be misspelled: those typed whole, without a synonym or another way to write them."""
    for clause in query.clauses:
        if len(clause.any) == 1 and not clause.any[0].prefix:
            yield from clause.typed


def replaced(text: str, fixed: Mapping[str, str]) -> str:
    """The text with its words replaced, everything between them as typed."""
    out: list[str] = []
    at = 0
    for start, end, word in spans(text):
        if word in fixed:
            out += [text[at:start], fixed[word]]
            at = end
    return "".join([*out, text[at:]])
