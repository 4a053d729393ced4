"""Which lines belong to one list item, however people indent what is inside it."""

from wiki.rendering.lines import (
    FenceWatch,
    Marker,
    dedent,
    goes_on,
    indent_of,
    leaves_words_open,
    marker_of,
    starts_block,
)

ENOUGH = 2  # spaces under a marker after which people mean "inside this item"


class ItemLines:
    """Collects the lines of one item from `place` (the line of its marker) on; `end` is the first line after it."""

    def __init__(self, lines: list[str], place: int, marker: Marker) -> None:
        self._lines = lines
        self._marker = marker
        self._fence = FenceWatch()
        self._went_on = False  # whether the last line was more words without any indent
        self.content = [marker.rest]
        self._fence.note(marker.rest)
        self.end = place + 1
        while self.end < len(lines) and self._take(lines[self.end]):
            self.end += 1
        while len(self.content) > 1 and not self.content[-1].strip():
            self.content.pop()
            self.end -= 1

    def _take(self, line: str) -> bool:
        if not line.strip():
            if len(self.content) > 1 or self.content[0].strip():
                self._went_on = False
                self.content.append("")
                return True
            return False
        if not self._belongs(line):
            return False
        self._went_on = indent_of(line) < self._marker.indent + ENOUGH
        inner = dedent(line, self._marker.content)
        self.content.append(inner)
        self._fence.note(inner)
        return True

    def _belongs(self, line: str) -> bool:
        indent = indent_of(line)
        if indent >= self._marker.content:
            return True
        after_blank = not self.content[-1].strip()
        if indent >= self._marker.indent + ENOUGH:
            inner = marker_of(line)
            if inner and inner.kind == self._marker.kind:
                return inner.number == 1
            return bool(inner) or after_blank or self._fence.is_open or not starts_block(line)
        if self._fence.is_open or not goes_on(line):
            return False
        return self._went_on or leaves_words_open(self.content[-1])


def same_list(line: str, first: Marker) -> Marker | None:
    """The next item of the list that `first` began, if the line is one."""
    marker = marker_of(line)
    return marker if marker and marker.kind == first.kind and marker.indent < first.indent + 4 else None
