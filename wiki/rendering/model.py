"""What rendering gives back: frozen values, safe to share between threads and processes."""

from dataclasses import dataclass
from typing import NamedTuple


class Heading(NamedTuple):
    """One line of a table of contents: `level` 2 to 6, the anchor's `id`, and the heading's plain words."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class WikiLink:
    """A link to another page as it was typed; `section` is empty or the words after `#`."""

    target: str
    section: str
    words: str


@dataclass(frozen=True, slots=True)
class Task:
    """One text to render; see `pipeline.render` for what the fields promise."""

    text: str
    namespace: str = ""
    top: int = 2
    taken: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered text: sanitized `html` with wiki links still open (see `wiki_links.resolve`).

    `failed` says that the text could not be laid out and `html` shows its source instead.
    """

    html: str
    headings: tuple[Heading, ...] = ()
    links: tuple[WikiLink, ...] = ()
    failed: bool = False
