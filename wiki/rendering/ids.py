"""Anchors in rendered text: always prefixed, never twice, and links inside the text keep finding them."""

from collections.abc import Collection
from urllib.parse import unquote

from wiki.names import to_slug

PREFIX = "h-"
BETWEEN = "--"  # to_slug never gives two hyphens, so a namespace cannot run into what follows it


class Ids:
    """The anchors of one text.

    With a namespace they are `h-<namespace>--<words>`. When the ids `taken` by the whole page are known, a heading
    whose plain `h-<words>` is still free gets that one, so `#h-costs` reaches it.
    """

    def __init__(self, namespace: str = "", taken: Collection[str] | None = None) -> None:
        self._prefix = PREFIX + (to_slug(namespace, "part") + BETWEEN if namespace else "")
        self._plain_first = taken is not None
        self._used = set(taken or ())
        self._next: dict[str, int] = {}
        self._found: dict[str, str] = {}

    def for_heading(self, words: str) -> str:
        """A new anchor for a heading with these words."""
        slug = to_slug(words, "heading")
        plain = PREFIX + slug
        wanted = plain if self._plain_first and plain not in self._used else self._prefix + slug
        return self._claim(slug, wanted)

    def for_name(self, typed: str) -> str:
        """A new anchor for an id somebody or some extension wrote."""
        slug = self._slug(typed)
        return self._claim(slug, self._prefix + slug)

    def find(self, fragment: str) -> str:
        """The anchor a link to `#fragment` inside the same text means."""
        slug = self._slug(fragment)
        return self._found.get(slug, PREFIX + slug)

    @staticmethod
    def _slug(typed: str) -> str:
        parts = unquote(typed).removeprefix(PREFIX).split(BETWEEN)
        return BETWEEN.join(to_slug(part, "part") for part in parts)

    def _claim(self, slug: str, wanted: str) -> str:
        number, anchor = self._next.get(wanted, 2), wanted
        while anchor in self._used:
            anchor = f"{wanted}-{number}"
            number += 1
        self._next[wanted] = number
        self._used.add(anchor)
        self._found.setdefault(slug, anchor)
        return anchor
