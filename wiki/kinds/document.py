"""A page as one document, YAML front matter and Markdown sections, and back without losing a character."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wiki.kinds.cleaning import clean
from wiki.kinds.document_values import field_value, meta_value
from wiki.kinds.front_matter import LARGEST, dump, meta_name
from wiki.kinds.model import META_KEYS, Field, FieldType, Kind, Library, Values
from wiki.kinds.yaml_tree import Entries, SourceError, Table, parse

LARGEST_DOCUMENT = 512 * 1024
_HEADING = re.compile(r"(?P<escape>\\*)##[ \t].*\{#(?P<key>[a-z0-9_]+)\}[ \t]*")


class DocumentError(Exception):
    """The document cannot be read; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PageDocument:
    """What a document says: the kind's key, what every page has (`META_KEYS`), and the values in canonical form."""

    kind: str
    meta: dict[str, Any]
    values: Values


def write(kind: Kind, meta: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """The document of a page whose values are clean; `read(write(kind, meta, values))` gives them back exactly."""
    parts = [f"---\n{dump(kind, meta, values)}---\n"]
    for field in kind.sections():
        if field.key in values:
            text = values[field.key]
            parts.append(f"{text}\n" if kind.body else f"## {field.label} {{#{field.key}}}\n\n{_escaped(kind, text)}\n")
    return "\n".join(parts)


def read(text: str, library: Library) -> PageDocument:
    """The page a document says; raises DocumentError with the line. Values are canonical, not yet validated."""
    if len(text) > LARGEST_DOCUMENT:
        raise DocumentError(1, "the document is too large")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    if lines[0].rstrip() != "---" or not end:
        raise DocumentError(1, "the document must begin with its fields between two lines of `---`")
    try:
        kind, meta, values = _front("\n".join(["", *lines[1:end], ""]), library)
        values.update(_body(kind, lines, end + 1))
    except SourceError as broken:
        raise DocumentError(broken.line, broken.reason) from None
    return PageDocument(kind.key, meta, clean(kind, library, values))


def _front(text: str, library: Library) -> tuple[Kind, dict[str, Any], Values]:
    tree = parse(text, LARGEST)
    named = Entries(tree, "the document").text("kind")
    kind = library.kinds.get(named)
    if kind is None or not isinstance(tree, Table):
        raise SourceError(tree.line, f"there is no kind of page called `{named}`")
    everywhere = {meta_name(kind, key): key for key in META_KEYS}
    meta: dict[str, Any] = {}
    values: Values = {}
    for key, (line, value) in tree.entries.items():
        field = kind.by_key.get(key)
        if field is not None and field.type is FieldType.SECTION:
            raise SourceError(line, f"`{key}` is a long text: write it below, under a heading with {{#{key}}}")
        if field is not None:
            values[key] = field_value(field, value)
        elif key in everywhere:
            meta[everywhere[key]] = meta_value(everywhere[key], value)
        elif key != "kind":
            raise SourceError(line, f"`{key}` is not a field of a {kind.label.lower()}")
    return kind, {key: value for key, value in meta.items() if value not in (None, "", [])}, values


def _body(kind: Kind, lines: list[str], start: int) -> Values:
    if kind.body:
        return {kind.body: "\n".join(lines[start:])}
    sections: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(lines[start:], start + 1):
        key, escaped = _heading(kind, line)
        if key and not escaped:
            if key in sections:
                raise SourceError(number, f"the section `{key}` stands here for the second time")
            current = sections[key] = []
        elif current is not None:
            current.append(line[1:] if escaped else line)
        elif line.strip():
            raise SourceError(number, f"text before the first section; begin with {_example(kind)}")
    return {key: "\n".join(written) for key, written in sections.items()}


def _example(kind: Kind) -> str:
    return next((f"`## {field.label} {{#{field.key}}}`" for field in kind.sections()), "a field: it has no sections")


def _heading(kind: Kind, line: str) -> tuple[str, bool]:
    """The section a line begins and whether it is only text that looks like it; ("", False) for any other line."""
    found = _HEADING.fullmatch(line) if "{#" in line else None
    field = kind.by_key.get(found["key"]) if found else None
    if found is None or not _is_section(field):
        return "", False
    return found["key"], bool(found["escape"])


def _is_section(field: Field | None) -> bool:
    return field is not None and field.type is FieldType.SECTION


def _escaped(kind: Kind, text: str) -> str:
    return "\n".join(_escaped_lines(kind, text))


def _escaped_lines(kind: Kind, text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"\\{line}" if _heading(kind, line)[0] else line
