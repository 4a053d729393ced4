"""The one way from untrusted HTML to HTML we show: Bleach, our own finish, then nh3 as the last wall."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import Any

import bleach.sanitizer
import nh3

from wiki.rendering.allowlist import ANYWHERE, CLASSES, OURS, SCHEMES, TAGS, WRITTEN_TAGS, Values, written_value
from wiki.rendering.finish import Finisher, Token
from wiki.rendering.model import Heading


def _wall_attributes() -> tuple[dict[str, set[str]], dict[str, dict[str, set[str]]]]:
    """What nh3 is told: attributes with any value, and attributes with their only values, by tag."""
    free: dict[str, set[str]] = {}
    bound: dict[str, dict[str, set[str]]] = {}
    for tag, own in TAGS.items():
        both: dict[str, Values] = {**ANYWHERE, **own, **OURS.get(tag, {})}
        free[tag] = {name for name, values in both.items() if values is None} - {"class"}
        bound[tag] = {name: set(values) for name, values in both.items() if values is not None}
    return free, bound


_FREE, _BOUND = _wall_attributes()
_WALL = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(),
    attributes=_FREE,
    tag_attribute_values=_BOUND,
    allowed_classes={tag: set(CLASSES) for tag in TAGS},
    url_schemes=set(SCHEMES),
    link_rel=None,
    strip_comments=True,
)


_EMPTY = re.compile(r"<p>\s*</p>\n?")  # what is left of a paragraph when a parser closed it early


class _Finish:
    """The place of the finisher in Bleach's chain of filters."""

    def __init__(self, source: Iterable[Token], finisher: Finisher) -> None:
        self._source = source
        self._finisher = finisher

    def __iter__(self) -> Iterator[Token]:
        return self._finisher.run(self._source)


def sanitize(
    html: str, *, namespace: str = "", top: int = 2, taken: Collection[str] | None = None
) -> tuple[str, tuple[Heading, ...]]:
    """Safe HTML and its headings out of any HTML; `top` is the highest heading level, `taken` the page's anchors."""
    finisher = Finisher(namespace, top, taken)
    filters: list[Any] = [partial(_Finish, finisher=finisher)]  # the stubs ask for html5lib's own class
    cleaner = bleach.sanitizer.Cleaner(
        tags=WRITTEN_TAGS,
        attributes=written_value,
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
        filters=filters,
    )
    return _EMPTY.sub("", _WALL.clean(cleaner.clean(html))), tuple(finisher.headings)
