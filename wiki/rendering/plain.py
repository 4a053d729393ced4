"""The plain words of a text, for search and summaries."""

import re
from html import unescape

_BREAKS = re.compile(r"</?(?:p|div|li|ul|ol|h[1-6]|tr|td|th|table|br|hr|pre|blockquote|details|summary|d[ltd])\b[^>]*>")
_HIDDEN = re.compile(r'<a [^>]*class="footnote-backref"[^>]*>[^<]*</a>')
_TAGS = re.compile(r"<[^>]*>")


def to_text(html: str) -> str:
    """The words of rendered HTML in reading order on one line: no markup, entities decoded."""
    words = _TAGS.sub("", _BREAKS.sub(" ", _HIDDEN.sub("", html)))
    return " ".join(unescape(words).split())
