"""A small tree of rendered HTML to ask questions of, read by the standard library's parser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

EMPTY = {"br", "hr", "img", "input"}


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def words(self) -> str:
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)

    def walk(self) -> Iterator[Node]:
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def find(self, path: str) -> list[Node]:
        """Nodes by a path of tags: `a > b` a child, `a b` anywhere inside."""
        steps = path.replace(">", " > ").split()
        found = [node for node in self.walk() if node.tag == steps[0]]
        direct = False
        for step in steps[1:]:
            if step == ">":
                direct = True
                continue
            inner = [(c for c in n.children if isinstance(c, Node)) if direct else n.walk() for n in found]
            found = [node for nodes in inner for node in nodes if node.tag == step]
            direct = False
        unique: list[Node] = []
        for node in found:
            if not any(node is other for other in unique):
                unique.append(node)
        return unique


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in EMPTY:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment came through: {data}")


def read(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, "a tag was left open"
    return reader.root


@pytest.fixture(scope="session")
def tree() -> Callable[[str], Node]:
    """Reads HTML into a tree; fails on tags that do not match and on comments."""
    return read
