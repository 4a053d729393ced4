"""Word-level differences inside one line or short value."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, zip_longest
from typing import Literal, NamedTuple

from wiki.pages.alignment import Budget, Hunk, align

MOST_TOKENS = 4_000
LEAST_SHARED = 0.25

# One token: white space; one Chinese or Japanese character; a word with its marks and apostrophes; any other sign.
_TOKEN = re.compile(
    r"\s+|[\u3040-\u30ff\u3400-\u9fff]"
    r"|(?:(?![\u3040-\u30ff\u3400-\u9fff])\w|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0eff\u200c\u200d'’])+|."
)


class Run(NamedTuple):
    """A stretch of text and whether it is a change."""

    text: str
    changed: bool = False


class Piece(NamedTuple):
    """A stretch of two texts shown as one."""

    text: str
    state: Literal["same", "removed", "added"]


Runs = tuple[Run, ...]


def tokens(text: str) -> list[str]:
    """The text cut into words, signs and white space; joined they are the text."""
    return _TOKEN.findall(text)


def plain(text: str, changed: bool = False) -> Runs:
    """The whole text as one run, none for an empty text."""
    return (Run(text, changed),) if text else ()


def word_runs(old: str, new: str, budget: Budget) -> tuple[Runs, Runs]:
    """Both texts as runs with the differing words marked; all marked when they share too little or are too long."""
    old_tokens, new_tokens, hunks = _compared(old, new, budget)
    return (
        _runs(old_tokens, [(hunk.old_start, hunk.old_end) for hunk in hunks]),
        _runs(new_tokens, [(hunk.new_start, hunk.new_end) for hunk in hunks]),
    )


def inline(old: str, new: str, budget: Budget) -> tuple[Piece, ...]:
    """Both texts as one, removed words before the added ones that took their place."""
    old_tokens, new_tokens, hunks = _compared(old, new, budget)
    pieces: list[Piece] = []
    at = 0
    for hunk in [*hunks, Hunk(len(old_tokens), len(old_tokens), len(new_tokens), len(new_tokens))]:
        pieces.append(Piece("".join(old_tokens[at : hunk.old_start]), "same"))
        pieces.append(Piece("".join(old_tokens[hunk.old_start : hunk.old_end]), "removed"))
        pieces.append(Piece("".join(new_tokens[hunk.new_start : hunk.new_end]), "added"))
        at = hunk.old_end
    return tuple(piece for piece in pieces if piece.text)


def _compared(old: str, new: str, budget: Budget) -> tuple[list[str], list[str], list[Hunk]]:
    """Both texts' tokens and where they differ; each a single token when the two are not to be taken apart."""
    whole = [old] if old else [], [new] if new else [], [Hunk(0, bool(old), 0, bool(new))] if old != new else []
    if len(old) + len(new) > 8 * MOST_TOKENS:
        budget.spent_out = True
        return whole
    old_tokens, new_tokens = tokens(old), tokens(new)
    if len(old_tokens) + len(new_tokens) > MOST_TOKENS:
        budget.spent_out = True
        return whole
    old_words, new_words = words(old_tokens), words(new_tokens)
    if old_words and new_words and shared(old_words, new_words) < LEAST_SHARED:
        return whole
    hunks = _slid(align(old_tokens, new_tokens, budget), old_tokens, new_tokens)
    return old_tokens, new_tokens, _without_islands(hunks, old_tokens, new_tokens)


def words(parts: Iterable[str]) -> Counter[str]:
    """How often each word is there; signs and white space do not count."""
    return Counter(part for part in parts if part[0].isalnum())


def shared(old: Counter[str], new: Counter[str]) -> float:
    """How much of two lines is the same words: 0.0 nothing, 1.0 all."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 0.0


def _slid(hunks: list[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Of equal choices the last: in "Done. Again." the new words are "Again." and not ". Again"."""
    slid: list[Hunk] = []
    for hunk, after in zip_longest(hunks, hunks[1:]):
        text, start, end = (new, *hunk[2:]) if hunk.new_start < hunk.new_end else (old, *hunk[:2])
        steps = 0
        if hunk.old_start == hunk.old_end or hunk.new_start == hunk.new_end:
            room = min(after.old_start - hunk.old_end - 1, len(text)) if after else len(text) - end
            while steps < room and text[start + steps] == text[end + steps]:
                steps += 1
        slid.append(Hunk(*(place + steps for place in hunk)))
    return slid


def _without_islands(hunks: list[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Join two replacements when the few words between them are less than either: "that" alone says nothing."""
    joined: list[Hunk] = []
    for hunk in hunks:
        if joined and _is_island(joined[-1], hunk, old, new):
            last = joined.pop()
            hunk = Hunk(last.old_start, hunk.old_end, last.new_start, hunk.new_end)
        joined.append(hunk)
    return joined


def _is_island(last: Hunk, hunk: Hunk, old: Sequence[str], new: Sequence[str]) -> bool:
    if any(h.old_start == h.old_end or h.new_start == h.new_end for h in (last, hunk)):
        return False
    between = old[last.old_end : hunk.old_start]
    size = len("".join(between).strip())
    return words(between).total() <= 2 and all(
        size <= max(len("".join(old[h.old_start : h.old_end])), len("".join(new[h.new_start : h.new_end])))
        for h in (last, hunk)
    )


def _runs(parts: Sequence[str], changed: Iterable[tuple[int, int]]) -> Runs:
    marks = [False] * len(parts)
    for start, end in changed:
        while end - start > 1 and parts[start].isspace():
            start += 1
        while end - start > 1 and parts[end - 1].isspace():
            end -= 1
        marks[start:end] = [True] * (end - start)
    for at in range(1, len(parts) - 1):
        if parts[at].isspace() and marks[at - 1] and marks[at + 1]:
            marks[at] = True
    grouped = groupby(zip(parts, marks, strict=True), key=lambda pair: pair[1])
    return tuple(Run("".join(part for part, _ in pairs), mark) for mark, pairs in grouped)
