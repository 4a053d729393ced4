"""YAML read as a tree of plain text with line numbers: no tags, no aliases, bounded in size and depth."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

DEEPEST = 12
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SourceError(Exception):
    """The text cannot be taken; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value, always as the text that was written; `plain` when it stood without quotes."""

    line: int
    text: str
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether nothing was written, or `null`."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: "tuple[Tree, ...]"


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping, with the line of each key."""

    line: int
    entries: "dict[str, tuple[int, Tree]]"


Tree = Leaf | Items | Table


def parse(text: str, limit: int) -> Tree:
    """The tree of one YAML document of at most `limit` bytes; raises SourceError for anything else."""
    try:
        if len(text.encode()) > limit:
            raise SourceError(1, f"is larger than {limit // 1024} KB")
    except UnicodeEncodeError as broken:
        raise SourceError(text.count("\n", 0, broken.start) + 1, "holds a character that is not text") from None
    try:
        events = iter(yaml.parse(text, Loader=_LOADER))
        next(events), next(events)  # the stream and the document begin
        tree = _tree(next(events), events, 0)
        next(events)  # the document ends
        if not isinstance(next(events), yaml.StreamEndEvent):
            raise SourceError(tree.line, "holds more than one document")
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        raise SourceError(mark.line + 1 if mark else 1, broken.problem or "is not YAML") from None
    except yaml.YAMLError as broken:
        raise SourceError(1, str(broken).splitlines()[0]) from None
    except StopIteration:
        raise SourceError(1, "is empty") from None
    return tree


def _tree(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Tree:
    line = event.start_mark.line + 1 if event.start_mark else 1
    if isinstance(event, yaml.StreamEndEvent):
        raise SourceError(1, "is empty")
    if getattr(event, "anchor", None):
        raise SourceError(line, "uses a YAML alias, which is not allowed here")
    if depth > DEEPEST:
        raise SourceError(line, "is nested too deeply")
    if isinstance(event, yaml.ScalarEvent):
        return Leaf(line, event.value, plain=event.style in (None, ""))
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(line, tuple(_items(events, depth)))
    return _table(line, events, depth)


def _items(events: Iterator[yaml.Event], depth: int) -> Iterator[Tree]:
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        yield _tree(event, events, depth + 1)


def _table(line: int, events: Iterator[yaml.Event], depth: int) -> Table:
    entries: dict[str, tuple[int, Tree]] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _tree(event, events, depth + 1)
        if not isinstance(key, Leaf):
            raise SourceError(key.line, "has a key that is not a word")
        if key.text in entries:
            raise SourceError(key.line, f"says `{key.text}` twice")
        entries[key.text] = (key.line, _tree(next(events), events, depth + 1))
    return Table(line, entries)


class Entries:
    """A mapping read key by key, which complains about wrong shapes and, at the end, about keys nobody asked for."""

    def __init__(self, tree: Tree, what: str) -> None:
        if not isinstance(tree, Table):
            raise SourceError(tree.line, f"{what} must be a mapping of keys to values")
        self.line = tree.line
        self._entries = tree.entries
        self._asked: set[str] = set()
        self._what = what

    def tree(self, key: str) -> Tree | None:
        """What stands under the key, if anything does."""
        self._asked.add(key)
        found = self._entries.get(key)
        return None if found is None or (isinstance(found[1], Leaf) and found[1].empty) else found[1]

    def line_of(self, key: str) -> int:
        """The line of the key, or of the mapping when it is not there."""
        return self._entries[key][0] if key in self._entries else self.line

    def text(self, key: str, default: str | None = None) -> str:
        """A word or sentence; without a default it must be there."""
        found = self.tree(key)
        if found is None:
            if default is None:
                raise SourceError(self.line_of(key), f"{self._what} has no `{key}`")
            return default
        if not isinstance(found, Leaf):
            raise SourceError(found.line, f"`{key}` must be text")
        return found.text.strip()

    def number(self, key: str) -> float | None:
        """A number, if given."""
        written = self.text(key, "")
        if not written:
            return None
        if not _NUMBER.fullmatch(written):
            raise SourceError(self.line_of(key), f"`{key}` must be a number, zero or more")
        return float(written)

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        written = self.text(key, "true" if default else "false")
        if written not in ("true", "false"):
            raise SourceError(self.line_of(key), f"`{key}` must be true or false")
        return written == "true"

    def items(self, key: str) -> tuple[Tree, ...]:
        """A list; empty when not given."""
        found = self.tree(key)
        if found is None:
            return ()
        if not isinstance(found, Items):
            raise SourceError(found.line, f"`{key}` must be a list")
        return found.items

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words; empty when not given."""
        return tuple(leaf_text(item, key) for item in self.items(key))

    def finish(self) -> None:
        """Raises SourceError for the first key nobody asked for."""
        for key, (line, _) in self._entries.items():
            if key not in self._asked:
                raise SourceError(line, f"{self._what} has the unknown key `{key}`")


def leaf_text(tree: Tree, what: str) -> str:
    """The text of a single value; raises SourceError for a list or mapping."""
    if not isinstance(tree, Leaf):
        raise SourceError(tree.line, f"`{what}` must hold plain text")
    return tree.text.strip()


def read_key(entries: Entries, pattern: re.Pattern[str], seen: Mapping[str, object], what: str) -> str:
    """The `key` of a declared thing; raises SourceError when it is no key or is taken."""
    key = entries.text("key")
    if not pattern.fullmatch(key):
        raise SourceError(entries.line_of("key"), f"`{key}` is not a key: use letters, digits and underscores")
    if key in seen:
        raise SourceError(entries.line_of("key"), f"{what} `{key}` is declared twice")
    return key
