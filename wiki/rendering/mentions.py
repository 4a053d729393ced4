"""Mentions of people in rendered text: `@handle`, outside of links and code.

Which of them lead to somebody is decided while reading, like wiki links; all others stay plain text.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote

_MENTION = re.compile(r"(?<![\w@/.&;#-])@([^\W_]+(?:-[^\W_]+)*)")
_TAG = re.compile(r'<(/?)([a-z][a-z0-9-]*)(?:"[^"]*"|[^"<>])*>')
_QUIET = ("a", "code", "pre", "wiki-link")
LONGEST = 100


def mentioned(html: str) -> tuple[str, ...]:
    """The handles that stored HTML mentions, each once, in order."""
    found = (one for words, speaks in _pieces(html) if speaks for one in _MENTION.findall(words))
    return tuple(dict.fromkeys(handle.lower() for handle in found if len(handle) <= LONGEST))


def link_mentions(html: str, handles: Mapping[str, str]) -> str:
    """Let the mentions of these handles lead to their people; `handles` gives the name that a link tells."""

    def linked(match: re.Match[str]) -> str:
        handle = match.group(1).lower()
        if handle not in handles:
            return match.group(0)
        address, name = escape(f"/people/{quote(handle)}"), escape(handles[handle])
        return f'<a href="{address}" title="{name}">{match.group(0)}</a>'

    return "".join(_MENTION.sub(linked, words) if speaks else words for words, speaks in _pieces(html))


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """The HTML cut at its tags; True for words in which somebody may be mentioned."""
    place, depth = 0, 0
    for tag in _TAG.finditer(html):
        yield html[place : tag.start()], depth == 0
        yield tag.group(0), False
        if tag.group(2) in _QUIET:
            depth = max(0, depth - 1) if tag.group(1) else depth + 1
        place = tag.end()
    yield html[place:], depth == 0
