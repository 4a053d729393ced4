"""The rules of the style guide that a program can hold documents to, each with words a writer can act on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wiki.kinds.indexing import aliases
from wiki.kinds.model import Field, FieldType, Kind
from wiki.names import to_slug
from wiki.pages.preparing import Prepared
from wiki.rendering.plain import to_text
from wiki.rendering.wiki_links import linked_places
from wiki.transfer.guide import Guide, KindGuide
from wiki.transfer.prose import blocks, pictures_without_words
from wiki.transfer.reading_grade import grade

FEWEST_WORDS = 30  # the grade of less than this says nothing
SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that can become a page: its address, its kind, what it says of itself, and its words made ready."""

    slug: str
    kind: Kind
    meta: Mapping[str, Any]
    prepared: Prepared

    @property
    def values(self) -> Mapping[str, Any]:
        """Field to value."""
        return self.prepared.values


Rule = Callable[[Checked, "Shelf", Guide], Iterator[str]]


class Shelf:
    """All documents that are checked together: what a link can lead to."""

    def __init__(self, documents: Sequence[Checked], guide: Guide) -> None:
        self.by_name: dict[str, Checked] = {}
        for one in documents:
            for name in (one.slug, to_slug(str(one.values["title"])), *map(to_slug, aliases(one.kind, one.values)),
                         *map(to_slug, one.meta.get("moved_from", ()))):  # fmt: skip
                self.by_name.setdefault(name, one)
        self.invited = {name for one in documents if one.slug in guide.invitations for name in one.prepared.links}


def wrongs(document: Checked, shelf: Shelf, guide: Guide) -> Iterator[str]:
    """Everything that the guide finds wrong with one of the documents on the shelf."""
    for rule in RULES:
        yield from rule(document, shelf, guide)


def unsourced(document: Checked, _shelf: Shelf, guide: Guide) -> Iterator[str]:
    """What makes claims names where they are from: the page its sources, each source who published it."""
    sources = document.values.get(SOURCES, ())
    if _asked(document, guide).sourced and not sources:
        yield "names no source"
    for number, row in enumerate(sources, 1):
        if not row.get("publisher"):
            yield f"source {number} does not say who published it"
    for field in document.kind.fields:
        for key in _proofs(field):
            for number, row in enumerate(document.values.get(field.key, ()), 1):
                if not row.get(key):
                    yield f"{field.label.lower()}, entry {number}: nothing says where this is from (`{key}`)"


def dead_links(document: Checked, shelf: Shelf, _guide: Guide) -> Iterator[str]:
    """Every link leads to a page or to an invitation to write one, and every part it names is there."""
    for name, words in document.prepared.links.items():
        if name not in shelf.by_name and name not in shelf.invited:
            yield f"“{words}” leads to no page"
    for html in document.prepared.html.values():
        for title, section in linked_places(html):
            target = shelf.by_name.get(to_slug(title))
            if section and target is not None and to_slug(section.split("#")[-1]) not in _headings(target):
                yield f"“{title}#{section}” leads to no part of that page"


def lengths(document: Checked, _shelf: Shelf, guide: Guide) -> Iterator[str]:
    """The text is as long as the guide says, counted in words of all its sections."""
    asked = _asked(document, guide)
    words = sum(len(to_text(html).split()) for html in document.prepared.html.values())
    if words < asked.words_at_least:
        yield f"has {words} words of text, the guide asks for {asked.words_at_least} at least"
    if asked.words_at_most and words > asked.words_at_most:
        yield f"has {words} words of text, the guide allows {asked.words_at_most}"


def silent_pictures(document: Checked, _shelf: Shelf, _guide: Guide) -> Iterator[str]:
    """Every picture says in words what it shows."""
    for key, html in document.prepared.html.items():
        if count := pictures_without_words(html):
            yield f"`{key}` has {count} {'picture' if count == 1 else 'pictures'} without words for it"


def hard_words(document: Checked, _shelf: Shelf, guide: Guide) -> Iterator[str]:
    """The prose reads with ease at the guide's grade."""
    prose = [block for html in document.prepared.html.values() for block in blocks(html)]
    prose += [str(document.values[field.key]) for field in document.kind.fields if _is_prose(field, document)]
    found = grade(prose)
    if (
        guide.reading_grade
        and sum(len(block.split()) for block in prose) >= FEWEST_WORDS
        and found > guide.reading_grade
    ):
        yield f"reads at grade {found:.1f}, the guide asks for {guide.reading_grade:g}: use short sentences and words"


RULES: tuple[Rule, ...] = (unsourced, dead_links, lengths, silent_pictures, hard_words)


def _asked(document: Checked, guide: Guide) -> KindGuide:
    return guide.kinds.get(document.kind.key, KindGuide())


def _proofs(field: Field) -> tuple[str, ...]:
    """The columns in which each entry of a list of claims says where it is from."""
    keys = {column.key for column in field.columns}
    return tuple(key for key in ("source", "link") if key in keys and (key == "source" or "claim" in keys))


def _is_prose(field: Field, document: Checked) -> bool:
    """Whether a text is written in sentences: the summary, and what the form gives a box for."""
    is_long = field.key == "summary" or field.widget == "area"
    return field.type is FieldType.TEXT and is_long and field.key in document.values


def _headings(document: Checked) -> set[str]:
    """The words of everything on the page that a link may name as its part."""
    own = {to_slug(words) for field in document.kind.fields for words in (field.key, field.label)}
    typed = (row[2] for rows in document.prepared.headings.values() for row in rows)
    return own | {to_slug(words) for words in typed}
