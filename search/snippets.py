"""The best passage of a page for some words, with those words marked."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.analysis import Sieve, fold, words
from search.model import Fragment, Part
from search.stems import stem

WIDTH = 220  # characters a passage is long
_LEAD = 40  # characters shown before the first marked word
MIN_SIEVE = 3
_CHANGED = 2  # letters at its end in which a stem may differ from its words: communiti, community; die, dying

MOST_BETWEEN = 60  # characters between words that stand side by side

_Run = tuple[tuple[tuple[str, ...], str], ...]


class Wanted:
    """What to mark: stems, words that count only as written, beginnings of words, and words that count side by side."""

    def __init__(
        self,
        stems: Collection[str],
        exact: Collection[str] = (),
        begins: Collection[str] = (),
        runs: Iterable[Sequence[str]] = (),
    ) -> None:
        self._stems, self._exact, self._begins = frozenset(stems), frozenset(exact), tuple(begins)
        self._runs: dict[str, list[_Run]] = {}
        for run in map(_run, runs):
            self._runs.setdefault(run[0][1], []).append(run)
        side_by_side = {word for runs_ in self._runs.values() for run in runs_ for _, word in run}
        short = {_shortened(root) for root in self._stems} | self._exact | set(begins) | side_by_side
        self._sieve = Sieve(sorted(short))

    def __bool__(self) -> bool:
        return bool(self._stems or self._exact or self._begins or self._runs)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and stem of each wanted word of a composed text, in order."""
        folded = fold(text)
        near = list(self._sieve.find(folded))
        side_by_side = {at for begin in range(len(near)) for at in self._side_by_side(folded, near, begin)}
        return [
            (start, end, stem(word) or word)
            for at, (start, end, word) in enumerate(near)
            if at in side_by_side or self._alone(word)
        ]

    def _alone(self, word: str) -> bool:
        """Whether the word counts wherever it stands."""
        return word in self._exact or stem(word) in self._stems or bool(self._begins and word.startswith(self._begins))

    def _side_by_side(self, folded: str, near: Sequence[tuple[int, int, str]], begin: int) -> Iterator[int]:
        """The places in `near` of the words side by side that begin at this one."""
        for run in self._runs.get(near[begin][2], ()):
            here = near[begin : begin + len(run)]
            pairs = zip(here, here[1:], run[1:], strict=False)
            if len(here) == len(run) and all(_next_to(folded, *pair) for pair in pairs):
                yield from range(begin, begin + len(run))

    def within(self, text: str) -> set[str]:
        """The stems of the wanted words in a text."""
        return {root for _, _, root in self.find(text)}


def _run(written: Sequence[str]) -> _Run:
    """Words side by side as those that say something, each with the words before it that say nothing."""
    made: list[tuple[tuple[str, ...], str]] = []
    before: tuple[str, ...] = ()
    for word in written:
        if stem(word):
            made.append((before if made else (), word))
            before = ()
        else:
            before += (word,)
    return tuple(made)


def _next_to(
    folded: str, one: tuple[int, int, str], two: tuple[int, int, str], wanted: tuple[tuple[str, ...], str]
) -> bool:
    """Whether the second is the word wanted, and nothing but what may stands between."""
    between = folded[one[1] : two[0]]
    return two[2] == wanted[1] and len(between) <= MOST_BETWEEN and tuple(words(between)) == wanted[0]


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
