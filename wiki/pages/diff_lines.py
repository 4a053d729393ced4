"""Line-level differences of one long text, with the words marked inside changed lines and long equal runs folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from wiki.pages.alignment import Budget, Hunk, align
from wiki.pages.diff_words import LEAST_SHARED, Run, Runs, plain, shared, tokens, word_runs, words

CONTEXT = 2
MOST_LINES = 5_000
MOST_BYTES = 200_000
MOST_CELLS = 2_500
LONGEST_LINE = 20_000
BREAK = Run(" ¶", True)


class Row(NamedTuple):
    """One line before and after. An added row has no old, a removed one no new. In a coarse part a row can be many
    lines, with line ends between them.
    """

    kind: Literal["same", "changed", "removed", "added"]
    old: Runs
    new: Runs


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows in a row without changes, out of the way."""

    rows: tuple[Row, ...]

    @property
    def count(self) -> int:
        """How many lines are folded."""
        return sum(1 + run.text.count("\n") for row in self.rows for run in row.new[:1])


Item = Row | Fold


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    blanks: int


def is_large(text: str) -> bool:
    """Whether lines of this text are only compared whole."""
    return (
        text.count("\n") + 1 >= MOST_LINES
        or len(text) > MOST_BYTES
        or len(text.encode(errors="surrogatepass")) > MOST_BYTES
    )


def line_rows(old: str, new: str, budget: Budget) -> tuple[Row, ...]:
    """Both texts line by line. Blank lines have no rows; where one came or went between equal lines, ¶ is marked.

    Of large texts only whole stretches are told, and the budget says so.
    """
    before, after = _lines(old), _lines(new)
    old_texts, new_texts = [line.text for line in before], [line.text for line in after]
    coarse = is_large(old) or is_large(new)
    hunks = align(old_texts, new_texts, Budget(0) if coarse else budget)
    budget.spent_out |= coarse
    rows: list[Row] = []
    i, j = 0, 0
    for hunk in [*hunks, Hunk(len(before), len(before), len(after), len(after))]:
        gone, come = old_texts[hunk.old_start : hunk.old_end], new_texts[hunk.new_start : hunk.new_end]
        if coarse:
            rows.extend([*_equal_stretch(old_texts[i : hunk.old_start]), *_replaced_stretch(gone, come)])
        else:
            rows.extend(_equal(before[i : hunk.old_start], after[j : hunk.new_start]))
            rows.extend(_replaced(gone, come, budget))
        i, j = hunk.old_end, hunk.new_end
    return tuple(rows)


def folded(rows: Sequence[Row]) -> tuple[Item, ...]:
    """The rows with every run of more equal ones than the context needs folded; texts without changes stay whole."""
    changes = [at for at, row in enumerate(rows) if row.kind != "same"]
    items: list[Item] = []
    at = 0
    for change in [*changes, len(rows) + CONTEXT]:
        start = at + CONTEXT if at else 0
        end = min(change - CONTEXT, len(rows))
        hidden = Fold(tuple(rows[start : max(start, end)]))
        if changes and hidden.count > 1:
            items.extend([*rows[at:start], hidden])
            at = end
        items.extend(rows[at : change + 1])
        at = change + 1
    return tuple(items)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    for line in text.split("\n"):
        if line.strip():
            lines.append(_Line(line, 0))
        elif lines:
            lines[-1] = _Line(lines[-1].text, lines[-1].blanks + 1)
    return lines


def _equal(before: Sequence[_Line], after: Sequence[_Line]) -> list[Row]:
    rows: list[Row] = []
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        text = plain(old.text)
        if at == len(before) - 1 or old.blanks == new.blanks:
            rows.append(Row("same", text, text))
        else:
            rows.append(Row("changed", _broken(text, old.blanks > new.blanks), _broken(text, new.blanks > old.blanks)))
    return rows


def _broken(text: Runs, more: bool) -> Runs:
    return (*text, BREAK) if more else text


def _equal_stretch(lines: Sequence[str]) -> list[Row]:
    middle = "\n".join(lines[CONTEXT:-CONTEXT])
    texts = [*lines[:CONTEXT], middle, *lines[-CONTEXT:]] if middle else lines
    return [Row("same", plain(text), plain(text)) for text in texts]


def _replaced_stretch(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    removed, added = plain("\n".join(old), True), plain("\n".join(new), True)
    return [row for row in (Row("removed", removed, ()), Row("added", (), added)) if row.old or row.new]


def _replaced(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Row]:
    rows: list[Row] = []
    i, j = 0, 0
    for at_old, at_new in [*_pairs(old, new, budget), (len(old), len(new))]:
        rows.extend(Row("removed", plain(line, True), ()) for line in old[i:at_old])
        rows.extend(Row("added", (), plain(line, True)) for line in new[j:at_new])
        if at_old < len(old):
            rows.append(Row("changed", *word_runs(old[at_old], new[at_new], budget)))
        i, j = at_old + 1, at_new + 1
    return rows


def _pairs(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[tuple[int, int]]:
    """Which removed line became which added one: the choice, in order, that shares the most words."""
    if not old or not new:
        return []
    if len(old) * len(new) > MOST_CELLS or max(map(len, (*old, *new))) > LONGEST_LINE:
        budget.spent_out = True
        return []
    old_words, new_words = [words(tokens(line)) for line in old], [words(tokens(line)) for line in new]
    if not budget.allows(sum(map(len, old_words)) * len(new)):
        return []
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old)):
        for j in range(len(new)):
            alike = shared(old_words[i], new_words[j])
            paired = best[i][j] + alike if alike >= LEAST_SHARED else 0.0
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], paired)
    return _walked(best)


def _walked(best: list[list[float]]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    i, j = len(best) - 1, len(best[0]) - 1
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]
