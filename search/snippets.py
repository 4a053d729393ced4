"""The best passage of a page for some words, with those words marked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from search.analysis import Sieve, fold
from search.model import Fragment, Part
from search.stems import stem

WIDTH = 220  # characters a passage is long
_LEAD = 40  # characters shown before the first marked word
MIN_SIEVE = 3
_CHANGED = 2  # letters at its end in which a stem may differ from its words: communiti, community; die, dying


class Wanted:
    """What to mark: stems, words that count only as written, and beginnings of words."""

    def __init__(self, stems: Collection[str], exact: Collection[str] = (), begins: Collection[str] = ()) -> None:
        self._stems, self._exact, self._begins = frozenset(stems), frozenset(exact), tuple(begins)
        short = {_shortened(root) for root in self._stems} | self._exact | set(begins)
        self._sieve = Sieve(sorted(short))

    def __bool__(self) -> bool:
        return bool(self._stems or self._exact or self._begins)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and stem of each wanted word of a composed text, in order."""
        return [
            (start, end, stem(word) or word)
            for start, end, word in self._sieve.find(fold(text))
            if word in self._exact or stem(word) in self._stems or (self._begins and word.startswith(self._begins))
        ]

    def within(self, text: str) -> set[str]:
        """The stems of the wanted words in a text."""
        return {root for _, _, root in self.find(text)}


def _shortened(root: str) -> str:
    """What every word of this stem begins with, in either spelling."""
    short = root[: max(len(root) - _CHANGED, 1)]
    return short[:-1] if short.endswith(("z", "s")) and len(short) > MIN_SIEVE else short


@dataclass(frozen=True, slots=True)
class _Passage:
    """A run of a text, how many different wanted words it has, and where they stand."""

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


def _passage(text: str, wanted: Wanted) -> _Passage | None:
    """The window with the most different wanted words; the first of several."""
    hits = wanted.find(text)
    if not hits:
        return None
    most, first = max((_different(hits, number), -number) for number in range(len(hits)))
    start, end = _window(text, hits[-first][0])
    return _Passage(text, most, tuple(hit[:2] for hit in hits if start <= hit[0] and hit[1] <= end), start, end)


def _different(hits: Sequence[tuple[int, int, str]], number: int) -> int:
    """How many different words stand in the window that this hit opens."""
    limit = hits[number][0] + WIDTH - _LEAD
    return len({word for _, end, word in hits[number:] if end <= limit})


def _window(text: str, hit: int) -> tuple[int, int]:
    """Where the passage around a hit begins and ends, at whole words."""
    start = max(min(hit - _LEAD, len(text) - WIDTH), 0)
    if start:
        space = text.find(" ", start, hit)
        start = space + 1 if space >= 0 else hit
    end = start + WIDTH
    if end < len(text):
        space = text.rfind(" ", hit, end)
        end = space if space > hit else end
    return start, min(end, len(text))


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
