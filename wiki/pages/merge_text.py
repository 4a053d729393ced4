"""Three-way merge of sequences, and of Markdown by paragraph and list item."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Generic, Literal, TypeVar

from wiki.pages.alignment import Budget, Hunk, align

T = TypeVar("T", bound=Hashable)
State = Literal["same", "theirs", "mine", "both", "clash"]

_FENCE = re.compile(r"[\s>]*(`{3,}(?=[^`]*$)|~{3,})(.*)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")


@dataclass(frozen=True, slots=True)
class Chunk(Generic[T]):
    """One stretch of the three texts and who changed it; `both` is the same change made twice."""

    state: State
    base: tuple[T, ...]
    theirs: tuple[T, ...]
    mine: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Settled(Generic[T]):
    """What came out: `merged` takes mine where both clash, `together` has theirs and then mine there."""

    merged: T
    together: T
    fitted: int
    clashes: int


def three_way(base: Sequence[T], theirs: Sequence[T], mine: Sequence[T]) -> list[Chunk[T]]:
    """The three sequences as chunks in order. Changes clash when they change the same elements differently, insert at
    the same place, or touch and bring the same element; changes to neighbors that share nothing do not.
    """
    sides = (theirs, mine)
    hunks = sorted((hunk, side) for side, text in enumerate(sides) for hunk in align(base, text, Budget()))
    chunks: list[Chunk[T]] = []
    at = 0
    for group in _grouped(hunks, sides):
        start, end = group[0][0].old_start, max(hunk.old_end for hunk, _ in group)
        if start > at:
            chunks.append(_kept(base[at:start]))
        chunks.append(_changed(base, sides, group, start, end))
        at = end
    if at < len(base):
        chunks.append(_kept(base[at:]))
    return chunks


def _grouped(hunks: list[tuple[Hunk, int]], sides: tuple[Sequence[T], Sequence[T]]) -> list[list[tuple[Hunk, int]]]:
    groups: list[list[tuple[Hunk, int]]] = []
    for hunk, side in hunks:
        if groups and _meets(groups[-1], hunk, side, sides):
            groups[-1].append((hunk, side))
        else:
            groups.append([(hunk, side)])
    return groups


def _meets(group: list[tuple[Hunk, int]], hunk: Hunk, side: int, sides: tuple[Sequence[T], Sequence[T]]) -> bool:
    start, end = group[0][0].old_start, max(other.old_end for other, _ in group)
    if hunk.old_start < end or start == end == hunk.old_start == hunk.old_end:
        return True
    if hunk.old_start > end:
        return False
    brought = set(sides[side][hunk.new_start : hunk.new_end])
    return any(
        brought.intersection(sides[other][each.new_start : each.new_end]) for each, other in group if other != side
    )


def _kept(items: Sequence[T]) -> Chunk[T]:
    same = tuple(items)
    return Chunk("same", same, same, same)


def _changed(
    base: Sequence[T], sides: tuple[Sequence[T], Sequence[T]], group: list[tuple[Hunk, int]], start: int, end: int
) -> Chunk[T]:
    theirs, mine = (
        _applied(base, sides[side], [hunk for hunk, whose in group if whose == side], start, end) for side in (0, 1)
    )
    changed_by = {side for _, side in group}
    state: State = "clash"
    if theirs == mine:
        state = "both"
    elif len(changed_by) == 1:
        state = "mine" if 1 in changed_by else "theirs"
    return Chunk(state, tuple(base[start:end]), theirs, mine)


def _applied(base: Sequence[T], text: Sequence[T], hunks: list[Hunk], start: int, end: int) -> tuple[T, ...]:
    result: list[T] = []
    at = start
    for hunk in hunks:
        result.extend(base[at : hunk.old_start])
        result.extend(text[hunk.new_start : hunk.new_end])
        at = hunk.old_end
    return (*result, *base[at:end])


def settle(chunks: Sequence[Chunk[T]]) -> Settled[tuple[T, ...]]:
    """Put chunks together again. `fitted` counts the stretches that only the writer changed."""
    merged: list[T] = []
    together: list[T] = []
    for chunk in chunks:
        kept = chunk.theirs if chunk.state == "theirs" else chunk.mine
        merged.extend(kept)
        together.extend(both(chunk.theirs, chunk.mine) if chunk.state == "clash" else kept)
    states = [chunk.state for chunk in chunks]
    return Settled(tuple(merged), tuple(together), states.count("mine"), states.count("clash"))


def both(theirs: Sequence[T], mine: Sequence[T]) -> tuple[T, ...]:
    """Theirs, then mine; what both begin or end with is there once."""
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(theirs, mine, strict=False)))
    rest, own = theirs[head:], mine[head:]
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(rest[::-1], own[::-1], strict=False)))
    return (*theirs[:head], *rest[: len(rest) - tail], *own)


def merge_text(base: str, theirs: str, mine: str) -> Settled[str]:
    """Merge three Markdown texts by paragraph; a list that both changed is merged by its items."""
    chunks = three_way(paragraphs(base), paragraphs(theirs), paragraphs(mine))
    outcomes = [_list_items(chunk) or settle([chunk]) for chunk in chunks]
    return Settled(
        "\n\n".join(part for outcome in outcomes for part in outcome.merged if part),
        "\n\n".join(part for outcome in outcomes for part in outcome.together if part),
        sum(outcome.fitted for outcome in outcomes),
        sum(outcome.clashes for outcome in outcomes),
    )


def _list_items(chunk: Chunk[str]) -> Settled[tuple[str, ...]] | None:
    sides = (chunk.base, chunk.theirs, chunk.mine)
    if chunk.state != "clash" or any(len(side) != 1 or not _is_list(side[0]) for side in sides):
        return None
    outcome = settle(three_way(*(_items(side[0]) for side in sides)))
    merged, together = ("\n".join(items) for items in (outcome.merged, outcome.together))
    return Settled((merged,), (together,), outcome.fitted, outcome.clashes)


def _is_list(paragraph: str) -> bool:
    return bool(_ITEM.match(paragraph)) and not any(_FENCE.match(line) for line in paragraph.split("\n"))


def _items(paragraph: str) -> list[str]:
    items: list[str] = []
    for line in paragraph.split("\n"):
        if items and not _ITEM.match(line):
            items[-1] += "\n" + line
        else:
            items.append(line)
    return items


def paragraphs(text: str) -> list[str]:
    """Split Markdown at blank lines, except inside fenced code. Joining with a blank line gives the same page."""
    found: list[list[str]] = [[]]
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not mark[2].strip():
            fence = ""
        if line.strip() or fence:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(lines) for lines in found if lines]
