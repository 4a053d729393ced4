"""The last changes to a sanitized tree: headings, anchors, addresses, pictures, classes, check boxes."""

import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from wiki.rendering.addresses import is_allowed, is_external, is_own
from wiki.rendering.allowlist import CLASSES
from wiki.rendering.ids import Ids
from wiki.rendering.model import Heading

Token = dict[str, Any]  # a token as html5lib's tree walkers give it: type, name, data
Attributes = dict[tuple[str | None, str], str]

_HEADING = re.compile(r"h[1-6]")
_DIGITS = re.compile(r"-?\d{1,6}")
_NUMBERS = ("start", "value", "colspan", "rowspan", "width", "height")
REL = "noopener nofollow ugc"


def _is_open(token: Token, *names: str) -> bool:
    return token["type"] in ("StartTag", "EmptyTag") and (not names or token["name"] in names)


def _words(token: Token) -> str:
    if token["type"] in ("Characters", "SpaceCharacters"):
        return str(token["data"])
    if token["type"] == "Entity":
        return html.unescape(f"&{token['name']};")
    if _is_open(token, "img"):
        return str(token["data"].get((None, "alt"), ""))
    return ""


class Finisher:
    """Works on the tokens of one text that a sanitizer has already cleaned; `headings` are known afterwards."""

    def __init__(self, namespace: str = "", top: int = 2, taken: Collection[str] | None = None) -> None:
        self._ids = Ids(namespace, taken)
        self._top = top
        self.headings: list[Heading] = []

    def run(self, source: Iterable[Token]) -> Iterator[Token]:
        """The finished tokens."""
        tokens = list(source)
        self._finish_headings(tokens)
        in_head = False
        for token in tokens:
            if token.get("name") == "thead":
                in_head = token["type"] == "StartTag"
            if _is_open(token):
                self._finish_tag(token)
                if in_head and token["name"] == "th":
                    token["data"][None, "scope"] = "col"
        self._finish_fragments(tokens)
        return self._without_remote_pictures(tokens)

    def _finish_headings(self, tokens: list[Token]) -> None:
        levels = [int(token["name"][1]) for token in tokens if _is_open(token) and _HEADING.fullmatch(token["name"])]
        shift = max(0, self._top - min(levels)) if levels else 0
        for place, token in enumerate(tokens):
            name = token.get("name") or ""
            if token["type"] not in ("StartTag", "EndTag") or not _HEADING.fullmatch(name):
                continue
            token["name"] = f"h{min(6, int(name[1]) + shift)}"
            if token["type"] == "StartTag":
                self._name_heading(token, self._heading_words(tokens, place, name))

    @staticmethod
    def _heading_words(tokens: list[Token], place: int, name: str) -> str:
        words, in_note = [], False
        for token in tokens[place + 1 :]:
            if token["type"] == "EndTag" and token["name"] == name:
                break
            if _is_open(token, "a"):
                in_note = "footnote-ref" in token["data"].get((None, "class"), "")
            elif token["type"] == "EndTag" and token["name"] == "a":
                in_note = False
            words.append("" if in_note else _words(token))
        return " ".join("".join(words).split())

    def _name_heading(self, token: Token, words: str) -> None:
        data: Attributes = token["data"]
        typed = data.pop((None, "id"), "")
        anchor = self._ids.for_name(typed) if typed else self._ids.for_heading(words)
        token["data"] = {(None, "id"): anchor, **data}
        if words:
            self.headings.append(Heading(int(token["name"][1]), anchor, words))

    def _finish_tag(self, token: Token) -> None:
        data: Attributes = token["data"]
        if (None, "id") in data and not _HEADING.fullmatch(token["name"]):
            data[None, "id"] = self._ids.for_name(html.unescape(data[None, "id"]))
        if (None, "class") in data:
            kept = [name for name in data.pop((None, "class")).split() if name in CLASSES]
            if kept:
                data[None, "class"] = " ".join(dict.fromkeys(kept))
        for name in _NUMBERS:
            if not _DIGITS.fullmatch(data.get((None, name), "0")):
                del data[None, name]
        change = _CHANGES.get(token["name"])
        if change:
            change(data)

    def _finish_fragments(self, tokens: list[Token]) -> None:
        for token in tokens:
            if _is_open(token, "a"):
                address = html.unescape(token["data"].get((None, "href"), "")).strip()
                if len(address) > 1 and address.startswith("#"):
                    token["data"][None, "href"] = "#" + self._ids.find(address[1:])

    @staticmethod
    def _without_remote_pictures(tokens: list[Token]) -> Iterator[Token]:
        in_link = 0
        for token in tokens:
            if token.get("name") == "a":
                in_link += {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
            if not _is_open(token, "img"):
                yield token
                continue
            yield from _picture(token, linked=in_link > 0)


def _picture(token: Token, *, linked: bool) -> Iterator[Token]:
    """A picture of this site as it is; any other as a link, since reading a page must not tell another site."""
    data: Attributes = token["data"]
    address = data.get((None, "src"), "")
    if address and is_own(address):
        data.setdefault((None, "alt"), "")
        data[None, "loading"] = "lazy"
        yield token
        return
    words = html.unescape(data.get((None, "alt"), "")) or "picture"
    text = {"type": "Characters", "data": words}
    if not address or linked:
        yield text
        return
    link: Attributes = {(None, "href"): address, (None, "rel"): REL}
    yield {"type": "StartTag", "name": "a", "namespace": None, "data": link}
    yield text
    yield {"type": "EndTag", "name": "a", "namespace": None, "data": {}}


def _finish_link(data: Attributes) -> None:
    address = data.get((None, "href"))
    if address is None:
        return
    if not is_allowed(address):
        del data[None, "href"]
    elif is_external(address):
        data[None, "rel"] = REL


def _finish_source(data: Attributes) -> None:
    if not is_allowed(data.get((None, "src"), "")):
        del data[None, "src"]


def _finish_box(data: Attributes) -> None:
    checked = (None, "checked") in data
    data.clear()
    data.update({(None, "type"): "checkbox", (None, "disabled"): ""})
    if checked:
        data[None, "checked"] = ""
    data[None, "aria-label"] = "Done" if checked else "Not done"


def _finish_code(data: Attributes) -> None:
    data[None, "tabindex"] = "0"  # long lines scroll sideways, and the keyboard must reach them


_CHANGES: dict[str, Callable[[Attributes], None]] = {
    "a": _finish_link,
    "img": _finish_source,
    "input": _finish_box,
    "pre": _finish_code,
}
