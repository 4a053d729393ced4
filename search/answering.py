"""What every keeper says of its hits in the same way: why a page matched, and which words may be misspelled."""

from collections.abc import Iterator, Mapping, Sequence

from search.analysis import spans
from search.model import Fragment, Query
from search.snippets import Wanted


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
