"""Which lines belong to one list item, however people indent what is inside it."""

from wiki.rendering.lines import FENCE, Marker, dedent, indent_of, marker_of, starts_block

ENOUGH = 2  # spaces under a marker after which people mean "inside this item"


class ItemLines:
    """Collects the lines of one item from `place` (the line of its marker) on; `end` is the first line after it."""

    def __init__(self, lines: list[str], place: int, marker: Marker) -> None:
        self._lines = lines
        self._marker = marker
        self._fence = ""
        self.content = [marker.rest]
        self._note_fence(marker.rest)
        self.end = place + 1
        while self.end < len(lines) and self._take(lines[self.end]):
            self.end += 1
        while len(self.content) > 1 and not self.content[-1].strip():
            self.content.pop()
            self.end -= 1

    def _take(self, line: str) -> bool:
        if not line.strip():
            if len(self.content) > 1 or self.content[0].strip():
                self.content.append("")
                return True
            return False
        if not self._belongs(line):
            return False
        inner = dedent(line, self._marker.content)
        self.content.append(inner)
        self._note_fence(inner)
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
            return True if inner or after_blank or self._fence else not starts_block(line)
        return not (after_blank or self._fence or marker_of(line) or starts_block(line))

    def _note_fence(self, line: str) -> None:
        found = FENCE.match(line)
        if not found:
            return
        if not self._fence:
            self._fence = found["fence"]
        elif found["fence"].startswith(self._fence) and not found["info"]:
            self._fence = ""


def same_list(line: str, first: Marker) -> Marker | None:
    """The next item of the list that `first` began, if the line is one."""
    marker = marker_of(line)
    return marker if marker and marker.kind == first.kind and marker.indent < first.indent + 4 else None
