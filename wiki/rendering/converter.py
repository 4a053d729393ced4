"""Python-Markdown, set up once for each thread and used again for each text."""

import threading
from dataclasses import dataclass
from typing import Any

from markdown import Markdown

from wiki.rendering.dialect import Dialect
from wiki.rendering.wiki_links import WikiLinks

EXTENSIONS = (
    "tables",
    "attr_list",
    "footnotes",
    "def_list",
    "abbr",
    "sane_lists",
    "pymdownx.tasklist",
    "pymdownx.tilde",
    "pymdownx.caret",
    "pymdownx.mark",
    "pymdownx.betterem",
    "pymdownx.escapeall",
    "pymdownx.magiclink",
    "pymdownx.saneheaders",
    "pymdownx.quotes",
    "pymdownx.blocks.details",
    "pymdownx.blocks.admonition",
    "pymdownx.blocks.caption",
)
SETTINGS: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TITLE": "Back to the text"},
    "pymdownx.tilde": {"subscript": False},
    "pymdownx.escapeall": {"hardbreak": True},
    "pymdownx.quotes": {"callouts": True},
}


@dataclass
class Converter:
    """One Markdown reader and the wiki links it finds; not for two threads at once."""

    markdown: Markdown
    links: WikiLinks


class _Local(threading.local):
    converter: Converter | None = None


_local = _Local()


def _build() -> Converter:
    links = WikiLinks()
    markdown = Markdown(
        extensions=[*EXTENSIONS, Dialect(), links], extension_configs=SETTINGS, output_format="html", tab_length=4
    )
    return Converter(markdown, links)


def converter() -> Converter:
    """The reader of this thread, ready for the next text."""
    ready = _local.converter
    if ready is None:
        ready = _local.converter = _build()
    ready.markdown.reset()
    return ready


def discard() -> None:
    """Forget this thread's reader after it failed in the middle of a text."""
    _local.converter = None
