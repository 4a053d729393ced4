"""The words a template holds: those between its tags, those in attributes people read, and strings in expressions."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

READ = ("alt", "aria-description", "aria-label", "content", "data-busy", "data-label", "placeholder", "title")
MARKS = ("_", "gettext", "ngettext")
LOOSE_ATTRIBUTE = re.compile(r'[a-z-]+="[^"]*"')  # of a macro that draws part of a tag
BETWEEN = "\x00"
JINJA = Environment(extensions=["jinja2.ext.i18n"])  # nothing is rendered here


class Words(HTMLParser):
    """Collects (line, words) of everything a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.silent = tag if tag in ("script", "style") else self.silent
        for name, value in attrs:
            on_button = (tag, name) == ("input", "value") and given.get("type") in ("submit", "button")
            for_machines = tag == "meta" and given.get("name") != "description"
            if value and not for_machines and (name in READ or on_button):
                self.found.append((self.getpos()[0], value))

    def handle_endtag(self, tag: str) -> None:
        self.silent = "" if tag == self.silent else self.silent

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append((self.getpos()[0], LOOSE_ATTRIBUTE.sub("", data)))


def words_of(html: str) -> list[tuple[int, str]]:
    """The words of a whole page, with their lines."""
    parser = Words()
    parser.feed(html)
    parser.close()
    return parser.found


def plain_words(path: Path) -> list[tuple[int, str]]:
    """The words a template says without translating them."""
    pieces: list[str] = []
    inside = False
    for _line, kind, text in JINJA.lex(path.read_text("utf-8")):
        if kind == "data" and not inside:
            pieces.append(text)
        elif kind.endswith("_begin") and "comment" not in kind:
            pieces.append(BETWEEN if kind == "variable_begin" else " ")
        inside = (inside or kind.endswith("_begin")) and not kind.endswith("_end")
        if inside or kind.endswith("_end"):
            pieces.append("\n" * text.count("\n"))
    return words_of("".join(pieces))


def plain_strings(path: Path) -> Iterator[tuple[int, str]]:
    """String constants in a template's expressions that are neither translated nor compared."""
    yield from _strings(JINJA.parse(path.read_text("utf-8")))


def _strings(node: nodes.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, nodes.Compare):
        return
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in MARKS:
        children: list[nodes.Node] = [*(one for one in node.args if not isinstance(one, nodes.Const)), *node.kwargs]
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.lineno, node.value
        return
    else:
        children = list(node.iter_child_nodes())
    for child in children:
        yield from _strings(child)
