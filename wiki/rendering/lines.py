"""What a line of Markdown starts, seen by itself."""

import re
from dataclasses import dataclass

FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}(?![^`]*`)|~{3,})\s*(?P<info>.*)$")
HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$")
RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
QUOTE = re.compile(r"^ {0,3}> ?")
ITEM = re.compile(r"^(?P<indent> *)(?P<mark>[-*+]|(?P<number>\d{1,9})(?P<end>[.)]))(?P<gap> +|$)(?P<rest>.*)$")
NOTE = re.compile(r"^ {0,3}\[\^(?P<name>[^\]\s]{1,80})\]:[ \t]*(?P<rest>.*)$")
BLOCK_MARK = re.compile(r"^ {0,3}/{3,}")
DETAILS = re.compile(r"^ {0,3}(</?details\b[^<>]*>|<summary\b[^<>]*>.*?</summary>)[ \t]*", re.IGNORECASE)
RAW_TEXT = re.compile(r"^ {0,3}<(?P<tag>pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
COMMENT = re.compile(r"^ {0,3}<!--")
HTML = re.compile(
    r"^ {0,3}</?(?:address|article|aside|blockquote|body|caption|center|col|colgroup|dd|dialog|dir|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem"
    r"|nav|noframes|ol|optgroup|option|p|param|section|table|tbody|td|tfoot|th|thead|title|tr|ul)(?=[\s/>]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marker:
    """The start of a list item: where it stands, its kind (a bullet or `.` or `)`), number, and where words begin."""

    indent: int
    kind: str
    number: int | None
    content: int
    rest: str


def indent_of(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def dedent(line: str, width: int) -> str:
    """The line without its first spaces, at most `width` of them."""
    return line[min(width, indent_of(line)) :]


def marker_of(line: str) -> Marker | None:
    """The list item a line starts, however deep it is indented."""
    found = ITEM.match(line)
    if not found or RULE.match(line.lstrip(" ")):
        return None
    indent, gap = len(found["indent"]), len(found["gap"])
    width = gap if 1 <= gap <= 4 and found["rest"] else 1
    number = int(found["number"]) if found["number"] else None
    rest = " " * (gap - width) + found["rest"] if found["rest"] else ""
    return Marker(indent, found["end"] or found["mark"], number, indent + len(found["mark"]) + width, rest)


def starts_block(line: str) -> bool:
    """Whether a line begins something other than a paragraph, even right under one."""
    if any(pattern.match(line) for pattern in (FENCE, HEADING, RULE, QUOTE, NOTE, BLOCK_MARK)):
        return True
    return starts_html(line) or starts_list(line)


def leaves_words_open(line: str) -> bool:
    """Whether a line, whatever containers it opens, ends in a paragraph that an unmarked next line goes on with."""
    while True:
        quote = QUOTE.match(line)
        marker = None if quote or indent_of(line) > 3 else marker_of(line)
        if not quote and not marker:
            return bool(line.strip()) and not line.lstrip().startswith("|") and not starts_block(line)
        line = line[quote.end() :] if quote else marker.rest if marker else ""


def goes_on(line: str) -> bool:
    """Whether a line can be more words of an open paragraph in a container whose mark it lacks."""
    if not line.strip() or line.lstrip().startswith("|") or starts_block(line):
        return False
    return indent_of(line) > 3 or not marker_of(line)


class FenceWatch:
    """Knows, line after line, whether a fence is open."""

    def __init__(self) -> None:
        self._fence = ""

    @property
    def is_open(self) -> bool:
        """Whether the last line noted is inside a fence, or opened one."""
        return bool(self._fence)

    def note(self, line: str) -> None:
        """Take the next line into account."""
        found = FENCE.match(line)
        if found and not self._fence:
            self._fence = found["fence"]
        elif found and self._fence and closes(line, self._fence):
            self._fence = ""


def closes(line: str, fence: str) -> bool:
    """Whether a line closes the fence that these marks opened."""
    found = FENCE.match(line)
    return found is not None and found["fence"].startswith(fence) and not found["info"].strip()


def starts_html(line: str) -> bool:
    """Whether a line begins a block of HTML."""
    return "<" in line and any(p.match(line) for p in (DETAILS, RAW_TEXT, COMMENT, HTML))


def starts_list(line: str) -> bool:
    """Whether a line begins a list, even right under a paragraph: numbers must start at 1 and words must follow."""
    marker = marker_of(line)
    return bool(marker and marker.indent < 4 and marker.rest and marker.number in (None, 1))
