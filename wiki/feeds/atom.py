"""A feed as Atom (RFC 4287): made by an XML library, so that no words can become markup."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from wiki.feeds.model import Entry, Feed

NAMESPACE = "http://www.w3.org/2005/Atom"
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BEGINNING = datetime(2011, 2, 13, tzinfo=UTC)  # for a feed in which nothing happened yet


def write(feed: Feed, site: str, base: str) -> bytes:
    """The feed as bytes. `base` is the site's own address, of which every link and every id is made."""
    root = Element("feed", {"xmlns": NAMESPACE})
    _text(root, "id", _tag(base, feed.path))
    _text(root, "title", f"{feed.title} · {site}")
    _text(root, "updated", updated(feed).isoformat())
    _link(root, base + feed.path, "self", "application/atom+xml")
    _link(root, base + feed.page, "alternate", "text/html")
    _author(root, site)
    for entry in feed.entries:
        _entry(root, entry, base)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def updated(feed: Feed) -> datetime:
    """When the feed changed last."""
    return max((entry.at for entry in feed.entries), default=BEGINNING)


def _entry(root: Element, entry: Entry, base: str) -> None:
    made = SubElement(root, "entry")
    _text(made, "id", _tag(base, f"/page/{entry.page}/{entry.number}"))
    _text(made, "title", entry.title)
    _text(made, "updated", entry.at.isoformat())
    _text(made, "published", entry.at.isoformat())
    _link(made, base + entry.path, "alternate", "text/html")
    if entry.author:  # without one, the feed's author stands for it: the site
        _author(made, entry.author)
    _text(made, "summary", "\n\n".join(words for words in (entry.note, entry.summary) if words) or entry.title)


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = NOT_XML.sub("", words)


def _link(parent: Element, address: str, rel: str, type_: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": type_, "href": NOT_XML.sub("", address)})


def _author(parent: Element, name: str) -> None:
    _text(SubElement(parent, "author"), "name", name)


def _tag(base: str, path: str) -> str:
    """An id that stays the same wherever the page moves (RFC 4151)."""
    return f"tag:{urlsplit(base).hostname or 'localhost'},2026:{path}"
