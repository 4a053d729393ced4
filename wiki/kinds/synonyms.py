"""Reads `content/synonyms.yaml`: groups of words that mean the same to somebody who searches."""

from pathlib import Path

from wiki.kinds.declaration import LARGEST_FILE, DeclarationError
from wiki.kinds.yaml_tree import Items, Leaf, SourceError, Table, Tree, parse

FILE = "synonyms.yaml"


def read_groups(content: Path) -> tuple[tuple[str, ...], ...]:
    """The groups in the order written; none without the file. Raises `DeclarationError` for a broken one."""
    path = content / FILE
    if not path.exists():
        return ()
    file = path.relative_to(content.parent).as_posix()
    try:
        tree = parse(path.read_text("utf-8"), LARGEST_FILE)
    except (SourceError, UnicodeDecodeError) as error:
        raise DeclarationError(file, getattr(error, "line", 1), getattr(error, "reason", str(error))) from error
    entry = tree.entries.get("groups") if isinstance(tree, Table) else None
    if entry is None or not isinstance(entry[1], Items):
        raise DeclarationError(file, tree.line, "the list begins with `groups:`")
    return tuple(_group(file, one) for one in entry[1].items)


def _group(file: str, tree: Tree) -> tuple[str, ...]:
    names = tree.items if isinstance(tree, Items) else ()
    if len(names) < 2 or not all(isinstance(name, Leaf) and name.text.strip() for name in names):
        raise DeclarationError(file, tree.line, "a group is a list of two names or more")
    return tuple(name.text.strip() for name in names if isinstance(name, Leaf))
