"""What the style guide asks of pages, read from `content/guide.yaml`: lengths, reading grade, who names sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wiki.kinds.declaration import LARGEST_FILE, DeclarationError
from wiki.kinds.yaml_tree import Entries, SourceError, parse

FILE = "guide.yaml"


@dataclass(frozen=True, slots=True)
class KindGuide:
    """What is asked of pages of one kind: words of text, 0 for no limit, and whether they name their sources."""

    words_at_least: int = 0
    words_at_most: int = 0
    sourced: bool = False


@dataclass(frozen=True, slots=True)
class Guide:
    """What is asked of all pages. `reading_grade` 0 asks nothing; `invitations` are pages that link to pages wanted."""

    reading_grade: float = 0.0
    invitations: tuple[str, ...] = ()
    kinds: Mapping[str, KindGuide] = field(default_factory=dict)


def load_guide(content: Path) -> Guide:
    """The guide of this content, one that asks nothing when there is no file; raises `DeclarationError`."""
    path = content / FILE
    if not path.exists():
        return Guide()
    where = path.relative_to(content.parent).as_posix()
    try:
        return _guide(Entries(parse(path.read_text("utf-8"), LARGEST_FILE), "the guide"))
    except SourceError as broken:
        raise DeclarationError(where, broken.line, broken.reason) from None
    except (OSError, UnicodeDecodeError):
        raise DeclarationError(where, 1, "the file cannot be read as UTF-8 text") from None


def _guide(entries: Entries) -> Guide:
    kinds: dict[str, KindGuide] = {}
    for tree in entries.items("kinds"):
        item = Entries(tree, "the kind")
        least, most = (int(item.number(key) or 0) for key in ("words_at_least", "words_at_most"))
        kinds[item.text("kind")] = KindGuide(least, most, item.flag("sourced"))
        item.finish()
    guide = Guide(entries.number("reading_grade") or 0.0, entries.texts("invitations"), kinds)
    entries.finish()
    return guide
