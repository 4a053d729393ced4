"""The best passage of a page for some words, with those words marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis import spans
from search.model import Fragment, Part
from search.whoosh_analysis import stem

WIDTH = 32  # words a passage is long
_LEAD = 6  # words shown before the first marked one


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to mark: stems, and words that count only as written."""

    stems: frozenset[str]
    exact: frozenset[str] = frozenset()

    def __contains__(self, word: str) -> bool:
        return word in self.exact or stem(word) in self.stems


@dataclass(frozen=True, slots=True)
class _Passage:
    """A run of words in a text: the places of its marked words and how many different ones there are."""

    text: str
    different: int
    marks: tuple[tuple[int, int], ...]
    start: int
    end: int


def best(summary: str, parts: Sequence[Part], wanted: Wanted) -> tuple[tuple[Fragment, ...], Part | None]:
    """The passage with the most different words looked for, and its part (None: it stands in the summary).

    An earlier part wins over a later one with as many; the summary only where no part has any. Empty without a match.
    """
    found: tuple[_Passage, Part | None] | None = None
    for part in parts:
        passage = _passage(part.text, wanted)
        if passage and (found is None or passage.different > found[0].different):
            found = passage, part
    if found is None and (passage := _passage(summary, wanted)):
        found = passage, None
    return (_fragments(found[0]), found[1]) if found else ((), None)


def shows(text: str, wanted: Wanted) -> bool:
    """Whether the text has one of the words."""
    return any(word in wanted for _, _, word in spans(text))


def _passage(text: str, wanted: Wanted) -> _Passage | None:
    """The window of `WIDTH` words with the most different marked words; the first of several."""
    cut = list(spans(text))
    hits = [(at, stem(word) or word) for at, (_, _, word) in enumerate(cut) if word in wanted]
    if not hits:
        return None
    most, first = max((_different(hits, number), -number) for number in range(len(hits)))
    lead = hits[-first][0]
    start = max(min(lead - _LEAD, len(cut) - WIDTH), 0)
    end = min(start + WIDTH, len(cut))
    marks = tuple(cut[at][:2] for at, _ in hits if start <= at < end)
    return _Passage(text, most, marks, cut[start][0] if start else 0, cut[end - 1][1] if end < len(cut) else len(text))


def _different(hits: Sequence[tuple[int, str]], number: int) -> int:
    """How many different words stand in the window that this hit opens."""
    limit = hits[number][0] + WIDTH - _LEAD
    seen: set[str] = set()
    for at, word in hits[number:]:
        if at >= limit:
            break
        seen.add(word)
    return len(seen)


def _fragments(passage: _Passage) -> tuple[Fragment, ...]:
    """The passage in runs; an ellipsis where it leaves something out."""
    runs: list[Fragment] = []
    at = passage.start
    lead = "… " if passage.start else ""
    for start, end in passage.marks:
        if between := lead + passage.text[at:start]:
            runs.append(Fragment(between))
        runs.append(Fragment(passage.text[start:end], marked=True))
        at, lead = end, ""
    if rest := lead + passage.text[at : passage.end] + (" …" if passage.end < len(passage.text) else ""):
        runs.append(Fragment(rest))
    return tuple(runs)
