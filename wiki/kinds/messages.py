"""What declared kinds and vocabularies say to people, for the catalog that translators work from (translations/)."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from wiki.kinds.yaml_tree import Items, Leaf, Table, Tree, parse

LARGEST = 512 * 1024
SAID = (
    "alone", "ask", "definition", "description", "hint", "join", "label", "missing", "plural", "prompt", "share",
)  # fmt: skip
UNITS = ("unit", "unit_one")

Message = tuple[int, None, str, list[str]]


def number_of(unit: str) -> str:
    """How a number is said with its unit: "%(number)s hours a week", one message, so that the order may change."""
    return f"%(number)s {unit.replace('%', '%%')}"


def extract(file: BinaryIO, _keywords: object, _tags: object, options: Mapping[str, Any]) -> Iterator[Message]:
    """Babel's extraction method for one declaration: (line, None, message, comments); raises `SourceError`."""
    for line, words in _messages(parse(file.read().decode("utf-8"), LARGEST)):
        yield line, None, words, []


def _messages(tree: Tree) -> Iterator[tuple[int, str]]:
    if isinstance(tree, Items):
        for item in tree.items:
            yield from _messages(item)
    elif isinstance(tree, Table):
        for key, (line, inner) in tree.entries.items():
            if not isinstance(inner, Leaf):
                yield from _messages(inner)
            elif key in SAID and any(letter.isalpha() for letter in inner.text) and not inner.empty:
                yield line, inner.text if key in ("alone", "join") else inner.text.strip()
            elif key in UNITS and not inner.empty:
                yield line, number_of(inner.text.strip())
