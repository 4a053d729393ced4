"""What of a page's HTML is prose: paragraphs and list entries, without headings, tables, code and lists of links."""

from collections.abc import Sequence
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "li", "dd", "dt", "blockquote", "summary", "figcaption"})
_LEFT_OUT = frozenset({"table", "pre", "code", "h1", "h2", "h3", "h4", "h5", "h6"})
_LINKS = frozenset({"a", "wiki-link"})


def blocks(html: str) -> Sequence[str]:
    """The paragraphs and list entries of rendered HTML; one that is nothing but links is none."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return reader.found


def pictures_without_words(html: str) -> int:
    """How many pictures, or links that hold nothing but a picture, say nothing to those who do not see them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.silent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0
        self._words: list[str] = []
        self._own = False  # whether the block says something outside its links
        self._left_out = self._links = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.silent += not (dict(attrs).get("alt") or "").strip()
        if tag in _BLOCKS:
            self.finish()
        self._left_out += tag in _LEFT_OUT
        self._links += tag in _LINKS
        if tag == "br":
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS or tag in ("ul", "ol"):
            self.finish()
        self._left_out -= tag in _LEFT_OUT
        self._links -= tag in _LINKS

    def handle_data(self, data: str) -> None:
        if self._left_out:
            return
        self._words.append(data)
        self._own = self._own or (not self._links and any(letter.isalnum() for letter in data))

    def finish(self) -> None:
        """End the block at hand."""
        text = " ".join("".join(self._words).split())
        if text and self._own:
            self.found.append(text)
        self._words, self._own = [], False
