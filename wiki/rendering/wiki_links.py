"""Links between pages by title: `[[Title]]`, `[[Title|words]]`, `[[Title#Section]]`.

A link stays open in the stored HTML, as `<wiki-link page="…" section="…">words</wiki-link>`, because who reads
decides whether the page exists. No text can write that itself: the sanitizers let no such tag through, and put
neither `<` in words nor `"` in attributes. Between Markdown and sanitizer it is a link to a secret address.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from wiki.names import to_slug
from wiki.rendering.ids import BETWEEN, PREFIX
from wiki.rendering.model import WikiLink

_TYPED = (
    r"(?<!\\)\[\[(?P<target>[^\[\]\n|#\x02\x03\\]{0,200})"
    r"(?:#(?P<section>[^\[\]\n|\x02\x03\\]{1,200}))?"
    r"(?:\\?\|(?P<words>[^\[\]\n\x02\x03]{1,300}))?\]\]"
)
_OPEN = re.compile(r'<wiki-link page="([^"<]*)" section="([^"<]*)">([^<]*)</wiki-link>')
UNWRITTEN = "(page not written yet)"


class WikiLinks(Extension):
    """Finds the links of one text after another; `found` are those of the text in work."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[WikiLink] = []
        self.secret = ""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Join the patterns before escapes, since a link in a table is written with an escaped bar."""
        md.registerExtension(self)
        md.inlinePatterns.register(_Pattern(self, md), "wiki-link", 185)
        self.reset()

    def reset(self) -> None:
        """Forget the last text."""
        self.found = []
        self.secret = secrets.token_hex(12)

    def close(self, html: str) -> tuple[str, tuple[WikiLink, ...]]:
        """Sanitized HTML with its secret addresses turned into open links, and those links in order."""
        used: list[WikiLink] = []

        def opened(match: re.Match[str]) -> str:
            link = self.found[int(match.group(1))]
            used.append(link)
            page, section, words = (escape(value) for value in (link.target, link.section, link.words))
            return f'<wiki-link page="{page}" section="{section}">{words}</wiki-link>'

        html = re.sub(rf'<a href="/{self.secret}/(\d+)"[^>]*>[^<]*</a>', opened, html)
        return html.replace(f"/{self.secret}/", "#"), tuple(used)


class _Pattern(InlineProcessor):
    def __init__(self, links: WikiLinks, md: Markdown) -> None:
        super().__init__(_TYPED, md)
        self._links = links

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        target, section, words = (
            " ".join(unescape(part or "").split()) for part in m.group("target", "section", "words")
        )
        if not target and not section:
            return None, None, None
        element = Element("a")
        element.text = AtomicString(words or ": ".join(filter(None, (target, section))))
        if target:
            element.set("href", f"/{self._links.secret}/{len(self._links.found)}")
            self._links.found.append(WikiLink(target, section, element.text))
        else:
            element.set("href", "#" + _anchor(section))
        return element, m.start(0), m.end(0)


def _anchor(section: str) -> str:
    """The anchor of a section's words; `Steps#First call` is the heading First call inside the section Steps."""
    return PREFIX + BETWEEN.join(to_slug(part, "part") for part in section.split("#"))


def resolve_each(html: str, address: Callable[[str], str | None], unwritten: str = UNWRITTEN) -> str:
    """Turn every open link into a real one; `address` gives a page's address slug by its title's slug, or None."""

    def resolved(match: re.Match[str]) -> str:
        title, section = unescape(match.group(1)), unescape(match.group(2))
        slug = address(to_slug(title))
        if slug is None:
            href = escape(f"/new/page?title={quote(title, safe='')}")
            hidden = f'<span class="visually-hidden"> {escape(unwritten)}</span>'
            return f'<a class="missing" href="{href}">{match.group(3)}{hidden}</a>'
        href = "/wiki/" + quote(slug) + ("#" + quote(_anchor(section)) if section else "")
        return f'<a href="{escape(href)}">{match.group(3)}</a>'

    return _OPEN.sub(resolved, html)


def resolve(html: str, pages: Mapping[str, str | None], unwritten: str = UNWRITTEN) -> str:
    """Turn every open link into a real one for one reader.

    `pages` maps `wiki.names.to_slug(title)` to the page's address slug; None or absent means missing for this
    reader. `unwritten` are the words only screen readers get beside a missing page, for the view to translate.
    """
    return resolve_each(html, pages.get, unwritten)


def linked_titles(html: str) -> tuple[str, ...]:
    """The titles that stored HTML still links to by open links, each once, in order."""
    return tuple(dict.fromkeys(unescape(match.group(1)) for match in _OPEN.finditer(html)))


def linked_places(html: str) -> tuple[tuple[str, str], ...]:
    """The same links with the section each names ("" for none), each once, in order."""
    found = ((unescape(match.group(1)), unescape(match.group(2))) for match in _OPEN.finditer(html))
    return tuple(dict.fromkeys(found))
